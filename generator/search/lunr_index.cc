#include "search/lunr_index.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <mutex>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "base/parallel.h"
#include "search/lunr_chunk.h"
#include "search/number_text.h"

namespace loci {

namespace {

// Of text: small enough to share among threads.
constexpr std::size_t chunk_bytes = 1024 * 1024;

// The nearest of 1 to 8, 12, 16, 24, 32, …: titles and headings keep theirs.
std::uint32_t rounded_length(std::uint32_t length) {
  if (length < 8) return length;
  const int zeros = std::bit_width(length) - 2;
  return ((length >> (zeros - 1)) + 1) >> 1 << zeros;
}

// lunr keeps averages in plain objects: a field that every object has already breaks its
// arithmetic.
bool is_name_of_every_object(std::string_view name) {
  constexpr std::string_view names[] = {
      "constructor",      "hasOwnProperty",   "isPrototypeOf",    "propertyIsEnumerable",
      "toLocaleString",   "toString",         "valueOf",          "__proto__",
      "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::uint64_t integer_of(std::string_view key) {
  std::uint64_t value = 0;
  for (const char c : key) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

Status check_fields(const std::vector<LunrField>& fields) {
  if (fields.empty()) return Error{"an index needs at least one field", {}, ErrorKind::usage};
  if (fields.size() > 255) return Error{"an index has at most 255 fields", {}, ErrorKind::usage};
  std::unordered_set<std::string_view> names;
  for (const LunrField& field : fields) {
    if (field.name.find('/') != std::string::npos) {
      return Error{"field '" + field.name + "' has a '/' in its name",
                   {"lunr separates field and document by it"},
                   ErrorKind::usage};
    }
    if (field.name == "_index" || is_name_of_every_object(field.name)) {
      return Error{
          "field name '" + field.name + "' breaks lunr", {"choose another name"}, ErrorKind::usage};
    }
    if (!names.insert(field.name).second)
      return Error{"field '" + field.name + "' is given twice", {}, ErrorKind::usage};
  }
  return Done{};
}

// Object.keys(): integer-like names by value, then the others as they were given.
std::vector<std::size_t> javascript_order(const std::vector<LunrField>& fields) {
  std::vector<std::size_t> order(fields.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const bool a_integer = is_integer_key(fields[a].name),
               b_integer = is_integer_key(fields[b].name);
    if (a_integer != b_integer) return a_integer;
    return a_integer && integer_of(fields[a].name) < integer_of(fields[b].name);
  });
  return order;
}

// The first eight bytes as a number that orders texts as less_in_utf16 does, where it differs. Of
// UTF-8's bytes only EE and EF, which begin U+E000 and above, stand before others, F0 to F4, that
// UTF-16's surrogates put before them.
std::uint64_t utf16_head(std::string_view text) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const auto byte = i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    head = head << 8 | (byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte);
  }
  return head;
}

}  // namespace

class LunrIndexBuilder {
 public:
  LunrIndexBuilder(std::vector<LunrField> fields, const LunrOptions& options)
      : order_(javascript_order(fields)) {
    index_.options_ = options;
    index_.options_.b = options.b < 0 ? 0 : options.b > 1 ? 1 : options.b;
    for (const std::size_t given : order_) index_.fields_.push_back(std::move(fields[given]));
  }

  bool is_new(std::string_view ref) const { return index_.refs_.find(ref) == TermTable::absent; }

  Status add(std::span<const LunrDocument> documents) {
    const std::size_t first = index_.refs_.size();
    for (const LunrDocument& document : documents) {
      if (!index_.refs_.intern(document.ref).is_new) {
        return Error{"two documents have the ref '" + std::string(document.ref) + "'",
                     {"lunr would mix them up"},
                     ErrorKind::usage};
      }
      index_.boosts_.push_back(LunrIndex::boost_or_one(document.boost));
    }
    read_chunks(documents, first);
    return Done{};
  }

  LunrIndex finish() {
    for (const std::unique_ptr<ChunkReader>& reader : readers_) reader->finish();
    measure_lengths();
    merge_terms();
    if (index_.options_.keeps_surfaces) group_surfaces();
    std::vector<std::size_t> place_cursor = measure_places();
    readers_.clear();
    place_postings(std::move(place_cursor));
    chunks_ = {};
    weigh_terms();
    sort_terms();
    return std::move(index_);
  }

 private:
  // `first` is the number of the first of these documents.
  void read_chunks(std::span<const LunrDocument> documents, std::size_t first) {
    std::vector<std::size_t> begins;
    std::size_t bytes = chunk_bytes;
    for (std::size_t d = 0; d < documents.size(); ++d) {
      if (bytes >= chunk_bytes) {
        begins.push_back(d);
        bytes = 0;
      }
      for (const std::string_view text : documents[d].fields) bytes += text.size();
    }
    const std::size_t known = chunks_.size();
    chunks_.resize(known + begins.size());
    begins.push_back(documents.size());
    parallel_for(begins.size() - 1, [&](std::size_t c) {
      Chunk& chunk = chunks_[known + c];
      chunk.first_document = first + begins[c];
      ChunkReader* const reader = take_reader();
      reader->begin(chunk);
      for (std::size_t d = begins[c]; d < begins[c + 1]; ++d) reader->read(documents[d]);
      chunk.shrink();
      const std::scoped_lock lock(readers_mutex_);
      free_readers_.push_back(reader);
    });
  }

  // There are as many readers as threads that read at the same time.
  ChunkReader* take_reader() {
    const std::scoped_lock lock(readers_mutex_);
    if (free_readers_.empty()) {
      readers_.push_back(
          std::make_unique<ChunkReader>(readers_.size(), index_.fields_, order_, index_.options_));
      return readers_.back().get();
    }
    ChunkReader* const reader = free_readers_.back();
    free_readers_.pop_back();
    return reader;
  }

  void measure_lengths() {
    if (index_.options_.rounds_lengths) {
      for (Chunk& chunk : chunks_) {
        for (std::uint32_t& length : chunk.lengths) length = rounded_length(length);
      }
    }
    const std::size_t fields = index_.fields_.size();
    std::vector<double> totals(fields, 0);
    for (const Chunk& chunk : chunks_) {
      for (std::size_t i = 0; i < chunk.lengths.size(); ++i) totals[i % fields] += chunk.lengths[i];
    }
    const double k1 = index_.options_.k1, b = index_.options_.b;
    index_.denominators_.reserve(index_.refs_.size() * fields);
    for (const Chunk& chunk : chunks_) {
      for (std::size_t i = 0; i < chunk.lengths.size(); ++i) {
        const double average = totals[i % fields] / static_cast<double>(index_.refs_.size());
        index_.denominators_.push_back(k1 * (1 - b + b * (chunk.lengths[i] / average)));
      }
    }
  }

  // Chunks follow one another and list their counts in order of first occurrence, so numbering in
  // that order gives first occurrence in all documents. Terms that no field kept get no number.
  void merge_terms() {
    for (const std::unique_ptr<ChunkReader>& reader : readers_)
      global_.emplace_back(reader->terms().size(), TermTable::absent);
    for (const Chunk& chunk : chunks_) {
      std::vector<std::uint32_t>& global = global_[chunk.reader];
      for (TermCounts::Reader counts(chunk.counts); !counts.at_end();) {
        const TermCount count = counts.next();
        std::uint32_t& id = global[count.term];
        if (id == TermTable::absent) {
          const TermTable::Found found =
              index_.terms_.intern(readers_[chunk.reader]->terms().text(count.term));
          if (found.is_new) posting_counts_.push_back(0);
          id = found.id;
        }
        ++posting_counts_[id];
      }
    }
  }

  // The words that became each term, the shortest first.
  void group_surfaces() {
    TermTable& texts = index_.surface_texts_;
    std::vector<std::uint32_t> term_of;
    for (std::size_t r = 0; r < readers_.size(); ++r) {
      for (const ChunkReader::Surface& surface : readers_[r]->surfaces()) {
        const std::uint32_t term = global_[r][surface.term];
        if (term != TermTable::absent &&
            texts.intern(readers_[r]->surface_texts().text(surface.text)).is_new)
          term_of.push_back(term);
      }
    }
    std::vector<std::uint32_t>& order = index_.surfaces_;
    order.resize(term_of.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      if (term_of[a] != term_of[b]) return term_of[a] < term_of[b];
      const std::string_view x = texts.text(a), y = texts.text(b);
      return x.size() != y.size() ? x.size() < y.size() : x < y;
    });
    std::vector<std::uint32_t>& first = index_.first_surface_;
    first.assign(index_.terms_.size() + 1, 0);
    for (const std::uint32_t term : term_of) ++first[term + 1];
    for (std::size_t t = 1; t < first.size(); ++t) first[t] += first[t - 1];
  }

  // `place_cursor`: where the places of each term begin.
  void place_postings(std::vector<std::size_t> place_cursor) {
    const std::size_t term_count = index_.terms_.size();
    std::vector<std::size_t>& first = index_.first_posting_;
    first.assign(term_count + 1, 0);
    for (std::size_t t = 0; t < term_count; ++t) first[t + 1] = first[t] + posting_counts_[t];
    std::vector<std::size_t> cursor(first.begin(), first.end() - 1);
    index_.postings_.resize(first.back());
    const bool keeps_occurrences = !index_.options_.metadata.empty();
    if (keeps_occurrences) index_.first_occurrence_.resize(first.back());
    const std::size_t fields = index_.fields_.size();
    for (std::size_t c = 0; c < chunks_.size(); ++c) {
      Chunk& chunk = chunks_[c];
      TermCounts::Reader counts(chunk.counts);
      std::size_t next_place = 0;
      std::size_t occurrence = index_.occurrences_.size();
      for (std::size_t slot = 0; slot < chunk.distinct.size(); ++slot) {
        const auto document = static_cast<std::uint32_t>(chunk.first_document + slot / fields);
        const auto field = static_cast<std::uint8_t>(slot % fields);
        for (std::uint32_t i = 0; i < chunk.distinct[slot]; ++i) {
          const TermCount count = counts.next();
          const std::uint32_t term = global_[chunk.reader][count.term];
          const std::size_t place = cursor[term]++;
          Posting& posting = index_.postings_[place];
          posting.document = document;
          posting.field = field;
          posting.count = count.count & 0xffffffu;
          if (keeps_occurrences) {
            index_.first_occurrence_[place] = occurrence;
            occurrence += count.count;
          }
          if (!place_cursor.empty()) {
            const std::size_t end = end_of_places(chunk.places, next_place);
            std::copy(chunk.places.begin() + static_cast<std::ptrdiff_t>(next_place),
                      chunk.places.begin() + static_cast<std::ptrdiff_t>(end),
                      index_.places_.begin() + static_cast<std::ptrdiff_t>(place_cursor[term]));
            place_cursor[term] += end - next_place;
            next_place = end;
          }
        }
      }
      index_.occurrences_.insert(index_.occurrences_.end(), chunk.occurrences.begin(),
                                 chunk.occurrences.end());
      // Frees as it goes: the postings are the same data once more.
      const Chunk done = std::move(chunk);
    }
  }

  // Makes room for the places of every term; where each term's begin. Empty when none are kept.
  std::vector<std::size_t> measure_places() {
    if (!index_.options_.keeps_places) return {};
    std::vector<std::size_t>& first = index_.first_place_;
    first.assign(index_.terms_.size() + 1, 0);
    for (std::size_t r = 0; r < readers_.size(); ++r) {
      const std::vector<std::size_t>& bytes = readers_[r]->place_bytes();
      for (std::size_t t = 0; t < bytes.size(); ++t) {
        if (global_[r][t] != TermTable::absent) first[global_[r][t] + 1] += bytes[t];
      }
    }
    for (std::size_t t = 1; t < first.size(); ++t) first[t] += first[t - 1];
    index_.places_.resize(first.back());
    return {first.begin(), first.end() - 1};
  }

  // lunr counts a document once for every field that has the term: `with_term` may exceed the
  // number of documents.
  void weigh_terms() {
    const auto documents = static_cast<double>(index_.refs_.size());
    index_.idf_.reserve(posting_counts_.size());
    for (const std::size_t count : posting_counts_) {
      const auto with_term = static_cast<double>(count);
      index_.idf_.push_back(
          js_log(1 + std::fabs((documents - with_term + 0.5) / (with_term + 0.5))));
    }
  }

  void sort_terms() {
    struct Key {
      std::uint64_t head;  // decides nearly always, without a look at the texts
      std::uint32_t term;
    };
    std::vector<Key> keys(index_.terms_.size());
    for (std::uint32_t term = 0; term < keys.size(); ++term)
      keys[term] = {utf16_head(index_.terms_.text(term)), term};
    std::sort(keys.begin(), keys.end(), [this](const Key& a, const Key& b) {
      if (a.head != b.head) return a.head < b.head;
      return less_in_utf16(index_.terms_.text(a.term), index_.terms_.text(b.term));
    });
    index_.sorted_.reserve(keys.size());
    for (const Key& key : keys) index_.sorted_.push_back(key.term);
  }

  std::vector<std::size_t> order_;  // of the given fields
  LunrIndex index_;
  std::vector<Chunk> chunks_;
  std::mutex readers_mutex_;  // of the next two
  std::vector<std::unique_ptr<ChunkReader>> readers_;
  std::vector<ChunkReader*> free_readers_;
  std::vector<std::vector<std::uint32_t>> global_;  // reader, its term -> the index's term
  std::vector<std::size_t> posting_counts_;
};

std::span<const Occurrence> LunrIndex::occurrences(const Posting& posting) const {
  if (first_occurrence_.empty()) return {};
  const auto place = static_cast<std::size_t>(&posting - postings_.data());
  return std::span(occurrences_).subspan(first_occurrence_[place], posting.count);
}

LunrIndexer::LunrIndexer(std::unique_ptr<LunrIndexBuilder> builder)
    : builder_(std::move(builder)) {}
LunrIndexer::LunrIndexer(LunrIndexer&&) noexcept = default;
LunrIndexer& LunrIndexer::operator=(LunrIndexer&&) noexcept = default;
LunrIndexer::~LunrIndexer() = default;

Result<LunrIndexer> LunrIndexer::create(std::vector<LunrField> fields, const LunrOptions& options) {
  if (Status status = check_fields(fields); !status) return std::move(status).error();
  return LunrIndexer(std::make_unique<LunrIndexBuilder>(std::move(fields), options));
}

bool LunrIndexer::is_new(std::string_view ref) const { return builder_->is_new(ref); }

Status LunrIndexer::add(std::span<const LunrDocument> documents) {
  return builder_->add(documents);
}

LunrIndex LunrIndexer::finish() && { return builder_->finish(); }

Result<LunrIndex> build_lunr_index(std::vector<LunrField> fields,
                                   std::span<const LunrDocument> documents,
                                   const LunrOptions& options) {
  Result<LunrIndexer> indexer = LunrIndexer::create(std::move(fields), options);
  if (!indexer) return std::move(indexer).error();
  if (Status status = indexer->add(documents); !status) return std::move(status).error();
  return std::move(*indexer).finish();
}

bool less_in_utf16(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    auto x = static_cast<unsigned char>(a[i]), y = static_cast<unsigned char>(b[i]);
    if (x == y) continue;
    // Surrogates stand for U+10000 and up (first bytes F0 to F4) and come before U+E000 (first
    // bytes EE and EF).
    if (x == 0xEE || x == 0xEF) x = static_cast<unsigned char>(x + 0x0A);
    if (y == 0xEE || y == 0xEF) y = static_cast<unsigned char>(y + 0x0A);
    return x < y;
  }
  return a.size() < b.size();
}

bool is_integer_key(std::string_view key) {
  if (key.empty() || key.size() > 10 || (key.front() == '0' && key.size() > 1)) return false;
  if (!std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  return integer_of(key) <= 4294967294u;
}

}  // namespace loci

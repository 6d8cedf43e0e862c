#include "search/lunr_json.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <string>
#include <vector>

#include "search/number_text.h"

namespace loci {

namespace {

// Gathers text and hands it on in pieces of about 256 KiB: the index may be larger than the memory
// that is left.
class Writer {
 public:
  explicit Writer(const std::function<bool(std::string_view)>& sink) : sink_(sink) {
    text_.reserve(piece + 64 * 1024);
  }

  std::string& text() { return text_; }
  // To be called now and then; false: stop.
  bool pass_on() { return text_.size() < piece || flush(); }
  bool flush() {
    if (open_ && !text_.empty()) open_ = sink_(text_);
    text_.clear();
    return open_;
  }

 private:
  static constexpr std::size_t piece = 256 * 1024;
  const std::function<bool(std::string_view)>& sink_;
  std::string text_;
  bool open_ = true;
};

class IndexWriter {
 public:
  IndexWriter(const LunrIndex& index, const std::function<bool(std::string_view)>& sink)
      : index_(index), out_(sink) {
    for (const LunrField& field : index.fields()) {
      std::string name;
      append_js_string(name, field.name);
      field_names_.push_back(std::move(name));
      integer_fields_ += is_integer_key(field.name) ? 1 : 0;
    }
    order_documents();
  }

  bool write() {
    std::string& text = out_.text();
    text += R"({"version":"2.3.9","fields":[)";
    for (std::size_t f = 0; f < field_names_.size(); ++f) {
      if (f > 0) text += ',';
      text += field_names_[f];
    }
    text += R"(],"fieldVectors":[)";
    if (!write_vectors()) return false;
    text += R"(],"invertedIndex":[)";
    if (!write_terms()) return false;
    text += R"(],"pipeline":["stemmer"]})";
    return out_.flush();
  }

 private:
  // Objects list integer-like keys first, by value; other keys as they came.
  void order_documents() {
    const std::size_t count = index_.document_count();
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0u);
    const auto integers =
        std::stable_partition(order.begin(), order.end(),
                              [this](std::uint32_t d) { return is_integer_key(index_.ref(d)); });
    if (integers == order.begin()) return;
    std::sort(order.begin(), integers, [this](std::uint32_t a, std::uint32_t b) {
      const std::string_view x = index_.ref(a), y = index_.ref(b);
      return x.size() != y.size() ? x.size() < y.size() : x < y;
    });
    rank_.resize(count);
    for (std::uint32_t place = 0; place < count; ++place) rank_[order[place]] = place;
  }

  // The postings are by term; vectors are by document and field. They are turned round for a
  // thousand documents at a time: all at once would hold every posting a second time.
  bool write_vectors() {
    constexpr std::size_t block = 1024;
    const std::size_t documents = index_.document_count();
    std::vector<std::size_t> next(index_.term_count(),
                                  0);  // by term: the first posting not yet written
    for (std::size_t begin = 0; begin < documents; begin += block) {
      if (!write_vectors_of(begin, std::min(documents, begin + block), next)) return false;
    }
    return true;
  }

  struct Element {
    std::uint32_t term;
    std::uint32_t count;
  };

  bool write_vectors_of(std::size_t begin, std::size_t end, std::vector<std::size_t>& next) {
    const std::size_t fields = field_names_.size();
    const auto slot_of = [&](const Posting& posting) {
      return (posting.document - begin) * fields + posting.field;
    };
    std::vector<std::size_t> first((end - begin) * fields + 1, 0);
    const auto each_posting = [&](auto&& use) {
      for (std::uint32_t term = 0; term < next.size(); ++term) {
        const std::span<const Posting> postings = index_.postings(term);
        std::size_t at = next[term];
        for (; at < postings.size() && postings[at].document < end; ++at) use(term, postings[at]);
      }
    };
    each_posting([&](std::uint32_t, const Posting& posting) { ++first[slot_of(posting) + 1]; });
    for (std::size_t slot = 1; slot < first.size(); ++slot) first[slot] += first[slot - 1];
    std::vector<Element> elements(first.back());
    std::vector<std::size_t> cursor(first.begin(), first.end() - 1);
    each_posting([&](std::uint32_t term, const Posting& posting) {
      elements[cursor[slot_of(posting)]++] = {term, posting.count};
      ++next[term];
    });

    std::string& text = out_.text();
    for (std::size_t slot = 0; slot + 1 < first.size(); ++slot) {
      const auto document = static_cast<std::uint32_t>(begin + slot / fields);
      const auto field = static_cast<std::uint8_t>(slot % fields);
      text += begin + slot == 0 ? "[\"" : ",[\"";
      // The key is field/ref as one string.
      text.append(field_names_[field], 1, field_names_[field].size() - 2);
      text += '/';
      append_string_tail(text, index_.ref(document));
      text += ",[";
      NumberAppender numbers(text);
      for (std::size_t i = first[slot]; i < first[slot + 1]; ++i) {
        if (i > first[slot]) numbers.put(',');
        numbers.integer(elements[i].term);
        numbers.put(',');
        Posting posting{};
        posting.document = document;
        posting.field = field;
        posting.count = elements[i].count & 0xffffffu;
        numbers.thousandths(index_.thousandths(elements[i].term, posting));
      }
      numbers.flush();
      text += "]]";
      if (!out_.pass_on()) return false;
    }
    return true;
  }

  // The string without its opening quote.
  static void append_string_tail(std::string& text, std::string_view value) {
    const std::size_t quote = text.size();
    append_js_string(text, value);
    text.erase(quote, 1);
  }

  bool write_terms() {
    // Most postings have no metadata: then the text of one is the same for every term of its
    // document.
    if (index_.options().metadata.empty()) {
      keys_.reserve(index_.document_count());
      for (std::uint32_t d = 0; d < index_.document_count(); ++d) {
        std::string key;
        append_js_string(key, index_.ref(d));
        key += ":{}";
        keys_.push_back(std::move(key));
      }
    }
    std::string& text = out_.text();
    bool is_first = true;
    for (const std::uint32_t term : index_.sorted_terms()) {
      text += is_first ? "[" : ",[";
      is_first = false;
      append_js_string(text, index_.term(term));
      text += ",{";
      for (std::size_t f = 0; f < field_names_.size(); ++f) {
        if (f == integer_fields_) write_number(text, term);
        if (!write_field(term, f)) return false;
        if (f + 1 < field_names_.size() || f + 1 == integer_fields_) text += ',';
      }
      if (integer_fields_ == field_names_.size()) {
        write_number(text, term);
        text.pop_back();  // its comma
      }
      text += "}]";
      if (!out_.pass_on()) return false;
    }
    return true;
  }

  static void write_number(std::string& text, std::uint32_t term) {
    text += "\"_index\":";
    append_integer(text, term);
    text += ',';
  }

  bool write_field(std::uint32_t term, std::size_t field) {
    std::string& text = out_.text();
    text += field_names_[field];
    text += ":{";
    bool is_first = true;
    const auto write = [&](const Posting& posting) {
      if (!is_first) text += ',';
      is_first = false;
      if (!keys_.empty()) {
        text += keys_[posting.document];
      } else {
        append_js_string(text, index_.ref(posting.document));
        text += ":{";
        write_metadata(posting);
        text += '}';
      }
      return out_.pass_on();
    };
    if (rank_.empty()) {
      for (const Posting& posting : index_.postings(term)) {
        if (posting.field == field && !write(posting)) return false;
      }
    } else {
      sorted_.clear();
      for (const Posting& posting : index_.postings(term)) {
        if (posting.field == field) sorted_.push_back(&posting);
      }
      std::sort(sorted_.begin(), sorted_.end(), [this](const Posting* a, const Posting* b) {
        return rank_[a->document] < rank_[b->document];
      });
      for (const Posting* posting : sorted_) {
        if (!write(*posting)) return false;
      }
    }
    text += '}';
    return true;
  }

  // A name that stands twice in the list is written once, with each value twice: lunr pushes for
  // every name.
  void write_metadata(const Posting& posting) {
    const std::vector<std::string>& names = index_.options().metadata;
    std::vector<std::string_view> keys(names.begin(), names.end());
    std::stable_sort(keys.begin(), keys.end(), [](std::string_view a, std::string_view b) {
      const bool a_integer = is_integer_key(a), b_integer = is_integer_key(b);
      if (a_integer != b_integer) return a_integer;
      return a_integer && (a.size() != b.size() ? a.size() < b.size() : a < b);
    });
    std::vector<std::string_view> written;
    std::string& text = out_.text();
    for (const std::string_view key : keys) {
      if (std::find(written.begin(), written.end(), key) != written.end()) continue;
      if (!written.empty()) text += ',';
      written.push_back(key);
      append_js_string(text, key);
      text += ":[";
      const auto times = std::count(keys.begin(), keys.end(), key);
      bool is_first = true;
      for (const Occurrence& occurrence : index_.occurrences(posting)) {
        for (std::ptrdiff_t i = 0; i < times; ++i) {
          if (!is_first) text += ',';
          is_first = false;
          write_value(key, posting, occurrence);
        }
      }
      text += ']';
    }
  }

  void write_value(std::string_view key, const Posting& posting, const Occurrence& occurrence) {
    std::string& text = out_.text();
    const bool has_place = occurrence.begin != Occurrence::no_place;
    if (key == "position" && has_place) {
      text += '[';
      append_integer(text, occurrence.begin);
      text += ',';
      append_integer(text, occurrence.length);
      text += ']';
    } else if (key == "index" && has_place) {
      append_integer(text, occurrence.ordinal);
    } else if (key == "fields") {
      text += '[';
      text += field_names_[posting.field];
      text += ']';
    } else {
      text += "null";
    }
  }

  const LunrIndex& index_;
  Writer out_;
  std::vector<std::string> field_names_;  // as JSON strings
  std::size_t integer_fields_ = 0;
  std::vector<std::uint32_t> rank_;  // of documents, when some refs are integer-like
  std::vector<std::string> keys_;    // "ref":{} by document; empty with metadata
  std::vector<const Posting*> sorted_;
};

}  // namespace

bool write_lunr_index(const LunrIndex& index, const std::function<bool(std::string_view)>& sink) {
  return IndexWriter(index, sink).write();
}

}  // namespace loci

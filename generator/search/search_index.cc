#include "search/search_index.h"

#include <algorithm>
#include <cassert>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

#include "search/parts.h"

namespace loci {

namespace {

// A card weighs less than a section with the same words in its heading and more than one with them
// in its text: cards help to find, but are not what most people look for.
constexpr double card_boost = 0.3;

// Popular filters stand in the router, which every search loads: these cost it about 400 bytes.
constexpr std::size_t most_popular_tags = 20;
constexpr std::size_t most_popular_folders = 12;

constexpr std::size_t batch_bytes =
    4 * 1024 * 1024;  // of texts: some chunks of the indexer, for its threads

class FilterCollector {
 public:
  // Entries of a page come one after another and have its folder and its tags.
  void add(std::uint32_t entry, const SearchEntry& value) {
    is_page_ = value.kind == EntryKind::page;
    if (is_page_) extend(number_of("is:page", {}), entry);
    if (value.kind == EntryKind::card) extend(number_of("is:card", {}), entry);
    const std::string_view page = page_of(value.ref);
    if (page != page_) look_at(page, value.tags);
    for (const std::size_t filter : of_page_) extend(filter, entry);
  }

  std::vector<SearchFilter> finish() && {
    std::sort(filters_.begin(), filters_.end(), [](const SearchFilter& a, const SearchFilter& b) {
      return less_in_utf16(a.name, b.name);
    });
    return std::move(filters_);
  }

 private:
  void look_at(std::string_view page, std::span<const std::string> tags) {
    page_ = page;
    of_page_.clear();
    for (std::size_t slash = page.find('/'); slash != std::string_view::npos;
         slash = page.find('/', slash + 1)) {
      of_page_.push_back(
          number_of("in:" + fold_for_search(page.substr(0, slash)), page.substr(0, slash)));
    }
    for (const std::string_view tag : tags) {
      // A nested tag is also found by the tags above it.
      for (std::size_t slash = tag.find('/'); slash != std::string_view::npos;
           slash = tag.find('/', slash + 1)) {
        of_page_.push_back(
            number_of("tag:" + fold_for_search(tag.substr(0, slash)), tag.substr(0, slash)));
      }
      of_page_.push_back(number_of("tag:" + fold_for_search(tag), tag));
    }
  }

  std::size_t number_of(const std::string& name, std::string_view label) {
    const auto [place, is_new] = numbers_.try_emplace(name, filters_.size());
    if (is_new) {
      const bool says_it = std::string_view(name).substr(name.find(':') + 1) == label;
      filters_.push_back({name, says_it ? std::string() : std::string(label), {}, 0});
    }
    return place->second;
  }

  void extend(std::size_t number, std::uint32_t entry) {
    SearchFilter& filter = filters_[number];
    std::vector<SearchFilter::Run>& runs = filter.runs;
    if (!runs.empty() && runs.back().first + runs.back().count > entry)
      return;  // two tags of the entry have this one above
    if (is_page_) ++filter.pages;
    if (!runs.empty() && runs.back().first + runs.back().count == entry) {
      ++runs.back().count;
    } else {
      runs.push_back({entry, 1});
    }
  }

  std::string page_;
  std::vector<std::size_t> of_page_;  // the filters of its entries
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<SearchFilter> filters_;
  bool is_page_ = false;  // what is being added
};

}  // namespace

SearchIndex::SearchIndex() : parts_(std::make_unique<Parts>()) {}
SearchIndex::SearchIndex(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SearchIndex::SearchIndex(SearchIndex&&) noexcept = default;
SearchIndex& SearchIndex::operator=(SearchIndex&&) noexcept = default;
SearchIndex::~SearchIndex() = default;

const std::vector<SearchEntry>& SearchIndex::entries() const { return parts_->entries; }

void SearchIndex::drop_terms() {
  // Moved away, not assigned to: a string that is assigned an empty one keeps its room.
  const LunrIndex gone = std::move(parts_->lunr);
  parts_->lunr = {};
  parts_->filters = {};
  parts_->shards = {};
}

std::string_view page_of(std::string_view ref) { return ref.substr(0, ref.find('#')); }

std::string_view excerpt_source(const std::vector<SearchEntry>& entries, std::size_t entry) {
  const SearchEntry& own = entries[entry];
  const bool is_page = page_of(own.ref).size() == own.ref.size();
  if (!own.body.empty() || !is_page || entry + 1 == entries.size()) return own.body;
  const SearchEntry& next = entries[entry + 1];
  return next.kind == EntryKind::section && page_of(next.ref) == own.ref ? next.body : own.body;
}

const SearchFilter* find_filter(const SearchIndex::Parts& parts, std::string_view name) {
  const auto place = std::lower_bound(parts.filters.begin(), parts.filters.end(), name,
                                      [](const SearchFilter& filter, std::string_view key) {
                                        return less_in_utf16(filter.name, key);
                                      });
  return place != parts.filters.end() && place->name == name ? &*place : nullptr;
}

std::vector<const SearchFilter*> popular_filters(const std::vector<SearchFilter>& filters) {
  std::vector<const SearchFilter*> tags, folders;
  for (const SearchFilter& filter : filters) {
    if (filter.name.starts_with("tag:")) tags.push_back(&filter);
    if (filter.name.starts_with("in:")) folders.push_back(&filter);
  }
  std::vector<const SearchFilter*> popular;
  const auto take = [&popular](std::vector<const SearchFilter*>& kind, std::size_t most) {
    std::stable_sort(kind.begin(), kind.end(), [](const SearchFilter* x, const SearchFilter* y) {
      return x->pages > y->pages;
    });
    kind.resize(std::min(kind.size(), most));
    popular.insert(popular.end(), kind.begin(), kind.end());
  };
  take(tags, most_popular_tags);
  take(folders, most_popular_folders);
  return popular;
}

SearchIndex build_search_index(std::vector<SearchEntry> entries, std::deque<std::string> texts) {
  auto parts = std::make_unique<SearchIndex::Parts>();
  parts->texts = std::move(texts);
  LunrOptions options;
  options.analysis = &loci_analysis();
  options.keeps_places = true;
  options.keeps_surfaces = true;
  options.rounds_lengths = true;
  Result<LunrIndexer> lunr = LunrIndexer::create(
      {{"title", 10, true}, {"heading", 5, true}, {"keywords", 4, false}, {"body", 1, false}},
      options);
  assert(lunr.has_value());  // the fields are well named
  if (!lunr) return SearchIndex(std::move(parts));

  // lunr knows documents by their refs. A card has that of a section where it has no element of its
  // own, so it is called otherwise there: no path has a line end.
  std::deque<std::string> card_refs;
  std::vector<LunrDocument> documents;
  std::size_t bytes = 0;
  const auto hand_on = [&] {
    [[maybe_unused]] const Status status = lunr->add(documents);
    assert(status.has_value());  // the refs are unique
    documents.clear();
    card_refs.clear();
    bytes = 0;
  };
  FilterCollector filters;
  TermTable refs;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool is_card = entries[i].kind == EntryKind::card;
    if (is_card) card_refs.push_back("card\n" + entries[i].ref);
    if (!refs.intern(is_card ? card_refs.back() : entries[i].ref).is_new) continue;
    if (kept != i) entries[kept] = std::move(entries[i]);
    const SearchEntry& entry = entries[kept];
    if (is_card) {
      documents.push_back({card_refs.back(), card_boost, {entry.question, {}, {}, entry.body}});
    } else {
      documents.push_back({entry.ref, 1, {entry.title, entry.heading, entry.keywords, entry.body}});
    }
    filters.add(static_cast<std::uint32_t>(kept++), entry);
    bytes += entry.body.size();
    if (bytes >= batch_bytes) hand_on();
  }
  hand_on();
  entries.resize(kept);
  parts->entries = std::move(entries);
  parts->lunr = std::move(*lunr).finish();
  parts->filters = std::move(filters).finish();
  parts->shards = plan_shards(parts->lunr, parts->filters);
  return SearchIndex(std::move(parts));
}

}  // namespace loci

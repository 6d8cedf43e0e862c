#include "search/search_index.h"

#include <algorithm>
#include <cassert>
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

class FilterCollector {
 public:
  void add(std::uint32_t entry, const SearchEntry& value) {
    is_page_ = value.kind == EntryKind::page;
    if (is_page_) put("is:page", {}, entry);
    if (value.kind == EntryKind::card) put("is:card", {}, entry);
    const std::string_view page = page_of(value.ref);
    for (std::size_t slash = page.find('/'); slash != std::string_view::npos;
         slash = page.find('/', slash + 1)) {
      put("in:" + fold_for_search(page.substr(0, slash)), page.substr(0, slash), entry);
    }
    for (const std::string_view tag : value.tags) {
      // A nested tag is also found by the tags above it.
      for (std::size_t slash = tag.find('/'); slash != std::string_view::npos;
           slash = tag.find('/', slash + 1)) {
        put("tag:" + fold_for_search(tag.substr(0, slash)), tag.substr(0, slash), entry);
      }
      put("tag:" + fold_for_search(tag), tag, entry);
    }
  }

  std::vector<SearchFilter> finish() && {
    std::sort(filters_.begin(), filters_.end(), [](const SearchFilter& a, const SearchFilter& b) {
      return less_in_utf16(a.name, b.name);
    });
    return std::move(filters_);
  }

 private:
  void put(const std::string& name, std::string_view label, std::uint32_t entry) {
    const auto [place, is_new] = numbers_.try_emplace(name, filters_.size());
    if (is_new) {
      const bool says_it = std::string_view(name).substr(name.find(':') + 1) == label;
      filters_.push_back({name, says_it ? std::string() : std::string(label), {}, 0});
    }
    std::vector<SearchFilter::Run>& runs = filters_[place->second].runs;
    if (!runs.empty() && runs.back().first + runs.back().count > entry)
      return;  // two tags of the entry have this one above
    if (is_page_) ++filters_[place->second].pages;
    if (!runs.empty() && runs.back().first + runs.back().count == entry) {
      ++runs.back().count;
    } else {
      runs.push_back({entry, 1});
    }
  }

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

SearchIndex build_search_index(std::vector<SearchEntry> entries) {
  auto parts = std::make_unique<SearchIndex::Parts>();
  parts->entries.reserve(entries.size());
  // lunr knows documents by their refs. A card has that of a section where it has no element of its
  // own, so it is called otherwise there: no path has a line end.
  std::vector<std::string> card_refs;
  std::size_t cards = 0;
  for (const SearchEntry& entry : entries) cards += entry.kind == EntryKind::card ? 1 : 0;
  card_refs.reserve(cards);  // views of them stay
  std::vector<LunrDocument> documents;
  documents.reserve(entries.size());
  FilterCollector filters;
  TermTable refs;
  for (SearchEntry& entry : entries) {
    const bool is_card = entry.kind == EntryKind::card;
    if (is_card) card_refs.push_back("card\n" + entry.ref);
    if (!refs.intern(is_card ? card_refs.back() : entry.ref).is_new) continue;
    parts->entries.push_back(std::move(entry));
    const SearchEntry& kept = parts->entries.back();
    if (is_card) {
      documents.push_back({card_refs.back(), card_boost, {kept.question, {}, {}, kept.body}});
    } else {
      documents.push_back({kept.ref, 1, {kept.title, kept.heading, kept.keywords, kept.body}});
    }
    filters.add(static_cast<std::uint32_t>(parts->entries.size() - 1), kept);
  }
  LunrOptions options;
  options.analysis = &loci_analysis();
  options.keeps_places = true;
  options.keeps_surfaces = true;
  Result<LunrIndex> lunr = build_lunr_index(
      {{"title", 10, true}, {"heading", 5, true}, {"keywords", 4, false}, {"body", 1, false}},
      documents, options);
  assert(lunr.has_value());  // the refs are unique and the fields are well named
  if (lunr) parts->lunr = std::move(*lunr);
  parts->filters = std::move(filters).finish();
  parts->shards = plan_shards(parts->lunr, parts->filters);
  return SearchIndex(std::move(parts));
}

}  // namespace loci

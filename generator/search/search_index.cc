#include "search/search_index.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "search/parts.h"

namespace loci {

namespace {

class FilterCollector {
 public:
  void add(std::uint32_t entry, const SearchEntry& value) {
    const std::string_view page = page_of(value.ref);
    for (std::size_t slash = page.find('/'); slash != std::string_view::npos;
         slash = page.find('/', slash + 1)) {
      put("in:" + fold_for_search(page.substr(0, slash)), entry);
    }
    for (const std::string_view tag : value.tags) {
      const std::string name = "tag:" + fold_for_search(tag);
      // A nested tag is also found by the tags above it.
      for (std::size_t slash = name.find('/'); slash != std::string::npos;
           slash = name.find('/', slash + 1)) {
        put(name.substr(0, slash), entry);
      }
      put(name, entry);
    }
  }

  std::vector<SearchFilter> finish() && {
    std::sort(filters_.begin(), filters_.end(), [](const SearchFilter& a, const SearchFilter& b) {
      return less_in_utf16(a.name, b.name);
    });
    return std::move(filters_);
  }

 private:
  void put(const std::string& name, std::uint32_t entry) {
    const auto [place, is_new] = numbers_.try_emplace(name, filters_.size());
    if (is_new) filters_.push_back({name, {}});
    std::vector<SearchFilter::Run>& runs = filters_[place->second].runs;
    if (!runs.empty() && runs.back().first + runs.back().count > entry)
      return;  // two tags of the entry have this one above
    if (!runs.empty() && runs.back().first + runs.back().count == entry) {
      ++runs.back().count;
    } else {
      runs.push_back({entry, 1});
    }
  }

  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<SearchFilter> filters_;
};

}  // namespace

SearchIndex::SearchIndex() : parts_(std::make_unique<Parts>()) {}
SearchIndex::SearchIndex(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SearchIndex::SearchIndex(SearchIndex&&) noexcept = default;
SearchIndex& SearchIndex::operator=(SearchIndex&&) noexcept = default;
SearchIndex::~SearchIndex() = default;

const std::vector<SearchEntry>& SearchIndex::entries() const { return parts_->entries; }

std::string_view page_of(std::string_view ref) { return ref.substr(0, ref.find('#')); }

std::string_view excerpt_source(const std::vector<SearchEntry>& entries, std::size_t entry) {
  const SearchEntry& own = entries[entry];
  const bool is_page = page_of(own.ref).size() == own.ref.size();
  if (!own.body.empty() || !is_page || entry + 1 == entries.size()) return own.body;
  const SearchEntry& next = entries[entry + 1];
  return page_of(next.ref) == own.ref ? next.body : own.body;
}

SearchIndex build_search_index(std::vector<SearchEntry> entries) {
  auto parts = std::make_unique<SearchIndex::Parts>();
  parts->entries.reserve(entries.size());
  {
    std::unordered_set<std::string> refs;
    refs.reserve(entries.size() * 2);
    for (SearchEntry& entry : entries) {
      if (refs.insert(entry.ref).second) parts->entries.push_back(std::move(entry));
    }
  }
  std::vector<LunrDocument> documents;
  documents.reserve(parts->entries.size());
  FilterCollector filters;
  for (std::size_t i = 0; i < parts->entries.size(); ++i) {
    const SearchEntry& entry = parts->entries[i];
    documents.push_back({entry.ref, 1, {entry.title, entry.heading, entry.keywords, entry.body}});
    filters.add(static_cast<std::uint32_t>(i), entry);
  }
  LunrOptions options;
  options.analysis = &loci_analysis();
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

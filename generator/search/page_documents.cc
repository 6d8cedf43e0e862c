// lunr-index.json and the documents it is made of.
//
// It is for those who bring their own lunr.js: any of them loads it, and lunr.js makes the same
// bytes of the same documents. One document a page: sections, cards and folded accents are for the
// reader's search, whose shards have an analysis of their own.
#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "search/lunr_documents.h"
#include "search/lunr_json.h"
#include "search/parts.h"

namespace loci {

namespace {

constexpr std::size_t batch_bytes = 4 * 1024 * 1024;  // some chunks of the indexer, for its threads

std::vector<LunrField> page_fields() {
  return {{"title", 10}, {"headings", 5}, {"keywords", 4}, {"body", 1}};
}

struct Page {
  std::string_view ref, title, keywords;
  std::string headings, body;
};

// Hands on the pages, about `batch_bytes` at a time, until `use` returns false.
void each_batch(const std::vector<SearchEntry>& entries,
                const std::function<bool(std::span<const LunrDocument>)>& use) {
  std::vector<Page> pages;
  std::size_t bytes = 0;
  const auto hand_on = [&] {
    std::vector<LunrDocument> documents;
    documents.reserve(pages.size());
    for (const Page& page : pages)
      documents.push_back({page.ref, 1, {page.title, page.headings, page.keywords, page.body}});
    const bool goes_on = use(documents);
    pages.clear();
    bytes = 0;
    return goes_on;
  };
  for (const SearchEntry& entry : entries) {
    if (entry.kind == EntryKind::card) continue;  // its text is in the page's
    const std::string_view ref = page_of(entry.ref);
    if (pages.empty() || pages.back().ref != ref) {
      if (bytes >= batch_bytes && !hand_on()) return;
      pages.push_back({ref, entry.title, entry.keywords, {}, {}});
    }
    Page& page = pages.back();
    const auto append = [&bytes](std::string& text, std::string_view more) {
      if (more.empty()) return;
      if (!text.empty()) text += '\n';
      text += more;
      bytes += more.size();
    };
    append(page.headings, entry.heading);
    append(page.body, entry.body);
  }
  hand_on();
}

}  // namespace

void write_search_documents(const SearchIndex& index,
                            const std::function<bool(std::string_view)>& sink) {
  LunrDocumentsWriter writer(page_fields(), sink);
  each_batch(index.entries(),
             [&](std::span<const LunrDocument> documents) { return writer.add(documents); });
  writer.finish();
}

void write_lunr_json(const SearchIndex& index, const std::function<bool(std::string_view)>& sink) {
  Result<LunrIndexer> indexer = LunrIndexer::create(page_fields(), {});
  assert(indexer.has_value());  // the fields are well named
  if (!indexer) return;
  each_batch(index.entries(), [&](std::span<const LunrDocument> documents) {
    const Status status = indexer->add(documents);
    assert(status.has_value());  // entries of a page stand together, and no page comes twice
    return status.has_value();
  });
  write_lunr_index(std::move(*indexer).finish(), sink);
}

}  // namespace loci

// The site's search index: what is found (entries), how it is weighed (a lunr 2.3.9 index over the
// entries) and how the page gets it (shards: classic scripts of about 8 kB, so that a query costs
// kilobytes at any size of the site).
//
// Entries are pages, their sections ("databases/mvcc.html#how-it-works") and their cards. The shards and `loci search`
// come from this one index; lunr-index.json is lunr's own view of the pages and made apart
// (search/page_documents.cc), because lunr's analysis cannot find what ours can.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

enum class EntryKind : std::uint8_t { page, section, card };

// Views are into the parsed notes, which outlive the index, or into texts that it is given.
struct SearchEntry {
  EntryKind kind = EntryKind::page;
  std::string ref;              // "databases/mvcc.html#how-it-works"; the page itself has no '#'
  std::string_view title;       // of the note
  std::string_view heading;     // of the section; empty for the text before the first heading
  std::string_view question;    // of a card; `body` is its answer, `ref` its place in the page
  std::string_view breadcrumb;  // "Databases"
  std::string keywords;   // aliases and tags of the note (only on the page's own entry), summary
  std::string_view body;  // plain text
  std::span<const std::string> tags;  // of the note: the same for all its entries
};

// Of one file of entries, "search/d3.…js".
constexpr std::size_t entries_in_chunk = 64;

// A file that carries data to the page.
struct DataFile {
  std::string path;  // in the output: "search/t12.1f0c83aa.js"
  std::string bytes;
  // Makes the bytes instead when they are wanted: those that only repeat what is in memory already.
  std::function<std::string()> make{};

  std::string content() const { return make ? make() : bytes; }
};

class SearchIndex {
 public:
  struct Parts;
  SearchIndex();
  explicit SearchIndex(std::unique_ptr<Parts> parts);
  SearchIndex(SearchIndex&&) noexcept;
  SearchIndex& operator=(SearchIndex&&) noexcept;
  ~SearchIndex();

  const std::vector<SearchEntry>& entries() const;
  // Leaves the entries.
  void drop_terms();
  const Parts& parts() const { return *parts_; }  // search/*.cc

 private:
  std::unique_ptr<Parts> parts_;
};

// The same bytes for any number of threads. Those of a page stand together, the page first. Entries
// with equal refs: the first is kept, but a card and what it stands in may share one. `texts` are kept: what entries view
// that no note has.
SearchIndex build_search_index(std::vector<SearchEntry> entries,
                               std::deque<std::string> texts = {});

// The documents that lunr-index.json is made of, as search/lunr_documents.h reads them: one a page,
// with its title, headings, keywords and text.
void write_search_documents(const SearchIndex& index,
                            const std::function<bool(std::string_view)>& sink);

// lunr-index.json: what lunr 2.3.9 itself makes of these documents, byte for byte. Made anew from
// the texts each time, with lunr's analysis instead of ours. False from the sink stops.
void write_lunr_json(const SearchIndex& index, const std::function<bool(std::string_view)>& sink);

// The classic scripts of the page's search, under "search/"; names carry a hash of their content
// except the router, "search/router.js". `build_id` is checked by the page against stale shards.
// What makes a file later reads the index's entries, which must outlive it. The terms go as soon as
// they are in shards: they are as large as these, and a build needs no more of them.
std::vector<DataFile> build_search_shards(SearchIndex& index, std::string_view build_id);

struct SearchHit {
  std::uint32_t entry = 0;
  double score = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      marks;  // byte ranges of matched words in `excerpt`
  std::string excerpt;
};

// The reader's query: every word must match (AND) before any (OR); exact before prefix; phrases,
// fields, filters, wildcards: see search/query.h.
std::vector<SearchHit> search(const SearchIndex& index, std::string_view query, std::size_t limit);

// A word of the query that no entry has, and what may have been meant: "did you mean". `search` has
// already looked for these.
struct SpellingHint {
  std::string word;
  std::vector<std::string> instead;  // most frequent first; empty: nothing is near
};
std::vector<SpellingHint> search_corrections(const SearchIndex& index, std::string_view query);

}  // namespace loci

// What a page needs to show a note before it is opened: which file knows an address. The words
// themselves are those of search (search/shards.cc), so nothing is written twice:
//
//     previews/router.js      {"first": [first path of each file], "hashes": "6 digits each"}
//     previews/p3.HASH.js     {"chunks": {"12": "77b1e0"}, "pages": [[path, entry, summary], …]}
//
// "chunks" names the files of search entries that its pages are in (search/d12.77b1e0.js), and these
// name the files of texts. A page that search leaves out, or all of them where a site has no search,
// is [path, -1, summary, title, beginning of its text]. Paths stand in the order of UTF-16 code
// units.
#pragma once

#include <cstdint>
#include <vector>

#include "search/search_index.h"
#include "site/stages.h"

namespace loci {

// `entries` of the index and `first_entry` by note (no_index: none) as index_notes left them;
// `search_files` as build_search_shards made them; both may be empty.
std::vector<DataFile> make_preview_data(const LinkedSite& site,
                                        const std::vector<SearchEntry>& entries,
                                        const std::vector<std::uint32_t>& first_entry,
                                        const std::vector<DataFile>& search_files);

}  // namespace loci

#include "site/connections.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "site/fill.h"
#include "site/graph_data.h"
#include "site/path_data.h"

namespace loci {
namespace {

// The entries of a note stand together, its page first, and notes in their order.
std::vector<std::uint32_t> first_entries(const LinkedSite& site, const SearchIndex& index,
                                         std::vector<std::uint32_t>& page_of_note) {
  std::vector<std::uint32_t> first(site.notes.size(), no_index);
  page_of_note.assign(site.notes.size(), no_index);
  const std::vector<SearchEntry>& entries = index.entries();
  std::size_t entry = 0;
  std::uint32_t page = 0;
  for (std::size_t n = 0; n < site.notes.size(); ++n) {
    while (entry < entries.size() && entries[entry].kind != EntryKind::page) ++entry;
    if (entry == entries.size()) break;
    if (entries[entry].ref != site.notes[n].output_path) continue;
    first[n] = static_cast<std::uint32_t>(entry++);
    page_of_note[n] = page++;
  }
  return first;
}

// `name`.html, or the first of name-2.html, name-3.html, ... that no page of the site has: notes and
// their old addresses keep their names.
std::string free_page(const LinkedSite& site, const std::string& name) {
  const auto is_taken = [&](const std::string& path) {
    const auto has_path = [&](const auto& page) { return page.output_path == path; };
    return std::any_of(site.notes.begin(), site.notes.end(), has_path) ||
           std::any_of(site.redirects.begin(), site.redirects.end(), has_path);
  };
  std::string path = name + ".html";
  for (int n = 2; is_taken(path); ++n) path = name + "-" + std::to_string(n) + ".html";
  return path;
}

}  // namespace

Connections connect_notes(const LinkedSite& site, const SearchIndex& index) {
  Connections made;
  made.graph = LinkGraph(site);
  made.path = find_learning_path(site);
  made.graph_page = free_page(site, "graph");
  made.learn_page = free_page(site, "learn");
  std::vector<std::uint32_t> page_of_note;
  made.first_entry = first_entries(site, index, page_of_note);
  KeyTerms terms = key_terms(index, site.strings.of(unpublished_label));
  made.related = find_related(site, made.graph, terms, page_of_note);
  made.words = std::move(terms.words);
  return made;
}

std::vector<DataFile> make_connection_data(const LinkedSite& site, Connections& connections) {
  GraphFiles graph = make_graph_data(site, connections.graph);
  connections.map_file = graph.map;
  if (!connections.path.empty()) {
    std::vector<DataFile> path = make_path_data(site, connections.path);
    connections.path_file = path.front().path;
    std::move(path.begin(), path.end(), std::back_inserter(graph.files));
  }
  return std::move(graph.files);
}

}  // namespace loci

#include "search/arrange.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

#include "search/query.h"

namespace {

using namespace loci;

SearchEntry entry(std::string ref, std::string_view title, std::string_view heading = {}) {
  SearchEntry result;
  result.kind = ref.find('#') == std::string::npos ? EntryKind::page : EntryKind::section;
  result.ref = std::move(ref);
  result.title = title;
  result.heading = heading;
  return result;
}

// The refs in the order in which they are shown, joined by ", ".
std::string shown(const std::vector<SearchEntry>& entries, std::string_view query) {
  const SearchIndex index = build_search_index(entries);
  const Ranking ranking = rank_entries(index, query);
  std::string result;
  for (const RankedEntry& hit : arrange_by_page(index, ranking.hits, ranking.asked)) {
    if (!result.empty()) result += ", ";
    result += index.entries()[hit.entry].ref;
  }
  return result;
}

}  // namespace

TEST_CASE("a heading that is what was asked for comes before those that say more") {
  const std::vector<SearchEntry> site = {
      entry("progress.html", "Checklist progress"),
      entry("progress.html#a", "Checklist progress", "Checklist in use"),
      entry("plugin.html", "A tool"),
      entry("plugin.html#b", "A tool", "Checklist"),
  };
  CHECK(shown(site, "checklist ") == "plugin.html#b, progress.html, progress.html#a");
  CHECK(shown(site, "checklist progress ") == "progress.html, progress.html#a, plugin.html#b");
}

TEST_CASE("of names with the same words the one that is written so comes first") {
  const std::vector<SearchEntry> site = {
      entry("commands.html", "Commands"),
      entry("app.html", "An app with many names and words"),
      entry("app.html#c", "An app with many names and words", "Commander"),
      entry("match.html", "Match syntax"),
      entry("match.html#m", "Match syntax", "MatchSyntax"),
  };
  CHECK(shown(site, "Commander ") == "app.html#c, commands.html");
  CHECK(shown(site, "command ") == "commands.html, app.html#c");
  CHECK(shown(site, "matchsyntax ") == "match.html#m");
  CHECK(shown(site, "match syntax ") == "match.html, match.html#m");
}

TEST_CASE("a page comes before its sections when its title is asked for") {
  const std::vector<SearchEntry> site = {
      entry("log.html", "Write-ahead log"),
      entry("log.html#log", "Write-ahead log", "Log"),
      entry("log.html#sync", "Write-ahead log", "When it is written"),
  };
  CHECK(shown(site, "write-ahead log ") == "log.html, log.html#log, log.html#sync");
  CHECK(shown(site, "log ") == "log.html#log, log.html, log.html#sync");
}

TEST_CASE("what a query began does not make a longer title what was asked for") {
  const std::vector<SearchEntry> site = {
      entry("emo.html", "emo-uploader"),
      entry("emo.html#emo", "emo-uploader", "Emo"),
  };
  CHECK(shown(site, "emo") == "emo.html#emo, emo.html");
}

#include "search/search_index.h"

#include <catch2/catch_test_macros.hpp>
#include <deque>

#include <string>
#include <vector>

#include "base/parallel.h"
#include "search/excerpt.h"
#include "search/query.h"
#include "search/spelling.h"

namespace {

using namespace loci;

SearchEntry entry(std::string ref, std::string_view title, std::string_view heading,
                  std::string_view body, std::vector<std::string> tags = {}) {
  static std::deque<std::vector<std::string>> kept;  // entries only look at them
  SearchEntry result;
  result.kind = ref.find('#') == std::string::npos ? EntryKind::page : EntryKind::section;
  result.ref = std::move(ref);
  result.title = title;
  result.heading = heading;
  result.body = body;
  result.tags = kept.emplace_back(std::move(tags));
  return result;
}

SearchEntry card(std::string ref, std::string_view title, std::string_view question,
                 std::string_view answer) {
  SearchEntry result = entry(std::move(ref), title, "", answer);
  result.kind = EntryKind::card;
  result.question = question;
  return result;
}

SearchIndex sample() {
  std::vector<SearchEntry> entries;
  entries.push_back(
      entry("databases/mvcc.html", "MVCC", "", "Many versions of a row.", {"SQL", "storage/rows"}));
  entries.push_back(entry("databases/mvcc.html#vacuum", "MVCC", "Vacuum",
                          "Vacuum removes dead versions.", {"SQL", "storage/rows"}));
  entries.push_back(entry("databases/wal.html", "Write-ahead log", "",
                          "The log is written before the rows.", {"storage"}));
  entries.push_back(entry("languages/cpp.html", "C++", "", "A café serves C++ and replication."));
  entries.push_back(entry("languages/go.html", "Go", "", "Replicated replicas of a log."));
  return build_search_index(std::move(entries));
}

// "tier ref" of each hit, best first, joined by ", ".
std::string ranked(const SearchIndex& index, std::string_view query) {
  std::string result;
  for (const RankedEntry& hit : rank_entries(index, query).hits) {
    if (!result.empty()) result += ", ";
    result += std::to_string(hit.tier) + " " + index.entries()[hit.entry].ref;
  }
  return result;
}

std::string corrections(const SearchIndex& index, std::string_view query) {
  std::string result;
  for (const SpellingHint& hint : search_corrections(index, query)) {
    result += "[" + hint.word + ":";
    for (const std::string& word : hint.instead) result += " " + word;
    result += "]";
  }
  return result;
}

}  // namespace

TEST_CASE("entries with all the words come before entries with some") {
  CHECK(ranked(sample(), "log rows ") ==
        "0 databases/wal.html, 6 databases/mvcc.html, 6 languages/go.html");
}

TEST_CASE("a page with all the words in several sections stands for half of its best one's score") {
  const auto site = [](int others) {
    static std::deque<std::string> lists;
    std::string& list = lists.emplace_back("Cats, dogs");
    for (int i = 0; i < others; ++i) list += ", animal";
    std::vector<SearchEntry> entries;
    entries.push_back(entry("list.html", "Everything", "", list));
    entries.push_back(entry("pets.html", "Home", "", "About cats."));
    entries.push_back(entry("pets.html#more", "Home", "More", "About dogs. Dogs!"));
    entries.push_back(entry("barn.html", "Barn", "", "No dogs here."));
    entries.push_back(entry("barn.html#mice", "Barn", "Mice", "Mice."));
    return build_search_index(std::move(entries));
  };
  CHECK(ranked(site(2), "cats dogs ") == "0 list.html, 1 pets.html, 6 pets.html#more, 6 barn.html");
  CHECK(ranked(site(800), "cats dogs ") ==
        "1 pets.html, 0 list.html, 6 pets.html#more, 6 barn.html");
  CHECK(ranked(site(2), "dogs mi") ==
        "3 barn.html#mice, 6 pets.html#more, 6 barn.html, 6 list.html");
}

TEST_CASE("a title weighs more than a text") {
  CHECK(ranked(sample(), "vacuum ") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "log ") == "0 databases/wal.html, 0 languages/go.html");
}

TEST_CASE("the last word may be the beginning of one while it is typed") {
  CHECK(ranked(sample(), "vac") == "2 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "vac ") == "");
  CHECK(ranked(sample(), "v") == "");
}

TEST_CASE("a word on the way to its ending is found by its stem") {
  CHECK(ranked(sample(), "replicatio") == "2 languages/go.html, 2 languages/cpp.html");
}

TEST_CASE("accents, signs and hyphens are found as they are written or not") {
  CHECK(ranked(sample(), "cafe ") == "0 languages/cpp.html");
  CHECK(ranked(sample(), "CAFÉ ") == "0 languages/cpp.html");
  CHECK(ranked(sample(), "c++ ") == "0 languages/cpp.html");
  CHECK(ranked(sample(), "write ahead ") == "0 databases/wal.html");
  CHECK(ranked(sample(), "write-ahead ") == "0 databases/wal.html");
  CHECK(ranked(sample(), "writeahead ") == "0 databases/wal.html");
}

TEST_CASE("words can be required and refused") {
  CHECK(ranked(sample(), "log -written ") == "0 languages/go.html");
  CHECK(ranked(sample(), "+dead rows ") == "6 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "\"dead versions\" ") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "log -\"before the rows\" ") == "0 languages/go.html");
}

TEST_CASE("refusals alone list the pages of which nothing is refused") {
  CHECK(ranked(sample(), "-log") == "0 databases/mvcc.html, 0 languages/cpp.html");
  CHECK(ranked(sample(), "-vacuum") ==
        "0 databases/wal.html, 0 languages/cpp.html, 0 languages/go.html");
  CHECK(ranked(sample(), "-tag:storage") == "0 languages/cpp.html, 0 languages/go.html");
  CHECK(ranked(sample(), "tag:storage -vacuum") == "0 databases/wal.html");
  CHECK(ranked(sample(), "is:section -log") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "-") == "");
}

TEST_CASE("quoted words stand side by side") {
  CHECK(ranked(sample(), "\"removes dead versions\"") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "\"dead removes\"") == "");
  CHECK(ranked(sample(), "\"removes versions\"") == "");
  CHECK(corrections(sample(), "\"removes versions\"") == "[removes versions:]");
  CHECK(ranked(sample(), "\"write ahead log\"") == "0 databases/wal.html");
  CHECK(ranked(sample(), "\"write-ahead log\"") == "0 databases/wal.html");
  CHECK(ranked(sample(), "title:\"ahead log\"") == "0 databases/wal.html");
  CHECK(ranked(sample(), "body:\"ahead log\"") == "");
  // Of stop words those beside other words count, the rest keep their places.
  CHECK(ranked(sample(), "\"versions of a row\"") == "0 databases/mvcc.html");
  CHECK(ranked(sample(), "\"versions in the row\"") == "");
  CHECK(ranked(sample(), "\"versions of row\"") == "");
  CHECK(ranked(sample(), "\"the log\"") == "0 databases/wal.html");
}

TEST_CASE("a field can be asked") {
  CHECK(ranked(sample(), "title:log ") == "0 databases/wal.html");
  CHECK(ranked(sample(), "body:log ") == "0 languages/go.html, 0 databases/wal.html");
  CHECK(ranked(sample(), "heading:vacuum ") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "log -title:log ") == "0 languages/go.html");
  CHECK(ranked(sample(), "title:wri") == "2 databases/wal.html");
  CHECK(ranked(sample(), "title: log ") == "0 databases/wal.html, 0 languages/go.html");
}

TEST_CASE("stars stand for any characters, of words as they are written") {
  CHECK(ranked(sample(), "v*m ") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "*cation") == "0 languages/go.html, 0 languages/cpp.html");
  CHECK(ranked(sample(), "replicat*") == "0 languages/go.html, 0 languages/cpp.html");
  CHECK(ranked(sample(), "caf*é") == "0 languages/cpp.html");
  CHECK(ranked(sample(), "title:*") == "");
  CHECK(ranked(sample(), "log -w*n") == "0 languages/go.html");
  CHECK(corrections(sample(), "x*y*z") == "[x*y*z:]");
}

TEST_CASE("a word with ~ may be some slips away") {
  CHECK(ranked(sample(), "vacum~") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "vcum~1") == "");
  CHECK(ranked(sample(), "vcum~2") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "avcuum~1") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "vacuum~0") == "0 databases/mvcc.html#vacuum");
}

TEST_CASE("a weight makes a word count for more") {
  CHECK(ranked(sample(), "log^9 café ") ==
        "6 databases/wal.html, 6 languages/go.html, 6 languages/cpp.html");
  CHECK(ranked(sample(), "log café^99 ") ==
        "6 languages/cpp.html, 6 databases/wal.html, 6 languages/go.html");
  CHECK(ranked(sample(), "log^0 ") == "0 databases/wal.html, 0 languages/go.html");
}

TEST_CASE("cards are entries of their own, below the notes they stand in") {
  std::vector<SearchEntry> entries;
  entries.push_back(entry("a.html", "Isolation", "", "What nobody else sees."));
  entries.push_back(entry("a.html#levels", "Isolation", "Levels", "Four isolation levels."));
  entries.push_back(card("a.html#card-1", "Isolation", "What is isolation?", "Nobody sees it."));
  entries.push_back(card("a.html#levels", "Isolation", "How many isolation levels?", "Four."));
  const SearchIndex index = build_search_index(std::move(entries));
  REQUIRE(index.entries().size() == 4);
  CHECK(ranked(index, "isolation ") ==
        "0 a.html#levels, 0 a.html, 0 a.html#card-1, 0 a.html#levels");
  CHECK(ranked(index, "isolation is:card ") == "0 a.html#card-1, 0 a.html#levels");
  CHECK(ranked(index, "is:card") == "0 a.html#card-1, 0 a.html#levels");
  CHECK(ranked(index, "isolation -is:card ") == "0 a.html#levels, 0 a.html");
  CHECK(ranked(index, "-four") == "");
  std::string shown;
  for (const SearchHit& hit : search(index, "isolation ", 10))
    shown += index.entries()[hit.entry].ref + " ";
  CHECK(shown == "a.html a.html#levels a.html#card-1 ");
  CHECK(search(index, "is:card", 10).size() == 2);
}

TEST_CASE("tags and folders narrow") {
  CHECK(ranked(sample(), "rows tag:storage ") == "0 databases/mvcc.html, 0 databases/wal.html");
  CHECK(ranked(sample(), "versions -tag:sql ") == "");
  CHECK(ranked(sample(), "in:languages") == "0 languages/cpp.html, 0 languages/go.html");
  CHECK(ranked(sample(), "tag:nothing log ") == "");
}

TEST_CASE("a misspelt word is corrected, and said so") {
  CHECK(ranked(sample(), "vacum ") == "4 databases/mvcc.html#vacuum");
  CHECK(corrections(sample(), "vacum ") == "[vacum: vacuum]");
  CHECK(corrections(sample(), "replicaton ") == "[replicaton: replication]");
  CHECK(corrections(sample(), "zzzzzz log ") == "[zzzzzz:]");
  CHECK(corrections(sample(), "log ") == "");
}

TEST_CASE("the stop words of a query count only when there is nothing else") {
  CHECK(ranked(sample(), "the vacuum ") == "0 databases/mvcc.html#vacuum");
  CHECK(ranked(sample(), "the ") == "");
  CHECK(ranked(sample(), "") == "");
}

TEST_CASE("hits carry an excerpt with the words marked") {
  const std::vector<SearchHit> hits = search(sample(), "versions ", 10);
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].excerpt == "Many versions of a row.");
  CHECK(hits[0].marks == std::vector<std::pair<std::uint32_t, std::uint32_t>>{{5, 13}});
  CHECK(search(sample(), "versions ", 1).size() == 1);
}

TEST_CASE("of one page three entries are shown, the page itself first") {
  std::vector<SearchEntry> entries;
  for (const char* ref : {"a.html#1", "a.html#2", "a.html#3", "a.html#4"})
    entries.push_back(entry(ref, "Topic", "Topic", "topic"));
  entries.push_back(entry("a.html", "Topic", "", "something else"));
  entries.push_back(entry("b.html", "Other", "", "topic"));
  const SearchIndex index = build_search_index(std::move(entries));
  std::string shown;
  for (const SearchHit& hit : search(index, "topic ", 10))
    shown += index.entries()[hit.entry].ref + " ";
  CHECK(shown == "a.html a.html#1 a.html#2 b.html ");
}

TEST_CASE("a page that begins with a heading shows the text of its first section") {
  std::vector<SearchEntry> entries;
  entries.push_back(entry("a.html", "Topic", "", ""));
  entries.push_back(entry("a.html#b", "Else", "Heading", "First words of the section."));
  const std::vector<SearchHit> hits = search(build_search_index(std::move(entries)), "topic ", 10);
  REQUIRE(hits.size() == 1);
  CHECK(hits[0].excerpt == "First words of the section.");
}

TEST_CASE("of entries with one ref the first is kept") {
  std::vector<SearchEntry> entries;
  entries.push_back(entry("a.html", "One", "", ""));
  entries.push_back(entry("a.html", "Two", "", ""));
  const SearchIndex index = build_search_index(std::move(entries));
  REQUIRE(index.entries().size() == 1);
  CHECK(index.entries()[0].title == "One");
}

TEST_CASE("an empty site can be searched") {
  SearchIndex index = build_search_index({});
  CHECK(search(index, "anything", 10).empty());
  CHECK(build_search_shards(index, "b").size() == 2);  // the router and the words
  CHECK(SearchIndex().entries().empty());
}

TEST_CASE("one thread and four give the same bytes") {
  // More text than one chunk holds, each note with words of its own.
  std::vector<std::string> bodies;
  for (int i = 0; i < 400; ++i) {
    std::string body;
    for (int k = 0; k < 1000; ++k)
      body += "word" + std::to_string((i * 37 + k * k) % 5000) + " shared ";
    bodies.push_back(std::move(body));
  }
  const auto bytes = [&bodies](int jobs) {
    const JobLimit limit(jobs);
    std::vector<SearchEntry> entries;
    for (std::size_t i = 0; i < bodies.size(); ++i)
      entries.push_back(entry("n" + std::to_string(i) + ".html", "Note", "", bodies[i]));
    SearchIndex index = build_search_index(std::move(entries));
    std::string all;
    write_lunr_json(index, [&all](std::string_view piece) {
      all += piece;
      return true;
    });
    for (const DataFile& file : build_search_shards(index, "b"))
      all += file.path + "\n" + file.content();
    return all;
  };
  CHECK(bytes(1) == bytes(4));
}

TEST_CASE("the shards of a small site, read whole") {
  std::vector<SearchEntry> entries;
  entries.push_back(entry("db/a.html", "Row's", "", "versions of a 'row' \\ \u2028", {"SQL"}));
  entries.push_back(entry("db/a.html#b", "Row's", "Vacuum", "versions", {"SQL"}));
  entries[0].breadcrumb = entries[1].breadcrumb = "Databases";
  SearchIndex index = build_search_index(std::move(entries));
  std::string all;
  for (const DataFile& file : build_search_shards(index, "build 1"))
    all += file.path + "\n" + file.content();
  CHECK(all == R"x(search/router.js
loci.provide("search/router",'{"build":"build 1","count":2,"fields":["title","heading","keywords","body"],"first":["i"],"vocabulary":["row"],"popular":[["tag:sql","SQL",1],["in:db","",1]],"hashes":{"t":"c85c74","p":"cc4cd7","v":"1bd0a3","d":"58b9cb","words":"737dc2"}}');
search/t0.c85c74.js
loci.provide("search/t0",'[["in:db",-1," #"],["is:page",-1," !"],["row",0,"!+$!",[1335,1335,118]],["tag:sql",-1," #","SQL"],["vacuum",2,"$#",[2460]],["version",1," #",[160,211]]]');
search/p0.cc4cd7.js
loci.provide("search/p0",'[[" <# "," ","%% "]]');
search/v0.1bd0a3.js
loci.provide("search/v0",'"brow avacuum bversion,s"');
search/x0.15300c.js
loci.provide("search/x0",'["versions of a \'row\' \\\\ \u2028","versions"]');
search/d0.58b9cb.js
loci.provide("search/d0",'{"texts":[0,"15300c"],"entries":[["db/a.html","Row\'s","","Databases"],["db/a.html#b","Row\'s","Vacuum","Databases"]]}');
search/words.737dc2.js
loci.provide("search/words",'"row version,s vacuum"');
)x");
}

TEST_CASE("one edit apart") {
  CHECK(is_one_edit_apart("kafka", "kafka"));
  CHECK(is_one_edit_apart("kafka", "kafak"));
  CHECK(is_one_edit_apart("kafka", "kafa"));
  CHECK(is_one_edit_apart("kafka", "kaffka"));
  CHECK(is_one_edit_apart("kafka", "kavka"));
  CHECK_FALSE(is_one_edit_apart("kafka", "akfak"));
  CHECK_FALSE(is_one_edit_apart("kafka", "kaf"));
  CHECK_FALSE(is_one_edit_apart("abcd", "badc"));
}

TEST_CASE("an excerpt is cut around the place with the most words") {
  const std::string text =
      "Alpha stands at the beginning and then a long stretch of other text follows so that the "
      "window has to move on. "
      "Here alpha meets beta, and the rest of the sentence goes on for quite some time after that.";
  const Excerpt excerpt = make_excerpt(text, {"alpha", "beta"}, 60);
  CHECK(excerpt.text == "…move on. Here alpha meets beta, and the rest of the sentence…");
  CHECK(excerpt.marks == std::vector<std::pair<std::uint32_t, std::uint32_t>>{{17, 22}, {29, 33}});
}

TEST_CASE("an excerpt without a hit is the beginning") {
  CHECK(make_excerpt("One two three four five", {"six"}, 12).text == "One two…");
  CHECK(make_excerpt("Short", {}, 100).text == "Short");
  CHECK(make_excerpt("", {"six"}, 100).text == "");
}

TEST_CASE("an excerpt of a text without blanks is cut between characters") {
  CHECK(make_excerpt("東京都東京都", {}, 10).text == "東京都…");
}

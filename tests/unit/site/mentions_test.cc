#include "site/mentions.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {
namespace {

using test::Notes;
using test::Vault;

// "target < from: sentence", the words between « »; one line a mention.
std::string mentions(const Notes& notes) {
  Vault vault(notes);
  std::string out;
  for (const LinkedNote& note : vault.site().notes) {
    for (const Mention& mention : note.mentions) {
      const ParsedNote& from = *vault.site().note(mention.from).parsed;
      const Sentence sentence = mention_sentence(mention, vault.site());
      out += note.parsed->path + " < " + from.path + ": " +
             sentence.text.substr(0, sentence.mark_begin) + "«" +
             sentence.text.substr(sentence.mark_begin, sentence.mark_end - sentence.mark_begin) +
             "»" + sentence.text.substr(sentence.mark_end) + "\n";
    }
  }
  return out;
}

// Mentions in one note "x.md" of one note with this title.
std::string mentions_of(const std::string& title, const std::string& text) {
  return mentions({{"t.md", "---\ntitle: \"" + title + "\"\n---\n"}, {"x.md", text}});
}

TEST_CASE("titles and aliases are mentioned in prose, with the sentence") {
  CHECK(mentions({{"wal.md", "---\naliases: [WAL, redo log]\n---\n# Write-ahead log\n"},
                  {"a.md", "Intro here. A page is safe once its write-ahead log is. More.\n"},
                  {"b.md", "It replays the redo log.\n\nThe WAL is there too.\n"}}) ==
        "wal.md < a.md: A page is safe once its «write-ahead log» is.\n"
        "wal.md < b.md: It replays the «redo log».\n");
}

TEST_CASE("the links of a mention's sentence stand in it as the text shows them") {
  CHECK(mentions({{"wal.md", "# Write-ahead log\n"},
                  {"s/c-d.md", "# Sea\n"},
                  {"x.md", "See [[s/c-d]], the write-ahead log and [[s/c-d#How]].\n"}}) ==
        "wal.md < x.md: See Sea, the «write-ahead log» and Sea > How.\n");
}

TEST_CASE("no mention stands in code, links, tags, mathematics or headings") {
  CHECK(mentions_of(
            "Consistent hashing",
            "# About consistent hashing\n\n`consistent hashing` [consistent "
            "hashing](https://a.example) $consistent hashing$ #consistent-hashing\n\n```\n"
            "consistent hashing\n```\n\n## Consistent hashing\n\n    consistent hashing\n") == "");
}

TEST_CASE("a note that links is silent, and so is the note itself") {
  CHECK(mentions({{"t.md", "# Consistent hashing\n\nOf consistent hashing.\n"},
                  {"a.md", "First consistent hashing.\n\nThen [[t|it]].\n"},
                  {"b.md", "---\nprerequisites: [t]\n---\nOn consistent hashing.\n"}}) == "");
}

TEST_CASE("a name that two notes have means neither") {
  CHECK(mentions({{"a/t.md", "# Read replica\n"},
                  {"b/t.md", "---\naliases: [read replica]\n---\n# Follower\n"},
                  {"x.md", "A read replica lags.\n"}}) == "");
}

TEST_CASE("the longest name is meant") {
  CHECK(mentions({{"h.md", "# Hash index\n"},
                  {"p.md", "# Partial hash index\n"},
                  {"x.md", "Use a partial hash index.\n"},
                  {"y.md", "[[p]]: a partial hash index.\n"}}) ==
        "p.md < x.md: Use a «partial hash index».\n");
}

TEST_CASE("acronyms and names with capitals inside are found as they are written") {
  CHECK(mentions_of("MVCC", "With MVCC readers wait for nobody.") ==
        "t.md < x.md: With «MVCC» readers wait for nobody.\n");
  CHECK(mentions_of("MVCC", "With mvcc. MVCCs") == "");
  CHECK(mentions_of("gRPC", "Over gRPC.") == "t.md < x.md: Over «gRPC».\n");
  CHECK(mentions_of("CAP", "Put a Cap or a cap on it.") == "");
  CHECK(mentions_of("Go", "We use Go here.") == "");
}

TEST_CASE("a capitalised word is a name inside a sentence only") {
  CHECK(mentions_of("Redis", "We keep it in Redis today.") ==
        "t.md < x.md: We keep it in «Redis» today.\n");
  CHECK(mentions_of("Index", "Build an index. Index the rows.") == "");
  CHECK(mentions_of("Index", "- Index the rows\n- *Index* them: Index all") == "");
  CHECK(mentions_of("Index", "An Index Only Scan, or a Bitmap Index scan.") == "");
  CHECK(mentions_of("index", "Build an index.") == "");
  CHECK(mentions_of("Redis", "The Redis server and `x` Redis") ==
        "t.md < x.md: The «Redis» server and x Redis\n");
}

TEST_CASE("a word that is never written small is a name everywhere") {
  const std::string kafka = "# Kafka\n";
  CHECK(mentions({{"t.md", kafka},
                  {"a.md", "Kafka keeps a log.\n"},
                  {"b.md", "We chose Kafka for it.\n"}}) ==
        "t.md < a.md: «Kafka» keeps a log.\nt.md < b.md: We chose «Kafka» for it.\n");
  CHECK(mentions({{"t.md", kafka},
                  {"a.md", "Kafka keeps a log.\n"},
                  {"b.md", "We chose Kafka for it.\n"},
                  {"c.md", "So very kafka.\n"}}) == "t.md < b.md: We chose «Kafka» for it.\n");
}

TEST_CASE("parts of longer words, paths and calls are no mentions") {
  CHECK(mentions_of("Redis",
                    "a Redis-like b, c/Redis, d Redis.io, e @Redis, f Redis(), g Redis_x") == "");
  CHECK(mentions_of("Redis", "in Redis's memory") == "t.md < x.md: in «Redis»'s memory\n");
  CHECK(mentions_of("Redis", "in Redis.") == "t.md < x.md: in «Redis».\n");
}

TEST_CASE("titles that every vault has are no names, nor are those of index notes") {
  CHECK(mentions_of("Further reading", "See further reading.") == "");
  CHECK(mentions_of("How to", "This is how to do it.") == "");
  CHECK(mentions({{"d/index.md", "# Data stores\n"}, {"x.md", "Many data stores."}}) == "");
  CHECK(mentions({{"d/index.md", "---\naliases: [storage engine]\n---\n# Data stores\n"},
                  {"x.md", "A storage engine."}}) == "d/index.md < x.md: A «storage engine».\n");
}

TEST_CASE("a draft mentions nothing and is not mentioned") {
  CHECK(mentions({{"d.md", "---\ndraft: true\naliases: [secret plan]\n---\nOf consistent hashing."},
                  {"t.md", "# Consistent hashing\n"},
                  {"x.md", "A secret plan.\n"}}) == "");
}

TEST_CASE("the sentence ends with its paragraph, item or cell") {
  CHECK(mentions_of("Bloom filter", "- one\n- two `code` a bloom filter `c`\n- three\n") ==
        "t.md < x.md: two code a «bloom filter» c\n");
  CHECK(mentions_of("Bloom filter", "| a bloom filter | b |\n|---|---|\n| c | d |\n") ==
        "t.md < x.md: a «bloom filter»\n");
  CHECK(mentions_of("Bloom filter", "Before\n\n`x` is a\nbloom filter\n\n`y` after\n") ==
        "t.md < x.md: x is a «bloom filter»\n");
}

}  // namespace
}  // namespace loci

// The package is opened again and held against the rules by which Anki reads one: zip entries, schema 11, the JSON of the
// collection, what refers to what, and numbers within what each field may hold.
#include "export/anki_package.h"

#include <sqlite3.h>
#include <zip.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"

namespace loci {
namespace {

using nlohmann::json;

std::map<std::string, std::string> entries_of(const std::string& package) {
  std::map<std::string, std::string> entries;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(package.data(), package.size(), 0, &error);
  REQUIRE(source != nullptr);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  REQUIRE(archive != nullptr);
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    zip_stat_t stat;
    REQUIRE(zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &stat) == 0);
    std::string bytes(stat.size, '\0');
    zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    REQUIRE(file != nullptr);
    CHECK(zip_fread(file, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()));
    zip_fclose(file);
    entries[stat.name] = bytes;
  }
  zip_discard(archive);
  return entries;
}

using Row = std::vector<std::string>;

struct Database {
  explicit Database(std::string bytes) : kept(std::move(bytes)) {
    REQUIRE(sqlite3_open(":memory:", &handle) == SQLITE_OK);
    REQUIRE(sqlite3_deserialize(handle, "main", reinterpret_cast<unsigned char*>(kept.data()),
                                static_cast<sqlite3_int64>(kept.size()),
                                static_cast<sqlite3_int64>(kept.size()),
                                SQLITE_DESERIALIZE_READONLY) == SQLITE_OK);
  }
  ~Database() { sqlite3_close(handle); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  std::vector<Row> rows(const std::string& sql) {
    std::vector<Row> found;
    sqlite3_stmt* statement = nullptr;
    INFO(sql << ": " << sqlite3_errmsg(handle));
    REQUIRE(sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      Row row;
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        row.emplace_back(
            text == nullptr
                ? ""
                : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
      }
      found.push_back(row);
    }
    sqlite3_finalize(statement);
    return found;
  }

  std::string kept;
  sqlite3* handle = nullptr;
};

// What Anki would refuse, mend or misread. Empty: nothing.
std::string complaints(const std::string& package) {
  std::string wrong;
  const auto want = [&wrong](bool fine, const std::string& what) {
    if (!fine) wrong += what + "\n";
  };
  std::map<std::string, std::string> entries = entries_of(package);
  want(entries.contains("collection.anki2"), "no collection.anki2");
  want(!entries.contains("meta"), "a meta file says it is the new format");
  const json media = json::parse(entries["media"], nullptr, false);
  want(media.is_object(), "media is no object");
  for (const auto& [number, name] : media.items()) {
    want(entries.contains(number), "no file for " + number);
    const std::string text = name.get<std::string>();
    want(text.find('/') == std::string::npos && text.find('\\') == std::string::npos,
         "a path: " + text);
  }
  want(entries.size() == media.size() + 2, "files that media does not name");

  Database data(entries["collection.anki2"]);
  want(data.rows("pragma integrity_check") == std::vector<Row>{{"ok"}}, "integrity");
  want(data.rows("select ver, usn, dconf, tags from col") ==
           std::vector<Row>{{"11", "0", "{}", "{}"}},
       "col");
  const Row col = data.rows("select crt, conf, models, decks from col").at(0);
  const std::int64_t created = std::stoll(col[0]);
  const json conf = json::parse(col[1]);
  want(conf.at("schedVer") == 2 && conf.at("sched2021") == true, "conf: scheduler");
  want((created + conf.at("creationOffset").get<std::int64_t>() * -60 -
        conf.at("rollover").get<std::int64_t>() * 3600) %
               86400 ==
           0,
       "crt is no rollover instant");
  const json models = json::parse(col[2]);
  const json decks = json::parse(col[3]);
  want(decks.contains("1"), "no default deck");
  std::set<std::string> deck_names;
  for (const auto& [id, deck] : decks.items()) {
    want(std::to_string(deck.at("id").get<std::int64_t>()) == id, "deck id");
    for (const char* key : {"name", "mod", "usn", "lrnToday", "revToday", "newToday", "timeToday",
                            "collapsed", "dyn", "conf"})
      want(deck.contains(key), std::string("deck without ") + key);
    deck_names.insert(deck.at("name").get<std::string>());
  }
  for (const std::string& name : deck_names) {
    const std::size_t colons = name.rfind("::");
    want(colons == std::string::npos || deck_names.contains(name.substr(0, colons)),
         "no parent of " + name);
  }
  for (const auto& [id, model] : models.items()) {
    for (const char* key :
         {"id", "name", "type", "mod", "usn", "sortf", "flds", "tmpls", "css", "req"})
      want(model.contains(key), std::string("model without ") + key);
    int ordinal = 0;
    for (const json& field : model.at("flds")) want(field.at("ord") == ordinal++, "field order");
    ordinal = 0;
    for (const json& one : model.at("tmpls")) {
      want(one.at("ord") == ordinal++, "template order");
      want(one.at("qfmt") != "", "template without a question");
    }
  }
  std::set<std::string> guids;
  for (const Row& note : data.rows("select id, guid, mid, mod, usn, tags, flds, csum from notes")) {
    want(guids.insert(note[1]).second, "guid twice");
    want(models.contains(note[2]), "note type");
    want(note[4] == "-1", "note usn");
    want(note[5].empty() || (note[5].front() == ' ' && note[5].back() == ' '),
         "tags without blanks");
    if (!models.contains(note[2])) continue;
    const auto fields = static_cast<std::ptrdiff_t>(models.at(note[2]).at("flds").size());
    want(std::count(note[6].begin(), note[6].end(), '\x1f') + 1 == fields, "number of fields");
    want(std::stoll(note[7]) > 0 && std::stoll(note[7]) < (std::int64_t{1} << 32), "csum");
    if (models.at(note[2]).at("type") == 1) {
      for (const Row& card : data.rows("select ord from cards where nid = " + note[0]))
        want(note[6].find("{{c" + std::to_string(std::stoi(card[0]) + 1) + "::") !=
                 std::string::npos,
             "a cloze card without its gap");
    }
  }
  for (const Row& card : data.rows(
           "select id, nid, did, ord, type, queue, due, ivl, factor, reps, left, data, (select mid "
           "from notes where notes.id = nid) from cards")) {
    want(!card[12].empty(), "a card without a note");
    want(decks.contains(card[2]), "a card without a deck");
    if (models.contains(card[12]) && models.at(card[12]).at("type") == 0)
      want(static_cast<std::size_t>(std::stoi(card[3])) < models.at(card[12]).at("tmpls").size(),
           "ord");
    const int type = std::stoi(card[4]);
    const int queue = std::stoi(card[5]);
    want(queue == -1 || queue == -2 || queue == -3 || queue == (type == 3 ? 1 : type),
         "queue of type " + card[4]);
    if (type == 2) want(std::stoll(card[6]) >= 0 && std::stoll(card[6]) < 36500 * 2, "due in days");
    if (type == 2 || type == 3) want(std::stoll(card[7]) >= 1, "interval");
    if (type == 1 || type == 3) want(std::stoll(card[6]) > 1'000'000'000, "due in seconds");
    const json extra = json::parse(card[11], nullptr, false);
    want(extra.is_object(), "data is no object");
    if (type != 0)
      want(extra.contains("s") && extra.contains("d") && extra.contains("lrt"), "no memory state");
  }
  for (const Row& review :
       data.rows("select id, cid, ease, ivl, factor, time, type, (select count(*) from cards where "
                 "cards.id = cid) from revlog")) {
    want(review[7] == "1", "a review without a card");
    want(std::stoi(review[2]) >= 1 && std::stoi(review[2]) <= 4, "ease");
    want(std::stoll(review[4]) == 0 ||
             (std::stoll(review[4]) >= 100 && std::stoll(review[4]) <= 1100),
         "factor");
    want(std::stoll(review[5]) <= 60000, "time");
    want(std::stoi(review[6]) >= 0 && std::stoi(review[6]) <= 2, "kind");
  }
  return wrong;
}

AnkiDeck sample() {
  AnkiDeck deck;
  AnkiNote both;
  both.id = "h-both";
  both.type = AnkiType::both;
  both.deck = "Notes::databases::sql";
  both.front = "<b>ACID</b>";
  both.back = "Atomicity &amp; <img src=\"loci-1.png\" alt=\"\">";
  both.extra = "Transactions";
  both.source = "SQL";
  both.tags = {"sql", "a::b"};
  both.modified = 1763800000;
  AnkiCard forward;
  forward.id = "h-both";
  forward.state = AnkiState::review;
  forward.due = 20500;
  forward.interval = 12;
  forward.reps = 3;
  forward.lapses = 1;
  forward.stability = 11.23456;
  forward.difficulty = 5.12345;
  forward.last_review = 1770000000;
  forward.reviews = {{1769000000000, 3, -600, 0, 5.0, 5230, 0},
                     {1769000000000, 3, 3, -600, 5.0, 99999, 0},
                     {1770000000000, 4, 12, 3, 5.123, 1200, 1}};
  AnkiCard reverse;
  reverse.id = "h-both/r";
  reverse.ordinal = 1;
  both.cards = {forward, reverse};
  AnkiNote cloze;
  cloze.id = "c-00000001";
  cloze.type = AnkiType::cloze;
  cloze.deck = "Notes::Default";
  cloze.front = "The {{c1::cat::animal}} and \\(\\frac{a}{ {b} }\\) {{c2::dog}}";
  cloze.modified = 1763800001;
  AnkiCard first, second;
  first.id = "c-00000001/c1";
  first.state = AnkiState::relearning;
  first.due = 1770000600;
  first.interval = 1;
  first.reps = 5;
  first.stability = 0.5;
  first.difficulty = 9.0;
  first.last_review = 1770000000;
  second.id = "c-00000001/c2";
  second.ordinal = 1;
  second.suspended = true;
  cloze.cards = {first, second};
  deck.notes = {both, cloze};
  deck.media = {{"loci-1.png", std::string("\x89PNG\0x", 6)}};
  deck.utc_offset_minutes = 60;
  return deck;
}

TEST_CASE("a package keeps Anki's rules") {
  const Result<std::string> package = make_anki_package(sample());
  REQUIRE(package);
  CHECK(complaints(*package) == "");
  Database data(entries_of(*package)["collection.anki2"]);
  CHECK(
      data.rows(
              "select ord, type, queue, due, ivl, reps, lapses, data from cards order by nid, ord")
          .size() == 4);
  CHECK(
      data.rows(
          "select type, queue, due, ivl, factor, reps, lapses, data from cards where reps = 3") ==
      std::vector<Row>{
          {"2", "2", "5890", "12", "2500", "3", "1",
           "{\"d\":5.123,\"decay\":0.154,\"dr\":0.9,\"lrt\":1770000000,\"pos\":1,\"s\":11.2346}"}});
  CHECK(data.rows("select id, ease, ivl, lastIvl, factor, time, type from revlog order by id") ==
        std::vector<Row>{{"1769000000000", "3", "-600", "0", "544", "5230", "0"},
                         {"1769000000001", "3", "3", "-600", "544", "60000", "0"},
                         {"1770000000000", "4", "12", "3", "558", "1200", "1"}});
  CHECK(
      data.rows("select sfld, flds from notes where guid = '" + anki_guid("h-both") + "'") ==
      std::vector<Row>{
          {"ACID",
           "<b>ACID</b>\x1f"
           "Atomicity &amp; <img src=\"loci-1.png\" alt=\"\">\x1fTransactions\x1fSQL\x1fh-both"}});
  CHECK(entries_of(*package)["0"].size() == 6);
  // SHA-1 of "ACID" begins with these four bytes.
  CHECK(data.rows("select printf('%08x', csum) from notes where sfld = 'ACID'") ==
        std::vector<Row>{{"d4c15b3f"}});
}

TEST_CASE("the same deck is the same bytes, and numbers do not depend on what else is in it") {
  const std::string once = *make_anki_package(sample());
  CHECK(once == *make_anki_package(sample()));
  AnkiDeck more = sample();
  AnkiNote other = more.notes[0];
  other.id = "h-other";
  for (AnkiCard& card : other.cards) card.id = replace_all(card.id, "h-both", "h-other");
  more.notes.insert(more.notes.begin(), other);
  Database before(entries_of(once)["collection.anki2"]);
  Database after(entries_of(*make_anki_package(more))["collection.anki2"]);
  const std::string sql =
      "select id, guid, mod from notes where guid = '" + anki_guid("h-both") + "'";
  CHECK(before.rows(sql) == after.rows(sql));
  CHECK(complaints(*make_anki_package(more)) == "");
  CHECK(complaints(*make_anki_package(AnkiDeck{})) == "");
}

TEST_CASE("a buried card waits in Anki's own queue, and is the same bytes again") {
  AnkiDeck deck = sample();
  deck.notes[0].cards[0].buried = true;  // in review
  deck.notes[0].cards[1].buried = true;  // new
  deck.notes[1].cards[0].buried = true;  // in steps
  deck.notes[1].cards[1].buried = true;  // suspended, which says more
  const std::string once = *make_anki_package(deck);
  CHECK(once == *make_anki_package(deck));
  CHECK(complaints(once) == "");
  Database data(entries_of(once)["collection.anki2"]);
  CHECK(data.rows("select type, queue from cards order by nid, ord") ==
        std::vector<Row>{{"3", "-3"}, {"0", "-1"}, {"2", "-3"}, {"0", "-3"}});
  // The day after it stands where it would have stood.
  AnkiDeck later = sample();
  Database after(entries_of(*make_anki_package(later))["collection.anki2"]);
  const std::string sql = "select id, type, due, ivl, reps, data from cards order by id";
  CHECK(data.rows(sql) == after.rows(sql));
}

TEST_CASE("a guid does not change from one version to the next") {
  CHECK(anki_guid("h-apy6ky7hs45ty") == anki_guid("h-apy6ky7hs45ty"));
  CHECK(anki_guid("h-apy6ky7hs45ty") != anki_guid("h-apy6ky7hs45tz"));
  CHECK(anki_guid("h-apy6ky7hs45ty").size() <= 10);
}

}  // namespace
}  // namespace loci

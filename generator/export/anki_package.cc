#include "export/anki_package.h"

#include <sqlite3.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "base/hash.h"
#include "base/text.h"

namespace loci {

namespace {

using nlohmann::json;

// Fixed for ever: a changed type makes Anki keep two.
constexpr std::array<std::int64_t, 3> type_ids = {1763800000001, 1763800000002, 1763800000003};
constexpr std::array<std::string_view, 3> type_names = {"Loci Basic", "Loci Both", "Loci Cloze"};
constexpr std::int64_t first_day = 14610;  // 2010-01-01: day 0 of the collection
constexpr std::string_view css =
    ".card { font-family: serif; font-size: 20px; line-height: 1.45; max-width: 40em; margin: 0 "
    "auto; padding: 1em; }\n"
    ".context, .source { font-family: sans-serif; font-size: 13px; opacity: 0.7; }\n"
    "pre, code { font-family: monospace; font-size: 0.9em; }\npre { overflow-x: auto; }\n"
    "table { border-collapse: collapse; }\ntd, th { border: 1px solid currentColor; padding: 0.2em "
    "0.5em; }\n"
    ".cloze { font-weight: bold; }\n";

std::array<std::uint8_t, 20> sha1(std::string_view bytes) {
  std::array<std::uint32_t, 5> h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  std::string text(bytes);
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  text += '\x80';
  while (text.size() % 64 != 56) text += '\0';
  for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(bits >> shift & 0xff);
  for (std::size_t at = 0; at < text.size(); at += 64) {
    std::array<std::uint32_t, 80> w{};
    for (std::size_t i = 0; i < 16; ++i) {
      for (std::size_t j = 0; j < 4; ++j)
        w[i] = w[i] << 8 | static_cast<unsigned char>(text[at + i * 4 + j]);
    }
    for (std::size_t i = 16; i < 80; ++i)
      w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    auto [a, b, c, d, e] = h;
    for (std::size_t i = 0; i < 80; ++i) {
      const std::uint32_t f = i < 20   ? (b & c) | (~b & d)
                              : i < 40 ? b ^ c ^ d
                              : i < 60 ? (b & c) | (b & d) | (c & d)
                                       : b ^ c ^ d;
      constexpr std::array<std::uint32_t, 4> k = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
      const std::uint32_t next = std::rotl(a, 5) + f + e + k[i / 20] + w[i];
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
  }
  std::array<std::uint8_t, 20> digest{};
  for (std::size_t i = 0; i < 20; ++i)
    digest[i] = static_cast<std::uint8_t>(h[i / 4] >> (24 - 8 * (i % 4)));
  return digest;
}

// Without tags; what Anki sorts and compares by.
std::string without_tags(std::string_view html) {
  std::string text;
  bool inside = false;
  for (const char c : html) {
    if (c == '<') inside = true;
    if (!inside) text += c;
    if (c == '>') inside = false;
  }
  return text;
}

std::int64_t checksum(std::string_view field) {
  const auto digest = sha1(without_tags(field));
  return std::int64_t{digest[0]} << 24 | std::int64_t{digest[1]} << 16 |
         std::int64_t{digest[2]} << 8 | digest[3];
}

// A number for a name: within the `range` above `base`, and not one of `taken`.
std::int64_t number_for(std::string_view name, std::int64_t base, std::set<std::int64_t>& taken) {
  constexpr std::uint64_t range = 200'000'000'000;
  std::int64_t number = base + static_cast<std::int64_t>(hash64(name) % range);
  while (!taken.insert(number).second) ++number;
  return number;
}

double rounded(double value, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return std::strtod(text, nullptr);
}

json field(std::string_view name, int ordinal) {
  return {{"name", name},    {"ord", ordinal}, {"sticky", false},       {"rtl", false},
          {"font", "Arial"}, {"size", 20},     {"media", json::array()}};
}

json card_template(std::string_view name, int ordinal, std::string_view question,
                   std::string_view answer) {
  return {{"name", name}, {"ord", ordinal}, {"qfmt", question}, {"afmt", answer}, {"bqfmt", ""},
          {"bafmt", ""},  {"did", nullptr}, {"bfont", ""},      {"bsize", 0}};
}

json models(std::int64_t modified) {
  constexpr std::string_view context = "{{#Extra}}<div class=\"context\">{{Extra}}</div>{{/Extra}}";
  constexpr std::string_view source = "<div class=\"source\">{{Source}}</div>";
  const auto front = [&](std::string_view side) {
    return std::string(context) + "<div>{{" + std::string(side) + "}}</div>";
  };
  const auto back = [&](std::string_view side) {
    return "{{FrontSide}}<hr id=answer><div>{{" + std::string(side) + "}}</div>" +
           std::string(source);
  };
  json all = json::object();
  for (std::size_t i = 0; i < type_ids.size(); ++i) {
    const bool cloze = i == 2;
    json fields = json::array();
    int ordinal = 0;
    if (cloze) {
      for (const char* name : {"Text", "Extra", "Source", "LociId"})
        fields.push_back(field(name, ordinal++));
    } else {
      for (const char* name : {"Front", "Back", "Extra", "Source", "LociId"})
        fields.push_back(field(name, ordinal++));
    }
    json templates = json::array();
    json required = json::array();
    if (cloze) {
      templates.push_back(
          card_template("Cloze", 0, std::string(context) + "<div>{{cloze:Text}}</div>",
                        std::string(context) + "<div>{{cloze:Text}}</div>" + std::string(source)));
    } else {
      templates.push_back(card_template("Card 1", 0, front("Front"), back("Back")));
      required.push_back({0, "any", {0}});
      if (i == 1) {
        templates.push_back(card_template("Card 2", 1, front("Back"), back("Front")));
        required.push_back({1, "any", {1}});
      }
    }
    all[std::to_string(type_ids[i])] = {{"id", type_ids[i]},
                                        {"name", type_names[i]},
                                        {"type", cloze ? 1 : 0},
                                        {"mod", modified},
                                        {"usn", -1},
                                        {"sortf", 0},
                                        {"did", nullptr},
                                        {"tmpls", templates},
                                        {"flds", fields},
                                        {"css", css},
                                        {"latexPre", ""},
                                        {"latexPost", ""},
                                        {"latexsvg", false},
                                        {"req", required},
                                        {"vers", json::array()},
                                        {"tags", json::array()},
                                        {"originalStockKind", 0}};
  }
  return all;
}

json deck_json(std::int64_t id, std::string_view name, std::int64_t modified) {
  const json today = {0, 0};
  return {{"id", id},           {"name", name},
          {"mod", modified},    {"usn", -1},
          {"lrnToday", today},  {"revToday", today},
          {"newToday", today},  {"timeToday", today},
          {"collapsed", false}, {"browserCollapsed", false},
          {"desc", ""},         {"dyn", 0},
          {"conf", 1},          {"extendNew", 0},
          {"extendRev", 0}};
}

constexpr const char* schema = R"(
create table col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
create table notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,
  ivl integer not null, factor integer not null, reps integer not null, lapses integer not null, left integer not null,
  odue integer not null, odid integer not null, flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
create index ix_notes_usn on notes (usn);
create index ix_cards_usn on cards (usn);
create index ix_revlog_usn on revlog (usn);
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);
)";

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class Collection {
 public:
  Status open() {
    sqlite3* database = nullptr;
    const int code = sqlite3_open(":memory:", &database);
    database_.reset(database);
    return code == SQLITE_OK ? run(schema) : failed();
  }

  Status run(const char* sql) {
    return sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK
               ? Status(Done{})
               : failed();
  }

  // One row; texts and numbers in the order of the columns.
  struct Value {
    // Implicit, so that a row reads as a row.
    template <std::integral Integer>
    Value(Integer value) : number(static_cast<std::int64_t>(value)) {}
    Value(std::string_view value) : text(value), is_text(true) {}
    Value(const std::string& value) : text(value), is_text(true) {}
    std::int64_t number = 0;
    std::string_view text;
    bool is_text = false;
  };
  Status insert(std::string_view table, std::initializer_list<Value> values) {
    std::string sql = "insert into " + std::string(table) + " values (";
    for (std::size_t i = 0; i < values.size(); ++i) sql += i == 0 ? "?" : ",?";
    sql += ')';
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &made, nullptr) != SQLITE_OK)
      return failed();
    const std::unique_ptr<sqlite3_stmt, FinishStatement> statement(made);
    int at = 1;
    for (const Value& value : values) {
      const int code =
          value.is_text ? sqlite3_bind_text64(made, at, value.text.empty() ? "" : value.text.data(),
                                              value.text.size(), SQLITE_STATIC, SQLITE_UTF8)
                        : sqlite3_bind_int64(made, at, value.number);
      if (code != SQLITE_OK) return failed();
      ++at;
    }
    return sqlite3_step(made) == SQLITE_DONE ? Status(Done{}) : failed();
  }

  Result<std::string> bytes() {
    sqlite3_int64 size = 0;
    unsigned char* data = sqlite3_serialize(database_.get(), "main", &size, 0);
    if (data == nullptr) return failed().error();
    std::string out(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    sqlite3_free(data);
    return out;
  }

 private:
  Status failed() const {
    return Error{std::string("cannot make the collection: ") + sqlite3_errmsg(database_.get()),
                 {},
                 ErrorKind::environment};
  }

  std::unique_ptr<sqlite3, CloseDatabase> database_;
};

// The numbers of a card's row, by its state.
struct Placement {
  int type = 0;
  int queue = 0;
  std::int64_t due = 0;
  std::int64_t interval = 0;
  std::int64_t left = 0;
};

Placement placement_of(const AnkiCard& card, std::int64_t position) {
  Placement place;
  switch (card.state) {
    case AnkiState::fresh:
      place.due = position;
      break;
    case AnkiState::learning:
      place = {1, 1, card.due, 0, 1001};
      break;
    case AnkiState::review:
      place = {2, 2, card.due - first_day, std::max<std::int64_t>(card.interval, 1), 0};
      break;
    case AnkiState::relearning:
      place = {3, 1, card.due, std::max<std::int64_t>(card.interval, 1), 1001};
      break;
  }
  if (card.buried) place.queue = -3;
  if (card.suspended) place.queue = -1;
  return place;
}

std::string card_data(const AnkiCard& card, const AnkiDeck& deck, std::int64_t position) {
  json data = json::object();
  data["pos"] = position;
  if (card.state != AnkiState::fresh) {
    data["s"] = rounded(card.stability, 4);
    data["d"] = rounded(card.difficulty, 3);
    data["dr"] = rounded(deck.desired_retention, 2);
    data["decay"] = rounded(deck.decay, 3);
    data["lrt"] = card.last_review;
  }
  return data.dump();
}

Status fill(Collection& collection, const AnkiDeck& deck) {
  std::int64_t newest = 0;
  for (const AnkiNote& note : deck.notes) newest = std::max(newest, note.modified);
  std::set<std::int64_t> deck_numbers, note_numbers, card_numbers, review_numbers;
  json decks = {{"1", deck_json(1, "Default", 0)}};
  std::map<std::string, std::int64_t> deck_ids;
  std::set<std::string> names;
  for (const AnkiNote& note : deck.notes) {
    for (std::size_t end = note.deck.find("::"); end != std::string::npos;
         end = note.deck.find("::", end + 2))
      names.insert(note.deck.substr(0, end));
    names.insert(note.deck);
  }
  for (const std::string& name : names) {
    const std::int64_t id = number_for(name, 1'300'000'000'000, deck_numbers);
    deck_ids[name] = id;
    decks[std::to_string(id)] = deck_json(id, name, 0);
  }
  const json conf = {{"activeDecks", {1}},
                     {"curDeck", 1},
                     {"newSpread", 0},
                     {"collapseTime", 1200},
                     {"timeLim", 0},
                     {"estTimes", true},
                     {"dueCounts", true},
                     {"curModel", nullptr},
                     {"nextPos", deck.notes.size() + 1},
                     {"sortType", "noteFld"},
                     {"sortBackwards", false},
                     {"addToCur", true},
                     {"dayLearnFirst", false},
                     {"schedVer", 2},
                     {"sched2021", true},
                     {"creationOffset", -deck.utc_offset_minutes},
                     {"rollover", deck.rollover_hour}};
  const std::int64_t created =
      first_day * 86400 + deck.rollover_hour * 3600 - std::int64_t{deck.utc_offset_minutes} * 60;
  if (Status done = collection.insert(
          "col", {1, created, newest * 1000, newest * 1000, 11, 0, 0, 0, conf.dump(),
                  models(0).dump(), decks.dump(), std::string_view("{}"), std::string_view("{}")});
      !done)
    return done;
  std::int64_t position = 0;
  for (const AnkiNote& note : deck.notes) {
    ++position;
    const std::int64_t nid = number_for(note.id, 1'400'000'000'000, note_numbers);
    std::string fields = note.front + '\x1f';
    if (note.type != AnkiType::cloze) fields += note.back + '\x1f';
    fields += note.extra + '\x1f' + note.source + '\x1f' + note.id;
    std::string tags;
    for (const std::string& tag : note.tags) tags += (tags.empty() ? " " : "") + tag + " ";
    if (Status done = collection.insert(
            "notes", {nid, anki_guid(note.id), type_ids[static_cast<std::size_t>(note.type)],
                      note.modified, -1, tags, fields, without_tags(note.front),
                      checksum(note.front), 0, std::string_view()});
        !done)
      return done;
    for (const AnkiCard& card : note.cards) {
      const std::int64_t cid = number_for(card.id, 1'600'000'000'000, card_numbers);
      const Placement place = placement_of(card, position);
      if (Status done =
              collection.insert("cards", {cid, nid, deck_ids[note.deck], std::int64_t{card.ordinal},
                                          note.modified, -1, place.type, place.queue, place.due,
                                          place.interval, card.state == AnkiState::fresh ? 0 : 2500,
                                          std::int64_t{card.reps}, std::int64_t{card.lapses},
                                          place.left, 0, 0, 0, card_data(card, deck, position)});
          !done)
        return done;
      for (const AnkiReview& review : card.reviews) {
        std::int64_t id = review.t;
        while (!review_numbers.insert(id).second) ++id;
        const auto factor =
            review.difficulty == 0
                ? 0
                : static_cast<std::int64_t>((review.difficulty - 1) / 9 * 1000 + 100.5);
        if (Status done = collection.insert(
                "revlog", {id, cid, -1, review.grade, review.interval, review.last_interval, factor,
                           std::min<std::int64_t>(review.ms, 60000), review.kind});
            !done)
          return done;
      }
    }
  }
  return Done{};
}

// ---- the zip ---------------------------------------------------------------------------------------------------------

Error zip_failed(std::string_view what) {
  return Error{"cannot make the package: " + std::string(what), {}, ErrorKind::environment};
}

// Names and contents, in this order; all of one date, so that the same contents are the same bytes.
Result<std::string> zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (target == nullptr) return zip_failed(zip_error_strerror(&error));
  zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_source_free(target);
    return zip_failed(zip_error_strerror(&error));
  }
  zip_source_keep(target);  // it is read after the archive is closed
  const auto give_up = [&](std::string_view what) {
    Error failed = zip_failed(what);
    zip_discard(archive);
    zip_source_free(target);
    return failed;
  };
  for (const auto& [name, bytes] : files) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    if (source == nullptr) return give_up(zip_strerror(archive));
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      return give_up(zip_strerror(archive));
    }
    const auto at = static_cast<zip_uint64_t>(index);
    constexpr zip_uint16_t new_year_1980 = 1 << 5 | 1;
    if (zip_file_set_dostime(archive, at, 0, new_year_1980, 0) != 0 ||
        zip_set_file_compression(archive, at, ZIP_CM_DEFLATE, 6) != 0 ||
        zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, 0100644u << 16) != 0)
      return give_up(zip_strerror(archive));
  }
  if (zip_close(archive) != 0) return give_up(zip_strerror(archive));
  std::string out;
  zip_stat_t stat;
  if (zip_source_stat(target, &stat) == 0 && zip_source_open(target) == 0) {
    out.resize(stat.size);
    const zip_int64_t read = zip_source_read(target, out.data(), out.size());
    zip_source_close(target);
    if (read != static_cast<zip_int64_t>(out.size())) out.clear();
  }
  zip_source_free(target);
  if (out.empty()) return zip_failed("it cannot be read back");
  return out;
}

}  // namespace

std::string anki_guid(std::string_view id) {
  constexpr std::string_view digits =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~";
  static_assert(digits.size() == 91);
  const auto digest = sha256(id);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | digest[i];
  std::string guid;
  do {
    guid.insert(guid.begin(), digits[number % 91]);
    number /= 91;
  } while (number != 0);
  return guid;
}

Result<std::string> make_anki_package(const AnkiDeck& deck) {
  Collection collection;
  if (Status opened = collection.open(); !opened) return std::move(opened).error();
  if (Status begun = collection.run("begin"); !begun) return std::move(begun).error();
  if (Status filled = fill(collection, deck); !filled) return std::move(filled).error();
  if (Status ended = collection.run("commit"); !ended) return std::move(ended).error();
  Result<std::string> bytes = collection.bytes();
  if (!bytes) return bytes;
  std::vector<std::pair<std::string, std::string>> files;
  files.emplace_back("collection.anki2", *std::move(bytes));
  json names = json::object();
  for (std::size_t i = 0; i < deck.media.size(); ++i) names[std::to_string(i)] = deck.media[i].name;
  files.emplace_back("media", names.dump());
  for (std::size_t i = 0; i < deck.media.size(); ++i)
    files.emplace_back(std::to_string(i), deck.media[i].bytes);
  return zip_of(files);
}

}  // namespace loci

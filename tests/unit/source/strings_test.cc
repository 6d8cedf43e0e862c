#include "source/strings.h"

#include <memory>
#include <string>

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

Strings german() {
  auto table = std::make_shared<StringsTable>();
  const Status read = table->read("de.json", R"({
    "one": [1], "thousands": ".", "decimal": ",",
    "pages": {
      "Map": "Netz",
      "March": "März",
      "{day} {month} {year}": "{day}. {month} {year}",
      "{n} of {all}": "von {all} die {n}",
      "{n} notes": { "one": "{n} Notiz", "other": "{n} Notizen" },
      "not written yet": ""
    },
    "scripts": { "Copy": "Kopieren" }
  })");
  REQUIRE(read.has_value());
  return Strings(table);
}

std::string failure_of(std::string_view json) {
  StringsTable table;
  const Status read = table.read("de.json", json);
  return read ? "none" : read.error().message;
}

}  // namespace

TEST_CASE("English needs no file") {
  const Strings strings;
  CHECK(strings.of("Map") == "Map");
  CHECK(strings.with("{n} of {all}", {"1", "3"}) == "1 of 3");
  CHECK(strings.counted("{n} note", "{n} notes", 1) == "1 note");
  CHECK(strings.counted("{n} note", "{n} notes", 1234) == "1,234 notes");
  CHECK(strings.date({2026, 3, 1}) == "1 March 2026");
  CHECK(strings.month({2026, 3, 1}) == "March 2026");
  CHECK(strings.hash() == 0);
}

TEST_CASE("another language says what it has, and English the rest") {
  const Strings strings = german();
  CHECK(strings.of("Map") == "Netz");
  CHECK(strings.of("Tags") == "Tags");
  CHECK(strings.of("not written yet") == "not written yet");
  CHECK(strings.of("Copy") == "Copy");  // a text of the scripts alone
  CHECK(strings.with("{n} of {all}", {"1", "3"}) == "von 3 die 1");
  CHECK(strings.counted("{n} note", "{n} notes", 1) == "1 Notiz");
  CHECK(strings.counted("{n} note", "{n} notes", 0) == "0 Notizen");
  CHECK(strings.counted("{n} note", "{n} notes", 1234) == "1.234 Notizen");
  CHECK(strings.counted("{n} byte", "{n} bytes", 1) == "1 byte");
  CHECK(strings.date({2026, 3, 1}) == "1. März 2026");
  CHECK(strings.decimal() == ",");
  CHECK(strings.hash() != 0);
}

TEST_CASE("which numbers are one is said by the file") {
  auto table = std::make_shared<StringsTable>();
  REQUIRE(
      table
          ->read(
              "fr.json",
              R"({"one": [0, 1], "pages": {"{n} notes": {"one": "{n} note", "other": "{n} notes !"}}})")
          .has_value());
  const Strings strings(table);
  CHECK(strings.counted("{n} note", "{n} notes", 0) == "0 note");
  CHECK(strings.counted("{n} note", "{n} notes", 2) == "2 notes !");
}

TEST_CASE("places are names in braces") {
  CHECK(places_of("{a}x{/a} {b} { c } {D} {e") == std::vector<std::string_view>{"a", "b"});
  CHECK(fill_places("{b}{a}{b}", "{a}{b}", {"1", "2"}) == "212");
}

TEST_CASE("a file that cannot be used is told apart") {
  CHECK(failure_of("[]") == "de.json: this is no JSON object of texts");
  CHECK(failure_of(R"({"page": {}})") ==
        "de.json: 'page' is none of 'one' (a list of numbers), 'thousands', 'decimal' (text), "
        "'pages' and "
        "'scripts' (texts by their English)");
  CHECK(failure_of(R"({"pages": {"Map": 1}})") ==
        "de.json: 'Map' must be text, or { \"one\": text, \"other\": text } for one with a number");
  CHECK(failure_of(R"({"pages": {"read {date}": "am {datum} gelesen"}})") ==
        "de.json: 'am {datum} gelesen' has a place {datum} that 'read {date}' has not");
  CHECK(failure_of(R"({"one": [1], "pages": {}})") == "none");
}

}  // namespace loci

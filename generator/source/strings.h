// The texts of the interface, in the language of the site: headings, buttons, names of months; never
// what an author wrote.
//
// The English text is the key, as in gettext, so that code and templates can be read and a text that
// nobody has translated is English. A text may have places, "{n} of {all}", whose values are given in
// the order in which they first stand in the English text; a translation may turn that order round.
//
//     strings.of("On this page");                                  // "Auf dieser Seite"
//     strings.with("read {date}", {"2026-11-21"});                 // "gelesen am 2026-11-21"
//     strings.counted("{n} note", "{n} notes", 1234);              // "1.234 Notizen"
//
// A language is a file, templates/strings/de.json; theme/strings_file.h says which counts. Texts that
// code looks up by something else than a literal are marked by english("..."): tests/checks compares
// what is used with what is translated.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace loci {

// Marks a text that is translated where it is used; itself.
constexpr std::string_view english(std::string_view text) { return text; }

// A stretch of a text with places: "{n} notes" is the place "n" and the text " notes".
struct TextPiece {
  std::string_view text;  // of a place, its name
  bool is_place = false;
  bool closes = false;  // "{/a}", the end of the place "a"
};
std::vector<TextPiece> pieces_of(std::string_view text);

// Names of the places, in the order in which they first stand.
std::vector<std::string_view> places_of(std::string_view text);

struct StringsTable {
  struct Entry {
    std::string one;    // of a text with a number, what is said of the numbers in `one`; else empty
    std::string other;  // what is said
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  std::vector<std::uint64_t> one = {1};  // the numbers that take the form `one`
  std::string thousands = ",";
  std::string decimal = ".";
  Entries pages;    // of the program and the templates
  Entries scripts;  // of the scripts

  // Reads a file of strings over this table: what it has replaces what was there. Errors are of kind
  // usage and name `path`.
  Status read(std::string_view path, std::string_view json);
};

class Strings {
 public:
  Strings() = default;  // English
  explicit Strings(std::shared_ptr<const StringsTable> table) : table_(std::move(table)) {}

  bool is_english() const { return table_ == nullptr; }
  const StringsTable* table() const { return table_.get(); }

  // A view of the table or of `english` itself.
  std::string_view of(std::string_view english) const {
    return table_ == nullptr ? english : find(english);
  }
  bool has(std::string_view english) const;

  std::string with(std::string_view english, std::initializer_list<std::string_view> values) const;

  // Of a text with a number: the English one for 1, the English other, and the number, which is
  // written in the first place.
  std::string counted(std::string_view one, std::string_view other, std::uint64_t n) const;

  // What is said of one, of several: templates choose later.
  std::string_view one_of(std::string_view one, std::string_view other) const;
  std::string_view other_of(std::string_view other) const { return of(other); }
  std::vector<std::uint64_t> numbers_of_one() const;

  std::string number(std::uint64_t count) const;  // "1,234"
  std::string_view decimal() const {              // "." of "1.5"
    return table_ == nullptr ? std::string_view(".") : std::string_view(table_->decimal);
  }
  std::string date(const Date& date) const;   // "21 November 2026"
  std::string month(const Date& date) const;  // "November 2026"

  std::uint64_t hash() const;  // of everything in it; 0 for English

 private:
  std::string_view find(std::string_view english) const;

  std::shared_ptr<const StringsTable> table_;
};

// `text` with its places filled: the values belong to the places of `english`, in their order there.
std::string fill_places(std::string_view text, std::string_view english,
                        std::initializer_list<std::string_view> values);

}  // namespace loci

#include "source/strings.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/text.h"

namespace loci {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 12> months = {
    english("January"),   english("February"), english("March"),    english("April"),
    english("May"),       english("June"),     english("July"),     english("August"),
    english("September"), english("October"),  english("November"), english("December")};

Error wrong(std::string_view path, std::string message) {
  return Error{std::string(path) + ": " + std::move(message), {}, ErrorKind::usage};
}

// A place that the English text has not would be shown as it is written.
std::string_view stray_place(std::string_view english, std::string_view text) {
  const std::vector<std::string_view> known = places_of(english);
  for (const std::string_view place : places_of(text)) {
    if (std::find(known.begin(), known.end(), place) == known.end()) return place;
  }
  return {};
}

Status read_entries(std::string_view path, const Json& source, StringsTable::Entries& entries) {
  for (const auto& [english, value] : source.items()) {
    StringsTable::Entry entry;
    if (value.is_string()) {
      entry.other = value.get<std::string>();
    } else if (value.is_object() && value.size() == 2 && value.contains("one") &&
               value.contains("other") && value["one"].is_string() && value["other"].is_string()) {
      entry.one = value["one"].get<std::string>();
      entry.other = value["other"].get<std::string>();
    } else {
      return wrong(
          path, "'" + english +
                    "' must be text, or { \"one\": text, \"other\": text } for one with a number");
    }
    for (const std::string& text : {entry.one, entry.other}) {
      if (const std::string_view place = stray_place(english, text); !place.empty())
        return wrong(path, "'" + text + "' has a place {" + std::string(place) + "} that '" +
                               english + "' has not");
    }
    // An empty text means that nobody has written it yet.
    if (!entry.other.empty()) entries.insert_or_assign(english, std::move(entry));
  }
  return Done{};
}

}  // namespace

std::vector<TextPiece> pieces_of(std::string_view text) {
  std::vector<TextPiece> pieces;
  std::size_t begin = 0;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const bool closes = text.substr(open + 1).starts_with('/');
    const std::size_t name = open + (closes ? 2 : 1);
    std::size_t end = name;
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
    if (end == name || end >= text.size() || text[end] != '}') continue;
    if (open > begin) pieces.push_back({text.substr(begin, open - begin)});
    pieces.push_back({text.substr(name, end - name), true, closes});
    begin = end + 1;
    open = end;
  }
  if (begin < text.size()) pieces.push_back({text.substr(begin)});
  return pieces;
}

std::vector<std::string_view> places_of(std::string_view text) {
  std::vector<std::string_view> names;
  for (const TextPiece& piece : pieces_of(text)) {
    if (piece.is_place && std::find(names.begin(), names.end(), piece.text) == names.end())
      names.push_back(piece.text);
  }
  return names;
}

std::string fill_places(std::string_view text, std::string_view english,
                        std::initializer_list<std::string_view> values) {
  const std::vector<std::string_view> names = places_of(english);
  std::string filled;
  for (const TextPiece& piece : pieces_of(text)) {
    if (!piece.is_place) {
      filled += piece.text;
      continue;
    }
    const auto at = std::find(names.begin(), names.end(), piece.text) - names.begin();
    if (static_cast<std::size_t>(at) < values.size()) filled += values.begin()[at];
  }
  return filled;
}

Status StringsTable::read(std::string_view path, std::string_view json) {
  const Json file = Json::parse(json, nullptr, false);
  if (!file.is_object()) return wrong(path, "this is no JSON object of texts");
  for (const auto& [key, value] : file.items()) {
    if (key == "one" && value.is_array() &&
        std::all_of(value.begin(), value.end(),
                    [](const Json& n) { return n.is_number_unsigned(); })) {
      one = value.get<std::vector<std::uint64_t>>();
    } else if (key == "thousands" && value.is_string()) {
      thousands = value.get<std::string>();
    } else if (key == "decimal" && value.is_string()) {
      decimal = value.get<std::string>();
    } else if ((key == "pages" || key == "scripts") && value.is_object()) {
      if (Status made = read_entries(path, value, key == "pages" ? pages : scripts); !made)
        return made;
    } else {
      return wrong(path,
                   "'" + key +
                       "' is none of 'one' (a list of numbers), 'thousands', 'decimal' (text), "
                       "'pages' and 'scripts' (texts by their English)");
    }
  }
  return Done{};
}

std::string_view Strings::find(std::string_view english) const {
  const auto found = table_->pages.find(english);
  return found == table_->pages.end() ? english : std::string_view(found->second.other);
}

bool Strings::has(std::string_view english) const {
  return table_ != nullptr && table_->pages.find(english) != table_->pages.end();
}

std::string_view Strings::one_of(std::string_view one, std::string_view other) const {
  if (table_ == nullptr) return one;
  const auto found = table_->pages.find(other);
  if (found == table_->pages.end()) return one;
  return found->second.one.empty() ? found->second.other : found->second.one;
}

std::vector<std::uint64_t> Strings::numbers_of_one() const {
  return table_ == nullptr ? std::vector<std::uint64_t>{1} : table_->one;
}

std::string Strings::with(std::string_view english,
                          std::initializer_list<std::string_view> values) const {
  return fill_places(of(english), english, values);
}

std::string Strings::counted(std::string_view one, std::string_view other, std::uint64_t n) const {
  const std::vector<std::uint64_t> numbers = numbers_of_one();
  const bool is_one = std::find(numbers.begin(), numbers.end(), n) != numbers.end();
  return fill_places(is_one ? one_of(one, other) : other_of(other), other, {number(n)});
}

std::string Strings::number(std::uint64_t count) const {
  const std::string text = loci::thousands(count);
  return table_ == nullptr ? text : replace_all(text, ",", table_->thousands);
}

std::string Strings::date(const Date& date) const {
  if (table_ == nullptr) return to_long_string(date);
  return with("{day} {month} {year}",
              {std::to_string(date.day), of(months[static_cast<std::size_t>(date.month - 1)]),
               std::to_string(date.year)});
}

std::string Strings::month(const Date& date) const {
  return with("{month} {year}",
              {of(months[static_cast<std::size_t>(date.month - 1)]), std::to_string(date.year)});
}

std::uint64_t Strings::hash() const {
  if (table_ == nullptr) return 0;
  std::string all = table_->thousands + '\n' + table_->decimal;
  for (const std::uint64_t n : table_->one) all += '\n' + std::to_string(n);
  for (const StringsTable::Entries* entries : {&table_->pages, &table_->scripts}) {
    for (const auto& [english, entry] : *entries)
      all.append("\r").append(english).append("\n").append(entry.one).append("\n").append(
          entry.other);
  }
  return hash64(all);
}

}  // namespace loci

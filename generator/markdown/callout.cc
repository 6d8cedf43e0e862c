#include "markdown/callout.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "source/strings.h"

namespace loci {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> looks = {{
    {"note", "note"},         {"abstract", "abstract"}, {"summary", "abstract"},
    {"tldr", "abstract"},     {"info", "info"},         {"todo", "todo"},
    {"tip", "tip"},           {"hint", "tip"},          {"important", "tip"},
    {"success", "success"},   {"check", "success"},     {"done", "success"},
    {"question", "question"}, {"help", "question"},     {"faq", "question"},
    {"warning", "warning"},   {"caution", "warning"},   {"attention", "warning"},
    {"failure", "failure"},   {"fail", "failure"},      {"missing", "failure"},
    {"danger", "danger"},     {"error", "danger"},      {"bug", "bug"},
    {"example", "example"},   {"quote", "quote"},       {"cite", "quote"},
}};

std::string_view look_of(std::string_view type) {
  for (const auto& [name, look] : looks) {
    if (name == type) return look;
  }
  return "note";
}

// The titles of the types above: what pages show is looked up by them.
constexpr std::array<std::string_view, 27> titles = {
    english("Note"),      english("Abstract"),  english("Summary"), english("Tldr"),
    english("Info"),      english("Todo"),      english("Tip"),     english("Hint"),
    english("Important"), english("Success"),   english("Check"),   english("Done"),
    english("Question"),  english("Help"),      english("Faq"),     english("Warning"),
    english("Caution"),   english("Attention"), english("Failure"), english("Fail"),
    english("Missing"),   english("Danger"),    english("Error"),   english("Bug"),
    english("Example"),   english("Quote"),     english("Cite")};

bool is_type_character(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == ' ' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string Callout::default_title() const {
  for (std::size_t i = 0; i < looks.size(); ++i) {
    if (looks[i].first == type) return std::string(titles[i]);
  }
  std::string title = replace_all(type, "-", " ");
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z')
    title.front() = static_cast<char>(title.front() - 'a' + 'A');
  return title;
}

std::optional<Callout> parse_callout(std::string_view text) {
  if (!text.starts_with("[!")) return std::nullopt;
  const std::size_t close = text.find(']');
  if (close == std::string_view::npos || close > 200) return std::nullopt;
  const std::vector<std::string_view> parts = split(text.substr(2, close - 2), '|');
  const std::string_view type = trim(parts.front());
  if (type.empty()) return std::nullopt;
  for (const char c : type) {
    if (!is_type_character(c)) return std::nullopt;
  }
  Callout callout;
  callout.type = ascii_lower(type);
  callout.look = look_of(callout.type);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    std::string_view option = trim(parts[i]);
    if (option.ends_with('\\')) option.remove_suffix(1);
    if (!option.empty()) callout.options.push_back(ascii_lower(option));
  }
  std::size_t at = close + 1;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    callout.fold = text[at] == '+' ? Fold::open : Fold::closed;
    ++at;
  }
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  callout.length = at;
  return callout;
}

}  // namespace loci

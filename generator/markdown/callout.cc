#include "markdown/callout.h"

#include <array>
#include <utility>

#include "base/text.h"

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

bool is_type_character(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == ' ' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string Callout::default_title() const {
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

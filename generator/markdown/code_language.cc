#include "markdown/code_language.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::array<CodeLanguage, 72> languages = {{
    {"bash", "bash", "Bash"},
    {"c", "c", "C"},
    {"c++", "cpp", "C++"},
    {"cc", "cpp", "C++"},
    {"cjs", "javascript", "JavaScript"},
    {"cpp", "cpp", "C++"},
    {"css", "css", "CSS"},
    {"cts", "typescript", "TypeScript"},
    {"cxx", "cpp", "C++"},
    {"ddl", "sql", "SQL"},
    {"geojson", "json", "GeoJSON"},
    {"go", "go", "Go"},
    {"golang", "go", "Go"},
    {"h", "c", "C"},
    {"h++", "cpp", "C++"},
    {"hh", "cpp", "C++"},
    {"hpp", "cpp", "C++"},
    {"htm", "html", "HTML"},
    {"html", "html", "HTML"},
    {"html5", "html", "HTML"},
    {"hxx", "cpp", "C++"},
    {"java", "java", "Java"},
    {"javascript", "javascript", "JavaScript"},
    {"js", "javascript", "JavaScript"},
    {"json", "json", "JSON"},
    {"json5", "json", "JSON5"},
    {"jsonc", "json", "JSON"},
    {"jsonl", "json", "JSON"},
    {"jsx", "javascript", "JSX"},
    {"ksh", "bash", "Shell"},
    {"lua", "lua", "Lua"},
    {"luau", "lua", "Luau"},
    {"mariadb", "sql", "SQL"},
    {"mjs", "javascript", "JavaScript"},
    {"mts", "typescript", "TypeScript"},
    {"mysql", "sql", "SQL"},
    {"ndjson", "json", "JSON"},
    {"node", "javascript", "JavaScript"},
    {"pgsql", "sql", "SQL"},
    {"plpgsql", "sql", "PL/pgSQL"},
    {"postgres", "sql", "SQL"},
    {"postgresql", "sql", "SQL"},
    {"psql", "sql", "SQL"},
    {"py", "python", "Python"},
    {"py3", "python", "Python"},
    {"pyi", "python", "Python"},
    {"python", "python", "Python"},
    {"python3", "python", "Python"},
    {"rs", "rust", "Rust"},
    {"rust", "rust", "Rust"},
    {"sh", "bash", "Shell"},
    {"shell", "bash", "Shell"},
    {"shellscript", "bash", "Shell"},
    {"sim", "javascript", "Simulation"},
    {"sql", "sql", "SQL"},
    {"sqlite", "sql", "SQL"},
    {"sqlite3", "sql", "SQL"},
    {"svg", "html", "SVG"},
    {"toml", "toml", "TOML"},
    {"ts", "typescript", "TypeScript"},
    {"tsql", "sql", "SQL"},
    {"tsx", "tsx", "TSX"},
    {"typescript", "typescript", "TypeScript"},
    {"typescriptreact", "tsx", "TSX"},
    {"webmanifest", "json", "JSON"},
    {"xhtml", "html", "XHTML"},
    {"xml", "html", "XML"},
    {"xsd", "html", "XML"},
    {"xslt", "html", "XML"},
    {"yaml", "yaml", "YAML"},
    {"yml", "yaml", "YAML"},
    {"zsh", "bash", "Shell"},
}};

}  // namespace

const CodeLanguage* find_code_language(std::string_view word) {
  if (word.empty() || word.size() > 16) return nullptr;
  std::array<char, 16> lower{};
  std::transform(word.begin(), word.end(), lower.begin(), [](char c) { return ascii_lower(c); });
  const std::string_view wanted(lower.data(), word.size());
  const auto found = std::lower_bound(
      languages.begin(), languages.end(), wanted,
      [](const CodeLanguage& language, std::string_view name) { return language.word < name; });
  return found != languages.end() && found->word == wanted ? &*found : nullptr;
}

bool is_plain_text(std::string_view word) {
  static constexpr std::array<std::string_view, 7> words = {
      "text", "txt", "plain", "plaintext", "plain-text", "none", "raw"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view plain) {
    return equal_ignoring_ascii_case(plain, word);
  });
}

QueryCustom query_custom(std::string_view grammar) {
  if (grammar == "go" || grammar == "json") return {true, {}};
  // Operators that are words are called operators.
  if (grammar == "python")
    return {false, R"(["and" "in" "is" "not" "or" "is not" "not in"] @keyword)"};
  // Its own pattern for numbers is written in Lua's notation and never fits.
  if (grammar == "sql")
    return {false, R"(((literal) @number (#match? @number "^[-+]?[.]?[0-9]")))"};
  // Braces are called constructors.
  if (grammar == "lua") return {false, R"((table_constructor ["{" "}"] @punctuation.bracket))"};
  // The sign of a colour is called a delimiter.
  if (grammar == "css") return {false, R"((color_value "#" @string.special))"};
  // A whole pair is called a property.
  if (grammar == "toml") return {false, "(pair) @punctuation [(bare_key) (quoted_key)] @property"};
  return {};
}

}  // namespace loci

// Languages by the words that people write after ```: "c++", "py", "golang", "psql".
//
//     find_code_language("PY")->label      "Python"
//     find_code_language("mermaid")        nullptr: shown as it is
#pragma once

#include <string_view>

namespace loci {

struct CodeLanguage {
  std::string_view word;     // "py"
  std::string_view grammar;  // "python": a name in cmake/grammars.cmake
  std::string_view label;    // "Python"
};

const CodeLanguage* find_code_language(std::string_view word);  // case does not matter

// True of "text", "plain" and the like: there is no language to name.
bool is_plain_text(std::string_view word);

// How a grammar's queries are to be read.
struct QueryCustom {
  bool first_wins = false;  // of patterns for one node the first counts
  std::string_view more;    // patterns of our own, stronger than the grammar's
};
QueryCustom query_custom(std::string_view grammar);

}  // namespace loci

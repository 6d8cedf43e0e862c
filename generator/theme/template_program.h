// A template after it was read: what theme/template.cc makes of inja's syntax tree and
// theme/template_program.cc runs.
//
// Loci takes inja's syntax and its parser, and runs the result itself, for three reasons:
// everything printed is escaped unless the template says `| safe` (inja has no such filter), an
// error names the file it is in, and no value of the model is copied to be looked at. As in Jinja,
// an empty text is false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "theme/page_value.h"

namespace loci {

enum class Operation : std::uint8_t {
  literal,
  variable,
  // operators
  logical_not,
  logical_and,
  logical_or,
  in,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  power,
  // functions
  at,
  member,
  capitalize,
  default_value,
  divisible_by,
  even,
  odd,
  exists,
  exists_in,
  first,
  last,
  length,
  lower,
  upper,
  maximum,
  minimum,
  range,
  replace,
  round,
  sort,
  join,
  to_int,
  to_float,
  is_array,
  is_boolean,
  is_float,
  is_integer,
  is_number,
  is_object,
  is_string,
};

// The first parts of the names that a set of templates asks for, numbered: a run finds the value of a name by its number.
class TemplateNames {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  std::uint32_t number(std::string_view name);      // a new one for a new name
  std::uint32_t find(std::string_view name) const;  // or none
  std::size_t size() const { return numbers_.size(); }

 private:
  // A page looks up every member of its model: length and three letters tell nearly all of them apart.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      if (name.empty()) return 0;
      const auto letter = [&](std::size_t at) { return static_cast<unsigned char>(name[at]); };
      return ((name.size() * 31 + letter(0)) * 31 + letter(name.size() / 2)) * 31 +
             letter(name.size() - 1);
    }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

struct TemplateExpression {
  Operation operation = Operation::literal;
  std::uint32_t position = 0;  // in the template's text, for errors
  PageValue literal;
  std::string name;                          // of a variable, dotted; of a member
  std::vector<std::string> path;             // the name's parts
  std::uint32_t head = TemplateNames::none;  // the number of the first of them
  std::vector<TemplateExpression> arguments;
};

struct TemplateProgram;

struct TemplateStep {
  enum class Kind : std::uint8_t {
    text,
    print,
    print_safe,
    print_count,  // a number of something: "1,234"; `text` separates the thousands
    branch,
    loop,
    include,
    block,
    super,
    assign
  };
  Kind kind = Kind::text;
  std::uint32_t position = 0;
  std::string_view text;          // into TemplateProgram::text or made
  TemplateExpression expression;  // printed, tested, looped over or assigned
  std::string name;               // loop variable, included file, block, assigned variable
  std::string key;                // `for key, value in object`
  std::uint32_t name_number = TemplateNames::none;  // of the variable `name`
  std::uint32_t key_number = TemplateNames::none;
  std::vector<TemplateStep> body;
  std::vector<TemplateStep> otherwise;
  const TemplateProgram* included = nullptr;  // of an include; owned by the template set
};

struct TemplateProgram {
  const TemplateNames* names = nullptr;  // owned by the template set
  std::string name;                      // "note.html"
  std::string path;                      // as errors show it: "templates/note.html"
  std::string text;
  std::deque<nlohmann::json> literals;  // what the literals of its expressions stand in
  std::deque<std::string> made;         // texts that do not stand in `text`: translations
  std::vector<TemplateStep> steps;
  std::string parent_name;  // of `extends`
  std::uint32_t parent_position = 0;
  const TemplateProgram* parent = nullptr;
  std::map<std::string, const TemplateStep*, std::less<>> blocks;
  std::string failure;  // why it cannot run, with its place; empty: it can
};

// "templates/note.html:2:4: message"
std::string template_message(const TemplateProgram& program, std::uint32_t position,
                             std::string_view message);

// Runs a template over a model: a name is looked for in `model`, then in `shared`. Reads only, so
// any number of threads may run one program.
Result<std::string> run_template(const TemplateProgram& program, const PageValue& model,
                                 const PageValue& shared);

}  // namespace loci

#include "theme/template_program.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <optional>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "source/source_file.h"

namespace loci {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_depth = 64;          // includes and blocks inside each other
constexpr std::int64_t max_range = 1'000'000;  // a `range()` is a list in memory

bool is_true(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      return false;
    case Json::value_t::boolean:
      return value.get<bool>();
    case Json::value_t::string:
      return !value.get_ref<const std::string&>().empty();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return value.get<std::int64_t>() != 0;
    case Json::value_t::number_float:
      return value.get<double>() != 0;
    default:
      return !value.empty();
  }
}

const Json& null_value() {
  static const Json value;
  return value;
}

const Json& truth(bool holds) {
  static const Json yes = true;
  static const Json no = false;
  return holds ? yes : no;
}

class Runner {
 public:
  Runner(const TemplateProgram& program, const Json& model, const Json& shared)
      : model_(model), shared_(shared), program_(&program), values_(program.names->size()) {
    name_members(shared);
    name_members(model);
  }

  Result<std::string> run() {
    // Most of a page is a few long texts of its model.
    std::size_t longest = 0;
    for (const Json& value : model_) {
      if (value.is_string()) longest += value.get_ref<const std::string&>().size();
    }
    out_.reserve(longest + 8 * 1024);
    run_program(*program_);
    if (failure_) return Error{std::move(*failure_), {}, ErrorKind::content};
    return std::move(out_);
  }

 private:
  struct Local {
    std::uint32_t name;
    const Json* hidden;  // what the name stood for outside
  };
  struct Loop {
    std::size_t index;
    std::size_t size;
  };

  // Gives the names of templates the members of an object that have them. Both are in order.
  void name_members(const Json& object) {
    if (!object.is_object()) return;
    const auto& names = program_->names->all();
    auto name = names.begin();
    for (auto member = object.begin(); member != object.end() && name != names.end();) {
      const int order = member.key().compare(name->first);
      if (order == 0) values_[name->second] = &*member;
      if (order >= 0) ++name;
      if (order <= 0) ++member;
    }
  }

  void open_local(std::uint32_t name, const Json& value) {
    locals_.push_back({name, std::exchange(values_[name], &value)});
  }

  void close_locals(std::size_t first) {
    for (; locals_.size() > first; locals_.pop_back())
      values_[locals_.back().name] = locals_.back().hidden;
  }

  void fail(std::uint32_t position, std::string_view message) {
    if (!failure_) failure_ = template_message(*program_, position, message);
  }

  const Json& keep(Json value) {
    temporaries_.push_back(std::move(value));
    return temporaries_.back();
  }

  // ---- statements -------------------------------------------------------------------------------

  // A program that extends another gives it its blocks and prints nothing itself.
  void run_program(const TemplateProgram& program) {
    const std::vector<const TemplateProgram*> outer_chain = std::exchange(chain_, {});
    const TemplateProgram* outer_program = program_;
    for (const TemplateProgram* one = &program; one != nullptr; one = one->parent)
      chain_.push_back(one);
    program_ = chain_.back();
    run_steps(program_->steps);
    program_ = outer_program;
    chain_ = outer_chain;
  }

  void run_steps(const std::vector<TemplateStep>& steps) {
    for (const TemplateStep& step : steps) {
      run_step(step);
      if (failure_) return;
    }
  }

  void run_step(const TemplateStep& step) {
    const std::size_t mark = temporaries_.size();
    switch (step.kind) {
      case TemplateStep::Kind::text:
        out_ += step.text;
        return;
      case TemplateStep::Kind::print:
        print(evaluate(step.expression), true);
        break;
      case TemplateStep::Kind::print_safe:
        print(evaluate(step.expression), false);
        break;
      case TemplateStep::Kind::branch: {
        const bool is_so = holds(step.expression);
        temporaries_.resize(mark);
        run_steps(is_so ? step.body : step.otherwise);
        return;
      }
      case TemplateStep::Kind::loop:
        run_loop(step);
        break;
      case TemplateStep::Kind::include:
        run_include(step);
        break;
      case TemplateStep::Kind::block:
        run_block(step.name, 0, step.position);
        return;
      case TemplateStep::Kind::super:
        if (block_.empty()) return fail(step.position, "'super' stands outside a block");
        run_block(block_, level_ + 1, step.position);
        return;
      case TemplateStep::Kind::assign:
        // Stays set after a branch, as in inja; loops and includes close their names.
        open_local(step.name_number, evaluate(step.expression));
        return;
    }
    temporaries_.resize(mark);
  }

  void run_loop(const TemplateStep& step) {
    const Json& list = evaluate(step.expression);
    if (failure_) return;
    const bool wants_object = !step.key.empty();
    if (wants_object ? !list.is_object() : !list.is_array()) {
      return fail(step.expression.position,
                  wants_object ? "this is not an object" : "this is not a list");
    }
    const std::size_t first_local = locals_.size();
    loops_.push_back({0, list.size()});
    for (auto item = list.begin(); item != list.end() && !failure_; ++item) {
      const std::size_t mark = temporaries_.size();
      if (wants_object) open_local(step.key_number, keep(item.key()));
      open_local(step.name_number, *item);
      run_steps(step.body);
      close_locals(first_local);
      temporaries_.resize(mark);
      ++loops_.back().index;
    }
    loops_.pop_back();
  }

  void run_include(const TemplateStep& step) {
    if (++depth_ > max_depth) return fail(step.position, "templates are nested too deep");
    const std::size_t first_local = locals_.size();
    const std::string_view outer_block = std::exchange(block_, {});
    run_program(*step.included);
    block_ = outer_block;
    close_locals(first_local);
    --depth_;
  }

  // The block's text comes from the most derived template that has it, `super` from the next one.
  void run_block(std::string_view name, std::size_t level, std::uint32_t position) {
    if (++depth_ > max_depth) return fail(position, "templates are nested too deep");
    for (std::size_t i = level; i < chain_.size(); ++i) {
      const auto found = chain_[i]->blocks.find(name);
      if (found == chain_[i]->blocks.end()) continue;
      const TemplateProgram* outer_program = std::exchange(program_, chain_[i]);
      const std::string_view outer_block = std::exchange(block_, name);
      const std::size_t outer_level = std::exchange(level_, i);
      run_steps(found->second->body);
      program_ = outer_program;
      block_ = outer_block;
      level_ = outer_level;
      --depth_;
      return;
    }
    fail(position, "no template above has the block '" + std::string(name) + "'");
  }

  void print(const Json& value, bool escape) {
    if (failure_) return;
    switch (value.type()) {
      case Json::value_t::null:
        return;
      case Json::value_t::string: {
        const std::string& text = value.get_ref<const std::string&>();
        if (escape) {
          append_html(out_, text);
        } else {
          out_ += text;
        }
        return;
      }
      case Json::value_t::number_unsigned:
        return print_number(value.get<std::uint64_t>());
      case Json::value_t::number_integer:
        return print_number(value.get<std::int64_t>());
      default:
        append_html(out_, value.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
  }

  template <class Number>
  void print_number(Number number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out_.append(digits.data(), end);
  }

  // ---- expressions ------------------------------------------------------------------------------

  const Json& evaluate(const TemplateExpression& expression) {
    if (expression.operation == Operation::literal) return expression.literal;
    if (expression.operation == Operation::variable) {
      if (const Json* value = find(expression.head, expression.path)) return *value;
      fail(expression.position, "variable '" + expression.name + "' not found");
      return null_value();
    }
    return call(expression);
  }

  bool holds(const TemplateExpression& expression) {
    switch (expression.operation) {
      case Operation::logical_not:
        return !holds(expression.arguments[0]);
      case Operation::logical_and:
        return holds(expression.arguments[0]) && holds(expression.arguments[1]);
      case Operation::logical_or:
        return holds(expression.arguments[0]) || holds(expression.arguments[1]);
      default:
        return is_true(evaluate(expression));
    }
  }

  const Json* find(std::uint32_t head, const std::vector<std::string>& path) {
    if (path.front() == "loop" && !loops_.empty() && !is_local(head)) return loop_value(path);
    const Json* value = values_[head];
    return value == nullptr || path.size() == 1 ? value : walk(*value, path, 1);
  }

  bool is_local(std::uint32_t name) const {
    return std::any_of(locals_.begin(), locals_.end(),
                       [&](const Local& local) { return local.name == name; });
  }

  // Of a name that only the run knows.
  const Json* find_named(const std::string& name) {
    std::vector<std::string> path;
    for (std::string_view part : split(name, '.')) path.emplace_back(part);
    const std::uint32_t head = program_->names->find(path.front());
    if (head != TemplateNames::none) return find(head, path);
    if (path.front() == "loop" && !loops_.empty()) return loop_value(path);
    const Json& holder = model_.contains(path.front()) ? model_ : shared_;
    return walk(holder, path, 0);
  }

  static const Json* walk(const Json& start, const std::vector<std::string>& path,
                          std::size_t from) {
    const Json* value = &start;
    for (std::size_t i = from; i < path.size(); ++i) {
      if (value->is_object()) {
        const auto found = value->find(path[i]);
        if (found == value->end()) return nullptr;
        value = &*found;
      } else if (value->is_array()) {
        const std::optional<std::int64_t> index = parse_integer(path[i]);
        if (!index || *index < 0 || static_cast<std::size_t>(*index) >= value->size())
          return nullptr;
        value = &(*value)[static_cast<std::size_t>(*index)];
      } else {
        return nullptr;
      }
    }
    return value;
  }

  const Json* loop_value(const std::vector<std::string>& path) {
    std::size_t level = loops_.size() - 1;
    std::size_t i = 1;
    for (; i < path.size() && path[i] == "parent"; ++i) {
      if (level == 0) return nullptr;
      --level;
    }
    if (i + 1 != path.size()) return nullptr;
    const Loop& loop = loops_[level];
    if (path[i] == "index") return &keep(loop.index);
    if (path[i] == "index1") return &keep(loop.index + 1);
    if (path[i] == "is_first") return &truth(loop.index == 0);
    if (path[i] == "is_last") return &truth(loop.index + 1 == loop.size);
    return nullptr;
  }

  const Json& call(const TemplateExpression& expression) {
    const std::vector<TemplateExpression>& arguments = expression.arguments;
    switch (expression.operation) {
      case Operation::logical_not:
      case Operation::logical_and:
      case Operation::logical_or:
        return truth(holds(expression));
      case Operation::default_value: {
        if (arguments[0].operation == Operation::variable) {
          const Json* value = find(arguments[0].head, arguments[0].path);
          return value != nullptr ? *value : evaluate(arguments[1]);
        }
        return evaluate(arguments[0]);
      }
      case Operation::exists: {
        const Json& name = evaluate(arguments[0]);
        return truth(name.is_string() && find_named(text_of(name)) != nullptr);
      }
      case Operation::member: {
        const Json& object = evaluate(arguments[0]);
        std::vector<std::string> path;
        for (std::string_view part : split(expression.name, '.')) path.emplace_back(part);
        if (const Json* value = walk(object, path, 0)) return *value;
        fail(expression.position, "no member '" + expression.name + "'");
        return null_value();
      }
      default:
        break;
    }
    std::array<const Json*, 3> values{};
    for (std::size_t i = 0; i < arguments.size() && i < values.size(); ++i)
      values[i] = &evaluate(arguments[i]);
    if (failure_) return null_value();
    if (arguments.size() == 1) return call_one(expression, *values[0]);
    if (arguments.size() == 2) return call_two(expression, *values[0], *values[1]);
    if (expression.operation == Operation::replace && values[0]->is_string() &&
        values[1]->is_string() && values[2]->is_string()) {
      return keep(replace_all(text_of(*values[0]), text_of(*values[1]), text_of(*values[2])));
    }
    return wrong_type(expression);
  }

  static const std::string& text_of(const Json& value) {
    return value.get_ref<const std::string&>();
  }

  const Json& wrong_type(const TemplateExpression& expression) {
    fail(expression.position, "this function does not take such a value");
    return null_value();
  }

  const Json& call_one(const TemplateExpression& expression, const Json& value) {
    switch (expression.operation) {
      case Operation::length:
        if (value.is_string()) return keep(text_of(value).size());
        return keep(value.is_array() || value.is_object() ? value.size() : std::size_t{0});
      case Operation::lower:
      case Operation::upper:
      case Operation::capitalize:
        return value.is_string() ? change_case(expression.operation, text_of(value))
                                 : wrong_type(expression);
      case Operation::first:
      case Operation::last:
        if (!value.is_array() || value.empty()) return wrong_type(expression);
        return expression.operation == Operation::first ? value.front() : value.back();
      case Operation::maximum:
      case Operation::minimum:
        if (!value.is_array() || value.empty()) return wrong_type(expression);
        return expression.operation == Operation::maximum
                   ? *std::max_element(value.begin(), value.end())
                   : *std::min_element(value.begin(), value.end());
      case Operation::sort: {
        if (!value.is_array()) return wrong_type(expression);
        Json sorted = value;
        std::sort(sorted.begin(), sorted.end());
        return keep(std::move(sorted));
      }
      case Operation::range: {
        if (!value.is_number_integer() || value.get<std::int64_t>() > max_range)
          return wrong_type(expression);
        Json list = Json::array();
        for (std::int64_t i = 0; i < value.get<std::int64_t>(); ++i) list.push_back(i);
        return keep(std::move(list));
      }
      case Operation::even:
      case Operation::odd:
        if (!value.is_number_integer()) return wrong_type(expression);
        return truth((value.get<std::int64_t>() % 2 == 0) ==
                     (expression.operation == Operation::even));
      case Operation::to_int:
      case Operation::to_float:
        return to_number(expression, value);
      case Operation::is_array:
        return truth(value.is_array());
      case Operation::is_boolean:
        return truth(value.is_boolean());
      case Operation::is_float:
        return truth(value.is_number_float());
      case Operation::is_integer:
        return truth(value.is_number_integer());
      case Operation::is_number:
        return truth(value.is_number());
      case Operation::is_object:
        return truth(value.is_object());
      case Operation::is_string:
        return truth(value.is_string());
      default:
        return wrong_type(expression);
    }
  }

  const Json& change_case(Operation operation, std::string text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool raise =
          operation == Operation::upper || (operation == Operation::capitalize && i == 0);
      const char low = ascii_lower(text[i]);
      text[i] = raise && is_ascii_letter(low) ? static_cast<char>(low - 'a' + 'A') : low;
    }
    return keep(std::move(text));
  }

  const Json& to_number(const TemplateExpression& expression, const Json& value) {
    std::optional<double> number;
    if (value.is_number()) number = value.get<double>();
    if (value.is_string()) number = parse_number(text_of(value));
    if (!number || std::abs(*number) > 9e15) return wrong_type(expression);
    if (expression.operation == Operation::to_int) return keep(static_cast<std::int64_t>(*number));
    return keep(*number);
  }

  const Json& call_two(const TemplateExpression& expression, const Json& left, const Json& right) {
    switch (expression.operation) {
      case Operation::equal:
        return truth(left == right);
      case Operation::not_equal:
        return truth(left != right);
      case Operation::less:
        return truth(left < right);
      case Operation::less_equal:
        return truth(left <= right);
      case Operation::greater:
        return truth(left > right);
      case Operation::greater_equal:
        return truth(left >= right);
      case Operation::in: {
        if (right.is_object()) return truth(left.is_string() && right.contains(text_of(left)));
        if (!right.is_array()) return wrong_type(expression);
        return truth(std::find(right.begin(), right.end(), left) != right.end());
      }
      case Operation::at: {
        if (right.is_string()) {
          if (const Json* value = walk(left, {text_of(right)}, 0)) return *value;
        } else if (right.is_number_integer()) {
          if (const Json* value = walk(left, {right.dump()}, 0)) return *value;
        }
        return wrong_type(expression);
      }
      case Operation::exists_in:
        return truth(left.is_object() && right.is_string() && left.contains(text_of(right)));
      case Operation::join: {
        if (!left.is_array() || !right.is_string()) return wrong_type(expression);
        std::string joined;
        for (const Json& item : left) {
          if (&item != &left.front()) joined += text_of(right);
          joined += item.is_string() ? text_of(item)
                                     : item.dump(-1, ' ', false, Json::error_handler_t::replace);
        }
        return keep(std::move(joined));
      }
      case Operation::divisible_by:
        if (!left.is_number_integer() || !right.is_number_integer() || right == 0)
          return wrong_type(expression);
        return truth(left.get<std::int64_t>() % right.get<std::int64_t>() == 0);
      default:
        return arithmetic(expression, left, right);
    }
  }

  const Json& arithmetic(const TemplateExpression& expression, const Json& left,
                         const Json& right) {
    if (expression.operation == Operation::add && left.is_string() && right.is_string()) {
      return keep(text_of(left) + text_of(right));
    }
    if (!left.is_number() || !right.is_number()) return wrong_type(expression);
    const double a = left.get<double>();
    const double b = right.get<double>();
    double result = 0;
    switch (expression.operation) {
      case Operation::add:
        result = a + b;
        break;
      case Operation::subtract:
        result = a - b;
        break;
      case Operation::multiply:
        result = a * b;
        break;
      case Operation::power:
        result = std::pow(a, b);
        break;
      case Operation::divide:
      case Operation::modulo:
        if (b == 0) {
          fail(expression.position, "division by zero");
          return null_value();
        }
        if (expression.operation == Operation::divide) return keep(a / b);
        result = std::fmod(a, b);
        break;
      case Operation::round: {
        const double scale = std::pow(10.0, b);
        const double rounded = std::round(a * scale) / scale;
        if (b == 0 && std::abs(rounded) < 9e15) return keep(static_cast<std::int64_t>(rounded));
        return keep(rounded);
      }
      default:
        return wrong_type(expression);
    }
    // Whole numbers stay whole: counts are printed without a decimal point.
    if (left.is_number_integer() && right.is_number_integer() && std::abs(result) < 9e15) {
      return keep(static_cast<std::int64_t>(result));
    }
    return keep(result);
  }

  const Json& model_;
  const Json& shared_;
  const TemplateProgram* program_;             // whose text the steps at hand are in
  std::vector<const TemplateProgram*> chain_;  // from the most derived template to its last parent
  std::string_view block_;                     // the block at hand; empty outside
  std::size_t level_ = 0;                      // where in chain_ its text came from
  std::vector<const Json*> values_;            // what each name stands for here; null: nothing
  std::vector<Local> locals_;  // of them, those that loops and assignments have given
  std::vector<Loop> loops_;
  std::deque<Json> temporaries_;  // a deque: values keep their place
  std::size_t depth_ = 0;
  std::optional<std::string> failure_;
  std::string out_;
};

}  // namespace

std::uint32_t TemplateNames::number(std::string_view name) {
  const auto next = static_cast<std::uint32_t>(numbers_.size());
  return numbers_.emplace(name, next).first->second;
}

std::uint32_t TemplateNames::find(std::string_view name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? none : found->second;
}

std::string template_message(const TemplateProgram& program, std::uint32_t position,
                             std::string_view message) {
  const LineCol place = line_col(program.text, position);
  std::string text =
      program.path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": ";
  text += message;
  return text;
}

Result<std::string> run_template(const TemplateProgram& program, const nlohmann::json& model,
                                 const nlohmann::json& shared) {
  return Runner(program, model, shared).run();
}

}  // namespace loci

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

constexpr std::size_t max_depth = 64;          // includes and blocks inside each other
constexpr std::int64_t max_range = 1'000'000;  // a `range()` is a list in memory

const PageValue& null_value() {
  static const PageValue value;
  return value;
}

const PageValue& truth(bool holds) {
  static const PageValue yes = true;
  static const PageValue no = false;
  return holds ? yes : no;
}

bool is_less(const PageValue& left, const PageValue& right) { return compare(left, right) < 0; }

std::string as_json(const PageValue& value) {
  return to_json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

class Runner {
 public:
  Runner(const TemplateProgram& program, const PageValue& model, const PageValue& shared)
      : model_(model), shared_(shared), program_(&program), values_(program.names->size()) {
    name_members(shared);
    name_members(model);
  }

  Result<std::string> run() {
    // Most of a page is a few long texts of its model.
    std::size_t longest = 0;
    for (const PageValue::Member& member : model_.members()) longest += member.value.text().size();
    out_.reserve(longest + 8 * 1024);
    run_program(*program_);
    if (failure_) return Error{std::move(*failure_), {}, ErrorKind::content};
    return std::move(out_);
  }

 private:
  struct Local {
    std::uint32_t name;
    const PageValue* hidden;  // what the name stood for outside
  };
  struct Loop {
    std::size_t index;
    std::size_t size;
  };

  // Gives the names that templates ask for the members of an object.
  void name_members(const PageValue& object) {
    for (const PageValue::Member& member : object.members()) {
      const std::uint32_t name = program_->names->find(member.name);
      if (name != TemplateNames::none) values_[name] = &member.value;
    }
  }

  void open_local(std::uint32_t name, const PageValue& value) {
    locals_.push_back({name, std::exchange(values_[name], &value)});
  }

  void close_locals(std::size_t first) {
    for (; locals_.size() > first; locals_.pop_back())
      values_[locals_.back().name] = locals_.back().hidden;
  }

  void fail(std::uint32_t position, std::string_view message) {
    if (!failure_) failure_ = template_message(*program_, position, message);
  }

  const PageValue& keep(PageValue value) {
    temporaries_.push_back(std::move(value));
    return temporaries_.back();
  }

  // ---- statements -------------------------------------------------------------------------------

  // A program that extends another gives it its blocks and prints nothing itself.
  void run_program(const TemplateProgram& program) {
    const std::vector<const TemplateProgram*> outer_chain = std::exchange(chain_, {});
    const TemplateProgram* outer_program = program_;
    for (const TemplateProgram* one = &program; one != nullptr; one = one->parent) {
      chain_.push_back(one);
      if (!failure_ && !one->failure.empty()) failure_ = one->failure;
    }
    program_ = chain_.back();
    if (!failure_) run_steps(program_->steps);
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
      case TemplateStep::Kind::print_count:
        print_count(evaluate(step.expression), step.text);
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
    const PageValue& list = evaluate(step.expression);
    if (failure_) return;
    const bool wants_object = !step.key.empty();
    if (wants_object ? !list.is_object() : !list.is_array()) {
      return fail(step.expression.position,
                  wants_object ? "this is not an object" : "this is not a list");
    }
    const std::size_t first_local = locals_.size();
    loops_.push_back({0, list.size()});
    const auto run_body = [&](const PageValue* key, const PageValue& item) {
      const std::size_t mark = temporaries_.size();
      if (key != nullptr) open_local(step.key_number, *key);
      open_local(step.name_number, item);
      run_steps(step.body);
      close_locals(first_local);
      temporaries_.resize(mark);
      ++loops_.back().index;
    };
    for (const PageValue& item : list.list()) {
      if (!failure_) run_body(nullptr, item);
    }
    for (const PageValue::Member* member : sorted_members(list)) {
      const PageValue name = PageValue::lasting(member->name);
      if (!failure_) run_body(&name, member->value);
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

  void print_count(const PageValue& value, std::string_view separator) {
    if (!value.is_integer() || value.integer() < 1000) return print(value, true);
    if (failure_) return;
    append_html(
        out_, replace_all(thousands(static_cast<std::uint64_t>(value.integer())), ",", separator));
  }

  void print(const PageValue& value, bool escape) {
    if (failure_) return;
    if (value.is_text()) {
      if (escape) {
        append_html(out_, value.text());
      } else {
        out_ += value.text();
      }
    } else if (value.is_integer()) {
      std::array<char, 24> digits{};
      const auto end =
          std::to_chars(digits.data(), digits.data() + digits.size(), value.integer()).ptr;
      out_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
    } else if (!value.is_null()) {
      append_html(out_, as_json(value));
    }
  }

  // ---- expressions ------------------------------------------------------------------------------

  const PageValue& evaluate(const TemplateExpression& expression) {
    if (expression.operation == Operation::literal) return expression.literal;
    if (expression.operation == Operation::variable) {
      if (const PageValue* value = find(expression.head, expression.path)) return *value;
      fail(expression.position,
           "variable '" + expression.name + "' not found" + nearest(expression));
      return null_value();
    }
    return call(expression);
  }

  // ", did you mean 'site.title'?" for a name that nothing has, among those that stand where it was looked for.
  std::string nearest(const TemplateExpression& variable) const {
    const std::vector<std::string>& path = variable.path;
    const PageValue* holder = values_[variable.head];
    std::string before;
    std::size_t part = 0;
    while (holder != nullptr && ++part < path.size()) {
      before += path[part - 1] + ".";
      const PageValue* next = holder->find(path[part]);
      if (next == nullptr) break;
      holder = next;
    }
    std::vector<std::string_view> names;
    for (const PageValue* object : {part == 0 ? &model_ : holder, part == 0 ? &shared_ : nullptr}) {
      if (object == nullptr || !object->is_object()) continue;
      for (const PageValue::Member& member : object->members()) names.push_back(member.name);
    }
    if (part >= path.size()) return {};
    const std::optional<std::string> near = nearest_name(path[part], names);
    return near ? ", did you mean '" + before + *near + "'?" : "";
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
        return evaluate(expression).truth();
    }
  }

  const PageValue* find(std::uint32_t head, const std::vector<std::string>& path) {
    if (path.front() == "loop" && !loops_.empty() && !is_local(head)) return loop_value(path);
    const PageValue* value = values_[head];
    return value == nullptr || path.size() == 1 ? value : walk(*value, path, 1);
  }

  bool is_local(std::uint32_t name) const {
    return std::any_of(locals_.begin(), locals_.end(),
                       [&](const Local& local) { return local.name == name; });
  }

  // Of a name that only the run knows.
  const PageValue* find_named(std::string_view name) {
    std::vector<std::string> path;
    for (std::string_view part : split(name, '.')) path.emplace_back(part);
    const std::uint32_t head = program_->names->find(path.front());
    if (head != TemplateNames::none) return find(head, path);
    if (path.front() == "loop" && !loops_.empty()) return loop_value(path);
    const PageValue& holder = model_.find(path.front()) != nullptr ? model_ : shared_;
    return walk(holder, path, 0);
  }

  static const PageValue* walk(const PageValue& start, const std::vector<std::string>& path,
                               std::size_t from) {
    const PageValue* value = &start;
    for (std::size_t i = from; i < path.size(); ++i) {
      if (value->is_array()) {
        const std::optional<std::int64_t> index = parse_integer(path[i]);
        if (!index || *index < 0 || static_cast<std::size_t>(*index) >= value->size())
          return nullptr;
        value = &value->list()[static_cast<std::size_t>(*index)];
      } else {
        value = value->find(path[i]);
        if (value == nullptr) return nullptr;
      }
    }
    return value;
  }

  const PageValue* loop_value(const std::vector<std::string>& path) {
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

  const PageValue& call(const TemplateExpression& expression) {
    const std::vector<TemplateExpression>& arguments = expression.arguments;
    switch (expression.operation) {
      case Operation::logical_not:
      case Operation::logical_and:
      case Operation::logical_or:
        return truth(holds(expression));
      case Operation::default_value: {
        if (arguments[0].operation == Operation::variable) {
          const PageValue* value = find(arguments[0].head, arguments[0].path);
          return value != nullptr ? *value : evaluate(arguments[1]);
        }
        return evaluate(arguments[0]);
      }
      case Operation::exists: {
        const PageValue& name = evaluate(arguments[0]);
        return truth(name.is_text() && find_named(name.text()) != nullptr);
      }
      case Operation::member: {
        const PageValue& object = evaluate(arguments[0]);
        std::vector<std::string> path;
        for (std::string_view part : split(expression.name, '.')) path.emplace_back(part);
        if (const PageValue* value = walk(object, path, 0)) return *value;
        fail(expression.position, "no member '" + expression.name + "'");
        return null_value();
      }
      default:
        break;
    }
    std::array<const PageValue*, 3> values{};
    for (std::size_t i = 0; i < arguments.size() && i < values.size(); ++i)
      values[i] = &evaluate(arguments[i]);
    if (failure_) return null_value();
    if (arguments.size() == 1) return call_one(expression, *values[0]);
    if (arguments.size() == 2) return call_two(expression, *values[0], *values[1]);
    if (expression.operation == Operation::replace && values[0]->is_text() &&
        values[1]->is_text() && values[2]->is_text()) {
      return keep(replace_all(values[0]->text(), values[1]->text(), values[2]->text()));
    }
    return wrong_type(expression);
  }

  const PageValue& wrong_type(const TemplateExpression& expression) {
    fail(expression.position, "this function does not take such a value");
    return null_value();
  }

  const PageValue& call_one(const TemplateExpression& expression, const PageValue& value) {
    switch (expression.operation) {
      case Operation::length:
        if (value.is_text()) return keep(value.text().size());
        return keep(value.size());
      case Operation::lower:
      case Operation::upper:
      case Operation::capitalize:
        return value.is_text() ? change_case(expression.operation, std::string(value.text()))
                               : wrong_type(expression);
      case Operation::first:
      case Operation::last:
        if (!value.is_array() || value.empty()) return wrong_type(expression);
        return expression.operation == Operation::first ? value.list().front()
                                                        : value.list().back();
      case Operation::maximum:
      case Operation::minimum:
        if (!value.is_array() || value.empty()) return wrong_type(expression);
        return expression.operation == Operation::maximum
                   ? *std::max_element(value.list().begin(), value.list().end(), is_less)
                   : *std::min_element(value.list().begin(), value.list().end(), is_less);
      case Operation::sort: {
        if (!value.is_array()) return wrong_type(expression);
        std::vector<PageValue> sorted = value.list();
        std::sort(sorted.begin(), sorted.end(), is_less);
        PageValue list = PageValue::array();
        for (PageValue& item : sorted) list.push_back(std::move(item));
        return keep(std::move(list));
      }
      case Operation::range: {
        if (!value.is_integer() || value.integer() > max_range) return wrong_type(expression);
        PageValue list = PageValue::array();
        for (std::int64_t i = 0; i < value.integer(); ++i) list.push_back(i);
        return keep(std::move(list));
      }
      case Operation::even:
      case Operation::odd:
        if (!value.is_integer()) return wrong_type(expression);
        return truth((value.integer() % 2 == 0) == (expression.operation == Operation::even));
      case Operation::to_int:
      case Operation::to_float:
        return to_number(expression, value);
      case Operation::is_array:
        return truth(value.is_array());
      case Operation::is_boolean:
        return truth(value.is_bool());
      case Operation::is_float:
        return truth(value.is_real());
      case Operation::is_integer:
        return truth(value.is_integer());
      case Operation::is_number:
        return truth(value.is_number());
      case Operation::is_object:
        return truth(value.is_object());
      case Operation::is_string:
        return truth(value.is_text());
      default:
        return wrong_type(expression);
    }
  }

  const PageValue& change_case(Operation operation, std::string text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool raise =
          operation == Operation::upper || (operation == Operation::capitalize && i == 0);
      const char low = ascii_lower(text[i]);
      text[i] = raise && is_ascii_letter(low) ? static_cast<char>(low - 'a' + 'A') : low;
    }
    return keep(std::move(text));
  }

  const PageValue& to_number(const TemplateExpression& expression, const PageValue& value) {
    std::optional<double> number;
    if (value.is_number()) number = value.real();
    if (value.is_text()) number = parse_number(value.text());
    if (!number || std::abs(*number) > 9e15) return wrong_type(expression);
    if (expression.operation == Operation::to_int) return keep(static_cast<std::int64_t>(*number));
    return keep(*number);
  }

  const PageValue& call_two(const TemplateExpression& expression, const PageValue& left,
                            const PageValue& right) {
    switch (expression.operation) {
      case Operation::equal:
        return truth(compare(left, right) == 0);
      case Operation::not_equal:
        return truth(compare(left, right) != 0);
      case Operation::less:
        return truth(compare(left, right) < 0);
      case Operation::less_equal:
        return truth(compare(left, right) <= 0);
      case Operation::greater:
        return truth(compare(left, right) > 0);
      case Operation::greater_equal:
        return truth(compare(left, right) >= 0);
      case Operation::in: {
        if (right.is_object()) return truth(left.is_text() && right.find(left.text()) != nullptr);
        if (!right.is_array()) return wrong_type(expression);
        return truth(std::any_of(right.list().begin(), right.list().end(),
                                 [&](const PageValue& item) { return compare(item, left) == 0; }));
      }
      case Operation::at: {
        if (right.is_text()) {
          if (const PageValue* value = walk(left, {std::string(right.text())}, 0)) return *value;
        } else if (right.is_integer()) {
          if (const PageValue* value = walk(left, {std::to_string(right.integer())}, 0))
            return *value;
        }
        return wrong_type(expression);
      }
      case Operation::exists_in:
        return truth(right.is_text() && left.find(right.text()) != nullptr);
      case Operation::join: {
        if (!left.is_array() || !right.is_text()) return wrong_type(expression);
        std::string joined;
        for (const PageValue& item : left.list()) {
          if (&item != &left.list().front()) joined += right.text();
          if (item.is_text()) {
            joined += item.text();
          } else {
            joined += as_json(item);
          }
        }
        return keep(std::move(joined));
      }
      case Operation::divisible_by:
        if (!left.is_integer() || !right.is_integer() || right.integer() == 0)
          return wrong_type(expression);
        return truth(left.integer() % right.integer() == 0);
      default:
        return arithmetic(expression, left, right);
    }
  }

  const PageValue& arithmetic(const TemplateExpression& expression, const PageValue& left,
                              const PageValue& right) {
    if (expression.operation == Operation::add && left.is_text() && right.is_text()) {
      return keep(std::string(left.text()).append(right.text()));
    }
    if (!left.is_number() || !right.is_number()) return wrong_type(expression);
    const double a = left.real();
    const double b = right.real();
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
    if (left.is_integer() && right.is_integer() && std::abs(result) < 9e15) {
      return keep(static_cast<std::int64_t>(result));
    }
    return keep(result);
  }

  const PageValue& model_;
  const PageValue& shared_;
  const TemplateProgram* program_;             // whose text the steps at hand are in
  std::vector<const TemplateProgram*> chain_;  // from the most derived template to its last parent
  std::string_view block_;                     // the block at hand; empty outside
  std::size_t level_ = 0;                      // where in chain_ its text came from
  std::vector<const PageValue*> values_;       // what each name stands for here; null: nothing
  std::vector<Local> locals_;  // of them, those that loops and assignments have given
  std::vector<Loop> loops_;
  std::deque<PageValue> temporaries_;  // a deque: values keep their place
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

Result<std::string> run_template(const TemplateProgram& program, const PageValue& model,
                                 const PageValue& shared) {
  return Runner(program, model, shared).run();
}

}  // namespace loci

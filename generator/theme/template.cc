#include "theme/template.h"

#include <algorithm>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <inja/inja.hpp>

#include "base/escape.h"
#include "base/text.h"
#include "theme/template_links.h"
#include "theme/template_program.h"

namespace loci {
namespace {

using Op = inja::FunctionStorage::Operation;

std::optional<Operation> operation_of(Op op) {
  switch (op) {
    case Op::Not:
      return Operation::logical_not;
    case Op::And:
      return Operation::logical_and;
    case Op::Or:
      return Operation::logical_or;
    case Op::In:
      return Operation::in;
    case Op::Equal:
      return Operation::equal;
    case Op::NotEqual:
      return Operation::not_equal;
    case Op::Greater:
      return Operation::greater;
    case Op::GreaterEqual:
      return Operation::greater_equal;
    case Op::Less:
      return Operation::less;
    case Op::LessEqual:
      return Operation::less_equal;
    case Op::Add:
      return Operation::add;
    case Op::Subtract:
      return Operation::subtract;
    case Op::Multiplication:
      return Operation::multiply;
    case Op::Division:
      return Operation::divide;
    case Op::Power:
      return Operation::power;
    case Op::Modulo:
      return Operation::modulo;
    case Op::AtId:
      return Operation::member;
    case Op::At:
      return Operation::at;
    case Op::Capitalize:
      return Operation::capitalize;
    case Op::Default:
      return Operation::default_value;
    case Op::DivisibleBy:
      return Operation::divisible_by;
    case Op::Even:
      return Operation::even;
    case Op::Exists:
      return Operation::exists;
    case Op::ExistsInObject:
      return Operation::exists_in;
    case Op::First:
      return Operation::first;
    case Op::Float:
      return Operation::to_float;
    case Op::Int:
      return Operation::to_int;
    case Op::IsArray:
      return Operation::is_array;
    case Op::IsBoolean:
      return Operation::is_boolean;
    case Op::IsFloat:
      return Operation::is_float;
    case Op::IsInteger:
      return Operation::is_integer;
    case Op::IsNumber:
      return Operation::is_number;
    case Op::IsObject:
      return Operation::is_object;
    case Op::IsString:
      return Operation::is_string;
    case Op::Last:
      return Operation::last;
    case Op::Length:
      return Operation::length;
    case Op::Lower:
      return Operation::lower;
    case Op::Max:
      return Operation::maximum;
    case Op::Min:
      return Operation::minimum;
    case Op::Odd:
      return Operation::odd;
    case Op::Range:
      return Operation::range;
    case Op::Replace:
      return Operation::replace;
    case Op::Round:
      return Operation::round;
    case Op::Sort:
      return Operation::sort;
    case Op::Upper:
      return Operation::upper;
    case Op::Join:
      return Operation::join;
    case Op::Super:
    case Op::Callback:
    case Op::None:
      return std::nullopt;
  }
  return std::nullopt;
}

bool is_call_of(const inja::ExpressionNode& node, std::string_view name) {
  const auto* call = dynamic_cast<const inja::FunctionNode*>(&node);
  return call != nullptr && call->operation == Op::Callback && call->name == name;
}

bool is_super(const inja::ExpressionNode& node) {
  const auto* call = dynamic_cast<const inja::FunctionNode*>(&node);
  return call != nullptr && call->operation == Op::Super;
}

std::vector<std::string> split_name(std::string_view name) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t dot = std::min(name.find('.', begin), name.size());
    parts.emplace_back(name.substr(begin, dot - begin));
    begin = dot + 1;
  }
  return parts;
}

// Turns inja's tree of one template into steps.
class Translator {
 public:
  Translator(TemplateProgram& program, TemplateNames& names, const TemplateTexts& texts)
      : program_(program), names_(names), texts_(texts) {}

  std::vector<TemplateStep> block(const inja::BlockNode& node) {
    std::vector<TemplateStep> steps;
    steps.reserve(node.nodes.size());
    for (const std::shared_ptr<inja::AstNode>& child : node.nodes) add(*child, steps);
    join_texts(steps);
    return steps;
  }

  const std::set<std::string>& used_texts() const { return used_texts_; }

  // The first thing that was wrong, as "path:line:column: message".
  const std::string& failure() const { return failure_; }

 private:
  static std::uint32_t at(const inja::AstNode& node) {
    return static_cast<std::uint32_t>(node.pos);
  }

  void fail(std::uint32_t position, std::string_view message) {
    if (failure_.empty()) failure_ = template_message(program_, position, message);
  }

  void add(const inja::AstNode& node, std::vector<TemplateStep>& steps) {
    TemplateStep step;
    step.position = at(node);
    if (const auto* text = dynamic_cast<const inja::TextNode*>(&node)) {
      step.text = std::string_view(program_.text).substr(text->pos, text->length);
    } else if (const auto* print = dynamic_cast<const inja::ExpressionListNode*>(&node)) {
      if (add_interface_text(*print, steps)) return;
      add_print(*print, step);
    } else if (const auto* branch = dynamic_cast<const inja::IfStatementNode*>(&node)) {
      step.kind = TemplateStep::Kind::branch;
      step.expression = root_of(branch->condition, step.position);
      step.body = block(branch->true_statement);
      step.otherwise = block(branch->false_statement);
    } else if (const auto* array_loop = dynamic_cast<const inja::ForArrayStatementNode*>(&node)) {
      step.kind = TemplateStep::Kind::loop;
      step.name = array_loop->value;
      step.name_number = names_.number(step.name);
      step.expression = root_of(array_loop->condition, step.position);
      step.body = block(array_loop->body);
    } else if (const auto* object_loop = dynamic_cast<const inja::ForObjectStatementNode*>(&node)) {
      step.kind = TemplateStep::Kind::loop;
      step.key = object_loop->key;
      step.key_number = names_.number(step.key);
      step.name = object_loop->value;
      step.name_number = names_.number(step.name);
      step.expression = root_of(object_loop->condition, step.position);
      step.body = block(object_loop->body);
    } else if (const auto* include = dynamic_cast<const inja::IncludeStatementNode*>(&node)) {
      step.kind = TemplateStep::Kind::include;
      step.name = include->file;
    } else if (const auto* extends = dynamic_cast<const inja::ExtendsStatementNode*>(&node)) {
      program_.parent_name = extends->file;
      program_.parent_position = step.position;
      return;
    } else if (const auto* named = dynamic_cast<const inja::BlockStatementNode*>(&node)) {
      step.kind = TemplateStep::Kind::block;
      step.name = named->name;
      step.body = block(named->block);
    } else if (const auto* set = dynamic_cast<const inja::SetStatementNode*>(&node)) {
      step.kind = TemplateStep::Kind::assign;
      step.name = set->key;
      step.name_number = names_.number(step.name);
      step.expression = root_of(set->expression, step.position);
    } else {
      fail(step.position, "this statement is not supported");
    }
    steps.push_back(std::move(step));
  }

  void add_print(const inja::ExpressionListNode& node, TemplateStep& step) {
    step.kind = TemplateStep::Kind::print;
    if (node.root == nullptr) {
      fail(step.position, "empty expression");
    } else if (is_super(*node.root)) {
      step.kind = TemplateStep::Kind::super;
    } else if (is_call_of(*node.root, "safe")) {
      step.kind = TemplateStep::Kind::print_safe;
      step.expression =
          expression(*static_cast<const inja::FunctionNode&>(*node.root).arguments.front());
    } else {
      step.expression = expression(*node.root);
    }
  }

  // ---- texts of the interface

  // What is a text when the template has been read runs as one: a page's markup and the translations
  // between it are one step.
  void join_texts(std::vector<TemplateStep>& steps) {
    std::vector<TemplateStep> joined;
    joined.reserve(steps.size());
    for (std::size_t i = 0; i < steps.size();) {
      std::size_t end = i;
      while (end < steps.size() && steps[end].kind == TemplateStep::Kind::text) ++end;
      if (end - i < 2) {
        joined.push_back(std::move(steps[i++]));
        continue;
      }
      std::string whole;
      for (std::size_t at = i; at < end; ++at) whole += steps[at].text;
      add_text(std::move(whole), steps[i].position, joined);
      i = end;
    }
    steps = std::move(joined);
  }

  void add_text(std::string text, std::uint32_t position, std::vector<TemplateStep>& steps) {
    if (text.empty()) return;
    program_.made.push_back(std::move(text));
    TemplateStep step;
    step.position = position;
    step.text = program_.made.back();
    steps.push_back(std::move(step));
  }

  // t, tn and interface_lang, printed. False for anything else.
  bool add_interface_text(const inja::ExpressionListNode& node, std::vector<TemplateStep>& steps) {
    if (node.root == nullptr) return false;
    if (is_call_of(*node.root, "interface_lang")) {
      if (texts_.differs) add_text(" lang=\"en\" dir=\"ltr\"", at(node), steps);
      return true;
    }
    const bool counts = is_call_of(*node.root, "tn");
    if (!counts && !is_call_of(*node.root, "t")) return false;
    const auto& call = static_cast<const inja::FunctionNode&>(*node.root);
    std::vector<std::string> words;
    std::vector<TemplateExpression> values;
    for (const std::shared_ptr<inja::ExpressionNode>& argument : call.arguments) {
      const auto* literal = dynamic_cast<const inja::LiteralNode*>(argument.get());
      if (words.size() < (counts ? 2U : 1U)) {
        if (literal == nullptr || !literal->value.is_string()) {
          fail(at(node), "a text to translate must stand between quotation marks");
          return true;
        }
        words.push_back(literal->value.get<std::string>());
      } else {
        values.push_back(expression(*argument));
      }
    }
    if (counts) {
      add_counted(words, std::move(values), at(node), steps);
    } else if (words.empty()) {
      fail(at(node), "'t' needs a text");
    } else {
      used_texts_.insert(words[0]);
      add_pieces(texts_.strings.of(words[0]), words[0], values, at(node), steps);
    }
    return true;
  }

  void add_counted(const std::vector<std::string>& words, std::vector<TemplateExpression> values,
                   std::uint32_t position, std::vector<TemplateStep>& steps) {
    if (words.size() < 2 || values.empty()) {
      return fail(position, "'tn' needs the text of one, the text of several and the number");
    }
    used_texts_.insert(words[1]);
    TemplateStep step;
    step.position = position;
    step.kind = TemplateStep::Kind::branch;
    step.expression = is_one(values.front());
    if (values.size() > 1) values.erase(values.begin());
    const std::string& other = words[1];
    add_pieces(texts_.strings.one_of(words[0], other), other, values, position, step.body);
    add_pieces(texts_.strings.other_of(other), other, values, position, step.otherwise);
    for (std::vector<TemplateStep>* steps_of : {&step.body, &step.otherwise}) {
      for (TemplateStep& piece : *steps_of) {
        if (piece.kind != TemplateStep::Kind::print) continue;
        piece.kind = TemplateStep::Kind::print_count;
        piece.text = separator();
      }
    }
    steps.push_back(std::move(step));
  }

  // Between thousands, in the language of the interface.
  std::string_view separator() {
    if (separator_.data() == nullptr)
      separator_ = program_.made.emplace_back(
          replace_all(replace_all(texts_.strings.number(1000), "1", ""), "0", ""));
    return separator_;
  }

  // Whether the number takes the form of one.
  TemplateExpression is_one(const TemplateExpression& number) const {
    const std::vector<std::uint64_t> numbers = texts_.strings.numbers_of_one();
    TemplateExpression literal;
    TemplateExpression result;
    result.position = literal.position = number.position;
    result.operation = numbers.size() == 1 ? Operation::equal : Operation::in;
    if (numbers.size() == 1) {
      literal.literal = numbers.front();
    } else {
      literal.literal = PageValue::array();
      for (const std::uint64_t one : numbers) literal.literal.push_back(one);
    }
    result.arguments = {number, literal};
    return result;
  }

  // `text` is `english` in the language of the interface; `values` belong to the places of `english`.
  void add_pieces(std::string_view text, std::string_view english,
                  const std::vector<TemplateExpression>& values, std::uint32_t position,
                  std::vector<TemplateStep>& steps) {
    const std::vector<std::string_view> places = places_of(english);
    if (values.size() != places.size() && !(places.empty() && values.size() == 1)) {
      return fail(position, "this text has " + std::to_string(places.size()) + " places, not " +
                                std::to_string(values.size()));
    }
    const std::vector<TextPiece> pieces = pieces_of(text);
    for (const TextPiece& piece : pieces) {
      if (!piece.is_place) {
        std::string words;
        append_html(words, piece.text);
        add_text(std::move(words), position, steps);
        continue;
      }
      const auto place = std::find(places.begin(), places.end(), piece.text);
      if (place == places.end()) continue;
      const bool is_link = std::any_of(pieces.begin(), pieces.end(), [&](const TextPiece& other) {
        return other.closes && other.text == piece.text;
      });
      if (piece.closes) {
        add_text("</a>", position, steps);
        continue;
      }
      if (is_link) add_text("<a href=\"", position, steps);
      TemplateStep step;
      step.position = position;
      step.kind = TemplateStep::Kind::print;
      step.expression = values[static_cast<std::size_t>(place - places.begin())];
      steps.push_back(std::move(step));
      if (is_link) add_text("\">", position, steps);
    }
    join_texts(steps);
  }

  TemplateExpression root_of(const inja::ExpressionListNode& list, std::uint32_t position) {
    if (list.root != nullptr) return expression(*list.root);
    fail(position, "empty expression");
    return {};
  }

  TemplateExpression expression(const inja::ExpressionNode& node) {
    TemplateExpression result;
    result.position = at(node);
    if (const auto* literal = dynamic_cast<const inja::LiteralNode*>(&node)) {
      result.literal = value_of(program_.literals.emplace_back(literal->value));
    } else if (const auto* variable = dynamic_cast<const inja::DataNode*>(&node)) {
      result.operation = Operation::variable;
      result.name = variable->name;
      result.path = split_name(variable->name);
      result.head = names_.number(result.path.front());
    } else if (const auto* call = dynamic_cast<const inja::FunctionNode*>(&node)) {
      add_call(*call, result);
    }
    return result;
  }

  void add_call(const inja::FunctionNode& call, TemplateExpression& result) {
    // A text without places is a value like any other: `join(words, t(" and "))`.
    if (call.operation == Op::Callback && call.name == "t" && call.arguments.size() == 1) {
      const auto* text = dynamic_cast<const inja::LiteralNode*>(call.arguments.front().get());
      if (text != nullptr && text->value.is_string()) {
        const std::string words = text->value.get<std::string>();
        used_texts_.insert(words);
        result.literal = std::string(texts_.strings.of(words));
        return;
      }
    }
    const std::optional<Operation> operation = operation_of(call.operation);
    if (!operation) {
      fail(result.position, call.name == "safe"
                                ? "'safe' must come last in what is printed"
                                : "'" + call.name + "' may not be used inside an expression");
      return;
    }
    result.operation = *operation;
    if (*operation ==
        Operation::member) {  // a.b of something that is not a plain name: (list.0).title
      result.arguments.push_back(expression(*call.arguments.at(0)));
      const auto* name = dynamic_cast<const inja::DataNode*>(call.arguments.at(1).get());
      if (name == nullptr) {
        fail(result.position, "expected a name after '.'");
        return;
      }
      result.name = name->name;
      return;
    }
    for (const std::shared_ptr<inja::ExpressionNode>& argument : call.arguments) {
      result.arguments.push_back(expression(*argument));
    }
  }

  TemplateProgram& program_;
  TemplateNames& names_;
  const TemplateTexts& texts_;
  std::set<std::string> used_texts_;
  std::string_view separator_;  // into TemplateProgram::made
  std::string failure_;
};

void collect_blocks(const std::vector<TemplateStep>& steps, TemplateProgram& program) {
  for (const TemplateStep& step : steps) {
    if (step.kind == TemplateStep::Kind::block) program.blocks.emplace(step.name, &step);
    collect_blocks(step.body, program);
    collect_blocks(step.otherwise, program);
  }
}

Error template_error(std::string message) {
  return Error{std::move(message), {}, ErrorKind::usage};
}

}  // namespace

struct TemplateSet::Parts {
  TemplateNames names;
  TemplatePrograms programs;
  std::set<std::string> own_texts;
  std::set<std::string> failures;
  std::vector<std::string> unused;
};

TemplateSet::TemplateSet(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TemplateSet::TemplateSet(TemplateSet&&) noexcept = default;
TemplateSet& TemplateSet::operator=(TemplateSet&&) noexcept = default;
TemplateSet::~TemplateSet() = default;

TemplateSet TemplateSet::parse(std::vector<TemplateSource> sources) {
  return parse(std::move(sources), {});
}

TemplateSet TemplateSet::parse(std::vector<TemplateSource> sources, const TemplateTexts& texts) {
  auto parts = std::make_unique<Parts>();
  inja::Environment environment;
  environment.set_search_included_templates_in_files(false);
  // Known by name to the translator.
  const auto nothing = [](inja::Arguments&) { return inja::json(); };
  environment.add_callback("safe", 1, nothing);
  environment.add_callback("t", nothing);
  environment.add_callback("tn", nothing);
  environment.add_callback("interface_lang", 0, nothing);

  std::set<std::string> lonely;
  for (TemplateSource& source : sources) {
    const bool is_own = !source.path.starts_with("loci:");
    if (parts->programs.contains(source.name)) {
      lonely.erase(source.name);
      continue;
    }
    if (is_own) lonely.insert(source.name);
    auto program = std::make_unique<TemplateProgram>();
    program->names = &parts->names;
    program->name = std::move(source.name);
    program->path = std::move(source.path);
    program->text = std::move(source.text);
    try {
      const inja::Template parsed = environment.parse(program->text);
      Translator translator(*program, parts->names, texts);
      program->steps = translator.block(parsed.root);
      if (!translator.failure().empty()) break_program(*program, translator.failure());
      if (is_own)
        parts->own_texts.insert(translator.used_texts().begin(), translator.used_texts().end());
    } catch (const inja::InjaError& error) {
      break_program(*program, program->path + ":" + std::to_string(error.location.line) + ":" +
                                  std::to_string(error.location.column) + ": " + error.message);
    } catch (const std::exception& error) {  // a literal that is not JSON
      break_program(*program, program->path + ":1:1: " + error.what());
    }
    collect_blocks(program->steps, *program);
    std::string name = program->name;
    parts->programs.emplace(std::move(name), std::move(program));
  }

  link_templates(parts->programs, lonely);
  parts->unused.assign(lonely.begin(), lonely.end());
  for (const auto& [name, program] : parts->programs) {
    if (program->failure.empty()) continue;
    // Loci's own are right, unless one of the site's made a circle of them.
    parts->failures.insert(program->failure);
  }
  return TemplateSet(std::move(parts));
}

const std::set<std::string>& TemplateSet::own_texts() const { return parts_->own_texts; }

const std::vector<std::string>& TemplateSet::unused() const { return parts_->unused; }

const std::set<std::string>& TemplateSet::failures() const { return parts_->failures; }

bool TemplateSet::contains(std::string_view name) const { return parts_->programs.contains(name); }

Result<std::string> TemplateSet::render(std::string_view name, const PageValue& model) const {
  return render(name, model, PageValue());
}

Result<std::string> TemplateSet::render(std::string_view name, const PageValue& model,
                                        const PageValue& shared) const {
  const auto found = parts_->programs.find(name);
  if (found == parts_->programs.end())
    return template_error("no template named '" + std::string(name) + "'");
  return run_template(*found->second, model, shared);
}

}  // namespace loci

#include "theme/template_links.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace loci {
namespace {

class Links {
 public:
  explicit Links(const TemplatePrograms& programs) : programs_(programs) {}

  // Gives every include and extends its program. The empty string when all of them exist.
  std::string resolve(std::vector<TemplateStep>& steps, const TemplateProgram& program) const {
    for (TemplateStep& step : steps) {
      if (step.kind == TemplateStep::Kind::include) {
        const auto found = programs_.find(step.name);
        if (found == programs_.end()) {
          return template_message(program, step.position, "no template named '" + step.name + "'");
        }
        step.included = found->second.get();
      }
      for (std::vector<TemplateStep>* inner : {&step.body, &step.otherwise}) {
        std::string failure = resolve(*inner, program);
        if (!failure.empty()) return failure;
      }
    }
    return {};
  }

  // A template that includes or extends itself, however indirectly, would never end.
  std::string find_cycle(const TemplateProgram& program, std::vector<const TemplateProgram*>& open,
                         std::set<const TemplateProgram*>& closed) const {
    if (closed.contains(&program)) return {};
    open.push_back(&program);
    std::string failure;
    if (program.parent != nullptr)
      failure = enter(*program.parent, program, program.parent_position, open, closed);
    if (failure.empty()) failure = find_cycle_in(program.steps, program, open, closed);
    open.pop_back();
    if (failure.empty()) closed.insert(&program);
    return failure;
  }

 private:
  std::string enter(const TemplateProgram& next, const TemplateProgram& from,
                    std::uint32_t position, std::vector<const TemplateProgram*>& open,
                    std::set<const TemplateProgram*>& closed) const {
    if (std::find(open.begin(), open.end(), &next) != open.end()) {
      return template_message(from, position, "'" + next.name + "' contains itself");
    }
    return find_cycle(next, open, closed);
  }

  std::string find_cycle_in(const std::vector<TemplateStep>& steps, const TemplateProgram& program,
                            std::vector<const TemplateProgram*>& open,
                            std::set<const TemplateProgram*>& closed) const {
    for (const TemplateStep& step : steps) {
      std::string failure;
      if (step.included != nullptr)
        failure = enter(*step.included, program, step.position, open, closed);
      if (failure.empty()) failure = find_cycle_in(step.body, program, open, closed);
      if (failure.empty()) failure = find_cycle_in(step.otherwise, program, open, closed);
      if (!failure.empty()) return failure;
    }
    return {};
  }

  const TemplatePrograms& programs_;  // the caller's
};

void erase_included(const std::vector<TemplateStep>& steps, std::set<std::string>& names) {
  for (const TemplateStep& step : steps) {
    if (step.included != nullptr) names.erase(step.included->name);
    erase_included(step.body, names);
    erase_included(step.otherwise, names);
  }
}

}  // namespace

void break_program(TemplateProgram& program, std::string failure) {
  program.failure = std::move(failure);
  program.steps.clear();
  program.blocks.clear();
  program.parent_name.clear();
  program.parent = nullptr;
}

void link_templates(TemplatePrograms& programs, std::set<std::string>& lonely) {
  const Links links(programs);
  for (auto& [name, program] : programs) {
    if (std::string failure = links.resolve(program->steps, *program); !failure.empty()) {
      break_program(*program, std::move(failure));
      continue;
    }
    if (program->parent_name.empty()) continue;
    const auto parent = programs.find(program->parent_name);
    if (parent == programs.end()) {
      break_program(*program, template_message(*program, program->parent_position,
                                               "no template named '" + program->parent_name + "'"));
      continue;
    }
    program->parent = parent->second.get();
  }
  std::set<const TemplateProgram*> closed;
  for (const auto& [name, program] : programs) {
    std::vector<const TemplateProgram*> open;
    if (std::string failure = links.find_cycle(*program, open, closed); !failure.empty())
      break_program(*program, std::move(failure));
  }
  for (const auto& [name, program] : programs) {
    if (program->parent != nullptr) lonely.erase(program->parent->name);
    erase_included(program->steps, lonely);
  }
}

}  // namespace loci

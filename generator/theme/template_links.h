// How the templates of a set belong together: includes and parents found, circles and what stands nowhere.
//
// A template that cannot be used stays in the set, so that the pages it makes say why there are none.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "theme/template_program.h"

namespace loci {

using TemplatePrograms = std::map<std::string, std::unique_ptr<TemplateProgram>, std::less<>>;

// From here on the template only says `failure`.
void break_program(TemplateProgram& program, std::string failure);

// Gives every include and extends its program; breaks those whose templates do not exist or lead back to
// themselves. Takes out of `lonely` what is included or extended.
void link_templates(TemplatePrograms& programs, std::set<std::string>& lonely);

}  // namespace loci

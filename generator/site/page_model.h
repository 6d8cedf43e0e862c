// What a template is given: templates/README.md is its contract. Each page's own model is small;
// what pages share is site/page_parts.h, and long texts are finished HTML.
#pragma once

#include "site/output_plan.h"
#include "site/pipeline.h"
#include "site/render.h"
#include "theme/page_value.h"

namespace loci {

PageValue page_model(const Output& output, const SiteBuild& build, const RenderOptions& options);

// What templates call a kind of page: "note".
std::string_view kind_name(OutputKind kind);

// The template that makes a page of this kind: "note.html".
std::string_view template_of(OutputKind kind);

}  // namespace loci

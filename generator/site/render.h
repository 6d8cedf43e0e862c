// One output's bytes: a pure function of the build. The build asks for all of them, the preview
// server for one.
//
//     std::string page;
//     Status done = render(*build.plan.find("index.html"), build, theme, sink);
//
// where sink is [&](std::string_view bytes) { page += bytes; return true; }
#pragma once

#include "base/result.h"
#include "site/output_plan.h"
#include "site/pipeline.h"
#include "theme/theme.h"

namespace loci {

struct RenderOptions {
  bool live = false;  // under `loci serve`: the page loads the live-reload script
};

// Errors: a template that asks for what is not there (kind content), an attachment that has gone
// (kind environment), and kind environment with an empty message when the sink refused.
Status render(const Output& output, const SiteBuild& build, const Theme& theme,
              const ByteSink& sink, const RenderOptions& options = {});

}  // namespace loci

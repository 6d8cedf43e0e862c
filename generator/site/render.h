// One output's bytes: a pure function of the build. The build asks for all of them, the preview
// server for one.
//
//     Result<std::string> page = render(*build.plan.find("index.html"), build, theme);
#pragma once

#include <string>

#include "base/result.h"
#include "site/output_plan.h"
#include "site/pipeline.h"
#include "theme/theme.h"

namespace loci {

struct RenderOptions {
  bool live = false;  // under `loci serve`: the page loads the live-reload script
};

// Errors: a template that asks for what is not there (kind content), an attachment that has gone
// (kind environment). lunr-index.json, which may be larger than all pages, comes whole as well:
// who only passes it on calls write_lunr_json.
Result<std::string> render(const Output& output, const SiteBuild& build, const Theme& theme,
                           const RenderOptions& options = {});

}  // namespace loci

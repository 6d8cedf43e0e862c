// What a site says of its own look, looked at once a build: templates and assets that replace Loci's, the texts of its language,
// its colours.
//
//     check_customisation(config, theme, files, diagnostics);   // L504, L510, L511, L521, L522
//
// That the entries of [navigation] lead somewhere is site/page_parts.h, which knows the pages.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "source/config.h"
#include "source/diagnostic.h"
#include "source/file_system.h"
#include "theme/theme.h"

namespace loci {

// A template's failure (theme.h) as L504, with its place when it is in one of the site's own.
Diagnostic template_problem(const std::string& failure,
                            const std::map<std::string, std::string, std::less<>>& own_templates);

void check_customisation(const SiteConfig& config, const Theme& theme, FileSystem& files,
                         Diagnostics& diagnostics);

}  // namespace loci

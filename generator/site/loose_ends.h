// What nothing leads to: notes without a link to them, files that no note shows. Remarks, which only
// `loci check --verbose` and `loci list orphans` ask for.
#pragma once

#include <vector>

#include "site/pipeline.h"
#include "source/diagnostic.h"

namespace loci {

// No other note links to it, shows it or requires it, and it is not the page of a folder. The only
// note of a site is none.
bool is_orphan(const LinkedSite& site, const LinkedNote& note);

// L505 and L508, by path.
std::vector<Diagnostic> find_loose_ends(const SiteBuild& build);

}  // namespace loci

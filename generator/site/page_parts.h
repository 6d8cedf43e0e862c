// What many pages share, made once a build: the model that all pages of one depth have in common,
// and the sidebars.
//
// This is why the cost of a page does not grow with the site: a page looks its parts up and marks
// itself in its sidebar.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "site/pipeline.h"
#include "site/url.h"
#include "theme/theme.h"

namespace loci {

class PageParts {
 public:
  struct Parts;
  explicit PageParts(std::unique_ptr<Parts> parts);
  ~PageParts();

  // Names that every page may use: lang, root, site, links, assets, sections, csp, ...
  const PageValue& shared_for(const Output& output, const SiteBuild& build) const;

  // The sidebar of a page, itself marked in it.
  std::string sidebar_for(const Output& output, const SiteBuild& build) const;

 private:
  std::unique_ptr<Parts> parts_;
};

// For every page of the plan. A template that fails is reported (L504) and its sidebar is empty.
std::shared_ptr<const PageParts> make_page_parts(const SiteBuild& build, const Theme& theme,
                                                 Diagnostics& diagnostics);

// The section a page belongs to: the root for those that belong to none.
std::uint32_t section_of(const Output& output, const LinkedSite& site);

// How a page sees the site: 404.html is shown at any depth and so needs whole paths.
Hrefs hrefs_of(const Output& output, const SiteConfig& config);

}  // namespace loci

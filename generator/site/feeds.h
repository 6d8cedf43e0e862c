// What machines read: the sitemap, the Atom feed, robots.txt. The first two need absolute addresses
// and so base_url.
//
// Dates come from front matter alone: the files are the same whenever they are built.
#pragma once

#include <string>

#include "site/stages.h"
#include "source/config.h"

namespace loci {

std::string make_sitemap(const LinkedSite& site, const SiteConfig& config);
std::string make_feed(const LinkedSite& site, const SiteConfig& config);
std::string make_robots(const SiteConfig& config);

}  // namespace loci

// Files of the site as data: addresses in the single file (site/single_file.h): pictures, films, fonts,
// and what notes link to.
//
//     SingleMedia media(build, theme);
//     media.address("media/plan.svg")       "data:image/svg+xml;base64,PHN2Zy…"
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "site/pipeline.h"
#include "theme/theme.h"

namespace loci {

class SingleMedia {
 public:
  // Leaves out the largest attachments until the others are at most `most_bytes` together.
  SingleMedia(const SiteBuild& build, const Theme& theme, std::uint64_t most_bytes);

  // Of an attachment or an asset; empty: it is left out, cannot be read, or is no such file. From any
  // thread.
  std::string address(std::string_view path);

  // A style sheet with each url(…) of it replaced by the file's own address.
  std::string style(std::string_view text, std::string_view path);

  // Attachments that are left out, the largest first, and those that could not be read, by path.
  const std::vector<const SiteAttachment*>& left_out() const { return left_out_; }
  std::set<std::string> unreadable();

 private:
  const SiteBuild& build_;
  const Theme& theme_;
  std::vector<const SiteAttachment*> left_out_;
  std::set<std::string, std::less<>> left_out_paths_;
  std::mutex mutex_;
  std::set<std::string> unreadable_;
};

// By the ending of a name: "image/png"; "application/octet-stream" for what is not known.
std::string_view media_type(std::string_view path);

}  // namespace loci

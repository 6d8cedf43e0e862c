// An author's own id for a heading: "## Set up {#setup}", "Title { #setup .wide }". The id counts, classes and keys are left out.
#pragma once

#include <cstddef>
#include <string_view>

namespace loci {

struct HeadingId {
  std::string_view id;    // into the text; empty: there is none
  std::size_t keep = 0;   // where the text before it ends
  std::size_t brace = 0;  // where it begins
};

// `text`: what a heading's last stretch of text is.
HeadingId trailing_heading_id(std::string_view text);

}  // namespace loci

// The element that shows a file of the notes folder: a picture, a player, a frame with a PDF, or a link.
//
//     ![[tree.png|300]]       <img src="tree.png" alt="tree" width="300" height="200" loading="lazy" decoding="async">
//     ![[talk.mp3#t=90]]      <audio controls preload="none" …>
//     ![[paper.pdf#page=3]]   <figure class="pdf"><iframe …>
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "markdown/note_body.h"
#include "site/stages.h"

namespace loci {

struct ShownSize {
  std::uint32_t width = 0;  // in CSS pixels; 0: not known
  std::uint32_t height = 0;

  friend bool operator==(const ShownSize&, const ShownSize&) = default;
};

// The author's size ("300" or "300x200", may be empty), completed by the file's own proportions.
ShownSize shown_size(std::string_view written, const SiteAttachment& file);

// `href`: of the file, without a fragment. An embed that stands alone becomes a block, another one a phrase.
void append_file(std::string& out, const Link& link, const SiteAttachment& file,
                 std::string_view href, const Strings& strings);

}  // namespace loci

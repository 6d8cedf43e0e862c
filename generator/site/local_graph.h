// The map of one note: itself in the middle, what leads to it on the left, where it leads on the
// right, each a link, and how these are linked with each other. A picture that needs no script and
// no more room in the page than about sixteen links.
#pragma once

#include <string>

#include "site/link_graph.h"
#include "site/stages.h"
#include "site/url.h"

namespace loci {

struct LocalGraph {
  std::string html;        // an <svg>; empty: the note has no neighbour
  std::size_t others = 0;  // neighbours that have no place in it
};

LocalGraph draw_local_graph(NoteId note, const LinkedSite& site, const LinkGraph& graph,
                            const Hrefs& hrefs);

// Which of the eight colours of sections a note has in maps: by the top section it is in.
std::uint32_t hue_of(std::uint32_t section, const LinkedSite& site);

}  // namespace loci

// A page's text with the notes it embeds: `![[note]]`, `![[note#heading]]`, `![[note#^block]]`.
//
// The embedded part is shown as its own note shows it, with links as the page sees them, below a line that leads to its
// source. Its headings go below the heading it stands under; its ids get a prefix, so that no two elements of the page share
// one, and what leads to them inside the part follows; its footnotes come with it; its cards are text here, because they
// belong to their own page.
//
// Circles, more than 8 levels and more than 10 MiB a page are cut: a link stands instead. check_embeds says so once, when the
// notes are linked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "markdown/note_body.h"
#include "site/link_steps.h"
#include "site/stages.h"
#include "site/url.h"
#include "source/diagnostic.h"

namespace loci {

constexpr std::size_t max_embed_depth = 8;
constexpr std::size_t max_embedded_bytes = 10 * 1024 * 1024;  // of one page
// What an embed counts besides its text, so that empty notes are no way around the limit.
constexpr std::size_t embed_overhead = 256;

struct PageBody {
  std::string html;
  PageNeeds needs;  // of the note and of all that is embedded
};

// The text of `note`'s page, with links as `hrefs` sees them.
PageBody fill_page(const LinkedNote& note, const LinkedSite& site, const Hrefs& hrefs);

// What an embed that stands alone and leads to `target` shows of it, in its body's HTML: a block, a section, or all but the
// footnotes. nullopt: nothing of its own (no such heading, or one inside a list or quotation), so it is a link.
// `resolved`: where the link leads.
std::optional<TextRange> embedded_part(const LinkedNote& target, const Link& link,
                                       const ResolvedLink& resolved);

// L209 embed-cycle at each embed of a circle, L210 embed-too-deep, L216 embed-too-large.
void check_embeds(const LinkedSite& site, const LinkNames& names, Diagnostics& diagnostics);

}  // namespace loci

#include "site/loose_ends.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "site/link_lookup.h"

namespace loci {

bool is_orphan(const LinkedSite& site, const LinkedNote& note) {
  if (!note.backlinks.empty() || !note.unlocks.empty() || site.notes.size() < 2) return false;
  const NoteId index = site.sections[note.section].index;
  return index == no_note || &site.note(index) != &note;
}

std::vector<Diagnostic> find_loose_ends(const SiteBuild& build) {
  Diagnostics found;
  for (const LinkedNote& note : build.site.notes) {
    if (is_orphan(build.site, note))
      found.report(Code::orphan_note, note.parsed->path, {}, "no other note links to this one");
  }
  std::unordered_set<std::string_view> used;
  for (const SiteAttachment& attachment : build.site.attachments)
    used.insert(attachment.source_path);
  for (const Attachment& attachment : build.sources.attachments) {
    if (has_attachment_ending(attachment.path) && !used.contains(attachment.path))
      found.report(Code::unused_attachment, attachment.path, {},
                   "no note links to this file, so it is not published");
  }
  found.sort();
  return found.take();
}

}  // namespace loci

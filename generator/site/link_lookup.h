// What one link means: the note, folder or file it leads to, the place in it, and what is wrong with
// it. The one implementation behind the build, `loci explain` and the repairs of `loci check --fix`.
//
//     LookedUp meaning = look_up(site, names, note, link);
//     meaning.link          where it leads
//     meaning.problems      what to say about it
//     meaning.target_repair what to write instead of its target, when that is certain
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "site/fragments.h"
#include "site/link_steps.h"
#include "site/name_table.h"
#include "site/stages.h"

namespace loci {

// What of the link a message points at.
enum class LinkPlace : std::uint8_t { whole, target, fragment };

struct LinkProblem {
  Code code{};
  LinkPlace place = LinkPlace::whole;
  std::string message;
  std::vector<std::string> hints;
};

struct LookedUp {
  ResolvedLink link;  // `index` of an attachment is its place in SourceSet
  Resolution found;
  std::optional<FoundFragment> fragment;  // of a link into a note that has one
  std::vector<LinkProblem> problems;
  // Texts to write instead, not yet encoded for an address. Only where one answer is certain.
  std::optional<std::string> target_repair;
  std::optional<std::string> fragment_repair;
};

// Every rule tried, for `loci explain`.
struct LookupTrace {
  struct Try {
    std::string name;  // the target as written, percent-decoded, or without its query
    NameTrace steps;
  };
  std::vector<Try> tries;
  bool asked_drafts = false;
};

// `from`: a note of the site.
LookedUp look_up(const LinkedSite& site, const LinkNames& names, const LinkedNote& from,
                 const Link& link, LookupTrace* trace = nullptr);

// Whether the link's target is a note that is not published, if it is nothing else. `from`: path of its note, in the vault.
bool names_draft(const LinkNames& names, const Link& link, std::string_view from);

// Whether a path ends as files do that people keep beside notes: pictures, sound, films, documents.
// "v1.2" and "Node.js" do not.
bool has_attachment_ending(std::string_view path);

// Where in the note's text a message about the link points; the whole link when its parts stand
// elsewhere.
Span link_place_span(std::string_view text, const Link& link, LinkPlace place);

// The text of a note as it was parsed; empty when there is none of that path.
std::string_view source_text(const SourceSet& sources, std::string_view path);

}  // namespace loci

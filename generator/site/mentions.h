// Unlinked mentions: where a note's title or alias stands in another note's prose and is no link.
//
// The aim is that what is shown is right; what is missed can be linked by hand. So:
//   - a name of two words or more is found in any case: "consistent hashing";
//   - an acronym or a name with capitals or digits inside is found as it is written: "MVCC", "gRPC";
//   - a single capitalised word ("Redis") is found capitalised, where a capital means something: not
//     at the start of a sentence, unless the notes never write the word small;
//   - a single word is not found within a longer name ("Lua Nguyen", "Snowflake Arctic Tours");
//   - a single word written small, a name of less than three letters, the title of a folder's index
//     note and what every vault has ("Introduction", "Further reading") are never found;
//   - a name that two notes have means neither, and one that a fifth of all notes say without a link
//     says nothing;
//   - a note that links to the other one anywhere has said what it had to say.
//
// Names are found by site/phrase_finder; shown by site/page_model; made links by site/suggest_links.
#pragma once

#include <optional>
#include <string_view>

#include "markdown/links.h"
#include "site/stages.h"

namespace loci {

// LinkedNote::mentions of all notes. Needs titles, links and prerequisites.
void collect_mentions(LinkedSite& site);

// The sentence a mention stands in, within its paragraph, item or cell, with the names of links as the page shows them.
Sentence mention_sentence(const Mention& mention, const LinkedSite& site);

// How a name is looked for; nullopt: not at all.
enum class MentionRule : std::uint8_t { any_case, as_written, capitalised };
std::optional<MentionRule> mention_rule(std::string_view name);

}  // namespace loci

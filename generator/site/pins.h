// Ids for cards that have none: where they are written into a note (`loci cards pin`).
//
// Every edit is tried: the note with it is parsed, and must hold the same cards, this one with the id. The id is made of the
// question and the note, so that the same notes get the same ids on every machine.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "site/parse.h"
#include "site/stages.h"
#include "source/config.h"
#include "source/text_edit.h"

namespace loci {

struct NotePins {
  std::vector<TextEdit> edits;          // of the note's text; in the order of the text
  std::vector<std::uint32_t> left_out;  // cards of the note that no id can be written for
};

// `taken`: ids in use; those made are added.
NotePins find_pins(const ParsedNote& note, const SourceFile& file, const SiteConfig& config,
                   std::set<std::string>& taken);

}  // namespace loci

// The second pass: each note's text as its meaning, all notes at once. A note depends on its own
// bytes and the options only. What its folder's index note says for it (site/cascade.h) is one of
// its options.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "markdown/document.h"
#include "site/cascade.h"
#include "site/parse_cache.h"
#include "site/stages.h"
#include "source/config.h"

namespace loci {

// `cache` may be null.
ParsedNotes parse_notes(const SourceSet& sources, const SiteConfig& config, ParseCache* cache);

// `labels`: what some links show instead of a private name (site/private_names.h); such a note is not for the cache.
std::shared_ptr<const ParsedNote> parse_note(const SourceFile& file, const SiteConfig& config,
                                             const NotePlace& place = {},
                                             const LinkLabels* labels = nullptr);

// As above, and where the plain text of its sections stands in the source.
std::shared_ptr<const ParsedNote> parse_note(const SourceFile& file, const SiteConfig& config,
                                             const NotePlace& place, const LinkLabels* labels,
                                             std::vector<PlainPlace>& places);

// A fingerprint of everything in the configuration that a parsed note depends on.
std::uint64_t parse_options_hash(const SiteConfig& config);

}  // namespace loci

#include "site/parse.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "base/path.h"
#include "cards/extract.h"
#include "markdown/allow_comment.h"
#include "markdown/document.h"
#include "source/front_matter.h"

namespace loci {
namespace {

void give_back_slack(Html& html) {
  html.text.shrink_to_fit();
  html.holes.shrink_to_fit();
}

// Texts that were built piece by piece own up to twice what they need, and a parsed note lives as
// long as the site.
void give_back_slack(ParsedNote& note) {
  give_back_slack(note.body.html);
  note.body.links.shrink_to_fit();
  note.body.outline.shrink_to_fit();
  note.body.sections.shrink_to_fit();
  note.body.bare_links.shrink_to_fit();
  for (Section& section : note.body.sections) {
    section.text.shrink_to_fit();
    section.prose.shrink_to_fit();
  }
  for (Link& link : note.body.links) link.sentence.shrink_to_fit();
  note.cards.shrink_to_fit();
  for (Card& card : note.cards) {
    give_back_slack(card.front);
    give_back_slack(card.back);
  }
}

CardRules card_rules(std::string_view path, const SiteConfig& config) {
  CardRules rules{config.cards.compat, false};
  if (config.cards.folders.empty()) return rules;
  if (config.notes_dir != "." && is_inside(path, config.notes_dir))
    path.remove_prefix(std::min(config.notes_dir.size() + 1, path.size()));
  rules.open = std::any_of(config.cards.folders.begin(), config.cards.folders.end(),
                           [path](const std::string& folder) { return is_inside(path, folder); });
  return rules;
}

std::shared_ptr<const ParsedNote> parse(const SourceFile& file, const SiteConfig& config,
                                        const NotePlace& place, const LinkLabels* labels,
                                        std::vector<PlainPlace>* places) {
  auto note = std::make_shared<ParsedNote>();
  note->path = file.path;
  note->hash = file.hash;
  note->place = place;
  Diagnostics diagnostics;
  ParsedFrontMatter head = parse_front_matter(file.path, file.text,
                                              {.extra_keys = config.extra_front_matter,
                                               .defaults = place.defaults.get(),
                                               .is_index = place.is_index},
                                              diagnostics);
  Document document = parse_document(
      file.path, file.text, head.body_begin, config.markdown,
      Dialect{.labels = labels, .verified = place.verified.get(), .strings = config.strings},
      diagnostics);
  note->allowances = read_allowances(document, diagnostics);
  if (places != nullptr) trace_plain(document, *places);
  note->cards =
      extract_cards(document, file.path, head.meta, card_rules(file.path, config), diagnostics);
  note->body = render_body(document, diagnostics);
  note->meta = std::move(head.meta);
  give_back_slack(*note);
  note->diagnostics = diagnostics.take();
  return note;
}

}  // namespace

std::shared_ptr<const ParsedNote> parse_note(const SourceFile& file, const SiteConfig& config,
                                             const NotePlace& place, const LinkLabels* labels) {
  return parse(file, config, place, labels, nullptr);
}

std::shared_ptr<const ParsedNote> parse_note(const SourceFile& file, const SiteConfig& config,
                                             const NotePlace& place, const LinkLabels* labels,
                                             std::vector<PlainPlace>& places) {
  return parse(file, config, place, labels, &places);
}

std::uint64_t parse_options_hash(const SiteConfig& config) {
  std::string options = std::to_string(static_cast<int>(config.markdown.html));
  options += config.markdown.smart_punctuation ? 's' : '-';
  options += config.markdown.emoji ? 'e' : '-';
  options += config.markdown.hard_line_breaks ? 'h' : '-';
  options += config.markdown.highlight ? 'c' : '-';
  const CardForms& forms = config.cards.compat;
  for (const bool form : {forms.osr, forms.anki, forms.hashcards, forms.logseq})
    options += form ? 'f' : '-';
  for (const std::string& folder : config.cards.folders) {
    options += '\r';
    options += folder;
  }
  for (const std::string& key : config.extra_front_matter) {
    options += '\n';
    options += key;
  }
  return hash64(options) + config.strings.hash();
}

ParsedNotes parse_notes(const SourceSet& sources, const SiteConfig& config, ParseCache* cache) {
  const std::uint64_t config_hash = parse_options_hash(config);
  const Cascades cascades(sources);
  ParsedNotes parsed;
  parsed.notes.resize(sources.notes.size());
  parallel_for(sources.notes.size(), [&](std::size_t i) {
    const SourceFile& file = *sources.notes[i];
    NotePlace place = cascades.place_of(file.path);
    if ((place.verified = sources.verified.find(file.path)) != nullptr)
      place.hash ^= hash_of(place.verified.get());
    const std::uint64_t options = config_hash + place.hash * 0x9e3779b97f4a7c15;
    if (cache != nullptr) parsed.notes[i] = cache->find(file.path, file.hash, options);
    if (parsed.notes[i] != nullptr) return;
    parsed.notes[i] = parse_note(file, config, place);
    if (cache != nullptr) cache->store(file.hash, options, parsed.notes[i]);
  });
  if (cache != nullptr) cache->sweep();
  return parsed;
}

}  // namespace loci

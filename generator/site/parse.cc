#include "site/parse.h"

#include <string>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "cards/extract.h"
#include "markdown/document.h"
#include "source/front_matter.h"

namespace loci {

std::shared_ptr<const ParsedNote> parse_note(const SourceFile& file, const SiteConfig& config) {
  auto note = std::make_shared<ParsedNote>();
  note->path = file.path;
  note->hash = file.hash;
  Diagnostics diagnostics;
  ParsedFrontMatter head = parse_front_matter(file.path, file.text, config.extra_front_matter, diagnostics);
  Document document = parse_document(file.path, file.text, head.body_begin, config.markdown, diagnostics);
  note->cards = extract_cards(document, file.path, head.meta, diagnostics);
  note->body = render_body(document, diagnostics);
  note->meta = std::move(head.meta);
  note->diagnostics = diagnostics.take();
  return note;
}

std::uint64_t parse_options_hash(const SiteConfig& config) {
  std::string options = std::to_string(static_cast<int>(config.markdown.html));
  options += config.markdown.smart_punctuation ? 's' : '-';
  options += config.markdown.hard_line_breaks ? 'h' : '-';
  for (const std::string& key : config.extra_front_matter) {
    options += '\n';
    options += key;
  }
  return hash64(options);
}

ParsedNotes parse_notes(const SourceSet& sources, const SiteConfig& config, ParseCache* cache) {
  const std::uint64_t options = parse_options_hash(config);
  ParsedNotes parsed;
  parsed.notes.resize(sources.notes.size());
  parallel_for(sources.notes.size(), [&](std::size_t i) {
    const SourceFile& file = *sources.notes[i];
    if (cache != nullptr) parsed.notes[i] = cache->find(file.path, file.hash, options);
    if (parsed.notes[i] != nullptr) return;
    parsed.notes[i] = parse_note(file, config);
    if (cache != nullptr) cache->store(file.hash, options, parsed.notes[i]);
  });
  if (cache != nullptr) cache->sweep();
  return parsed;
}

}  // namespace loci

#include "site/private_names.h"

#include <algorithm>
#include <utility>

#include "base/parallel.h"
#include "base/path.h"
#include "markdown/links.h"
#include "site/fill.h"
#include "site/link_lookup.h"
#include "site/parse.h"

namespace loci {

namespace {

// What the links of one note must show instead of what they say.
class Finder {
 public:
  Finder(const LinkedSite& site, const LinkNames& names, const LinkedNote& note)
      : site_(site), names_(names), from_(names.in_vault(note.parsed->path)), note_(note) {}

  LinkLabels find() {
    for (const Link& link : note_.parsed->body.links) {
      const bool is_wiki = link.kind == LinkKind::wikilink || link.kind == LinkKind::embed;
      if (is_wiki && link.label.empty()) look_at(link);
    }
    for (const std::string& shown : note_.parsed->body.shown_targets) {
      const std::size_t hash = std::min(shown.find('#'), shown.size());
      Link link;
      link.kind = LinkKind::wikilink;
      link.target = shown.substr(0, hash);
      if (hash < shown.size()) link.fragment = shown.substr(hash + 1);
      look_at(link);
    }
    return std::move(labels_);
  }

 private:
  void look_at(const Link& link) {
    // Most links are neither, and looking them up is dear.
    if (!names_draft(names_, link, from_) && (link.fragment.empty() || site_.redactions.empty()))
      return;
    const ResolvedLink target = look_up(site_, names_, note_, link).link;
    if (target.kind == TargetKind::unpublished)
      labels_.emplace(written_name(link.target, link.fragment),
                      site_.strings.of(unpublished_label));
    if (target.kind == TargetKind::note) look_at_heading(link, target.note);
  }

  // A heading that was redacted is known here by its old words: the link shows those it has now.
  void look_at_heading(const Link& link, NoteId target) {
    if (link.fragment.empty() || !site_.redactions.contains(target)) return;
    const LinkedNote& note = site_.note(target);
    if (resolve_fragment(*note.parsed, note.title, link.fragment)) return;
    const std::optional<std::string> anchor = resolve_old_fragment(site_, target, link.fragment);
    if (!anchor) return;
    std::string label(file_name(link.target));
    for (const Heading& heading : note.parsed->body.outline) {
      if (heading.id != *anchor) continue;
      label += (label.empty() ? "" : " > ") + heading.text;
      break;
    }
    if (label.empty()) label = note.title;
    labels_.emplace(written_name(link.target, link.fragment), std::move(label));
  }

  const LinkedSite& site_;
  const LinkNames& names_;
  std::string_view from_;
  const LinkedNote& note_;
  LinkLabels labels_;
};

// A card keeps its key, and with it its history, whatever its question shows.
void keep_card_keys(ParsedNote& note, const ParsedNote& original) {
  if (note.cards.size() != original.cards.size()) return;
  for (std::size_t i = 0; i < note.cards.size(); ++i) note.cards[i].key = original.cards[i].key;
}

// A heading is found by its source too, which names what was hidden: a link that says it shows it.
void forget_old_words(NoteBody& body, const NoteBody& original) {
  for (std::size_t i = 0; i < body.outline.size(); ++i) {
    if (i >= original.outline.size() || body.outline[i].text != original.outline[i].text)
      body.outline[i].written.clear();
  }
}

}  // namespace

void PublishedNotes::add(std::shared_ptr<const ParsedNote> note, std::size_t source) {
  notes_.push_back({std::move(note), nullptr, source, {}});
}

void PublishedNotes::give_to(LinkedSite& site) const {
  site.notes.resize(notes_.size());
  for (std::size_t i = 0; i < notes_.size(); ++i) {
    site.notes[i].parsed = notes_[i].parsed;
    if (notes_[i].original != nullptr)
      site.redactions.emplace(NoteId{static_cast<std::uint32_t>(i)},
                              Redaction{notes_[i].original, notes_[i].labels});
  }
}

bool PublishedNotes::hide_private_names(const LinkedSite& site, const LinkNames& names,
                                        const SourceSet& sources, const SiteConfig& config) {
  if (!names.has_drafts) return false;
  std::vector<char> changed(notes_.size(), 0);
  parallel_for(notes_.size(), 8, [&](std::size_t i) {
    Note& note = notes_[i];
    const std::size_t known = note.labels.size();
    note.labels.merge(Finder(site, names, site.notes[i]).find());
    if (note.labels.size() == known) return;
    const std::shared_ptr<const ParsedNote> parsed =
        parse_note(*sources.notes[note.source], config, note.parsed->place, &note.labels);
    if (note.original == nullptr) note.original = note.parsed;
    auto redacted = std::make_shared<ParsedNote>(*parsed);
    keep_card_keys(*redacted, *note.original);
    forget_old_words(redacted->body, note.original->body);
    note.parsed = std::move(redacted);
    changed[i] = 1;
  });
  return std::find(changed.begin(), changed.end(), 1) != changed.end();
}

std::optional<std::string> resolve_old_fragment(const LinkedSite& site, NoteId note,
                                                std::string_view fragment) {
  const auto found = site.redactions.find(note);
  if (found == site.redactions.end()) return std::nullopt;
  const ParsedNote& original = *found->second.original;
  const std::optional<std::string> id = resolve_fragment(original, {}, fragment);
  if (!id || id->empty() || id->starts_with('^')) return id;
  const std::vector<Heading>& now = site.note(note).parsed->body.outline;
  for (std::size_t i = 0; i < original.body.outline.size() && i < now.size(); ++i) {
    if (original.body.outline[i].id == *id) return now[i].id;
  }
  return "";
}

}  // namespace loci

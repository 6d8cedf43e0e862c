#include "site/suggest_links.h"

#include <algorithm>
#include <utility>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "site/parse.h"
#include "site/read.h"

namespace loci {
namespace {

// The piece that holds the first byte of a mention.
const PlainPlace* place_of(const std::vector<PlainPlace>& places, std::uint32_t section,
                           std::uint32_t at) {
  const auto behind = std::upper_bound(
      places.begin(), places.end(), std::pair(section, at),
      [](const std::pair<std::uint32_t, std::uint32_t>& wanted, const PlainPlace& place) {
        return wanted < std::pair(place.section, place.plain.begin);
      });
  if (behind == places.begin()) return nullptr;
  const PlainPlace& place = *(behind - 1);
  return place.section == section && at < place.plain.end ? &place : nullptr;
}

// The notes say the same: every section, and every card by its key.
bool reads_the_same(const ParsedNote& before, const ParsedNote& after) {
  const auto same_section = [](const Section& a, const Section& b) {
    return a.heading == b.heading && a.text == b.text;
  };
  const auto same_card = [](const Card& a, const Card& b) {
    return a.key == b.key && a.front_text == b.front_text;
  };
  return std::equal(before.body.sections.begin(), before.body.sections.end(),
                    after.body.sections.begin(), after.body.sections.end(), same_section) &&
         std::equal(before.cards.begin(), before.cards.end(), after.cards.begin(),
                    after.cards.end(), same_card) &&
         before.body.outline.size() == after.body.outline.size();
}

bool is_wiki(const Link& link) {
  return link.kind == LinkKind::wikilink || link.kind == LinkKind::embed;
}

}  // namespace

LinkSuggester::LinkSuggester(const LinkedSite& site, const SiteConfig& config)
    : site_(site), config_(config), prefix_(notes_prefix(config)), found_(site.notes.size()) {
  std::size_t wiki = 0;
  std::size_t markdown = 0;
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const LinkedNote& note = site.notes[i];
    const auto index = static_cast<std::uint32_t>(i);
    names_.add_note(std::string_view(note.parsed->path).substr(prefix_.size()), index);
    for (const Spanned& alias : note.parsed->meta.aliases) names_.add_alias(alias.value, index);
    for (const Link& link : note.parsed->body.links) {
      if (is_wiki(link)) ++wiki;
      if (link.kind == LinkKind::markdown) ++markdown;
    }
    for (const Mention& mention : note.mentions)
      found_[index_of(mention.from)].push_back({NoteId{index}, mention.section, mention.range});
  }
  wiki_site_ = wiki >= markdown;
  for (std::vector<Found>& found : found_) {
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
      return std::pair(a.section, a.range.begin) < std::pair(b.section, b.range.begin);
    });
  }
}

std::vector<NoteId> LinkSuggester::notes() const {
  std::vector<NoteId> ids;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    if (!found_[i].empty()) ids.push_back(NoteId{static_cast<std::uint32_t>(i)});
  }
  return ids;
}

// A note goes on as it began; one without links does as the others do.
bool LinkSuggester::writes_wikilinks(const ParsedNote& note) const {
  const std::vector<Link>& links = note.body.links;
  if (std::any_of(links.begin(), links.end(), is_wiki)) return true;
  const bool has_markdown = std::any_of(
      links.begin(), links.end(), [](const Link& link) { return link.kind == LinkKind::markdown; });
  return !has_markdown && wiki_site_;
}

std::string LinkSuggester::wikilink_text(NoteId to, std::string_view text, bool in_table) const {
  const std::string name = names_.shortest_name(static_cast<std::uint32_t>(index_of(to)));
  if (text.find_first_of("[]|") != std::string_view::npos) return {};
  if (name.find_first_of("[]|#^") != std::string::npos) return {};
  if (name == text) return "[[" + name + "]]";
  return "[[" + name + (in_table ? "\\|" : "|") + std::string(text) + "]]";
}

std::string LinkSuggester::markdown_text(NoteId from, NoteId to, std::string_view text) const {
  if (text.find_first_of("[]") != std::string_view::npos) return {};
  const std::string_view folder = parent_path(site_.note(from).parsed->path);
  return "[" + std::string(text) + "](" +
         percent_encode_path(relative_path(folder, site_.note(to).parsed->path)) + ")";
}

bool LinkSuggester::leads_to(const ParsedNote& from, const Link& link, NoteId to) const {
  const std::string_view here = std::string_view(from.path).substr(prefix_.size());
  const Resolution found = names_.resolve(link.target, here, false);
  return link.fragment.empty() && found.kind == NameKind::note && found.rivals.empty() &&
         found.index == index_of(to);
}

// With the new edit beside those that were accepted, the note reads as before and has one link more.
bool LinkSuggester::proves(const ParsedNote& before, const SourceFile& file,
                           const LinkLabels* labels, const MentionPlace& place,
                           const std::vector<TextEdit>& accepted, const TextEdit& added) const {
  std::vector<TextEdit> edits = accepted;
  edits.push_back(added);
  const SourceFile changed{file.path, apply_edits(file.text, edits), file.hash};
  const std::shared_ptr<const ParsedNote> after =
      parse_note(changed, config_, before.place, labels);
  if (!reads_the_same(before, *after)) return false;
  if (after->body.links.size() != before.body.links.size() + edits.size()) return false;
  // Edits come in the order of the text, so those before this one have moved it.
  std::size_t begin = added.span.begin;
  for (const TextEdit& edit : accepted)
    begin += edit.replacement.size() - (edit.span.end - edit.span.begin);
  return std::any_of(after->body.links.begin(), after->body.links.end(), [&](const Link& link) {
    return link.span.begin == begin && link.span.end == begin + added.replacement.size() &&
           leads_to(*after, link, place.to);
  });
}

std::vector<MentionPlace> LinkSuggester::places(NoteId id, const SourceFile& file) const {
  const std::vector<Found>& found = found_[index_of(id)];
  const ParsedNote& built = *site_.note(id).parsed;
  std::vector<MentionPlace> result;
  if (found.empty() || file.hash != built.hash) return result;
  std::vector<PlainPlace> plain_places;
  // Where private names are hidden, the note is read as it was for the site.
  const auto redaction = site_.redactions.find(id);
  const LinkLabels* labels =
      redaction == site_.redactions.end() ? nullptr : &redaction->second.labels;
  const std::shared_ptr<const ParsedNote> before =
      parse_note(file, config_, built.place, labels, plain_places);
  if (!reads_the_same(built, *before)) return result;

  const bool wiki = writes_wikilinks(built);
  std::vector<TextEdit> accepted;
  for (const Found& mention : found) {
    const std::string_view plain = built.body.sections[mention.section].text;
    MentionPlace place;
    place.to = mention.to;
    place.text = plain.substr(mention.range.begin, mention.range.end - mention.range.begin);
    const PlainPlace* const piece = place_of(plain_places, mention.section, mention.range.begin);
    if (piece == nullptr) continue;
    place.offset = piece->source + (mention.range.begin - piece->plain.begin);
    if (mention.range.end <= piece->plain.end) {
      const Span span{place.offset, place.offset + (mention.range.end - mention.range.begin)};
      // The second way is for names that a wikilink cannot hold.
      for (const bool as_wikilink : {wiki, false}) {
        const std::string link = as_wikilink
                                     ? wikilink_text(mention.to, place.text, piece->in_table)
                                     : markdown_text(id, mention.to, place.text);
        const TextEdit edit{span, link};
        if (link.empty() || !proves(*before, file, labels, place, accepted, edit)) continue;
        place.edit = edit;
        break;
      }
    }
    if (place.edit) accepted.push_back(*place.edit);
    result.push_back(std::move(place));
  }
  return result;
}

}  // namespace loci

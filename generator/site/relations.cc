// Backlinks, tags and cards: what can be gathered once every link has its target.

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/unicode.h"
#include "site/link_steps.h"

namespace loci {

void collect_backlinks(LinkedSite& site) {
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const LinkedNote& from = site.notes[i];
    const NoteId from_id{static_cast<std::uint32_t>(i)};
    for (std::size_t l = 0; l < from.links.size(); ++l) {
      const ResolvedLink& link = from.links[l];
      if (link.kind != TargetKind::note || link.note == from_id) continue;
      std::vector<Backlink>& backlinks = site.notes[index_of(link.note)].backlinks;
      // Links come note by note, so those of this note are at the end.
      const std::string& sentence = from.parsed->body.links[l].sentence;
      bool is_known = false;
      for (std::size_t b = backlinks.size(); b-- > 0 && backlinks[b].from == from_id;) {
        if (from.parsed->body.links[backlinks[b].link].sentence == sentence) is_known = true;
      }
      if (!is_known) backlinks.push_back({from_id, static_cast<std::uint32_t>(l)});
    }
  }
}

void collect_tags(LinkedSite& site) {
  struct Spelling {
    std::map<std::string, std::uint32_t> counts;
    std::vector<NoteId> notes;
  };
  std::unordered_map<std::string, Spelling> tags;  // by folded name
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const NoteId id{static_cast<std::uint32_t>(i)};
    const auto add = [&](const std::string& name) {
      if (name.empty()) return;
      Spelling& tag = tags[fold(name)];
      ++tag.counts[name];
      if (tag.notes.empty() || tag.notes.back() != id) tag.notes.push_back(id);
    };
    const ParsedNote& note = *site.notes[i].parsed;
    for (const Spanned& tag : note.meta.tags) add(tag.value);
    for (const InlineTag& tag : note.body.tags) add(tag.name);
  }
  // The spelling most often used is the tag's name; of equals the first in byte order.
  for (auto& [folded, tag] : tags) {
    const auto by_count = [](const auto& a, const auto& b) { return a.second < b.second; };
    const std::string& name =
        std::max_element(tag.counts.begin(), tag.counts.end(), by_count)->first;
    site.tags.push_back({name, "", std::move(tag.notes)});
  }
  std::sort(site.tags.begin(), site.tags.end(),
            [](const SiteTag& a, const SiteTag& b) { return a.name < b.name; });
  for (const SiteTag& tag : site.tags) {
    for (const NoteId id : tag.notes) site.notes[index_of(id)].tags.push_back(tag.name);
  }
}

void collect_cards(LinkedSite& site, Diagnostics& diagnostics) {
  struct First {
    std::uint32_t count = 0;
    NoteId note = no_note;
  };
  std::unordered_map<std::string_view, First> keys;  // views into the parsed notes
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    LinkedNote& note = site.notes[i];
    note.first_card = static_cast<std::uint32_t>(site.cards.size());
    const ParsedNote& parsed = *note.parsed;
    for (std::size_t c = 0; c < parsed.cards.size(); ++c) {
      const Card& card = parsed.cards[c];
      SiteCard made;
      made.note = NoteId{static_cast<std::uint32_t>(i)};
      made.card = static_cast<std::uint32_t>(c);
      made.id = card.key;
      made.deck = !card.deck.empty() ? card.deck : parsed.meta.deck;
      if (made.deck.empty()) made.deck = site.sections[note.section].path;
      if (made.deck.empty()) made.deck = "Default";

      First& first = keys[card.key];
      if (++first.count == 1) {
        first.note = made.note;
      } else {
        made.id += "~" + std::to_string(first.count);
        const std::string where = first.note == made.note
                                      ? "earlier in this note"
                                      : "in '" + site.note(first.note).parsed->path + "'";
        const bool is_derived =
            card.key.find('/') != std::string::npos;  // its first direction or cloze was reported
        if (card.pinned && !is_derived) {
          diagnostics.report(
              Code::card_id_clash, parsed.path, card.span,
              "the card id '^" + card.key + "' is taken by a card " + where,
              {"give one of the two another id; until then this one is '" + made.id + "'"});
        } else if (!is_derived) {
          diagnostics.report(Code::card_duplicate, parsed.path, card.span,
                             "a card with the same question stands " + where,
                             {"ask it differently, or pin an id such as '^c-7f3k2m9q' to each"});
        }
      }
      site.cards.push_back(std::move(made));
    }
  }
}

}  // namespace loci

#include "site/pins.h"

#include <memory>

#include "base/hash.h"
#include "source/card_id.h"

namespace loci {

namespace {

std::string make_id(const Card& card, std::string_view path, std::set<std::string>& taken) {
  for (std::uint32_t turn = 0;; ++turn) {
    const std::string text = card.content + "\n" + std::string(path) + "\n" + std::to_string(turn);
    std::string id = "c-" + base32(sha256(text), 8);
    if (taken.insert(id).second) return id;
  }
}

// The same cards, but that the one at `edited` (and its directions and gaps) has the id.
bool says_the_same(const ParsedNote& before, const ParsedNote& after, const std::string& key,
                   const std::string& id) {
  if (before.cards.size() != after.cards.size()) return false;
  for (std::size_t i = 0; i < before.cards.size(); ++i) {
    const Card& was = before.cards[i];
    const Card& is = after.cards[i];
    if (was.front_text != is.front_text || was.back_text != is.back_text ||
        was.content != is.content)
      return false;
    const bool is_pinned_now = card_group(was.key) == key && is.pinned && !was.pinned;
    if (is_pinned_now ? is.key != id + std::string(card_part(was.key)) : is.key != was.key)
      return false;
  }
  return true;
}

}  // namespace

NotePins find_pins(const ParsedNote& note, const SourceFile& file, const SiteConfig& config,
                   std::set<std::string>& taken) {
  NotePins pins;
  // What the note is once the edits so far are made.
  SourceFile edited = file;
  std::shared_ptr<const ParsedNote> now = parse_note(file, config, note.place, nullptr);
  std::uint32_t last_at = 0xffffffff;
  for (std::uint32_t i = 0; i < note.cards.size(); ++i) {
    const Card& card = note.cards[i];
    const std::string_view part = card_part(card.key);
    const bool first_of_group = i == 0 || card.span.begin != note.cards[i - 1].span.begin ||
                                card_group(note.cards[i - 1].key) != card_group(card.key);
    if (card.pinned || !first_of_group || part == "/r") continue;
    if (card.pin_at == no_index || card.pin_at == last_at) {
      pins.left_out.push_back(i);
      continue;
    }
    const std::string id = make_id(card, note.path, taken);
    std::vector<TextEdit> edits = pins.edits;
    edits.push_back({{card.pin_at, card.pin_at}, " ^" + id});
    edited.text = apply_edits(file.text, edits);
    const std::shared_ptr<const ParsedNote> tried = parse_note(edited, config, note.place, nullptr);
    if (!says_the_same(*now, *tried, card_group(card.key), id)) {
      taken.erase(id);
      pins.left_out.push_back(i);
      continue;
    }
    now = tried;
    last_at = card.pin_at;
    pins.edits = std::move(edits);
  }
  return pins;
}

}  // namespace loci

#include "site/index.h"

#include <deque>
#include <optional>
#include <string_view>
#include <utility>

#include "base/escape.h"
#include "base/parallel.h"
#include "site/fill.h"
#include "site/url.h"
#include "study/history.h"

namespace loci {
namespace {

constexpr std::string_view root_page = "review.html";  // cards are shown there, at the site's root

// Ids of the elements that cards have in their note's page. A card whose text shows no element of
// its own (the second cloze of a paragraph) is found at the one before it, else at its heading.
std::vector<std::string> anchors_of(const LinkedNote& note, const LinkedSite& site) {
  const ParsedNote& parsed = *note.parsed;
  std::vector<std::string> anchors(parsed.cards.size());
  for (const Hole& hole : parsed.body.html.holes) {
    if (hole.kind == HoleKind::card_open || hole.kind == HoleKind::card_anchor)
      anchors[hole.index] = card_anchor(site.cards[note.first_card + hole.index].id);
  }
  const auto base = [&](std::size_t i) {
    const std::string_view key = parsed.cards[i].key;
    return key.substr(0, key.find('/'));
  };
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    if (!anchors[i].empty()) continue;
    if (i > 0 && base(i) == base(i - 1)) {
      anchors[i] = anchors[i - 1];
    } else if (parsed.cards[i].heading != no_index) {
      anchors[i] = parsed.body.outline[parsed.cards[i].heading].id;
    }
  }
  return anchors;
}

// A card is shown among those of other notes.
std::string in_tongue(const LinkedNote& note, std::string html) {
  return note.tongue.empty() || html.empty() ? html : "<div" + note.tongue + ">" + html + "</div>";
}

// `texts`: gets those that are in no note as they are indexed.
std::vector<SearchEntry> entries_of(const LinkedNote& note, const LinkedSite& site,
                                    std::deque<std::string>& texts) {
  const ParsedNote& parsed = *note.parsed;
  std::vector<SearchEntry> entries;
  entries.reserve(parsed.body.sections.size() + 1);
  const auto add = [&](EntryKind kind, std::string ref, std::string_view heading,
                       std::string_view body) -> SearchEntry& {
    SearchEntry entry;
    entry.kind = kind;
    entry.ref = std::move(ref);
    entry.title = note.title;
    entry.heading = heading;
    entry.breadcrumb = site.sections[note.section].title;
    entry.body = body;
    entry.tags = note.tags;
    entries.push_back(std::move(entry));
    return entries.back();
  };

  // The page itself is found by what the whole note is called and about.
  SearchEntry& page = add(EntryKind::page, note.output_path, {}, {});
  for (const Spanned& alias : parsed.meta.aliases) page.keywords += alias.value + " ";
  for (const std::string& tag : note.tags) page.keywords += tag + " ";
  page.keywords += parsed.meta.description;

  for (const Section& section : parsed.body.sections) {
    std::string_view text = section.text;
    const auto index = static_cast<std::uint32_t>(&section - parsed.body.sections.data());
    const TextRange whole{0, static_cast<std::uint32_t>(text.size())};
    if (std::optional<std::string> shown = relabelled(note, index, whole, site))
      text = texts.emplace_back(*std::move(shown));
    if (section.heading == no_index) {
      entries.front().body = text;
    } else {
      const Heading& heading = parsed.body.outline[section.heading];
      add(EntryKind::section, note.output_path + "#" + heading.id, heading.text, text);
    }
  }
  if (parsed.cards.empty()) return entries;
  const std::vector<std::string> anchors = anchors_of(note, site);
  for (std::size_t c = 0; c < parsed.cards.size(); ++c) {
    const Card& card = parsed.cards[c];
    if (card.key.ends_with("/r") || card.front_text.empty()) continue;  // the other way round
    std::string ref = note.output_path;
    if (!anchors[c].empty()) ref += "#" + anchors[c];
    add(EntryKind::card, std::move(ref), {}, card.back_text).question = card.front_text;
  }
  return entries;
}

}  // namespace

SearchIndex index_notes(const LinkedSite& site) {
  std::vector<SearchEntry> entries;
  std::deque<std::string> texts;
  std::size_t most = 0;
  for (const LinkedNote& note : site.notes)
    most += 1 + note.parsed->body.sections.size() + note.parsed->cards.size();
  entries.reserve(most);
  for (const LinkedNote& note : site.notes) {
    if (!note.parsed->meta.in_search) continue;
    for (SearchEntry& entry : entries_of(note, site, texts)) entries.push_back(std::move(entry));
  }
  return build_search_index(std::move(entries), std::move(texts));
}

std::vector<CardView> view_cards(const LinkedSite& site) {
  const Hrefs hrefs = Hrefs::relative_to(root_page);
  std::vector<CardView> views(site.cards.size());
  parallel_for(site.notes.size(), 8, [&](std::size_t n) {
    const LinkedNote& note = site.notes[n];
    const std::vector<std::string> anchors = anchors_of(note, site);
    for (std::size_t c = 0; c < note.parsed->cards.size(); ++c) {
      const Card& card = note.parsed->cards[c];
      const SiteCard& made = site.cards[note.first_card + c];
      CardView& view = views[note.first_card + c];
      view.id = made.id;
      view.deck = made.deck;
      view.note = note.slug;
      view.note_title = note.title;
      view.href = hrefs.to(note.output_path, anchors[c]);
      view.context = card.context;
      view.front_html = in_tongue(note, fill_holes(card.front, note, site, hrefs));
      view.back_html = in_tongue(note, fill_holes(card.back, note, site, hrefs));
      view.source = percent_encode_path(note.parsed->path);
      view.expected = card.expected;
      view.retention = card.retention;
      view.question = short_question(card.front_text);
      view.answer = answer_mark(card.back_text);
      view.content = card.content;
    }
  });
  return views;
}

}  // namespace loci

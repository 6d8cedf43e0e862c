#include "export/anki_deck.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/escape.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"
#include "markdown/sanitize.h"
#include "site/fill.h"
#include "site/index.h"
#include "site/url.h"
#include "study/match.h"
#include "study/queue.h"
#include "study/schedule.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// The value of an attribute as it is written, escapes and all; npos begin: it has none.
struct Attribute {
  std::size_t begin = npos;
  std::size_t end = npos;
};

Attribute attribute(std::string_view tag, std::string_view name) {
  const std::string start = " " + std::string(name) + "=\"";
  const std::size_t at = tag.find(start);
  if (at == npos) return {};
  const std::size_t begin = at + start.size();
  return {begin, std::min(tag.find('"', begin), tag.size())};
}

std::string_view value_of(std::string_view tag, std::string_view name) {
  const Attribute found = attribute(tag, name);
  return found.begin == npos ? std::string_view()
                             : tag.substr(found.begin, found.end - found.begin);
}

bool is_elsewhere(std::string_view address) {
  return address.find("://") != npos || address.starts_with("mailto:");
}

std::string_view element_name(std::string_view tag) {
  std::size_t end = tag.starts_with("</") ? 2 : 1;
  const std::size_t begin = end;
  while (end < tag.size() && (is_ascii_letter(tag[end]) || is_ascii_digit(tag[end]))) ++end;
  return tag.substr(begin, end - begin);
}

// In a field two closing braces end a gap: a blank between them does not, and shows nowhere.
std::string without_braces(std::string_view text) {
  return replace_all(replace_all(text, "}}", "} }"), "::", ":&#58;");
}

// Copies what stands before the next tag and moves `at` behind that tag; empty: there is none.
std::string_view next_tag(std::string_view html, std::size_t& at, std::string& out) {
  const std::size_t open = std::min(html.find('<', at), html.size());
  out.append(html, at, open - at);
  if (open == html.size()) return {};
  const std::size_t close = std::min(html.find('>', open), html.size() - 1);
  at = close + 1;
  return html.substr(open, at - open);
}

// Notes down which file an address as it stands in HTML means, and gives its name in the package: in plain letters, because
// Anki's folder of media is flat and shared by all decks.
std::string keep_media(std::string_view address, std::map<std::string, std::string>& media) {
  const std::string path =
      percent_decode(decode_references(address.substr(0, address.find_first_of("?#"))));
  std::string name = "loci-" + to_hex(hash64(address)).substr(0, 10);
  const std::size_t dot = path.rfind('.');
  if (dot != npos && path.size() - dot <= 6 && path.find('/', dot) == npos) {
    const std::string ending = path.substr(dot);
    if (std::all_of(ending.begin() + 1, ending.end(),
                    [](char c) { return is_ascii_letter(c) || is_ascii_digit(c); }))
      name += ending;
  }
  media.emplace(name, path);
  return name;
}

}  // namespace

std::string anki_html(std::string_view html, std::string_view base_url,
                      std::map<std::string, std::string>& media) {
  std::string out;
  std::vector<bool> links;  // of those that are open: whether the tag was kept
  for (std::size_t at = 0; at < html.size();) {
    const std::string_view tag = next_tag(html, at, out);
    if (tag.empty()) break;
    const std::string_view name = element_name(tag);
    if (tag.starts_with("<math")) {
      const std::size_t end = html.find("</math>", at);
      const bool display = value_of(tag, "display") == "block";
      // Inside a gap its braces may not close it.
      out += display ? "\\[" : "\\(";
      out += replace_all(value_of(tag, "alttext"), "}}", "} }");
      out += display ? "\\]" : "\\)";
      at = end == npos ? html.size() : end + 7;
    } else if (name == "a" && !tag.starts_with("</")) {
      const std::string_view address = value_of(tag, "href");
      const bool kept = is_elsewhere(address) || (!base_url.empty() && !address.starts_with("#"));
      links.push_back(kept);
      if (!kept) continue;
      out += "<a href=\"";
      out += is_elsewhere(address) ? std::string(address)
                                   : std::string(base_url) + std::string(address);
      out += "\">";
    } else if (name == "a") {
      if (!links.empty() && links.back()) out += tag;
      if (!links.empty()) links.pop_back();
    } else if ((name == "audio" || name == "video") && !tag.starts_with("</") &&
               !value_of(tag, "src").empty() && !is_elsewhere(value_of(tag, "src"))) {
      // Anki has a player of its own for both.
      out += "[sound:" + keep_media(value_of(tag, "src"), media) + "]";
      const std::string end_tag = "</" + std::string(name) + ">";
      const std::size_t end = html.find(end_tag, at);
      at = end == npos ? html.size() : end + end_tag.size();
    } else if (name == "img" && !is_elsewhere(value_of(tag, "src"))) {
      const std::string kept_name = keep_media(value_of(tag, "src"), media);
      out += "<img src=\"" + kept_name + "\" alt=\"" + std::string(value_of(tag, "alt")) + "\">";
    } else {
      out += tag;
    }
  }
  return out;
}

std::string anki_cloze(std::string_view html,
                       const std::map<std::uint32_t, std::vector<std::string>>& hints) {
  constexpr std::string_view start = "<span class=\"cloze\" data-cloze=\"";
  struct Open {
    std::uint32_t number = 0;  // 0: another <span>
    std::size_t begin = 0;     // of the gap's text in `out`
  };
  std::string out;
  std::vector<Open> spans;
  std::map<std::uint32_t, std::size_t> seen;
  for (std::size_t at = 0; at < html.size();) {
    const std::string_view tag = next_tag(html, at, out);
    if (tag.empty()) break;
    if (tag.starts_with(start)) {
      const std::optional<std::int64_t> number =
          parse_integer(tag.substr(start.size(), tag.find('"', start.size()) - start.size()));
      spans.push_back({static_cast<std::uint32_t>(number.value_or(1)), 0});
      out += "{{c" + std::to_string(spans.back().number) + "::";
      spans.back().begin = out.size();
    } else if (tag.starts_with("<span")) {
      spans.push_back({});
      out += tag;
    } else if (tag == "</span>" && !spans.empty()) {
      const Open span = spans.back();
      spans.pop_back();
      if (span.number == 0) {
        out += tag;
        continue;
      }
      const std::string inside = without_braces(std::string_view(out).substr(span.begin));
      out.resize(span.begin);
      out += inside;
      const std::size_t which = seen[span.number]++;
      const auto of_number = hints.find(span.number);
      if (of_number != hints.end() && which < of_number->second.size() &&
          !of_number->second[which].empty())
        out += "::" + without_braces(of_number->second[which]);
      out += "}}";
    } else {
      out += tag;
    }
  }
  return out;
}

namespace {

// What stands in the gaps of a front, in order; "…" is no hint.
std::vector<std::string> hints_of(std::string_view front) {
  constexpr std::string_view start = "<span class=\"cloze-gap\">[";
  std::vector<std::string> hints;
  for (std::size_t at = front.find(start); at != npos; at = front.find(start, at + 1)) {
    const std::size_t begin = at + start.size();
    const std::size_t end = front.find("]</span>", begin);
    if (end == npos) break;
    const std::string_view hint = front.substr(begin, end - begin);
    hints.emplace_back(hint == "…" ? "" : hint);
  }
  return hints;
}

std::string anki_deck_name(const SiteConfig& config, std::string_view deck) {
  const std::string title = replace_all(config.title.empty() ? "Loci" : config.title, "::", ": ");
  return title + "::" + replace_all(deck, "/", "::");
}

// Reviews by the card's present id, in the order of time; those undone are left out.
std::unordered_map<std::string, std::vector<const Event*>> reviews_of(std::span<const Event> events,
                                                                      const Schedule& schedule) {
  std::unordered_set<std::string_view> undone;
  for (const Event& event : events) {
    if (event.kind == EventKind::undo) undone.insert(event.ref);
  }
  std::unordered_map<std::string, std::vector<const Event*>> reviews;
  for (const Event& event : events) {
    if (event.kind == EventKind::review && !undone.contains(event.id))
      reviews[std::string(schedule.current_id(event.card))].push_back(&event);
  }
  return reviews;
}

// Days, or negative seconds.
std::int64_t interval_after(const Event& event) {
  if (!event.due) return 0;
  if (event.due->at_instant) return -std::max<std::int64_t>((event.due->value - event.t) / 1000, 1);
  return std::max<std::int64_t>(event.due->value - event.day, 1);
}

void add_history(AnkiCard& card, const std::vector<const Event*>& reviews, const CardState& state) {
  std::int64_t last = 0;
  bool graduated = false;
  for (const Event* event : reviews) {
    AnkiReview review;
    review.t = event->t;
    review.grade = static_cast<int>(event->grade);
    review.interval = interval_after(*event);
    review.last_interval = last;
    review.difficulty = event->difficulty;
    review.ms = event->answer_ms;
    review.kind = last > 0 ? 1 : graduated ? 2 : 0;
    card.reviews.push_back(review);
    last = review.interval;
    graduated = graduated || last > 0;
  }
  card.suspended = state.suspended;
  if (!state.reviewed()) return;
  card.state = state.memory.phase == Phase::review       ? AnkiState::review
               : state.memory.phase == Phase::relearning ? AnkiState::relearning
                                                         : AnkiState::learning;
  // A step of a day or more is a review to Anki, which counts in days.
  if (!state.due.at_instant) card.state = AnkiState::review;
  card.due = state.due.at_instant ? state.due.value / 1000 : state.due.value;
  if (state.due.at_instant && card.state == AnkiState::review) card.state = AnkiState::relearning;
  card.interval = std::max<std::int64_t>(last, 1);
  card.reps = state.memory.reps;
  card.lapses = state.memory.lapses;
  card.stability = state.memory.stability;
  card.difficulty = state.memory.difficulty;
  card.last_review = state.last_t / 1000;
}

}  // namespace

AnkiDeck make_anki_deck(const SiteBuild& build, const AnkiRequest& request, AnkiStamps& stamps) {
  const LinkedSite& site = build.site;
  AnkiDeck deck;
  const FsrsParameters parameters = fsrs_parameters(build.config.cards);
  const Schedule schedule(request.events, parameters);
  deck.desired_retention = build.config.cards.desired_retention;
  deck.decay = parameters.weights.back();
  deck.rollover_hour = build.config.cards.rollover_hour;
  if (!request.events.empty()) deck.utc_offset_minutes = request.events.back().utc_offset_minutes;
  const auto reviews = reviews_of(request.events, schedule);
  const std::vector<CardView> views = view_cards(site);
  std::map<std::string, std::string> media;

  for (const SiteCard* chosen : request.cards) {
    const auto number = static_cast<std::size_t>(chosen - site.cards.data());
    const CardView& view = views[number];
    const LinkedNote& note = site.note(chosen->note);
    const Card& written = note.parsed->cards[chosen->card];
    const std::string group = card_group(chosen->id);
    const std::string_view part = card_part(chosen->id);
    const bool continues = !deck.notes.empty() && deck.notes.back().id == group;
    if (!continues) {
      AnkiNote made;
      made.id = group;
      made.deck = anki_deck_name(build.config, chosen->deck);
      made.extra = {};
      append_html(made.extra, written.context);
      std::string place;
      append_html(place, note.title);
      made.source = build.config.base_url.empty()
                        ? place
                        : "<a href=\"" + build.config.base_url + view.href + "\">" + place + "</a>";
      for (const std::string& tag : note.tags)
        made.tags.push_back(replace_all(replace_all(tag, " ", "_"), "/", "::"));
      if (written.kind == CardKind::cloze) {
        made.type = AnkiType::cloze;
        // Every number's front has its own hints.
        std::map<std::uint32_t, std::vector<std::string>> hints;
        for (std::size_t i = number; i < site.cards.size(); ++i) {
          if (site.cards[i].note != chosen->note || card_group(site.cards[i].id) != group) break;
          const std::string_view own = card_part(site.cards[i].id);
          const std::optional<std::int64_t> of =
              parse_integer(own.substr(std::min<std::size_t>(2, own.size())));
          hints[static_cast<std::uint32_t>(of.value_or(1))] = hints_of(views[i].front_html);
        }
        made.front = anki_cloze(anki_html(view.back_html, build.config.base_url, media), hints);
      } else {
        made.front = anki_html(view.front_html, build.config.base_url, media);
        made.back = anki_html(view.back_html, build.config.base_url, media);
      }
      deck.notes.push_back(std::move(made));
    }
    AnkiNote& anki = deck.notes.back();
    AnkiCard card;
    card.id = chosen->id;
    if (part == "/r") {
      anki.type = AnkiType::both;
      card.ordinal = 1;
    } else if (part.starts_with("/c")) {
      card.ordinal = static_cast<std::uint32_t>(parse_integer(part.substr(2)).value_or(1)) - 1;
    }
    if (const CardState* state = schedule.find(chosen->id)) {
      const auto found = reviews.find(std::string(schedule.current_id(chosen->id)));
      add_history(card, found == reviews.end() ? std::vector<const Event*>{} : found->second,
                  *state);
      card.buried = request.today < state->buried_until;
    }
    anki.cards.push_back(std::move(card));
  }

  for (AnkiNote& note : deck.notes) {
    const std::string content =
        to_hex(hash64(note.front + '\x1f' + note.back + '\x1f' + note.extra + '\x1f' + note.source +
                      '\x1f' + note.deck + '\x1f' + join(note.tags, " ")));
    AnkiStamp& stamp = stamps[note.id];
    if (stamp.content != content) stamp = {content, std::max(request.now, stamp.modified + 1)};
    note.modified = stamp.modified;
  }
  for (const auto& [name, path] : media) {
    for (const SiteAttachment& attachment : site.attachments) {
      if (attachment.output_path != path) continue;
      if (Result<std::string> bytes = request.read(attachment.source_path))
        deck.media.push_back({name, *std::move(bytes)});
    }
  }
  return deck;
}

}  // namespace loci

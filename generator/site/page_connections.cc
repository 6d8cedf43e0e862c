// What leads to a page: the sentences that link to it, and those that only name it.

#include <algorithm>
#include <utility>

#include "site/fill.h"
#include "site/language.h"
#include "site/mentions.h"
#include "site/page_draft.h"

namespace loci {
namespace {

constexpr std::size_t most_mentions = 20;

struct ShownSentence {
  std::string before, mark, after;
};

bool is_bare(const Link& link) { return link.kind == LinkKind::wikilink && link.label.empty(); }

// Sentences were kept before the targets of their links were known, with the names of notes for bare links. Here each is
// shown as the text shows it, also the others of the sentence, which are its neighbours and have the same sentence.
ShownSentence shown_sentence(const LinkedNote& from, std::size_t index, const LinkedSite& site) {
  const std::vector<Link>& links = from.parsed->body.links;
  const std::string& text = links[index].sentence;
  const auto is_same = [&](std::size_t a, std::size_t b) {
    return links[a].sentence == text && links[b].sentence == text &&
           links[a].mark_end <= links[b].mark_begin;
  };
  std::size_t first = index, last = index;
  while (first > 0 && is_same(first - 1, first)) --first;
  while (last + 1 < links.size() && is_same(last, last + 1)) ++last;

  ShownSentence shown;
  std::size_t copied = 0;
  for (std::size_t i = first; i <= last; ++i) {
    const std::size_t begin = std::clamp<std::size_t>(links[i].mark_begin, copied, text.size());
    const std::size_t end = std::clamp<std::size_t>(links[i].mark_end, begin, text.size());
    if (i != index && !is_bare(links[i])) continue;
    std::string& out = i <= index ? shown.before : shown.after;
    out.append(text, copied, begin - copied);
    std::string label = is_bare(links[i]) ? link_label(links[i], from.links[i], site)
                                          : text.substr(begin, end - begin);
    (i == index ? shown.mark : out) += label;
    copied = end;
  }
  shown.after.append(text, copied);
  return shown;
}

}  // namespace

void PageDraft::name_section_of(NoteId id, PageValue& item) const {
  const SiteSection* section = site.section_beside(id);
  item["section"] = section ? PageValue::lasting(section->title) : PageValue("");
  item["section_tongue_html"] = section ? tongue_of(*section, site) : std::string_view();
}

PageValue PageDraft::backlinks(const LinkedNote& note) const {
  PageValue list = PageValue::array();
  NoteId last = no_note;
  for (const Backlink& backlink : note.backlinks) {
    const LinkedNote& from = note_of(backlink.from);
    ShownSentence shown = shown_sentence(from, backlink.link, site);
    // They come by note: what it says further on stands below what it says first.
    if (backlink.from == last) {
      list.back()["more"].push_back(Object()
                                        .with("before", std::move(shown.before))
                                        .with("mark", std::move(shown.mark))
                                        .with("after", std::move(shown.after)));
      continue;
    }
    last = backlink.from;
    list.push_back(Object()
                       .with("title", PageValue::lasting(from.title))
                       .with("tongue_html", from.tongue)
                       .with("href", to(from))
                       .with("before", std::move(shown.before))
                       .with("mark", std::move(shown.mark))
                       .with("after", std::move(shown.after))
                       .with("more", PageValue::array()));
    name_section_of(backlink.from, list.back());
  }
  return list;
}

void PageDraft::no_mentions() {
  model["mentions"] = PageValue::array();
  model["mention_count"] = 0;
  model["mention_more"] = 0;
}

void PageDraft::mentions(const LinkedNote& note) {
  no_mentions();
  if (note.mentions.empty()) return;
  PageValue& list = model["mentions"];
  const std::size_t shown = std::min(note.mentions.size(), most_mentions);
  for (std::size_t i = 0; i < shown; ++i) {
    const Mention& mention = note.mentions[i];
    const LinkedNote& from = note_of(mention.from);
    const NoteBody& body = from.parsed->body;
    const Section& text = body.sections[mention.section];
    const Sentence sentence = mention_sentence(mention, site);
    const std::string_view whole = sentence.text;
    const std::string_view anchor =
        text.heading == no_index ? std::string_view() : body.outline[text.heading].id;
    list.push_back(Object()
                       .with("title", from.title)
                       .with("tongue_html", from.tongue)
                       .with("href", hrefs.to(from.output_path, anchor))
                       .with("before", whole.substr(0, sentence.mark_begin))
                       .with("mark", whole.substr(sentence.mark_begin,
                                                  sentence.mark_end - sentence.mark_begin))
                       .with("after", whole.substr(sentence.mark_end)));
    name_section_of(mention.from, list.back());
  }
  model["mention_count"] = note.mentions.size();
  model["mention_more"] = note.mentions.size() - shown;
}

}  // namespace loci

// What leads to a page: the sentences that link to it, and those that only name it.

#include <algorithm>
#include <utility>

#include "site/fill.h"
#include "site/mentions.h"
#include "site/page_draft.h"

namespace loci {
namespace {

constexpr std::size_t most_mentions = 20;

}  // namespace

PageValue PageDraft::backlinks(const LinkedNote& note) const {
  PageValue list = PageValue::array();
  NoteId last = no_note;
  for (const Backlink& backlink : note.backlinks) {
    const LinkedNote& from = note_of(backlink.from);
    const Link& link = from.parsed->body.links[backlink.link];
    const std::string_view sentence = link.sentence;
    const std::size_t begin = std::min<std::size_t>(link.mark_begin, sentence.size());
    const std::size_t end = std::clamp<std::size_t>(link.mark_end, begin, sentence.size());
    const SiteSection& section = site.sections[from.section];
    const bool names_itself = from.section == 0 || section.index == backlink.from;
    // The sentence was kept before the link's target was known: a bare link is shown as the text shows it.
    const bool is_bare = link.kind == LinkKind::wikilink && link.label.empty();
    std::string mark = is_bare ? link_label(link, from.links[backlink.link], site)
                               : std::string(sentence.substr(begin, end - begin));
    // They come by note: what it says further on stands below what it says first.
    if (backlink.from == last) {
      list.back()["more"].push_back(
          Object()
              .with("before", PageValue::lasting(sentence.substr(0, begin)))
              .with("mark", std::move(mark))
              .with("after", PageValue::lasting(sentence.substr(end))));
      continue;
    }
    last = backlink.from;
    list.push_back(Object()
                       .with("title", PageValue::lasting(from.title))
                       .with("href", to(from))
                       .with("section", names_itself ? "" : section.title)
                       .with("before", PageValue::lasting(sentence.substr(0, begin)))
                       .with("mark", std::move(mark))
                       .with("after", PageValue::lasting(sentence.substr(end)))
                       .with("more", PageValue::array()));
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
    const Sentence sentence = mention_sentence(text, mention.range);
    const std::string_view whole = sentence.text;
    const SiteSection& section = site.sections[from.section];
    const bool names_itself = from.section == 0 || section.index == mention.from;
    const std::string_view anchor =
        text.heading == no_index ? std::string_view() : body.outline[text.heading].id;
    list.push_back(Object()
                       .with("title", from.title)
                       .with("href", hrefs.to(from.output_path, anchor))
                       .with("section", names_itself ? "" : section.title)
                       .with("before", whole.substr(0, sentence.mark_begin))
                       .with("mark", whole.substr(sentence.mark_begin,
                                                  sentence.mark_end - sentence.mark_begin))
                       .with("after", whole.substr(sentence.mark_end)));
  }
  model["mention_count"] = note.mentions.size();
  model["mention_more"] = note.mentions.size() - shown;
}

}  // namespace loci

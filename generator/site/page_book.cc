// The base, or one of its top sections, as one document for paper: print.html.
//
// Every note is a chapter with an id of its own ("n12"); the ids in its text get that as a prefix, its
// headings go below the chapter's title, and a link to a note of the book leads to its chapter. Links
// that lead out of the book stay as they are.

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/escape.h"
#include "base/text.h"
#include "site/embed.h"
#include "site/html_tags.h"
#include "site/language.h"
#include "site/page_draft.h"

namespace loci {
namespace {

constexpr int levels_above = 2;  // the book's title, the section's

class Binder {
 public:
  explicit Binder(PageDraft& draft) : draft_(draft) {}

  void add_section(std::uint32_t index, std::size_t depth) {
    const SiteSection& section = draft_.site.sections[index];
    plan_.push_back({index, depth});
    places_.emplace(escape_html(draft_.hrefs.to(section.output_path)), section_id(index));
    for (const NoteId id : section.notes)
      places_.emplace(escape_html(draft_.to(draft_.note_of(id))), note_id(id));
    for (const std::uint32_t child : section.children) add_section(child, depth + 1);
  }

  // From here on every place of the book is known.
  PageValue parts() {
    PageValue list = PageValue::array();
    for (const auto& [index, depth] : plan_) {
      const SiteSection& section = draft_.site.sections[index];
      PageValue chapters = PageValue::array();
      for (const NoteId id : section.notes) {
        const LinkedNote& note = draft_.note_of(id);
        chapters.push_back(Object()
                               .with("title", note.title)
                               .with("tongue_html", note.tongue)
                               .with("id", note_id(id))
                               .with("summary", note.parsed->meta.description)
                               .with("body_html", text_of(note, note_id(id))));
      }
      list.push_back(
          Object()
              .with("title", section.title)
              .with("tongue_html", tongue_of(section, draft_.site))
              .with("id", section_id(index))
              .with("depth", depth)
              .with("body_html", section.index == no_note
                                     ? std::string()
                                     : text_of(draft_.note_of(section.index), section_id(index)))
              .with("chapters", std::move(chapters)));
    }
    return list;
  }

  const PageNeeds& needs() const { return needs_; }

 private:
  static std::string note_id(NoteId id) { return "n" + std::to_string(index_of(id)); }
  static std::string section_id(std::uint32_t index) { return "s" + std::to_string(index); }

  std::string text_of(const LinkedNote& note, const std::string& id) {
    const PageBody body = fill_page(note, draft_.site, draft_.hrefs);
    needs_.mathematics = needs_.mathematics || body.needs.mathematics;
    needs_.diagrams = needs_.diagrams || body.needs.diagrams;
    const std::string_view text = body.html;
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    std::size_t copied = 0;
    for (Tag place = next_tag(text, 0); place.begin != std::string_view::npos;
         place = next_tag(text, place.end)) {
      const std::string_view tag = text.substr(place.begin, place.end - place.begin);
      const int level = heading_level(tag);
      if (level == 0 && tag.find('=') == std::string_view::npos) continue;
      out.append(text, copied, place.begin - copied);
      copied = place.end;
      append_tag(out, tag, level, id);
    }
    return out.append(text, copied);
  }

  void append_tag(std::string& out, std::string_view tag, int level, const std::string& id) const {
    std::size_t copied = 0;
    if (level > 0) {
      const std::size_t digit = tag.starts_with("</") ? 3 : 2;
      out.append(tag, 0, digit);
      out += static_cast<char>('0' + std::min(level + levels_above, 6));
      copied = digit + 1;
    }
    each_attribute(tag, [&](std::string_view name, std::size_t begin, std::size_t end) {
      const std::string_view value = tag.substr(begin, end - begin);
      if (name == "id" || names_ids(name)) {
        out.append(tag, copied, begin - copied);
        copied = end;
        for (const std::string_view one : split(value, ' ')) {
          if (one.data() != value.data()) out += ' ';
          out.append(id).append("-").append(one);
        }
      } else if (name == "href") {
        const std::size_t hash = std::min(value.find('#'), value.size());
        const auto chapter = places_.find(std::string(value.substr(0, hash)));
        const std::string* to = &id;
        if (hash > 0) {
          if (chapter == places_.end()) return;
          to = &chapter->second;
        }
        out.append(tag, copied, begin - copied).append("#").append(*to);
        copied = end;
        if (hash + 1 < value.size()) out.append("-").append(value.substr(hash + 1));
      }
    });
    out.append(tag, copied);
  }

  PageDraft& draft_;
  std::vector<std::pair<std::uint32_t, std::size_t>> plan_;  // sections in reading order, depth
  std::unordered_map<std::string, std::string> places_;      // by href, as it stands in the HTML
  PageNeeds needs_;
};

}  // namespace

void book_page(PageDraft& draft) {
  const SiteSection& section = draft.site.sections[draft.output.index];
  const bool is_whole = draft.output.index == 0;
  const std::string& of_site = draft.build.config.title;
  draft.titled(is_whole && !of_site.empty() ? of_site : section.title);
  draft.breadcrumbs_to(section.parent);
  if (is_whole) draft.model["breadcrumbs"] = PageValue::array();
  Binder binder(draft);
  binder.add_section(draft.output.index, 0);
  draft.model["parts"] = binder.parts();
  draft.model["back"] = draft.hrefs.to(section.output_path);
  draft.model["note_count"] = section.note_count;
  draft.set_needs(binder.needs());
}

}  // namespace loci

// The pages by which a reader finds the way without searching: the whole tree, what changed lately,
// the names of everything from A to Z, and the tags as a tree.

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "site/fill.h"
#include "site/language.h"
#include "site/page_draft.h"

namespace loci {
namespace {

constexpr std::size_t most_changes = 200;
// Trees of more notes begin closed below their first level.
constexpr std::size_t most_notes_open = 200;
// A page of more terms than this would be megabytes long with a sentence for each.
constexpr std::size_t most_terms_defined = 3000;

// The sections below `index` in the order in which they are shown, each with the number of lists
// that end after it: a template cannot call itself.
void add_folders(const PageDraft& draft, std::uint32_t index, std::size_t depth,
                 PageValue& folders) {
  for (const std::uint32_t child : draft.site.sections[index].children) {
    const SiteSection& section = draft.site.sections[child];
    PageValue notes = PageValue::array();
    for (const NoteId id : section.notes) {
      const LinkedNote& note = draft.note_of(id);
      notes.push_back(Object()
                          .with("title", note.title)
                          .with("tongue_html", note.tongue)
                          .with("href", draft.to(note)));
    }
    folders.push_back(
        Object()
            .with("title", section.title)
            .with("title_html", title_html(section.title, tongue_of(section, draft.site)))
            .with("href", draft.hrefs.to(section.output_path))
            .with("path", section.path)
            .with("depth", depth)
            .with("note_count", section.note_count)
            .with("open", draft.site.notes.size() <= most_notes_open ||
                              (depth == 0 && section.notes.size() <= most_notes_open))
            .with("notes", std::move(notes))
            .with("closes", PageValue::array()));
    add_folders(draft, child, depth + 1, folders);
    folders.back()["closes"].push_back(depth);
  }
}

// A definition is the first sentence of a summary: to the first full stop, question or exclamation
// mark before a blank, but not one after a single letter ("e.g. ", "J. ").
std::string_view first_sentence(std::string_view text) {
  for (std::size_t i = 2; i < text.size(); ++i) {
    const char c = text[i];
    const bool ends = (c == '.' || c == '?' || c == '!') && i + 1 < text.size() &&
                      text[i + 1] == ' ' && text[i - 2] != ' ' && text[i - 2] != '.';
    if (ends) return text.substr(0, i + 1);
  }
  return text;
}

struct Term {
  std::string key;  // list_order: to sort by, not to tell terms apart
  std::string_view text;
  NoteId note = no_note;
  bool is_title = false;
};

std::vector<Term> terms_of(const LinkedSite& site) {
  std::vector<Term> terms;
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const LinkedNote& note = site.notes[i];
    const NoteId id{static_cast<std::uint32_t>(i)};
    const std::string own = fold(note.title);
    terms.push_back({list_order(note.title), note.title, id, true});
    for (const Spanned& alias : note.parsed->meta.aliases) {
      if (alias.value.find('/') != std::string::npos || alias.value.empty()) continue;
      if (fold(alias.value) != own)
        terms.push_back({list_order(alias.value), alias.value, id, false});
    }
  }
  std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
    return std::tie(a.key, a.note, a.text) < std::tie(b.key, b.note, b.text);
  });
  return terms;
}

// What a term stands under: its first letter, or "#" for figures and signs.
std::string letter_of(const Term& term) {
  std::size_t at = 0;
  const char32_t point = next_code_point(term.key, at);
  if (point >= 'a' && point <= 'z') return std::string(1, static_cast<char>(point - 'a' + 'A'));
  if (!is_letter(point)) return "#";
  return term.key.substr(0, at);
}

}  // namespace

void contents_page(PageDraft& draft) {
  const SiteSection& root = draft.site.sections[0];
  draft.titled_by(english("All notes"));
  draft.breadcrumbs_to(0);
  PageValue folders = PageValue::array();
  add_folders(draft, 0, 0, folders);
  draft.model["folders"] = std::move(folders);
  PageValue notes = PageValue::array();
  for (const NoteId id : root.notes) {
    const LinkedNote& note = draft.note_of(id);
    notes.push_back(Object()
                        .with("title", note.title)
                        .with("tongue_html", note.tongue)
                        .with("href", draft.to(note)));
  }
  draft.model["notes"] = std::move(notes);
  draft.model["count_text"] = draft.site.strings.number(draft.site.notes.size());
  draft.model["count"] = draft.site.notes.size();
}

void changes_page(PageDraft& draft) {
  draft.titled_by(english("Recently changed"));
  draft.breadcrumbs_to(0);
  PageValue months = PageValue::array();
  std::pair<int, int> month{};
  for (const DatedNote& dated : newest_notes(draft.site, most_changes)) {
    const LinkedNote& note = draft.note_of(dated.note);
    if (months.empty() || month != std::pair(dated.date.year, dated.date.month)) {
      month = {dated.date.year, dated.date.month};
      months.push_back(Object()
                           .with("title", draft.site.strings.month(dated.date))
                           .with("id", to_string(dated.date).substr(0, 7))
                           .with("notes", PageValue::array()));
    }
    const FrontMatter& meta = note.parsed->meta;
    const bool is_new = !meta.updated || (meta.date && *meta.date == *meta.updated);
    months.back()["notes"].push_back(
        Object()
            .with("title", note.title)
            .with("tongue_html", note.tongue)
            .with("href", draft.to(note))
            .with("summary", std::string(first_sentence(summary_of(note, draft.site))))
            .with("date", draft.site.strings.date(dated.date))
            .with("date_iso", to_string(dated.date))
            .with("is_new", is_new));
    draft.name_section_of(dated.note, months.back()["notes"].back());
  }
  draft.model["months"] = std::move(months);
}

void glossary_page(PageDraft& draft) {
  draft.titled_by(english("Glossary"));
  draft.breadcrumbs_to(0);
  const std::vector<Term> terms = terms_of(draft.site);
  const bool is_defined = terms.size() <= most_terms_defined;
  std::map<std::string, PageValue> letters;  // "#" sorts before the letters
  for (const Term& term : terms) {
    const LinkedNote& note = draft.note_of(term.note);
    PageValue& list = letters.try_emplace(letter_of(term), PageValue::array()).first->second;
    list.push_back(Object()
                       .with("term", std::string(term.text))
                       .with("href", draft.to(note))
                       .with("title", term.is_title ? "" : title_in_sentence(note))
                       .with("tongue_html", note.tongue)
                       .with("text", is_defined && term.is_title
                                         ? std::string(first_sentence(summary_of(note, draft.site)))
                                         : ""));
  }
  PageValue groups = PageValue::array();
  for (auto& [letter, list] : letters) {
    groups.push_back(Object()
                         .with("letter", letter == "#" ? "0–9" : letter)
                         .with("id", letter == "#" ? "figures" : "letter-" + letter)
                         .with("terms", std::move(list)));
  }
  draft.model["letters"] = std::move(groups);
}

// Tags as a tree: "a/b" stands under "a", which has a row of its own also when no note is tagged with
// it alone. `count` is of the tag and of all below it.
PageValue tag_tree(const PageDraft& draft, std::string_view below) {
  struct Row {
    const SiteTag* tag = nullptr;
    std::vector<NoteId> notes;
  };
  std::map<std::string, Row> rows;  // by name with '/' before every other character
  const auto key_of = [](std::string_view name) { return replace_all(name, "/", "\x01"); };
  for (const SiteTag& tag : draft.site.tags) {
    if (!below.empty() && !(tag.name.size() > below.size() + 1 && tag.name.starts_with(below) &&
                            tag.name[below.size()] == '/'))
      continue;
    rows[key_of(tag.name)].tag = &tag;
    for (std::size_t slash = tag.name.size(); slash != std::string::npos && slash != 0;
         slash = tag.name.rfind('/', slash - 1)) {
      if (slash <= below.size()) break;
      std::vector<NoteId>& notes = rows[key_of(std::string_view(tag.name).substr(0, slash))].notes;
      notes.insert(notes.end(), tag.notes.begin(), tag.notes.end());
    }
  }
  const std::size_t outer =
      below.empty() ? 0 : static_cast<std::size_t>(std::count(below.begin(), below.end(), '/')) + 1;
  PageValue list = PageValue::array();
  for (auto& [key, row] : rows) {
    const std::string name = replace_all(key, "\x01", "/");
    std::sort(row.notes.begin(), row.notes.end());
    row.notes.erase(std::unique(row.notes.begin(), row.notes.end()), row.notes.end());
    const std::size_t depth =
        static_cast<std::size_t>(std::count(name.begin(), name.end(), '/')) - outer;
    list.push_back(
        Object()
            .with("name", name)
            .with("label", depth == 0 && below.empty() ? name : name.substr(name.rfind('/') + 1))
            .with("depth", std::min<std::size_t>(depth, 4))
            .with("href", row.tag == nullptr ? "" : draft.hrefs.to(row.tag->output_path))
            .with("count", row.notes.size()));
  }
  return list;
}

void tag_list_page(PageDraft& draft) {
  draft.titled_by(english("Tags"));
  draft.breadcrumbs_to(0);
  draft.model["tags"] = tag_tree(draft, "");
}

}  // namespace loci

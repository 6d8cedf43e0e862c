// Folders as sections: the tree, its titles, and the order in which its notes are read.

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"
#include "site/index_note.h"
#include "site/link_steps.h"
#include "site/url.h"

namespace loci {
namespace {

std::uint32_t section_of(const std::string& folder, LinkedSite& site,
                         std::map<std::string, std::uint32_t>& known) {
  const auto found = known.find(folder);
  if (found != known.end()) return found->second;
  const std::uint32_t parent = section_of(std::string(parent_path(folder)), site, known);
  const auto index = static_cast<std::uint32_t>(site.sections.size());
  SiteSection section;
  section.path = folder;
  section.parent = parent;
  site.sections.push_back(std::move(section));
  known.emplace(folder, index);
  return index;
}

using ReadingKey = std::tuple<double, std::string, std::string_view>;

ReadingKey reading_key(const LinkedNote& note) {
  const double unordered = std::numeric_limits<double>::infinity();
  return {note.parsed->meta.order.value_or(unordered), list_order(note.title), note.parsed->path};
}

template <class Item, class Key>
void sort_by_key(std::vector<Item>& items, const Key& key_of) {
  std::vector<std::pair<decltype(key_of(items.front())), Item>> keyed;
  keyed.reserve(items.size());
  for (const Item& item : items) keyed.emplace_back(key_of(item), item);
  std::sort(keyed.begin(), keyed.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = keyed[i].second;
}

void sort_children(LinkedSite& site, SiteSection& section, const SiteConfig& config) {
  const auto key = [&](std::uint32_t child) {
    const SiteSection& one = site.sections[child];
    const auto listed = std::find(config.sections.begin(), config.sections.end(), one.path);
    const double order = one.index == no_note ? std::numeric_limits<double>::infinity()
                                              : site.note(one.index).parsed->meta.order.value_or(
                                                    std::numeric_limits<double>::infinity());
    return std::tuple(listed - config.sections.begin(), order, list_order(one.title), one.path);
  };
  sort_by_key(section.children, key);
}

// A fold over the tree from its leaves: sections are made parents first, so backwards is leaves
// first.
void count_contents(LinkedSite& site) {
  for (SiteSection& section : site.sections) {
    section.note_count = static_cast<std::uint32_t>(section.notes.size());
    for (const NoteId id : section.notes) {
      section.card_count += static_cast<std::uint32_t>(site.note(id).parsed->cards.size());
    }
    if (section.index != no_note) {
      section.card_count +=
          static_cast<std::uint32_t>(site.note(section.index).parsed->cards.size());
    }
  }
  for (std::size_t i = site.sections.size(); i-- > 1;) {
    SiteSection& parent = site.sections[site.sections[i].parent];
    parent.note_count += site.sections[i].note_count + (site.sections[i].index != no_note ? 1 : 0);
    parent.card_count += site.sections[i].card_count;
  }
}

// A note whose `permalink` is a section's own address ("/" for the home page) is that section's
// index note, when it has no other.
void adopt_permalinks(LinkedSite& site) {
  std::map<std::string, std::uint32_t> pages;
  for (std::size_t i = 0; i < site.sections.size(); ++i) {
    pages.emplace(folder_output_path(site.sections[i].path), static_cast<std::uint32_t>(i));
  }
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    LinkedNote& note = site.notes[i];
    if (note.parsed->meta.permalink.empty()) continue;
    const auto page = pages.find(note_output_path("", note.parsed->meta));
    if (page == pages.end() || site.sections[page->second].index != no_note) continue;
    const NoteId id{static_cast<std::uint32_t>(i)};
    std::erase(site.sections[note.section].notes, id);
    note.section = page->second;
    site.sections[page->second].index = id;
  }
}

}  // namespace

std::string humanised(std::string_view name) {
  std::string title(name);
  for (char& c : title) {
    if (c == '-' || c == '_') c = ' ';
  }
  title = trim(title);
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z') {
    title.front() = static_cast<char>(title.front() - 'a' + 'A');
  }
  return title.empty() ? std::string(name) : title;
}

void make_sections(LinkedSite& site, std::string_view prefix, const SiteConfig& config) {
  std::map<std::string, std::uint32_t> known;
  known.emplace("", 0);
  site.sections.emplace_back();
  std::vector<int> rank_of_index(1, std::numeric_limits<int>::max());

  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    LinkedNote& note = site.notes[i];
    const NoteId id{static_cast<std::uint32_t>(i)};
    const std::string_view vault_path = std::string_view(note.parsed->path).substr(prefix.size());
    note.section = section_of(std::string(parent_path(vault_path)), site, known);
    rank_of_index.resize(site.sections.size(), std::numeric_limits<int>::max());
    SiteSection& section = site.sections[note.section];

    note.title = note.parsed->meta.title;
    if (note.title.empty()) note.title = note.parsed->body.first_heading;
    const std::optional<int> rank = index_rank(vault_path);
    if (note.title.empty() && rank && note.section != 0)
      note.title = humanised(file_name(section.path));
    if (note.title.empty() && rank) note.title = config.title;
    if (note.title.empty())
      note.title = name_without_date(without_note_ending(file_name(vault_path)));

    if (!rank || *rank >= rank_of_index[note.section]) {
      section.notes.push_back(id);
      continue;
    }
    if (section.index != no_note) section.notes.push_back(section.index);
    section.index = id;
    rank_of_index[note.section] = *rank;
  }

  adopt_permalinks(site);
  for (std::size_t i = 0; i < site.sections.size(); ++i) {
    SiteSection& section = site.sections[i];
    if (section.index != no_note) {
      section.title = site.note(section.index).title;
    } else {
      section.title = i == 0 ? config.title : humanised(file_name(section.path));
    }
    if (i != 0) site.sections[section.parent].children.push_back(static_cast<std::uint32_t>(i));
    sort_by_key(section.notes, [&](NoteId id) { return reading_key(site.note(id)); });
    for (std::size_t n = 0; n < section.notes.size(); ++n) {
      LinkedNote& note = site.notes[index_of(section.notes[n])];
      if (n > 0) note.previous = section.notes[n - 1];
      if (n + 1 < section.notes.size()) note.next = section.notes[n + 1];
    }
  }
  for (SiteSection& section : site.sections) sort_children(site, section, config);
  count_contents(site);
}

}  // namespace loci

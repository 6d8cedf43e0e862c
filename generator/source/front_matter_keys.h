// The names of front-matter keys, as people know them from Obsidian, Hugo, Zola, Quartz, Starlight,
// Docusaurus and Jekyll, and what each is for.
//
//     find_front_matter_key("Weight")->field        FrontMatterField::order
//     nearest_front_matter_key("titel")             "title"
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loci {

enum class FrontMatterField : std::uint8_t {
  title,
  description,
  tags,
  aliases,
  prerequisites,
  date,
  updated,
  last_updated,  // a date, or Starlight's "true: ask git", which has no effect
  draft,
  publish,
  published,  // Jekyll's truth value; elsewhere a date, which has no effect
  slug,
  permalink,
  order,
  image,
  css_classes,
  search,
  deck,
  cards,
  kind,
  level,
  language,
  direction,
  sources,
  taxonomies,
  sidebar,
  cascade,
  ignored,                 // known and of no effect, and nobody would expect one
  without_effect,          // would do something elsewhere: a remark says that it does nothing here
  not_against_publishing,  // would hide the note elsewhere, and does not here
};

struct FrontMatterKey {
  std::string_view name;
  FrontMatterField field;
  // Not empty: an old or foreign name, reported with this one. `whose`: of which program.
  std::string_view say_instead = {};
  std::string_view whose = {};
  // Of a key without effect: what to do instead.
  std::string_view advice = {};
};

// ASCII case aside. null: no such key. Of several keys for one field the one that comes first in
// the table counts, which is the one with the lower address.
const FrontMatterKey* find_front_matter_key(std::string_view name);

// What was probably meant, among keys that do something.
std::optional<std::string> nearest_front_matter_key(std::string_view name);

// May stand under `cascade`.
bool can_cascade(FrontMatterField field);

}  // namespace loci

#include "source/front_matter_keys.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace loci {

namespace {

using Field = FrontMatterField;
using Key = FrontMatterKey;

// Of several names for one field the first in this table counts.
constexpr std::array keys = {
    Key{"title", Field::title},
    Key{"description", Field::description},
    Key{"summary", Field::description},
    Key{"tags", Field::tags},
    Key{"tag", Field::tags, "tags"},
    Key{"aliases", Field::aliases},
    Key{"alias", Field::aliases, "aliases"},
    Key{"redirect_from", Field::aliases},
    Key{"prerequisites", Field::prerequisites},
    Key{"requires", Field::prerequisites},
    Key{"prereq", Field::prerequisites},
    Key{"date", Field::date},
    Key{"created", Field::date},
    Key{"updated", Field::updated},
    Key{"modified", Field::updated},
    Key{"lastmod", Field::updated},
    Key{"lastUpdated", Field::last_updated},
    Key{"draft", Field::draft},
    Key{"publish", Field::publish},
    Key{"published", Field::published},
    Key{"permalink", Field::permalink},
    Key{"url", Field::permalink, "permalink", "Hugo"},
    Key{"path", Field::permalink, "permalink", "Zola"},
    Key{"slug", Field::slug},
    Key{"order", Field::order},
    Key{"weight", Field::order},
    Key{"nav_order", Field::order},
    Key{"sidebar_position", Field::order},
    Key{"image", Field::image},
    Key{"cover", Field::image},
    Key{"socialImage", Field::image},
    Key{"cssclasses", Field::css_classes},
    Key{"cssclass", Field::css_classes, "cssclasses"},
    Key{"search", Field::search},
    Key{"in_search_index", Field::search},
    Key{"pagefind", Field::search},
    Key{"deck", Field::deck},
    Key{"cards", Field::cards},
    Key{"kind", Field::kind},
    Key{"level", Field::level},
    Key{"language", Field::language},
    Key{"lang", Field::language},
    Key{"dir", Field::direction},
    Key{"direction", Field::direction},
    Key{"sources", Field::sources},
    Key{"taxonomies", Field::taxonomies},
    Key{"sidebar", Field::sidebar},
    Key{"cascade", Field::cascade},

    // Things that happen at a time, and Loci has no clock: what is there is published.
    Key{"publishDate",
        Field::without_effect,
        {},
        {},
        "'draft: true' keeps the note back until you take it out"},
    Key{"expiryDate",
        Field::without_effect,
        {},
        {},
        "'draft: true' takes the note out of the site"},
    // What would hide the note elsewhere.
    Key{"private", Field::not_against_publishing},
    Key{"unlisted", Field::not_against_publishing},
    Key{"hidden", Field::not_against_publishing},
    Key{"headless", Field::not_against_publishing},
    Key{"password", Field::not_against_publishing},
    Key{"encrypt", Field::not_against_publishing},

    // Known and of no effect: what a note may tell to a person or to another program.
    Key{"author", Field::ignored},
    Key{"authors", Field::ignored},
    Key{"banner", Field::ignored},
    Key{"build", Field::ignored},
    Key{"categories", Field::ignored},
    Key{"category", Field::ignored},
    Key{"comments", Field::ignored},
    Key{"covers", Field::ignored},
    Key{"editUrl", Field::ignored},
    Key{"enableToc", Field::ignored},
    Key{"extra", Field::ignored},
    Key{"has_children", Field::ignored},
    Key{"head", Field::ignored},
    Key{"hero", Field::ignored},
    Key{"icon", Field::ignored},
    Key{"id", Field::ignored},
    Key{"keywords", Field::ignored},
    Key{"layout", Field::ignored},
    Key{"linkTitle", Field::ignored},
    Key{"menu", Field::ignored},
    Key{"menus", Field::ignored},
    Key{"minutes", Field::ignored},
    Key{"next", Field::ignored},
    Key{"numbers", Field::ignored},
    Key{"outputs", Field::ignored},
    Key{"page_template", Field::ignored},
    Key{"params", Field::ignored},
    Key{"parent", Field::ignored},
    Key{"prev", Field::ignored},
    Key{"resources", Field::ignored},
    Key{"series", Field::ignored},
    Key{"sidebar_label", Field::ignored},
    Key{"sitemap", Field::ignored},
    Key{"socialDescription", Field::ignored},
    Key{"sort_by", Field::ignored},
    Key{"status", Field::ignored},
    Key{"tableOfContents", Field::ignored},
    Key{"template", Field::ignored},
    Key{"toc", Field::ignored},
    Key{"translationKey", Field::ignored},
    Key{"type", Field::ignored},
    Key{"uid", Field::ignored},
    Key{"verified", Field::ignored},
};

}  // namespace

const FrontMatterKey* find_front_matter_key(std::string_view name) {
  const auto* found = std::find_if(keys.begin(), keys.end(), [name](const Key& key) {
    return equal_ignoring_ascii_case(key.name, name);
  });
  return found == keys.end() ? nullptr : found;
}

std::optional<std::string> nearest_front_matter_key(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Key& key : keys) {
    if (key.field < Field::ignored && key.say_instead.empty()) names.push_back(key.name);
  }
  return nearest_name(name, names);
}

bool can_cascade(FrontMatterField field) {
  switch (field) {
    case Field::tags:
    case Field::taxonomies:
    case Field::css_classes:
    case Field::draft:
    case Field::publish:
    case Field::published:
    case Field::search:
    case Field::deck:
    case Field::cards:
    case Field::kind:
    case Field::level:
    case Field::language:
    case Field::direction:
      return true;
    default:
      return false;
  }
}

}  // namespace loci

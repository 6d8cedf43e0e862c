#include "site/page_parts.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "base/escape.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/text.h"
#include "site/connections.h"
#include "site/customisation.h"
#include "site/language.h"
#include "site/plan.h"

namespace loci {
namespace {

// A folder of thousands of notes must not put thousands of links on each of its pages: such a page
// shows the notes around it.
constexpr std::size_t notes_in_window = 60;
constexpr std::size_t most_notes_without_window = 90;
constexpr std::size_t most_sections_listed = 40;
// Notes of the folders inside a section, which its sidebar shows folded: all of them or none.
constexpr std::size_t most_notes_inside = 40;

// The hash is of the speculation rules in assets/lib/prefetch.ts, data that browsers count among the
// scripts: these rules and no other may be added to a page.
constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self' "
    "'sha256-FnXQ6m7WQmVtbrfGYGemaKo92AjENOO3DFuoGZbSxn0='; style-src 'self'; img-src 'self' data: "
    "https:; "
    "media-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'";

std::uint32_t top_section(std::uint32_t section, const LinkedSite& site) {
  while (section != 0 && site.sections[section].parent != 0)
    section = site.sections[section].parent;
  return section;
}

// Which window of its section's notes a page shows.
std::size_t window_of(const Output& output, const LinkedSite& site) {
  if (output.kind != OutputKind::note) return 0;
  const NoteId id{output.index};
  const std::vector<NoteId>& notes = site.sections[site.note(id).section].notes;
  if (notes.size() <= most_notes_without_window) return 0;
  return static_cast<std::size_t>(std::find(notes.begin(), notes.end(), id) - notes.begin()) /
         notes_in_window;
}

// "theme.js" -> "theme_js", as templates name it.
std::string model_name(std::string_view asset) {
  std::string name(asset);
  for (char& c : name) {
    if (c == '.' || c == '-' || c == '/') c = '_';
  }
  return name;
}

// Where an entry of [navigation] leads: an address, a page of the site, a folder, or a note by its path
// with or without ".md". Empty: nowhere.
std::string navigation_path(const SiteLink& link, const SiteBuild& build) {
  const LinkedSite& site = build.site;
  const std::string wanted = normal_path(link.target);
  if (build.plan.find(wanted) != nullptr) return wanted;
  for (const SiteSection& section : site.sections) {
    if (section.path == wanted) return section.output_path;
  }
  const std::string source = normal_path(join_path(build.config.notes_dir, wanted));
  for (const LinkedNote& note : site.notes) {
    const std::string& path = note.parsed->path;
    if (note.slug == wanted || path == source || path == source + ".md" || path == wanted)
      return note.output_path;
  }
  return {};
}

PageValue link_list(const std::vector<SiteLink>& links, const SiteBuild& build,
                    const Hrefs& hrefs) {
  PageValue list = PageValue::array();
  for (const SiteLink& link : links) {
    const bool is_external = link.target.find(':') != std::string::npos;
    const std::string path = is_external ? link.target : navigation_path(link, build);
    if (path.empty()) continue;
    list.push_back(Object()
                       .with("title", link.title)
                       .with("href", is_external ? path : hrefs.to(path))
                       .with("external", is_external));
  }
  return list;
}

// The path of the first note of a file's name or a title, as [[links]] call notes.
std::optional<std::string> named_note(std::string_view name, const LinkedSite& site) {
  const std::string wanted = ascii_lower(name);
  for (const LinkedNote& note : site.notes) {
    if (ascii_lower(file_name(note.slug)) == wanted || ascii_lower(note.title) == wanted)
      return note.slug;
  }
  return std::nullopt;
}

// L509 at each entry of [navigation] that leads nowhere.
void check_navigation(const SiteBuild& build, Diagnostics& diagnostics) {
  for (const SiteLink& link : build.config.navigation) {
    if (link.target.find(':') != std::string::npos || !navigation_path(link, build).empty())
      continue;
    std::vector<std::string> names;
    for (const LinkedNote& note : build.site.notes) names.push_back(note.slug);
    for (const SiteSection& section : build.site.sections) names.push_back(section.path);
    std::vector<std::string> hints;
    const std::vector<std::string_view> views(names.begin(), names.end());
    if (const std::optional<std::string> near = named_note(link.target, build.site))
      hints.push_back("write its path, '" + *near + "'");
    else if (const std::optional<std::string> meant = nearest_name(link.target, views))
      hints.push_back("did you mean '" + *meant + "'?");
    diagnostics.report(
        Code::navigation_target, build.config.config_path, link.span,
        "no page, note or folder '" + link.target + "' for '" + link.title + "' in the navigation",
        std::move(hints));
  }
}

PageValue shared_model(const SiteBuild& build, const Theme& theme,
                       const std::vector<std::string>& asset_names, const Hrefs& hrefs,
                       std::uint32_t top) {
  const SiteConfig& config = build.config;
  const LinkedSite& site = build.site;
  PageValue model;
  model["lang"] = config.language;
  model["dir"] = direction_of(config.language);
  model["root"] = hrefs.root();
  model["csp"] = content_security_policy;
  model["feed"] = has_feed(site, config) ? hrefs.to("feed.xml") : "";
  // The browser's storage is shared by all sites of one origin, and on file:// by all files: the id
  // keeps sites apart.
  model["site"] =
      Object()
          .with("title", config.title)
          .with("description", config.description)
          .with("home", hrefs.to("index.html"))
          .with("author", config.author)
          .with("id", to_hex(hash64(config.base_url.empty() ? config.title : config.base_url))
                          .substr(0, 8));
  model["links"] =
      Object()
          .with("home", hrefs.to("index.html"))
          .with("search", config.search.enabled ? hrefs.to("search.html") : "")
          .with("review", hrefs.to("review.html"))
          .with("tags", hrefs.to("tags/index.html"))
          .with("contents", hrefs.to("contents.html"))
          .with("glossary", hrefs.to("glossary.html"))
          .with("changes", has_dates(site) ? hrefs.to("changes.html") : "")
          .with("graph", hrefs.to(build.connections->graph_page))
          .with("learn", build.connections->learn_page.empty()
                             ? ""
                             : hrefs.to(build.connections->learn_page))
          .with("lunr_index",
                build.plan.find("lunr-index.json") != nullptr ? hrefs.to("lunr-index.json") : "");
  const Asset* accent = theme.asset("site.css");
  const Asset* strings = theme.asset("strings.js");
  const Asset* logo = theme.asset("logo");
  model["look"] = Object()
                      .with("font", config.look.system_font ? "system" : "")
                      .with("style", accent == nullptr ? "" : hrefs.to(accent->output_path))
                      .with("logo", logo == nullptr ? "" : hrefs.to(logo->output_path))
                      .with("footer", config.look.footer)
                      .with("strings", strings == nullptr ? "" : hrefs.to(strings->output_path));
  model["navigation"] = link_list(config.navigation, build, hrefs);
  model["social"] = link_list(config.social, build, hrefs);
  PageValue& assets = model["assets"] = PageValue::object();
  for (std::size_t i = 0; i < asset_names.size(); ++i)
    assets[asset_names[i]] = hrefs.to(theme.assets()[i].output_path);
  PageValue& sections = model["sections"] = PageValue::array();
  for (const std::uint32_t child : site.sections[0].children) {
    if (sections.size() == most_sections_listed) break;
    const SiteSection& section = site.sections[child];
    sections.push_back(Object()
                           .with("title", section.title)
                           .with("tongue_html", tongue_of(section, site))
                           .with("href", hrefs.to(section.output_path))
                           .with("current", child == top));
  }
  model["card_count"] = site.cards.size();
  return model;
}

PageValue sections_model(const std::vector<std::uint32_t>& listed, const LinkedSite& site,
                         const Hrefs& hrefs) {
  PageValue list = PageValue::array();
  for (const std::uint32_t index : listed) {
    if (list.size() == most_sections_listed) break;
    const SiteSection& section = site.sections[index];
    list.push_back(Object()
                       .with("title", section.title)
                       .with("title_html", title_html(section.title, tongue_of(section, site)))
                       .with("href", hrefs.to(section.output_path)));
  }
  return list;
}

// To each row of `rows`, the sections inside `section`, its own notes, when they are few in all.
void add_notes_inside(PageValue& rows, const SiteSection& section, const LinkedSite& site,
                      const Hrefs& hrefs) {
  std::size_t count = 0;
  for (const std::uint32_t child : section.children) count += site.sections[child].notes.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    PageValue& notes = rows[i]["notes"] = PageValue::array();
    if (count > most_notes_inside) continue;
    for (const NoteId id : site.sections[section.children[i]].notes) {
      const LinkedNote& note = site.note(id);
      notes.push_back(Object()
                          .with("title", note.title)
                          .with("title_html", title_html(note.title, note.tongue))
                          .with("href", hrefs.to(note.output_path)));
    }
  }
}

PageValue sidebar_model(const SiteBuild& build, const Hrefs& hrefs, std::uint32_t index,
                        std::size_t window) {
  const LinkedSite& site = build.site;
  const SiteSection& section = site.sections[index];
  std::size_t begin = 0;
  std::size_t end = section.notes.size();
  if (end > most_notes_without_window) {
    begin = window * notes_in_window;
    end = std::min(end, begin + notes_in_window);
  }
  PageValue items = PageValue::array();
  for (std::size_t i = begin; i < end; ++i) {
    const LinkedNote& note = site.note(section.notes[i]);
    items.push_back(Object()
                        .with("title", note.title)
                        .with("title_html", title_html(note.title, note.tongue))
                        .with("href", hrefs.to(note.output_path)));
  }
  PageValue model;
  model["section"] = Object()
                         .with("title", section.title)
                         .with("title_html", title_html(section.title, tongue_of(section, site)))
                         .with("href", hrefs.to(section.output_path))
                         .with("path", section.path);
  model["items"] = std::move(items);
  model["subsections"] = sections_model(section.children, site, hrefs);
  add_notes_inside(model["subsections"], section, site, hrefs);
  model["siblings"] = index == 0
                          ? PageValue::array()
                          : sections_model(site.sections[section.parent].children, site, hrefs);
  return model;
}

// Keys of the maps below. "/" cannot begin an output path, so the absolute page has a folder of its
// own.
std::string folder_of(const Output& output) {
  return output.kind == OutputKind::not_found ? "/" : std::string(parent_path(output.path));
}

using SharedKey = std::pair<std::string, std::uint32_t>;                 // root, top section
using SidebarKey = std::tuple<std::string, std::uint32_t, std::size_t>;  // folder, section, window

bool has_sidebar(OutputKind kind) {
  return is_page(kind) && kind != OutputKind::redirect && kind != OutputKind::book &&
         kind != OutputKind::hub && kind != OutputKind::diagram_frame;
}

}  // namespace

struct PageParts::Parts {
  std::vector<std::string> asset_names;  // as templates name them
  std::map<SharedKey, PageValue> shared;
  std::map<SidebarKey, std::string> sidebars;
};

PageParts::PageParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PageParts::~PageParts() = default;

std::uint32_t section_of(const Output& output, const LinkedSite& site) {
  if (output.kind == OutputKind::note) return site.notes[output.index].section;
  return output.kind == OutputKind::section || output.kind == OutputKind::book ? output.index : 0;
}

Hrefs hrefs_of(const Output& output, const SiteConfig& config) {
  if (output.kind == OutputKind::not_found) return Hrefs::below(base_path(config.base_url));
  return Hrefs::relative_to(output.path);
}

const PageValue& PageParts::shared_for(const Output& output, const SiteBuild& build) const {
  const std::uint32_t top = top_section(section_of(output, build.site), build.site);
  return parts_->shared.at({hrefs_of(output, build.config).root(), top});
}

std::string PageParts::sidebar_for(const Output& output, const SiteBuild& build) const {
  const std::uint32_t section = section_of(output, build.site);
  std::string html =
      parts_->sidebars.at({folder_of(output), section, window_of(output, build.site)});
  const std::string link =
      "href=\"" + escape_html(hrefs_of(output, build.config).to(output.path)) + "\"";
  const std::size_t at = html.find("<a " + link);
  // The link to the page's section carries classes and so is another text; it is marked on the
  // section's own page.
  const std::size_t own = at != std::string::npos ? at + 3 : html.find(link);
  if (own != std::string::npos) html.insert(own + link.size(), " aria-current=\"page\"");
  return html;
}

std::shared_ptr<const PageParts> make_page_parts(const SiteBuild& build, const Theme& theme,
                                                 Diagnostics& diagnostics) {
  check_navigation(build, diagnostics);
  check_customisation(build.config, theme, *build.files, diagnostics);
  auto parts = std::make_unique<PageParts::Parts>();
  for (const Asset& asset : theme.assets()) parts->asset_names.push_back(model_name(asset.name));
  for (const Output& output : build.plan.outputs) {
    if (!is_page(output.kind)) continue;
    const std::uint32_t section = section_of(output, build.site);
    const std::uint32_t top = top_section(section, build.site);
    const Hrefs hrefs = hrefs_of(output, build.config);
    if (const SharedKey key{hrefs.root(), top}; !parts->shared.contains(key)) {
      parts->shared.emplace(key, shared_model(build, theme, parts->asset_names, hrefs, top));
    }
    if (has_sidebar(output.kind)) {
      parts->sidebars.try_emplace({folder_of(output), section, window_of(output, build.site)});
    }
  }

  std::vector<std::pair<const SidebarKey, std::string>*> wanted;
  for (auto& item : parts->sidebars) wanted.push_back(&item);
  std::vector<std::string> failures(wanted.size());
  parallel_for(wanted.size(), 4, [&](std::size_t i) {
    const auto& [folder, section, window] = wanted[i]->first;
    // Any page of the folder sees the same hrefs.
    const Hrefs hrefs = folder == "/" ? Hrefs::below(base_path(build.config.base_url))
                                      : Hrefs::relative_to(folder.empty() ? "." : folder + "/.");
    const std::uint32_t top = top_section(section, build.site);
    Result<std::string> html =
        theme.render("partials/sidebar.html", sidebar_model(build, hrefs, section, window),
                     parts->shared.at({hrefs.root(), top}));
    if (html) {
      wanted[i]->second = std::move(*html);
    } else {
      failures[i] = html.error().message;
    }
  });
  const auto failed = std::find_if(failures.begin(), failures.end(),
                                   [](const std::string& f) { return !f.empty(); });
  if (failed != failures.end() && !theme.template_failures().contains(*failed))
    diagnostics.add(template_problem(*failed, build.templates));
  return std::make_shared<const PageParts>(std::move(parts));
}

}  // namespace loci

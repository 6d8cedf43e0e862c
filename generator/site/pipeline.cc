// The corridor: every pass of a build, in order. A later pass never edits what an earlier one made.

#include "site/pipeline.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/hash.h"
#include "base/path.h"
#include "cards/card_data.h"
#include "site/connections.h"
#include "site/index.h"
#include "site/link.h"
#include "site/link_lookup.h"
#include "site/needs.h"
#include "site/page_parts.h"
#include "site/parse.h"
#include "site/plan.h"
#include "site/preview_data.h"
#include "site/read.h"
#include "site/severity.h"
#include "site/url.h"

namespace loci {
namespace {

// Any change of a note, of the configuration or of the theme's files changes it; the place of the
// project does not.
std::string build_fingerprint(const SiteBuild& build, const Theme& theme) {
  StreamHash hash;
  const auto add = [&](std::string_view part) { hash.append_part(part); };
  for (const LinkedNote& note : build.site.notes) {
    add(note.parsed->path);
    add(to_hex(note.parsed->hash));
    if (const auto checked = build.sources.verified.find(note.parsed->path))
      add(to_hex(hash_of(checked.get())));
  }
  for (const Asset& asset : theme.assets()) add(asset.output_path);
  const SiteConfig& config = build.config;
  for (const std::string* text : {&config.title, &config.description, &config.base_url,
                                  &config.language, &config.author, &config.repository}) {
    add(*text);
  }
  add(to_hex(config.strings.hash()));
  add(to_hex(parse_options_hash(config)));
  return to_hex(hash.value()).substr(0, 12);
}

// Of folders that hold cards and are called otherwise than their directory.
std::vector<FolderTitle> titles_of_decks(const LinkedSite& site) {
  std::vector<FolderTitle> titles;
  for (const SiteSection& section : site.sections) {
    if (section.card_count > 0 && !section.path.empty() && section.title != file_name(section.path))
      titles.push_back({section.path, section.title});
  }
  std::sort(titles.begin(), titles.end(),
            [](const FolderTitle& a, const FolderTitle& b) { return a.path < b.path; });
  return titles;
}

std::vector<DataFile> make_data(SiteBuild& build, std::vector<DataFile> web_files) {
  std::vector<DataFile> data;
  if (build.config.search.enabled) data = build_search_shards(build.search, build.build_id);
  for (CardDataFile& file :
       build_card_data(view_cards(build.site), build.config.cards, build.build_id,
                       edit_base(build.config.repository), titles_of_decks(build.site))) {
    data.push_back({std::move(file.path), std::move(file.bytes), {}});
  }
  for (DataFile& file :
       make_preview_data(build.site, build.search.entries(), build.connections->first_entry, data))
    data.push_back(std::move(file));
  for (DataFile& file : web_files) data.push_back(std::move(file));
  return data;
}

// A message shows its line; no one else needs a text that was parsed, and all texts together are as
// large as the vault.
void drop_unneeded_texts(SourceSet& sources, const Diagnostics& diagnostics) {
  std::unordered_set<std::string_view> shown;
  for (const Diagnostic& diagnostic : diagnostics.items()) shown.insert(diagnostic.path);
  for (std::shared_ptr<const SourceFile>& note : sources.notes) {
    if (!shown.contains(note->path))
      note = std::make_shared<const SourceFile>(SourceFile{note->path, "", note->hash});
  }
}

}  // namespace

std::string_view SiteBuild::text_of(std::string_view path) const {
  if (path == config.config_path && !path.empty()) return config.text;
  if (const auto own = templates.find(path); own != templates.end()) return own->second;
  return source_text(sources, path);
}

Result<std::shared_ptr<SiteBuild>> build_site(const SiteConfig& site_config, const Theme& theme,
                                              FileSystem& files, Depth depth, ParseCache* cache,
                                              Timings& timings) {
  auto build = std::make_shared<SiteBuild>();
  build->config = site_config;
  build->config.strings = theme.strings().strings;
  build->templates = theme.own_templates();
  const SiteConfig& config = build->config;
  build->files = &files;
  Diagnostics diagnostics;
  const auto finish = [&]() -> Result<std::shared_ptr<SiteBuild>> {
    // From here on nothing more is said, and what was said has the severity that the site wants.
    apply_severities(diagnostics, config.check, build->parsed);
    diagnostics.sort();
    build->diagnostics = diagnostics.take();
    return build;
  };

  {
    const auto timer = timings.start("read");
    Result<SourceSet> sources = read_sources(config, files, diagnostics);
    if (!sources) return std::move(sources).error();
    build->sources = std::move(*sources);
  }
  // From here on the notes folder is not looked at again: what was read is what is built.

  {
    const auto timer = timings.start("parse");
    build->parsed = parse_notes(build->sources, config, cache);
  }
  // From here on no note's text is looked at again, only its meaning. No note knows of another yet.

  {
    const auto timer = timings.start("link");
    build->site = link_notes(build->parsed, build->sources, config, diagnostics);
  }
  // From here on no note gains a link, a page or a card, and nothing of a draft is left.
  drop_unneeded_texts(build->sources, diagnostics);
  if (depth == Depth::linked) return finish();

  {
    const auto timer = timings.start("index");
    // `loci search` works for a site that publishes no search.
    if (config.search.enabled || depth == Depth::indexed) build->search = index_notes(build->site);
  }
  // From here on everything that can be found is known.
  if (depth == Depth::indexed) return finish();

  std::vector<DataFile> web_files;
  {
    const auto timer = timings.start("connect");
    Connections web = connect_notes(build->site, build->search);
    web_files = make_connection_data(build->site, web);
    build->connections = std::make_shared<const Connections>(std::move(web));
  }
  // From here on it is known which notes belong together. The index's terms are needed for no more
  // than its files.

  {
    const auto timer = timings.start("plan");
    build->build_id = build_fingerprint(*build, theme);
    build->data = make_data(*build, std::move(web_files));
    build->needs = needs_of_site(build->site);
    const Demand demand = {build->needs, depth == Depth::served, !config.look.system_font,
                           !build->connections->path.empty()};
    build->plan = plan_outputs(build->site, *build->connections, build->data, theme, config, demand,
                               diagnostics);
    build->parts = make_page_parts(*build, theme, diagnostics);
  }
  // From here on every output is a pure function of the build: site/render.h makes one,
  // site/write.h all of them.
  return finish();
}

}  // namespace loci

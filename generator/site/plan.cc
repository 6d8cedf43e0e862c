#include "site/plan.h"

#include <algorithm>
#include <utility>

#include "base/path.h"
#include "site/connections.h"

namespace loci {
namespace {

bool is_wanted(AssetDemand asked, const Demand& demand) {
  switch (asked) {
    case AssetDemand::always:
      return true;
    case AssetDemand::mathematics:
      return demand.pages.mathematics;
    case AssetDemand::diagrams:
      return demand.pages.diagrams;
    case AssetDemand::text_font:
      return demand.text_font;
    case AssetDemand::learning_path:
      return demand.learning_path;
    case AssetDemand::live:
      return demand.live;
    case AssetDemand::single_file:
      return false;
  }
  return true;
}

}  // namespace

const Output* OutputPlan::find(std::string_view path) const {
  const auto by_path = [](const Output& output, std::string_view wanted) {
    return output.path < wanted;
  };
  const auto found = std::lower_bound(outputs.begin(), outputs.end(), path, by_path);
  return found != outputs.end() && found->path == path ? &*found : nullptr;
}

std::string book_path(const SiteSection& section) {
  return join_path(parent_path(section.output_path), "print.html");
}

bool has_dates(const LinkedSite& site) {
  return std::any_of(site.notes.begin(), site.notes.end(), [](const LinkedNote& note) {
    return note.parsed->meta.date.has_value() || note.parsed->meta.updated.has_value();
  });
}

namespace {

constexpr std::size_t most_text_for_lunr_index = 12 * 1024 * 1024;

}  // namespace

bool has_lunr_index(const LinkedSite& site, const SiteConfig& config) {
  if (!config.search.enabled) return false;
  if (config.search.lunr_index) return *config.search.lunr_index;
  std::size_t bytes = 0;
  for (const LinkedNote& note : site.notes) {
    if (!note.parsed->meta.in_search) continue;
    for (const Section& section : note.parsed->body.sections) bytes += section.text.size();
  }
  return bytes <= most_text_for_lunr_index;
}

bool has_feed(const LinkedSite& site, const SiteConfig& config) {
  if (config.base_url.empty() || !config.feed.enabled || config.feed.entries <= 0) return false;
  return has_dates(site);
}

OutputPlan plan_outputs(const LinkedSite& site, const Connections& web,
                        const std::vector<DataFile>& data, const Theme& theme,
                        const SiteConfig& config, const Demand& demand, Diagnostics& diagnostics) {
  OutputPlan plan;
  plan.outputs.reserve(site.notes.size() + site.sections.size() + site.tags.size() + data.size() +
                       64);
  const auto add = [&](std::string path, OutputKind kind, std::size_t index = 0) {
    plan.outputs.push_back({std::move(path), kind, static_cast<std::uint32_t>(index)});
  };

  // An index note is the text of its section's page and has none of its own.
  std::vector<bool> is_index(site.notes.size(), false);
  for (std::size_t i = 0; i < site.sections.size(); ++i) {
    const SiteSection& section = site.sections[i];
    if (section.index != no_note) is_index[index_of(section.index)] = true;
    add(section.output_path, i == 0 ? OutputKind::home : OutputKind::section, i);
  }
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    if (!is_index[i]) add(site.notes[i].output_path, OutputKind::note, i);
  }
  for (std::size_t i = 0; i < site.tags.size(); ++i)
    add(site.tags[i].output_path, OutputKind::tag, i);
  for (std::size_t i = 0; i < site.redirects.size(); ++i) {
    add(site.redirects[i].output_path, OutputKind::redirect, i);
  }
  add("tags/index.html", OutputKind::tag_list);
  // A note of such a name, or an old address of one, takes the place of the page that Loci would make.
  const auto add_unless_written = [&](const std::string& path, OutputKind kind,
                                      std::size_t index = 0) {
    const auto has_path = [&](const auto& page) { return page.output_path == path; };
    if (std::none_of(site.notes.begin(), site.notes.end(), has_path) &&
        std::none_of(site.redirects.begin(), site.redirects.end(), has_path))
      add(path, kind, index);
  };
  add_unless_written("contents.html", OutputKind::contents);
  add_unless_written("glossary.html", OutputKind::glossary);
  if (config.print.book) {
    add_unless_written(book_path(site.sections[0]), OutputKind::book);
    for (const std::uint32_t top : site.sections[0].children)
      add_unless_written(book_path(site.sections[top]), OutputKind::book, top);
  }
  if (has_dates(site)) add_unless_written("changes.html", OutputKind::changes);
  add("review.html", OutputKind::review);
  if (config.search.enabled) add("search.html", OutputKind::search_page);
  add("404.html", OutputKind::not_found);
  add(web.graph_page, OutputKind::graph);
  if (!web.learn_page.empty()) add(web.learn_page, OutputKind::learn);
  if (theme.has_template("hub.html")) add("hub.html", OutputKind::hub);
  if (has_lunr_index(site, config)) add("lunr-index.json", OutputKind::lunr_index);
  for (std::size_t i = 0; i < data.size(); ++i) add(data[i].path, OutputKind::data, i);
  if (demand.pages.diagrams && theme.has_template("diagram-frame.html"))
    add("diagram-frame.html", OutputKind::diagram_frame);
  for (std::size_t i = 0; i < theme.assets().size(); ++i) {
    const Asset& asset = theme.assets()[i];
    if (is_wanted(asset.demand, demand)) add(asset.output_path, OutputKind::asset, i);
  }
  for (std::size_t i = 0; i < site.attachments.size(); ++i) {
    add(site.attachments[i].output_path, OutputKind::attachment, i);
  }
  if (!config.base_url.empty()) add("sitemap.xml", OutputKind::sitemap);
  if (has_feed(site, config)) add("feed.xml", OutputKind::feed);
  add("robots.txt", OutputKind::robots);
  add(".nojekyll", OutputKind::nojekyll);

  std::stable_sort(plan.outputs.begin(), plan.outputs.end(),
                   [](const Output& a, const Output& b) { return a.path < b.path; });
  const auto is_second = [&](const Output& first, const Output& second) {
    if (first.path != second.path) return false;
    diagnostics.report(
        Code::output_clash,
        second.kind == OutputKind::attachment ? site.attachments[second.index].source_path : "", {},
        "two outputs would be '" + second.path + "': the first is kept");
    return true;
  };
  plan.outputs.erase(std::unique(plan.outputs.begin(), plan.outputs.end(), is_second),
                     plan.outputs.end());
  // A folder "x.html" beside a note "x.md": one name cannot be a file and a folder.
  const auto is_below_file = [&](const Output& output) {
    for (std::string_view folder = parent_path(output.path); !folder.empty();
         folder = parent_path(folder)) {
      if (plan.find(folder) == nullptr) continue;
      diagnostics.report(Code::output_clash, "", {},
                         "'" + output.path + "' is left out, because '" + std::string(folder) +
                             "' is a page and cannot be a folder too",
                         {"rename the folder"});
      return true;
    }
    return false;
  };
  std::vector<bool> is_out(plan.outputs.size());
  for (std::size_t i = 0; i < is_out.size(); ++i) is_out[i] = is_below_file(plan.outputs[i]);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < is_out.size(); ++i) {
    if (!is_out[i] && kept++ != i) plan.outputs[kept - 1] = std::move(plan.outputs[i]);
  }
  plan.outputs.resize(kept);
  return plan;
}

}  // namespace loci

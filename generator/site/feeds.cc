#include "site/feeds.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/escape.h"
#include "site/fill.h"
#include "site/url.h"

namespace loci {
namespace {

std::optional<Date> last_change(const LinkedNote& note) {
  const FrontMatter& meta = note.parsed->meta;
  return meta.updated ? meta.updated : meta.date;
}

// Atom wants an instant: the day's first, in UTC.
std::string instant(const Date& date) { return to_string(date) + "T00:00:00Z"; }

void append_element(std::string& out, std::string_view indent, std::string_view name,
                    std::string_view text) {
  if (text.empty()) return;
  out.append(indent).append("<").append(name).append(">");
  append_xml(out, text);
  out.append("</").append(name).append(">\n");
}

}  // namespace

std::string make_sitemap(const LinkedSite& site, const SiteConfig& config) {
  std::vector<std::pair<std::string, std::optional<Date>>> pages;
  for (const SiteSection& section : site.sections) {
    pages.emplace_back(section.output_path, section.index == no_note
                                                ? std::nullopt
                                                : last_change(site.note(section.index)));
  }
  std::vector<bool> is_index(site.notes.size(), false);
  for (const SiteSection& section : site.sections) {
    if (section.index != no_note) is_index[index_of(section.index)] = true;
  }
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    if (!is_index[i]) pages.emplace_back(site.notes[i].output_path, last_change(site.notes[i]));
  }
  for (const SiteTag& tag : site.tags) pages.emplace_back(tag.output_path, std::nullopt);
  std::sort(pages.begin(), pages.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });

  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset "
      "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  for (const auto& [path, date] : pages) {
    out += "<url><loc>";
    append_xml(out, absolute_url(config.base_url, path));
    out += "</loc>";
    if (date) out += "<lastmod>" + to_string(*date) + "</lastmod>";
    out += "</url>\n";
  }
  out += "</urlset>\n";
  return out;
}

std::string make_feed(const LinkedSite& site, const SiteConfig& config) {
  struct Entry {
    Date date;
    const LinkedNote* note;
  };
  std::vector<Entry> entries;
  for (const LinkedNote& note : site.notes) {
    if (const std::optional<Date> date = last_change(note)) entries.push_back({*date, &note});
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.date != b.date ? a.date > b.date : a.note->output_path < b.note->output_path;
  });
  entries.resize(
      std::min(entries.size(), static_cast<std::size_t>(std::max(config.feed.entries, 0))));

  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"";
  if (!config.language.empty()) out += " xml:lang=\"" + escape_xml(config.language) + "\"";
  out += ">\n";
  append_element(out, "  ", "title", config.title);
  append_element(out, "  ", "subtitle", config.description);
  append_element(out, "  ", "id", absolute_url(config.base_url, "index.html"));
  out += "  <link rel=\"self\" type=\"application/atom+xml\" href=\"" +
         escape_xml(absolute_url(config.base_url, "feed.xml")) + "\"/>\n";
  out += "  <link href=\"" + escape_xml(absolute_url(config.base_url, "index.html")) + "\"/>\n";
  append_element(out, "  ", "updated",
                 entries.empty() ? "1970-01-01T00:00:00Z" : instant(entries.front().date));
  // Atom wants an author of the feed or of every entry.
  out += "  <author>\n";
  append_element(out, "    ", "name", config.author.empty() ? config.title : config.author);
  out += "  </author>\n";
  for (const Entry& entry : entries) {
    const FrontMatter& meta = entry.note->parsed->meta;
    const std::string url = absolute_url(config.base_url, entry.note->output_path);
    out += "  <entry>\n";
    append_element(out, "    ", "title", entry.note->title);
    append_element(out, "    ", "id", url);
    out += "    <link href=\"" + escape_xml(url) + "\"/>\n";
    if (meta.date) append_element(out, "    ", "published", instant(*meta.date));
    append_element(out, "    ", "updated", instant(entry.date));
    for (const std::string& tag : entry.note->tags)
      out += "    <category term=\"" + escape_xml(tag) + "\"/>\n";
    append_element(out, "    ", "summary", summary_of(*entry.note, site));
    out += "  </entry>\n";
  }
  out += "</feed>\n";
  return out;
}

std::string make_robots(const SiteConfig& config) {
  std::string out = "User-agent: *\nAllow: /\n";
  if (!config.base_url.empty())
    out += "\nSitemap: " + absolute_url(config.base_url, "sitemap.xml") + "\n";
  return out;
}

}  // namespace loci

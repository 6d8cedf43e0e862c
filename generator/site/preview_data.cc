#include "site/preview_data.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/escape.h"
#include "base/hash.h"
#include "search/lunr_index.h"
#include "site/fill.h"
#include "site/language.h"

namespace loci {
namespace {

constexpr std::size_t file_bytes = 8 * 1024;
constexpr std::size_t hash_digits = 6;

struct Page {
  std::string_view path;
  std::uint32_t first = no_index;  // its entries, [first, end)
  std::uint32_t end = no_index;
  std::string_view summary;
  std::string_view title;
  std::string_view tongue;
  std::string text;  // only of one without entries
};

// The hash in the name of each chunk of entries: "search/d12.77b1e0.js" -> 12, "77b1e0".
std::vector<std::string_view> chunk_hashes(const std::vector<DataFile>& search_files) {
  constexpr std::string_view folder = "search/d";
  std::vector<std::string_view> hashes;
  for (const DataFile& file : search_files) {
    const std::string_view path = file.path;
    if (!path.starts_with(folder)) continue;
    std::size_t number = 0;
    const auto [end, error] =
        std::from_chars(path.data() + folder.size(), path.data() + path.size(), number);
    if (error != std::errc() || *end != '.') continue;
    const std::string_view rest = path.substr(static_cast<std::size_t>(end + 1 - path.data()));
    if (hashes.size() <= number) hashes.resize(number + 1);
    hashes[number] = rest.substr(0, rest.find('.'));
  }
  return hashes;
}

std::vector<Page> pages_of(const LinkedSite& site, const std::vector<SearchEntry>& entries,
                           const std::vector<std::uint32_t>& first_entry, bool has_files) {
  std::vector<Page> pages;
  pages.reserve(site.notes.size() + site.sections.size());
  for (std::size_t n = 0; n < site.notes.size(); ++n) {
    const LinkedNote& note = site.notes[n];
    Page page;
    page.path = note.output_path;
    page.summary = note.parsed->meta.description;
    page.title = note.title;
    page.tongue = note.tongue;
    if (has_files && first_entry[n] != no_index) {
      page.first = first_entry[n];
      page.end = page.first + 1;
      while (page.end < entries.size() && entries[page.end].kind != EntryKind::page) ++page.end;
    } else if (note.parsed->body.summary != page.summary) {
      page.text = text_summary(note, site);
    }
    pages.push_back(std::move(page));
  }
  for (const SiteSection& section : site.sections) {
    if (section.index != no_note) continue;
    Page page;
    page.path = section.output_path;
    page.title = section.title;
    if (section.note_count > 0)
      page.text = site.strings.counted("{n} note", "{n} notes", section.note_count);
    pages.push_back(std::move(page));
  }
  std::sort(pages.begin(), pages.end(),
            [](const Page& a, const Page& b) { return less_in_utf16(a.path, b.path); });
  return pages;
}

void append_page(std::string& json, const Page& page) {
  json += '[';
  append_json(json, page.path);
  json += page.first == no_index ? ",-1" : ',' + std::to_string(page.first);
  const bool has_entry = page.first != no_index;
  if (!has_entry || !page.summary.empty()) {
    json += ',';
    append_json(json, page.summary);
  }
  if (!has_entry) {
    json += ',';
    append_json(json, page.title);
    json += ',';
    append_json(json, page.text);
  }
  json += ']';
}

// "ar/one.html":["ar","rtl"], of a note in another language than the site.
void append_tongue(std::string& json, const Page& page) {
  if (!json.empty()) json += ',';
  append_json(json, page.path);
  for (const std::string_view name : {"lang", "dir"}) {
    const std::string_view value = value_in_tongue(page.tongue, name);
    json += name == "lang" ? ":[" : ",";
    append_json(json, value);
  }
  json += ']';
}

}  // namespace

std::vector<DataFile> make_preview_data(const LinkedSite& site,
                                        const std::vector<SearchEntry>& entries,
                                        const std::vector<std::uint32_t>& first_entry,
                                        const std::vector<DataFile>& search_files) {
  const std::vector<std::string_view> hashes = chunk_hashes(search_files);
  const std::vector<Page> pages = pages_of(site, entries, first_entry, !hashes.empty());
  std::vector<DataFile> files(1);  // the router, which names the others
  std::string first, names;
  for (std::size_t begin = 0; begin < pages.size();) {
    std::string list, tongues;
    std::map<std::size_t, std::string_view> chunks;
    std::size_t end = begin;
    for (; end < pages.size() && list.size() < file_bytes; ++end) {
      if (end > begin) list += ',';
      append_page(list, pages[end]);
      if (!pages[end].tongue.empty()) append_tongue(tongues, pages[end]);
      if (pages[end].first == no_index) continue;
      for (std::size_t c = pages[end].first / entries_in_chunk;
           c <= (pages[end].end - 1) / entries_in_chunk; ++c)
        chunks.emplace(c, hashes.at(c));
    }
    std::string json = "{\"chunks\":{";
    for (const auto& [number, hash] : chunks) {
      if (json.back() != '{') json += ',';
      json += '"' + std::to_string(number) + "\":\"";
      json += hash;
      json += '"';
    }
    json += "},\"pages\":[" + list + "]";
    if (!tongues.empty()) json += ",\"tongues\":{" + tongues + '}';
    json += '}';
    if (begin > 0) first += ',';
    append_json(first, pages[begin].path);
    const std::string name = "previews/p" + std::to_string(files.size() - 1);
    std::string bytes = data_script(name, json);
    const std::string hash = to_hex(hash64(bytes)).substr(0, hash_digits);
    names += hash;
    files.push_back({name + "." + hash + ".js", std::move(bytes), {}});
    begin = end;
  }
  files.front() = {
      "previews/router.js",
      data_script("previews/router", "{\"first\":[" + first + "],\"hashes\":\"" + names + "\"}"),
      {}};
  return files;
}

}  // namespace loci

#include "site/graph_data.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "base/escape.h"
#include "base/hash.h"
#include "graph/layout.h"

namespace loci {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t names_in_chunk = 2000;
constexpr std::size_t most_tags = 200;  // of the map's filter, those of most notes
constexpr std::size_t hash_digits = 6;

void append_number(std::string& out, std::uint32_t number) {
  while (number >= 32) {
    out += digits[32 + number % 32];
    number /= 32;
  }
  out += digits[number];
}

// From -1 to 1 as two digits: a 4096th of the picture.
void append_place(std::string& out, double place) {
  const double scaled = std::clamp((place + 1) * 2047.5, 0.0, 4095.0);
  const auto number = static_cast<std::uint32_t>(std::lround(scaled));
  out += digits[number / 64];
  out += digits[number % 64];
}

DataFile make_file(const std::string& name, std::string_view json) {
  std::string bytes = data_script(name, json);
  std::string path = name + "." + to_hex(hash64(bytes)).substr(0, hash_digits) + ".js";
  return {std::move(path), std::move(bytes), {}};
}

void append_strings(std::string& json, const LinkedSite& site, std::size_t begin, std::size_t end,
                    const std::string LinkedNote::*member) {
  json += '[';
  for (std::size_t n = begin; n < end; ++n) {
    if (n > begin) json += ',';
    append_json(json, site.notes[n].*member);
  }
  json += ']';
}

// "places" of the map.
std::string places_of(const LinkedSite& site, const LinkGraph& graph) {
  std::vector<GraphEdge> edges;
  edges.reserve(graph.link_count());
  for (std::size_t n = 0; n < site.notes.size(); ++n) {
    const NoteId id{static_cast<std::uint32_t>(n)};
    for (const NoteId other : graph.to(id)) {
      const auto from = static_cast<std::uint32_t>(n);
      const auto to = static_cast<std::uint32_t>(index_of(other));
      if (from < to || !graph.leads(other, id)) edges.push_back({from, to});
    }
  }
  std::vector<std::uint32_t> groups;
  groups.reserve(site.notes.size());
  for (const LinkedNote& note : site.notes) groups.push_back(note.section);
  std::string places;
  places.reserve(4 * site.notes.size());
  for (const MapPoint& point : lay_out({site.notes.size(), edges, groups})) {
    append_place(places, point.x);
    append_place(places, point.y);
  }
  return places;
}

std::string links_of(const LinkedSite& site, const LinkGraph& graph) {
  std::string links;
  std::vector<NoteId> later;
  for (std::size_t n = 0; n < site.notes.size(); ++n) {
    const NoteId id{static_cast<std::uint32_t>(n)};
    later.clear();
    for (const std::span<const NoteId> side : {graph.to(id), graph.from(id)})
      later.insert(later.end(), std::upper_bound(side.begin(), side.end(), id), side.end());
    std::sort(later.begin(), later.end());
    later.erase(std::unique(later.begin(), later.end()), later.end());
    append_number(links, static_cast<std::uint32_t>(later.size()));
    std::uint32_t last = static_cast<std::uint32_t>(n);
    for (const NoteId other : later) {
      const auto number = static_cast<std::uint32_t>(index_of(other));
      append_number(links, number - last);
      last = number;
    }
  }
  return links;
}

// The top sections, as colours of the map; the root's own notes are the first.
void append_sections(std::string& json, const LinkedSite& site) {
  json += "\"sections\":[";
  append_json(json, site.sections[0].title);
  for (const std::uint32_t child : site.sections[0].children) {
    json += ',';
    append_json(json, site.sections[child].title);
  }
  // Notes lie in order of their paths, so those of a section are runs: section, how many.
  json += "],\"of\":[";
  std::vector<std::uint32_t> number(site.sections.size(), 0);
  for (std::size_t i = 0; i < site.sections[0].children.size(); ++i)
    number[site.sections[0].children[i]] = static_cast<std::uint32_t>(i) + 1;
  const auto top_of = [&](std::uint32_t section) {
    while (section != 0 && site.sections[section].parent != 0)
      section = site.sections[section].parent;
    return number[section];
  };
  for (std::size_t n = 0; n < site.notes.size();) {
    const std::uint32_t top = top_of(site.notes[n].section);
    std::size_t end = n;
    while (end < site.notes.size() && top_of(site.notes[end].section) == top) ++end;
    if (n > 0) json += ',';
    json += std::to_string(top) + ',' + std::to_string(end - n);
    n = end;
  }
  json += ']';
}

void append_tags(std::string& json, const LinkedSite& site) {
  std::vector<const SiteTag*> tags;
  for (const SiteTag& tag : site.tags) tags.push_back(&tag);
  std::stable_sort(tags.begin(), tags.end(), [](const SiteTag* a, const SiteTag* b) {
    return a->notes.size() > b->notes.size();
  });
  if (tags.size() > most_tags) tags.resize(most_tags);
  json += "\"tags\":[";
  for (const SiteTag* tag : tags) {
    json += tag == tags.front() ? "[" : ",[";
    append_json(json, tag->name);
    json += ",\"";
    std::uint32_t last = 0;
    for (const NoteId id : tag->notes) {
      const auto number = static_cast<std::uint32_t>(index_of(id));
      append_number(json, number - last);
      last = number;
    }
    json += "\"]";
  }
  json += ']';
}

}  // namespace

GraphFiles make_graph_data(const LinkedSite& site, const LinkGraph& graph) {
  GraphFiles made;
  std::string chunks;
  for (std::size_t begin = 0; begin < site.notes.size(); begin += names_in_chunk) {
    const std::size_t end = std::min(begin + names_in_chunk, site.notes.size());
    std::string json = "[";
    append_strings(json, site, begin, end, &LinkedNote::title);
    json += ',';
    append_strings(json, site, begin, end, &LinkedNote::output_path);
    json += ']';
    made.files.push_back(make_file("graph/names" + std::to_string(begin / names_in_chunk), json));
    if (!chunks.empty()) chunks += ',';
    append_json(chunks, made.files.back().path);
  }
  std::string json = "{\"count\":" + std::to_string(site.notes.size());
  json += ",\"places\":\"" + places_of(site, graph) + "\",\"links\":\"" + links_of(site, graph);
  json += "\",";
  append_sections(json, site);
  json += ',';
  append_tags(json, site);
  json += ",\"chunks\":[" + chunks + "]}";
  made.files.push_back(make_file("graph/map", json));
  made.map = made.files.back().path;
  return made;
}

}  // namespace loci

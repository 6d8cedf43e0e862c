// A small checker of rendered pages: every relative address must lead to an output, every fragment
// to an id in it, and no id may occur twice in a page. Written apart from the code that makes the
// pages.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace loci::test {

struct Page {
  std::vector<std::string> links;  // href, src, data-script, data-search
  std::set<std::string> ids;
  std::vector<std::string> doubled_ids;
};

inline std::string unescaped(std::string_view text) {
  static const std::vector<std::pair<std::string_view, char>> names = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    bool found = false;
    for (const auto& [name, c] : names) {
      if (text.substr(i).starts_with(name)) {
        out += c;
        i += name.size();
        found = true;
        break;
      }
    }
    if (!found) out += text[i++];
  }
  return out;
}

inline std::string percent_decoded(std::string_view text) {
  const auto hex = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Reads tags only: text between them cannot hold an attribute, because '<' is escaped there.
inline Page read_page(std::string_view html) {
  Page page;
  for (std::size_t open = html.find('<'); open != std::string_view::npos;
       open = html.find('<', open + 1)) {
    if (html.substr(open).starts_with("<!--")) {
      open = html.find("-->", open);
      if (open == std::string_view::npos) break;
      continue;
    }
    std::size_t at = open + 1;
    while (at < html.size() && html[at] != '>') {
      if (html[at] != '=' || at + 1 >= html.size() || html[at + 1] != '"') {
        ++at;
        continue;
      }
      std::size_t name_begin = at;
      while (name_begin > open && html[name_begin - 1] != ' ' && html[name_begin - 1] != '\n')
        --name_begin;
      const std::string_view name = html.substr(name_begin, at - name_begin);
      const std::size_t end = html.find('"', at + 2);
      if (end == std::string_view::npos) return page;
      const std::string value = unescaped(html.substr(at + 2, end - at - 2));
      if (name == "href" || name == "src" || name == "data-script" || name == "data-search")
        page.links.push_back(value);
      if (name == "id" && !page.ids.insert(value).second) page.doubled_ids.push_back(value);
      at = end + 1;
    }
    open = at;
    if (open >= html.size()) break;
  }
  return page;
}

// The output that `link` means on `from`; "\x01" for an address of another host.
inline std::string resolve(const std::string& from, std::string_view link, std::string& fragment) {
  fragment.clear();
  const std::size_t hash = link.find('#');
  if (hash != std::string_view::npos) fragment = percent_decoded(link.substr(hash + 1));
  link = link.substr(0, std::min(hash, link.find('?')));
  const std::size_t colon = link.find(':');
  if (colon != std::string_view::npos && colon < link.find('/')) return "\x01";
  if (link.empty()) return from;
  std::vector<std::string> parts;
  const auto add = [&](std::string_view path) {
    for (std::size_t begin = 0; begin <= path.size();) {
      const std::size_t end = std::min(path.find('/', begin), path.size());
      const std::string_view part = path.substr(begin, end - begin);
      if (part == "..") {
        if (parts.empty())
          parts.emplace_back("<above the site>");
        else
          parts.pop_back();
      } else if (!part.empty() && part != ".") {
        parts.push_back(percent_decoded(part));
      }
      begin = end + 1;
    }
  };
  const std::size_t folder = from.rfind('/');
  if (!link.starts_with('/') && folder != std::string::npos)
    add(std::string_view(from).substr(0, folder));
  add(link);
  std::string path;
  for (const std::string& part : parts) path += (path.empty() ? "" : "/") + part;
  return path;
}

// One line a fault. `outputs`: path -> bytes of everything the build writes.
inline std::vector<std::string> check_links(const std::map<std::string, std::string>& outputs) {
  std::map<std::string, Page> pages;
  for (const auto& [path, bytes] : outputs) {
    if (path.ends_with(".html")) pages.emplace(path, read_page(bytes));
  }
  std::vector<std::string> faults;
  for (const auto& [path, page] : pages) {
    for (const std::string& id : page.doubled_ids)
      faults.push_back(path + ": the id '" + id + "' is there twice");
    for (const std::string& link : page.links) {
      std::string fragment;
      const std::string target = resolve(path, link, fragment);
      if (target == "\x01") continue;
      if (!outputs.contains(target)) {
        faults.push_back(path + ": '" + link + "' leads to nothing");
      } else if (!fragment.empty() && target.ends_with(".html") &&
                 !pages.at(target).ids.contains(fragment)) {
        faults.push_back(path + ": '" + link + "' leads to no id");
      }
    }
  }
  return faults;
}

}  // namespace loci::test

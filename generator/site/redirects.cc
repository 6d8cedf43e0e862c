// Pages at addresses that were: of notes that were renamed (`[redirects]` of site.toml) and of aliases.
//
// A real page always wins. Of two redirects from one address the first does: site.toml goes before front matter, and notes go
// in path order.

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "site/link_steps.h"
#include "site/private_names.h"
#include "site/url.h"

namespace loci {
namespace {

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string_view without_slashes(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

// The page that an old address means: "old/name", "/old/name.html", "old/name.md", "old/folder/".
std::string old_output_path(std::string_view written) {
  const std::string decoded = percent_decode(trim(written));
  const std::string_view path = without_note_ending(without_slashes(decoded));
  return path.empty() || path.ends_with('/') ? folder_output_path(path) : alias_output_path(path);
}

class Redirects {
 public:
  Redirects(LinkedSite& site, const LinkNames& names, const SiteConfig& config,
            Diagnostics& diagnostics)
      : site_(site), names_(names), config_(config), diagnostics_(diagnostics) {}

  void run() {
    const auto has_aliases = [](const LinkedNote& note) {
      return !note.parsed->meta.aliases.empty();
    };
    if (config_.redirects.empty() &&
        std::none_of(site_.notes.begin(), site_.notes.end(), has_aliases))
      return;
    list_pages();
    from_config();
    for (std::uint32_t i = 0; i < site_.notes.size(); ++i) from_aliases(i);
  }

 private:
  struct Page {
    NoteId note = no_note;
    std::uint32_t section = no_index;  // both no value: a tag or a page that Loci makes
    std::string_view name;             // of a tag or section
  };

  struct Target {
    NoteId note = no_note;
    std::uint32_t section = no_index;
  };

  // A section's index note has the section's page; a link to either is one to the note.
  void list_pages() {
    for (std::uint32_t i = 0; i < site_.sections.size(); ++i) {
      const SiteSection& section = site_.sections[i];
      pages_.emplace(section.output_path, Page{section.index, i, section.title});
    }
    for (const SiteTag& tag : site_.tags)
      pages_.emplace(tag.output_path, Page{no_note, no_index, tag.name});
    for (std::uint32_t i = 0; i < site_.notes.size(); ++i)
      pages_.emplace(site_.notes[i].output_path, Page{NoteId{i}, no_index, {}});
  }

  // Who has this address, for a message; empty: no one.
  std::string owner_of(const std::string& path) const {
    if (const auto page = pages_.find(path); page != pages_.end()) {
      if (page->second.note != no_note) return quoted(site_.note(page->second.note).parsed->path);
      if (page->second.section != no_index) return "the section " + quoted(page->second.name);
      return "the tag " + quoted(page->second.name);
    }
    if (is_reserved_page(path)) return "a page that Loci makes";
    if (const auto earlier = made_.find(path); earlier != made_.end()) {
      const Redirect& redirect = site_.redirects[earlier->second];
      if (earlier->second < from_config_) return "a redirect of " + config_.config_path;
      return "an alias of " + quoted(site_.note(redirect.to).parsed->path);
    }
    return {};
  }

  void add(std::string path, Target target, std::string anchor) {
    made_.emplace(path, site_.redirects.size());
    site_.redirects.push_back({std::move(path), target.note, target.section, std::move(anchor)});
  }

  // ---- site.toml ---------------------------------------------------------------------------------

  void report(Code code, Span span, std::string message, std::vector<std::string> hints = {}) {
    diagnostics_.report(code, config_.config_path, span, std::move(message), std::move(hints));
  }

  void from_config() {
    for (std::size_t i = 0; i < config_.redirects.size(); ++i) {
      const RedirectRule& rule = config_.redirects[i];
      std::string path = old_output_path(rule.from);
      const auto [first, is_new] = rules_.emplace(path, i);
      if (!is_new) {
        report(Code::alias_clash, rule.from_span,
               quoted(rule.from) + " and " + quoted(config_.redirects[first->second].from) +
                   " are one address: the first counts");
      } else if (const std::string owner = owner_of(path); !owner.empty()) {
        report(Code::alias_clash, rule.from_span,
               "the old address " + quoted(path) + " is taken by " + owner + ", so it leads there");
        rules_.erase(path);
      }
    }
    for (std::size_t i = 0; i < config_.redirects.size(); ++i) {
      const std::string path = old_output_path(config_.redirects[i].from);
      if (const auto rule = rules_.find(path); rule != rules_.end() && rule->second == i)
        follow(path, i);
    }
    from_config_ = site_.redirects.size();
  }

  // From one rule to the end of its chain.
  void follow(const std::string& path, std::size_t start) {
    std::vector<std::size_t> way{start};
    std::string fragment;
    for (;;) {
      const RedirectRule& rule = config_.redirects[way.back()];
      const std::size_t hash = std::min(rule.to.find('#'), rule.to.size());
      const std::string target = percent_decode(trim(std::string_view(rule.to).substr(0, hash)));
      if (hash < rule.to.size())
        fragment = percent_decode(trim(std::string_view(rule.to).substr(hash + 1)));
      const auto next = rules_.find(old_output_path(target));
      if (next == rules_.end()) {
        if (const std::optional<Target> found = find(target, rule)) {
          std::string anchor = anchor_in(*found, fragment, config_.redirects[start]);
          add(path, *found, std::move(anchor));
        }
        return;
      }
      const auto seen = std::find(way.begin(), way.end(), next->second);
      if (seen != way.end()) {
        std::string circle;
        for (auto one = seen; one != way.end(); ++one)
          circle += config_.redirects[*one].from + " -> ";
        report(Code::redirect_loop, config_.redirects[start].from_span,
               "redirects go round in a circle: " + circle + config_.redirects[*seen].from,
               {"let one of them lead to a note"});
        return;
      }
      way.push_back(next->second);
    }
  }

  std::optional<Target> find(const std::string& written, const RedirectRule& rule) {
    if (const auto page = pages_.find(old_output_path(written)); page != pages_.end()) {
      if (page->second.note != no_note || page->second.section != no_index)
        return Target{page->second.note, page->second.section};
    }
    std::string_view name = without_slashes(written);
    if (name.ends_with(".html")) name.remove_suffix(std::string_view(".html").size());
    const Resolution found = names_.published.resolve(name, "", false);
    if (found.kind == NameKind::note) {
      if (!found.rivals.empty()) {
        report(Code::ambiguous_link, rule.to_span,
               quoted(rule.to) + " could be " + counted(found.rivals.size(), "note") + "; " +
                   quoted(names_.published.note_path(found.index)) + " is taken",
               {"write the whole path"});
      }
      return Target{NoteId{found.index}, no_index};
    }
    if (found.kind == NameKind::folder)
      return Target{site_.sections[found.index].index, found.index};
    if (names_.drafts.resolve(name, "", false).kind != NameKind::none) {
      report(Code::draft_link, rule.to_span,
             quoted(rule.to) + " is a draft: there is no page at " + quoted(rule.from));
      return std::nullopt;
    }
    std::vector<std::string> hints;
    std::string near = names_.published.suggest(name);
    // Notes are offered by their shortest name, which a path is not near to.
    if (near.empty()) near = names_.published.suggest(file_name(name));
    if (!near.empty()) hints.push_back("did you mean " + quoted(near) + "?");
    report(Code::redirect_target, rule.to_span,
           "no note named " + quoted(rule.to) + " for the old address " + quoted(rule.from),
           std::move(hints));
    return std::nullopt;
  }

  std::string anchor_in(const Target& target, const std::string& fragment,
                        const RedirectRule& rule) {
    if (fragment.empty()) return {};
    if (target.note != no_note) {
      const LinkedNote& note = site_.note(target.note);
      if (std::optional<std::string> id = resolve_fragment(*note.parsed, note.title, fragment))
        return *std::move(id);
      if (std::optional<std::string> id = resolve_old_fragment(site_, target.note, fragment))
        return *std::move(id);
    }
    std::vector<std::string_view> headings;
    std::vector<std::string> hints;
    if (target.note != no_note) {
      for (const Heading& heading : site_.note(target.note).parsed->body.outline)
        headings.push_back(heading.text);
    }
    if (const std::optional<std::string> near = nearest_name(fragment, headings))
      hints.push_back("did you mean " + quoted(*near) + "?");
    report(Code::redirect_target, rule.to_span,
           "no heading " + quoted(fragment) + " for the old address " + quoted(rule.from),
           std::move(hints));
    return {};
  }

  // ---- aliases -----------------------------------------------------------------------------------

  void from_aliases(std::uint32_t index) {
    const LinkedNote& note = site_.notes[index];
    for (const Spanned& alias : note.parsed->meta.aliases) {
      const bool is_path = alias.value.find('/') != std::string::npos;
      if (!is_path && !config_.links.alias_pages) continue;
      const std::string path =
          is_path ? alias_output_path(alias.value)
                  : name_alias_path(names_.in_vault(note.parsed->path), trim(alias.value));
      if (path.empty() || path == note.output_path) continue;
      const std::string owner = owner_of(path);
      if (owner.empty()) {
        add(path, {NoteId{index}, no_index}, {});
      } else if (owner == "an alias of " + quoted(note.parsed->path)) {
        continue;  // written twice
      } else if (is_path) {
        diagnostics_.report(
            Code::alias_clash, note.parsed->path, alias.span,
            "the old address " + quoted(path) + " is taken by " + owner + ", so it leads there");
      } else if (made_.contains(path)) {
        // That a page has this name is no fault: no address was asked for.
        diagnostics_.report(Code::alias_clash, note.parsed->path, alias.span,
                            "the page of the alias " + quoted(alias.value) + " is taken by " +
                                owner + ", so it leads there");
      }
    }
  }

  LinkedSite& site_;
  const LinkNames& names_;
  const SiteConfig& config_;
  Diagnostics& diagnostics_;
  std::unordered_map<std::string_view, Page> pages_;
  std::unordered_map<std::string, std::size_t> made_;  // places in site_.redirects
  std::map<std::string, std::size_t> rules_;           // by old path, places in config_.redirects
  std::size_t from_config_ = static_cast<std::size_t>(-1);
};

}  // namespace

void assign_redirects(LinkedSite& site, const LinkNames& names, const SiteConfig& config,
                      Diagnostics& diagnostics) {
  Redirects(site, names, config, diagnostics).run();
}

}  // namespace loci

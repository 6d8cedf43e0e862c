#include "site/link.h"

#include <algorithm>
#include <utility>

#include "site/link_steps.h"
#include "site/mentions.h"
#include "site/read.h"

namespace loci {
namespace {

void add_names(NameTable& table, const ParsedNote& note, std::string_view vault_path,
               std::uint32_t index) {
  table.add_note(vault_path, index);
  for (const Spanned& alias : note.meta.aliases) table.add_alias(alias.value, index);
}

// An alias that is another note's name is never asked for; one that two notes have is ambiguous in
// every link. A remark: most aliases are for search and do no harm.
void report_alias_names(const LinkedSite& site, const LinkNames& names, Diagnostics& diagnostics) {
  const auto quoted = [&](std::uint32_t note) { return "'" + site.notes[note].parsed->path + "'"; };
  for (std::uint32_t i = 0; i < site.notes.size(); ++i) {
    const ParsedNote& note = *site.notes[i].parsed;
    for (const Spanned& alias : note.meta.aliases) {
      if (alias.value.find('/') != std::string::npos) continue;
      const std::vector<std::uint32_t> named = names.published.notes_named(alias.value);
      const std::vector<std::uint32_t> same = names.published.notes_of_alias(alias.value);
      std::string clash;
      if (!named.empty() && std::find(named.begin(), named.end(), i) == named.end()) {
        clash = "is the name of " + quoted(named.front()) + ", where links by it lead";
      } else if (named.empty() && same.size() > 1 && same.front() != i) {
        clash = "is an alias of " + quoted(same.front()) + " too, so links by it are ambiguous";
      }
      if (clash.empty()) continue;
      diagnostics.add({Code::alias_clash,
                       Severity::note,
                       note.path,
                       alias.span,
                       "the alias '" + alias.value + "' " + clash,
                       {}});
    }
  }
}

std::uint32_t reading_minutes(std::uint32_t words) {
  constexpr std::uint32_t words_a_minute = 220;  // for text one means to understand
  return std::max<std::uint32_t>(1, (words + words_a_minute / 2) / words_a_minute);
}

}  // namespace

LinkNames make_link_names(const LinkedSite& site, const ParsedNotes& parsed,
                          const SourceSet& sources, const SiteConfig& config) {
  LinkNames names;
  names.prefix = notes_prefix(config);
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const ParsedNote& note = *site.notes[i].parsed;
    add_names(names.published, note, names.in_vault(note.path), static_cast<std::uint32_t>(i));
  }
  for (std::size_t i = 0; i < sources.attachments.size(); ++i) {
    names.published.add_attachment(names.in_vault(sources.attachments[i].path),
                                   static_cast<std::uint32_t>(i));
  }
  for (std::size_t i = 0; i < site.sections.size(); ++i) {
    names.published.add_folder(site.sections[i].path, static_cast<std::uint32_t>(i));
  }
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const LinkedNote& note = site.notes[i];
    const std::string shortest = names.published.shortest_name(static_cast<std::uint32_t>(i));
    names.published.add_suggestion(shortest, shortest);
    if (note.title != shortest) names.published.add_suggestion(note.title, shortest);
    for (const Spanned& alias : note.parsed->meta.aliases) {
      names.published.add_suggestion(alias.value, alias.value);
    }
  }
  for (const Attachment& attachment : sources.attachments) {
    const std::string_view path = names.in_vault(attachment.path);
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    names.published.add_suggestion(name, name);
  }
  if (config.drafts) return names;
  std::uint32_t draft = 0;
  for (const std::shared_ptr<const ParsedNote>& note : parsed.notes) {
    if (note->meta.draft) add_names(names.drafts, *note, names.in_vault(note->path), draft++);
  }
  return names;
}

LinkedSite link_notes(const ParsedNotes& parsed, const SourceSet& sources, const SiteConfig& config,
                      Diagnostics& diagnostics) {
  LinkedSite site;
  site.notes.reserve(parsed.notes.size());
  for (const std::shared_ptr<const ParsedNote>& note : parsed.notes) {
    diagnostics.append(note->diagnostics);
    if (note->meta.draft && !config.drafts) continue;
    LinkedNote linked;
    linked.minutes = reading_minutes(note->body.words);
    linked.parsed = note;
    site.notes.push_back(std::move(linked));
  }
  // From here on a note that is not published does not exist, except as the target of a link that
  // will be plain text.

  const std::string prefix = notes_prefix(config);
  make_sections(site, prefix, config);
  collect_tags(site);
  assign_output_paths(site, prefix, diagnostics);
  assign_redirects(site, diagnostics);
  // From here on every page has its title and its place.

  const LinkNames names = make_link_names(site, parsed, sources, config);
  report_alias_names(site, names, diagnostics);
  resolve_links(site, names, sources, diagnostics);
  link_prerequisites(site, names, diagnostics);
  collect_backlinks(site);
  collect_mentions(site);
  collect_cards(site, diagnostics);
  return site;
}

}  // namespace loci

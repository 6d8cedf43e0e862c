#include "site/link.h"

#include <algorithm>
#include <utility>

#include "base/path.h"
#include "site/embed.h"
#include "site/language.h"
#include "site/link_steps.h"
#include "site/mentions.h"
#include "site/private_names.h"
#include "site/read.h"

namespace loci {
namespace {

void add_names(NameTable& table, const ParsedNote& note, std::string_view vault_path,
               std::uint32_t index) {
  table.add_note(vault_path, index);
  for (const Spanned& alias : note.meta.aliases) table.add_alias(alias.value, index);
}

// A draft is known by its name and aliases, as a note is, and by what else would tell of it: its title, and the folders that
// only drafts are in.
void add_private_names(LinkNames& names, const ParsedNote& note, std::uint32_t draft) {
  const std::string_view path = names.in_vault(note.path);
  add_names(names.drafts, note, path, draft);
  if (!note.meta.title.empty()) names.drafts.add_alias(note.meta.title, draft);
  if (!note.body.first_heading.empty()) names.drafts.add_alias(note.body.first_heading, draft);
  for (std::string_view folder = parent_path(path); !folder.empty(); folder = parent_path(folder))
    names.drafts.add_folder(folder, draft);
  names.has_drafts = true;
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
    if (note->meta.draft) add_private_names(names, *note, draft++);
  }
  return names;
}

LinkedSite link_notes(const ParsedNotes& parsed, const SourceSet& sources, const SiteConfig& config,
                      Diagnostics& diagnostics) {
  PublishedNotes published;
  for (std::size_t i = 0; i < parsed.notes.size(); ++i) {
    diagnostics.append(parsed.notes[i]->diagnostics);
    if (!parsed.notes[i]->meta.draft || config.drafts) published.add(parsed.notes[i], i);
  }
  // From here on a note that is not published does not exist, except as the target of a link that
  // will be plain text.

  const std::string prefix = notes_prefix(config);
  for (;;) {
    LinkedSite site;
    site.strings = config.strings;
    site.tongue = tongue_of_site(config);
    Diagnostics said;
    published.give_to(site);
    for (LinkedNote& note : site.notes) {
      note.minutes = reading_minutes(note.parsed->body.words);
      note.tongue = tongue_of(note.parsed->meta, config);
    }
    make_sections(site, prefix, config);
    collect_tags(site);
    assign_output_paths(site, prefix, said);
    // From here on every page has its title and its place.

    const LinkNames names = make_link_names(site, parsed, sources, config);
    if (published.hide_private_names(site, names, sources, config)) continue;
    // From here on no text holds the name of a note that is not published, but for what an author
    // wrote as a label.

    report_alias_names(site, names, said);
    resolve_links(site, names, sources, said);
    assign_redirects(site, names, config, said);
    check_embeds(site, names, said);
    link_prerequisites(site, names, said);
    collect_backlinks(site);
    collect_mentions(site);
    collect_cards(site, said);
    diagnostics.append(said.items());
    return site;
  }
}

}  // namespace loci

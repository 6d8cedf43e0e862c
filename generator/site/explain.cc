#include "site/explain.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"
#include "site/link_steps.h"
#include "site/parse.h"
#include "site/read.h"
#include "site/url.h"

namespace loci {
namespace {

using Outcome = Explanation::Outcome;

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::shared_ptr<const ParsedNote> parse_link(const std::string& path, const std::string& text,
                                             const SiteConfig& config) {
  return parse_note(SourceFile{path, text, 0}, config);
}

std::string_view fit_text(FragmentMatch match) {
  switch (match) {
    case FragmentMatch::top:
      return "the title: the top of the page";
    case FragmentMatch::id:
      return "the heading's id";
    case FragmentMatch::text:
      return "the heading's text";
    case FragmentMatch::loosely:
      return "the heading's text but for punctuation";
    case FragmentMatch::slug:
      return "the heading's slug";
    case FragmentMatch::block:
      return "the block's id";
    case FragmentMatch::html_id:
      return "an id in HTML";
  }
  return {};
}

class Explainer {
 public:
  Explainer(const SiteBuild& build, const LinkNames& names) : build_(build), names_(names) {}

  Explanation run(const LinkedNote& from, const Link& link) {
    LookupTrace trace;
    const LookedUp meaning = look_up(build_.site, names_, from, link, &trace);
    Explanation said;
    for (const LookupTrace::Try& one : trace.tries) {
      for (const NameStep& step : one.steps) said.rules.push_back(rule(step));
    }
    said.fragment = link.fragment;
    said.problems = meaning.problems;
    if (meaning.fragment && !link.fragment.empty())
      said.fragment_fit = fit_text(meaning.fragment->match);
    name_winner(said, meaning);
    if (!link.target.empty()) compare(said, link, meaning);
    return said;
  }

 private:
  std::string in_project(std::string_view vault_path) const {
    return names_.prefix + std::string(vault_path);
  }

  std::string folder_path(std::uint32_t section) const {
    return in_project(build_.site.sections[section].path) + "/";
  }

  std::string path_of(NameKind kind, std::uint32_t index) const {
    switch (kind) {
      case NameKind::note:
        return in_project(names_.published.note_path(index));
      case NameKind::attachment:
        return in_project(names_.published.attachment_path(index));
      case NameKind::folder:
        return folder_path(index);
      case NameKind::none:
        break;
    }
    return {};
  }

  ExplainedRule rule(const NameStep& step) const {
    ExplainedRule said{step.rule, step.kind, step.looked_for, {}};
    for (const std::uint32_t index : step.found)
      said.candidates.push_back(path_of(step.kind, index));
    return said;
  }

  void name_winner(Explanation& said, const LookedUp& meaning) const {
    const ResolvedLink& link = meaning.link;
    const std::string anchor = link.anchor.empty() ? "" : "#" + link.anchor;
    said.outcome = meaning.found.rivals.empty() ? Outcome::found : Outcome::ambiguous;
    switch (link.kind) {
      case TargetKind::note:
        said.path = build_.site.note(link.note).parsed->path;
        said.page = build_.site.note(link.note).output_path + anchor;
        return;
      case TargetKind::section:
        said.path = folder_path(link.index);
        said.page = build_.site.sections[link.index].output_path;
        return;
      case TargetKind::attachment:
        said.path = path_of(NameKind::attachment, link.index);
        said.page = attachment_output_path(names_.published.attachment_path(link.index)) + anchor;
        return;
      case TargetKind::unpublished:
        said.outcome = Outcome::draft;
        return;
      case TargetKind::broken:
        said.outcome = Outcome::nothing;
    }
  }

  // Only what these programs document: Obsidian compares without regard to case; Quartz's "shortest"
  // takes a name that exactly one file has, letter for letter, and else goes from the root.
  void compare(Explanation& said, const Link& link, const LookedUp& meaning) const {
    const bool is_wikilink = link.kind == LinkKind::wikilink || link.kind == LinkKind::embed;
    const bool has_case =
        std::any_of(meaning.problems.begin(), meaning.problems.end(),
                    [](const LinkProblem& one) { return one.code == Code::case_mismatch; });
    if (has_case)
      said.elsewhere.emplace_back("Obsidian takes it too: it does not tell upper from lower case");
    if (said.outcome == Outcome::ambiguous)
      said.elsewhere.emplace_back("Obsidian picks one of them; which, it does not say");
    if (!is_wikilink || link.target.starts_with('.')) return;

    const std::string_view name = without_note_ending(file_name(link.target));
    std::vector<std::string> same;
    for (const LinkedNote& note : build_.site.notes) {
      const std::string_view path = names_.in_vault(note.parsed->path);
      if (without_note_ending(file_name(path)) == name) same.push_back(note.parsed->path);
    }
    for (const Attachment& file : build_.sources.attachments) {
      if (file_name(file.path) == file_name(link.target)) same.push_back(file.path);
    }
    if (same.size() == 1) {
      if (same.front() != said.path)
        said.elsewhere.push_back("Quartz (shortest) goes to " + quoted(same.front()) +
                                 ", the only file of that name");
      return;
    }
    const std::string_view rooted =
        std::string_view(link.target).substr(link.target.starts_with('/'));
    const std::string from_root = in_project(without_note_ending(rooted));
    if (without_note_ending(said.path) != from_root)
      said.elsewhere.push_back(
          "Quartz (shortest) goes to " + quoted(from_root) + " from the root, " +
          (same.empty() ? "as no file has exactly that name" : "as several files have that name"));
  }

  const SiteBuild& build_;
  const LinkNames& names_;
};

}  // namespace

std::string_view rule_name(NameRule rule) {
  switch (rule) {
    case NameRule::given_path:
      return "the path";
    case NameRule::beside:
      return "beside the note";
    case NameRule::from_top:
      return "from the top";
    case NameRule::anywhere:
      return "anywhere";
    case NameRule::alias:
      return "alias";
    case NameRule::folder:
      return "folder";
  }
  return {};
}

std::string_view rule_key(NameRule rule) {
  switch (rule) {
    case NameRule::given_path:
      return "path";
    case NameRule::beside:
      return "beside";
    case NameRule::from_top:
      return "top";
    case NameRule::anywhere:
      return "anywhere";
    case NameRule::alias:
      return "alias";
    case NameRule::folder:
      return "folder";
  }
  return {};
}

std::string_view outcome_key(Explanation::Outcome outcome) {
  switch (outcome) {
    case Outcome::found:
      return "found";
    case Outcome::ambiguous:
      return "ambiguous";
    case Outcome::nothing:
      return "nothing";
    case Outcome::draft:
      return "draft";
    case Outcome::external:
      return "external";
  }
  return {};
}

Result<Explanation> explain_link(const SiteBuild& build, std::string_view written,
                                 std::string_view from) {
  const LinkNames names = make_link_names(build.site, build.parsed, build.sources, build.config);
  // Without a note the link stands in one at the top.
  LinkedNote nowhere;
  const LinkedNote* note = &nowhere;
  if (!from.empty()) {
    const std::string path = normal_path(from);
    const auto found =
        std::find_if(build.site.notes.begin(), build.site.notes.end(), [&](const LinkedNote& one) {
          const std::string_view vault_path = names.in_vault(one.parsed->path);
          return one.parsed->path == path || vault_path == path ||
                 without_note_ending(one.parsed->path) == path ||
                 without_note_ending(vault_path) == path;
        });
    if (found == build.site.notes.end()) {
      const auto draft = std::find_if(build.parsed.notes.begin(), build.parsed.notes.end(),
                                      [&](const auto& one) { return one->path == path; });
      if (draft != build.parsed.notes.end())
        return Error{quoted(path) + " is a draft", {"--drafts counts drafts in"}, ErrorKind::usage};
      std::vector<std::string> hints;
      if (std::string near = names.published.suggest(path); !near.empty())
        hints.push_back("did you mean " + quoted(near) + "?");
      return Error{"there is no note " + quoted(path), std::move(hints), ErrorKind::usage};
    }
    note = &*found;
  }
  const std::string path = from.empty() ? names.prefix + "?.md" : note->parsed->path;
  std::string text(trim(written));
  std::shared_ptr<const ParsedNote> parsed = parse_link(path, text, build.config);
  if (parsed->body.links.empty() && parsed->body.external.empty() &&
      text.find("](") == std::string::npos) {
    text = "[[" + text + "]]";
    parsed = parse_link(path, text, build.config);
  }
  if (from.empty()) nowhere.parsed = parsed;

  Explanation said;
  if (!parsed->body.links.empty()) {
    const Link& link = parsed->body.links.front();
    if (from.empty() && link.target.empty())
      return Error{quoted(text) + " is a link inside a note",
                   {"--from names the note it stands in"},
                   ErrorKind::usage};
    said = Explainer(build, names).run(*note, link);
  } else if (!parsed->body.external.empty()) {
    said.outcome = Outcome::external;
  } else if (!parsed->diagnostics.empty()) {
    const Diagnostic& why = parsed->diagnostics.front();
    said.problems.push_back({why.code, LinkPlace::whole, why.message, why.hints});
  } else {
    return Error{quoted(written) + " is no link",
                 {"write it as it stands in the note: '[[target]]' or '[text](target.md)'"},
                 ErrorKind::usage};
  }
  said.link = std::move(text);
  said.from = from.empty() ? "" : note->parsed->path;
  return said;
}

}  // namespace loci

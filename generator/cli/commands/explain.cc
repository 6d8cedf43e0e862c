#include "site/explain.h"

#include <algorithm>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/commands.h"

namespace loci {

namespace {

using Outcome = Explanation::Outcome;

std::string_view kind_name(NameKind kind) {
  switch (kind) {
    case NameKind::note:
      return "note";
    case NameKind::attachment:
      return "file";
    case NameKind::folder:
      return "folder";
    case NameKind::none:
      break;
  }
  return "";
}

std::string candidates_text(const std::vector<std::string>& candidates) {
  constexpr std::size_t most = 12;
  if (candidates.empty()) return "-";
  std::string text = join(std::span(candidates).first(std::min(most, candidates.size())), ", ");
  if (candidates.size() > most) text += " and " + counted(candidates.size() - most, "other");
  return text;
}

// Columns: the rule, what it looked for, what it found.
std::string rules_text(const std::vector<ExplainedRule>& rules) {
  std::vector<std::pair<std::string, std::string>> heads;
  std::size_t first = 0;
  std::size_t second = 0;
  for (const ExplainedRule& rule : rules) {
    std::string name = std::string(rule_name(rule.rule));
    if (rule.rule != NameRule::folder && rule.rule != NameRule::alias)
      name += ", a " + std::string(kind_name(rule.kind));
    std::string looked_for = rule.looked_for.empty() ? "(the top)" : rule.looked_for;
    first = std::max(first, display_width(name));
    second = std::max(second, display_width(looked_for));
    heads.emplace_back(std::move(name), std::move(looked_for));
  }
  std::string text;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto& [name, looked_for] = heads[i];
    text += "  " + name + std::string(first - display_width(name) + 2, ' ') + looked_for +
            std::string(second - display_width(looked_for) + 2, ' ') +
            candidates_text(rules[i].candidates) + "\n";
  }
  return text;
}

std::string as_text(const Explanation& said) {
  std::string text = said.link;
  text += said.from.empty() ? " at the top of the notes\n" : " in " + said.from + "\n";
  text += rules_text(said.rules);
  switch (said.outcome) {
    case Outcome::found:
      text += "means " + said.path + "\n";
      break;
    case Outcome::ambiguous:
      text += "ambiguous; means " + said.path + ", the nearest\n";
      break;
    case Outcome::nothing:
      text += "means nothing\n";
      break;
    case Outcome::draft:
      text += "means a draft, which is not published\n";
      break;
    case Outcome::external:
      text += "is an address of another host, which is not looked up\n";
      break;
  }
  if (!said.page.empty()) text += "page: " + said.page + "\n";
  if (!said.fragment_fit.empty())
    text += "'#" + said.fragment + "' fits " + said.fragment_fit + "\n";
  for (const LinkProblem& problem : said.problems) {
    text += std::string(code_id(problem.code)) + ": " + problem.message + "\n";
    for (const std::string& hint : problem.hints) text += "  hint: " + hint + "\n";
  }
  for (const std::string& other : said.elsewhere) text += other + "\n";
  return text;
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  append_json(out, name);
  out += ':';
  append_json(out, value);
}

void append_list(std::string& out, const std::vector<std::string>& list) {
  out += '[';
  for (const std::string& one : list) {
    if (&one != list.data()) out += ',';
    append_json(out, one);
  }
  out += ']';
}

std::string as_json(const Explanation& said) {
  std::string out = "{";
  append_member(out, "link", said.link);
  out += ',';
  append_member(out, "from", said.from);
  out += ",\"rules\":[";
  for (const ExplainedRule& rule : said.rules) {
    out += &rule == said.rules.data() ? "\n  {" : ",\n  {";
    append_member(out, "rule", rule_key(rule.rule));
    out += ',';
    append_member(out, "kind", kind_name(rule.kind));
    out += ',';
    append_member(out, "looked_for", rule.looked_for);
    out += ",\"candidates\":";
    append_list(out, rule.candidates);
    out += '}';
  }
  out += said.rules.empty() ? "]," : "\n],\n";
  append_member(out, "outcome", outcome_key(said.outcome));
  out += ',';
  append_member(out, "path", said.path);
  out += ',';
  append_member(out, "page", said.page);
  out += ',';
  append_member(out, "fragment", said.fragment);
  out += ',';
  append_member(out, "fragment_fits", said.fragment_fit);
  out += ",\"problems\":[";
  for (const LinkProblem& problem : said.problems) {
    out += &problem == said.problems.data() ? "{" : ",{";
    append_member(out, "code", code_id(problem.code));
    out += ',';
    append_member(out, "message", problem.message);
    out += ",\"hints\":";
    append_list(out, problem.hints);
    out += '}';
  }
  out += "],\"elsewhere\":";
  append_list(out, said.elsewhere);
  return out + "}\n";
}

}  // namespace

ExitCode run_explain(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  const Result<BuiltProject> project = build_project(options, surroundings, Depth::linked, timings);
  if (!project) return report(project.error(), surroundings);
  // --from may be typed as seen from here, or as the note is called in the project.
  std::string from = options.from;
  if (!from.empty()) {
    const std::string typed = normal_path(join_path(surroundings.working_folder, options.from));
    const std::string& root = project->config.root;
    if (is_inside(typed, root) && surroundings.files->exists(typed) && typed.size() > root.size())
      from = typed.substr(root == "/" ? 1 : root.size() + 1);
  }
  const Result<Explanation> said = explain_link(*project->build, options.query, from);
  if (!said) return report(said.error(), surroundings);
  surroundings.out(options.json ? as_json(*said) : as_text(*said));
  return said->outcome == Outcome::nothing ? ExitCode::content : ExitCode::fine;
}

}  // namespace loci

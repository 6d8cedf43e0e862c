#include "site/severity.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace loci {
namespace {

using AllowancesByPath = std::unordered_map<std::string_view, const std::vector<Allowance>*>;

AllowancesByPath allowances_of(const ParsedNotes& notes) {
  AllowancesByPath by_path;
  for (const std::shared_ptr<const ParsedNote>& note : notes.notes) {
    if (!note->allowances.empty()) by_path.emplace(note->path, &note->allowances);
  }
  return by_path;
}

bool is_allowed(const Diagnostic& diagnostic, const AllowancesByPath& allowances) {
  const auto found = allowances.find(diagnostic.path);
  if (found == allowances.end()) return false;
  // A diagnostic of the whole note stands on no line.
  const bool has_place = diagnostic.span != Span{};
  return std::any_of(found->second->begin(), found->second->end(), [&](const Allowance& allowance) {
    if (allowance.code != diagnostic.code) return false;
    return allowance.whole_note || (has_place && allowance.lines.begin <= diagnostic.span.begin &&
                                    diagnostic.span.begin <= allowance.lines.end);
  });
}

void apply(Diagnostics& diagnostics, std::span<const SeverityRule> rules,
           const AllowancesByPath& allowances) {
  if (rules.empty() && allowances.empty()) return;
  for (Diagnostic& diagnostic : diagnostics.take()) {
    if (is_allowed(diagnostic, allowances)) continue;
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const SeverityRule& one) {
      return one.code == diagnostic.code;
    });
    if (rule != rules.end()) {
      if (!rule->severity) continue;
      diagnostic.severity = *rule->severity;
    }
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace

void apply_severities(Diagnostics& diagnostics, std::span<const SeverityRule> rules,
                      const ParsedNotes& notes) {
  apply(diagnostics, rules, allowances_of(notes));
}

void apply_severities(Diagnostics& diagnostics, std::span<const SeverityRule> rules) {
  apply(diagnostics, rules, {});
}

}  // namespace loci

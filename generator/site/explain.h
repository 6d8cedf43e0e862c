// Why a link means what it means: every rule in the order in which it was tried, what each found, and
// the one winner. It asks the resolver itself (site/link_lookup.h) for a trace, so that it cannot say
// anything else than the build does.
//
//     explain_link(build, "[[todo]]", "notes/a.md")
//     explain_link(build, "todo#Next week", "")        no note: as from the top of the notes
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "site/link_lookup.h"
#include "site/pipeline.h"

namespace loci {

struct ExplainedRule {
  NameRule rule{};
  NameKind kind{};
  std::string looked_for;
  std::vector<std::string>
      candidates;  // paths of notes and files, from the project's folder; a folder ends in "/"
};

struct Explanation {
  enum class Outcome : std::uint8_t {
    found,
    ambiguous,  // there is a winner, the nearest of several
    nothing,
    draft,     // there is such a note, but it is not published
    external,  // an address of another host, which is not looked up
  };

  std::string link;  // as it was understood: "[[todo]]"
  std::string from;  // path of the note; empty: the top
  std::vector<ExplainedRule> rules;
  Outcome outcome = Outcome::nothing;
  std::string path;          // of the winner's source; a folder ends in "/"
  std::string page;          // where it is in the output, with "#anchor"; empty for nothing
  std::string fragment;      // as written
  std::string fragment_fit;  // how the heading or block fits; "" when there is none
  std::vector<LinkProblem> problems;
  std::vector<std::string> elsewhere;  // what other programs make of it, where that is documented
};

std::string_view rule_name(NameRule rule);  // "beside the note"
std::string_view rule_key(NameRule rule);   // "beside", for JSON
std::string_view outcome_key(Explanation::Outcome outcome);

// `written`: a link in Markdown, or its target alone. `from`: path of a note. Errors are of kind usage.
Result<Explanation> explain_link(const SiteBuild& build, std::string_view written,
                                 std::string_view from);

}  // namespace loci

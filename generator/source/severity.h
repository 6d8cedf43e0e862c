// How serious a code is to one site, and where one note allows it.
//
//     [check]                          %% loci: allow broken-link %%        the next line of the note
//     broken-link = "warning"          See [[later]]. <!-- loci: allow L201 -->       this line
//     L204 = "off"                     %% loci: allow-file L401 %%          the whole note
//
// site/severity.h applies both, in one place.
#pragma once

#include <optional>
#include <vector>

#include "source/diagnostic.h"
#include "source/source_file.h"

namespace loci {

struct SeverityRule {
  Code code{};
  std::optional<Severity> severity;  // nullopt: off

  friend bool operator==(const SeverityRule&, const SeverityRule&) = default;
};

struct Allowance {
  Code code{};
  bool whole_note = false;
  Span lines;  // unless whole_note: diagnostics that begin here are not reported

  friend bool operator==(const Allowance&, const Allowance&) = default;
};

}  // namespace loci

#include <string>
#include <utility>

#include "cli/commands.h"
#include "cli/input.h"
#include "search/lunr_documents.h"
#include "search/lunr_json.h"

namespace loci {

namespace {

// The longest string of V8, which is what JSON.parse is given.
constexpr std::size_t longest_javascript_string = 536'870'888;

std::string counted(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

// Piece by piece to where it goes; returns how many bytes that were.
Result<std::size_t> write_index(const LunrIndex& index, const Options& options,
                                const Surroundings& surroundings) {
  std::size_t size = 0;
  const ConfigOverrides overrides = absolute_overrides(options, surroundings);
  if (!overrides.output_dir) {
    write_lunr_index(index, [&](std::string_view piece) {
      surroundings.out(piece);
      size += piece.size();
      return true;
    });
    return size;
  }
  Result<std::unique_ptr<FileWriter>> writer =
      surroundings.files->open_writer(*overrides.output_dir);
  if (!writer) return std::move(writer).error();
  Status status = Done{};
  write_lunr_index(index, [&](std::string_view piece) {
    size += piece.size();
    status = (*writer)->append(piece);
    return status.has_value();
  });
  if (status) status = (*writer)->finish();
  if (!status) return std::move(status).error();
  return size;
}

}  // namespace

ExitCode run_lunr(const Options& options, const Surroundings& surroundings) {
  Timings timings;
  Result<LunrIndex> index = [&]() -> Result<LunrIndex> {
    Result<std::string> json = [&] {
      const auto timer = timings.start("read");
      return read_input(options, surroundings, "'loci lunr' needs documents",
                        "name a file, or give them on standard input");
    }();
    if (!json) return std::move(json).error();
    const auto timer = timings.start("index");
    const bool is_standard_input = options.path.empty() || options.path == "-";
    return index_lunr_documents(*json, is_standard_input ? "standard input" : options.path);
  }();
  if (!index) return report(index.error(), surroundings);

  Result<std::size_t> size = [&] {
    const auto timer = timings.start("write");
    return write_index(*index, options, surroundings);
  }();
  if (!size) return report(size.error(), surroundings);
  if (options.overrides.output_dir && !options.quiet) {
    surroundings.out(counted(index->document_count(), "document") + ", " +
                     counted(index->term_count(), "term") + ", " + counted(*size, "byte") + " in " +
                     *options.overrides.output_dir + "\n");
  }
  if (*size > longest_javascript_string) {
    surroundings.err(
        "warning: the index is longer than the longest string of V8: Node.js and Chromium cannot "
        "parse it\n  hint: index fewer documents, or shorter ones\n");
  }
  report_timings(timings, options, surroundings);
  return ExitCode::fine;
}

}  // namespace loci

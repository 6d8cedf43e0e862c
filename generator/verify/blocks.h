// The executable blocks of a note: fenced code whose info string begins with `sql pg`, `redis`, `calc`, `sim`, `ref`, or with a
// name that site.toml gives a command to. This file finds them; what a block means is decided by its runner (sql.h, redis.h,
// calc.h, sim.h, reference.h, program.h).
//
//     ```sql pg expect=error:42601     ->  {runner: sql, options: {{"expect", "error:42601"}}, line: 12, text: "..."}
//
// Lines are the note's, counted from 1. A block is read from the text and not from the parsed note: what stands in a quote or a
// list would look executable to its author and never run, and so it is reported.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loci {

enum class BlockRunner : std::uint8_t { sql, redis, calc, sim, ref, program };

using BlockOptions = std::vector<std::pair<std::string, std::string>>;  // in the order written

struct RunBlock {
  BlockRunner runner = BlockRunner::calc;
  std::string name;  // of a program: its name in site.toml
  std::string info;  // the info string, trimmed
  BlockOptions options;
  std::uint32_t line = 0;         // of the fence
  std::uint32_t info_column = 0;  // where in that line the info string begins, in bytes from 0
  std::string text;               // without the fences, lines joined by '\n'
  std::optional<std::chrono::milliseconds>
      limit;  // `limit=`: for the whole block; nullopt: the runner's

  // nullptr: it is not there.
  const std::string* option(std::string_view name) const;
  // `continues`: what the last block on the same server made is still there. Else nothing is.
  bool is_fresh() const { return option("continues") == nullptr; }
};

// Lines that --update would write in place of others.
struct LineChange {
  std::uint32_t first = 0;  // line number
  std::uint32_t count = 0;  // of lines that go; 0: the new ones stand before `first`
  std::vector<std::string> lines;
};

// The same for a part of one line: bytes from `column`, counted from 0.
struct WordChange {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;
  std::string text;
};

// What is not as the note says.
struct Finding {
  std::uint32_t line = 0;
  std::string expected;
  std::string actual;
  bool malformed = false;  // the block is not understood, as opposed to not true
  std::optional<LineChange> change{};
  std::vector<WordChange> words{};  // beside `change`
};

struct NoteBlocks {
  std::vector<RunBlock> blocks;
  std::vector<Finding> findings;  // blocks that would silently never run
};

// `programs`: the names that site.toml gives a command to.
NoteBlocks extract_blocks(std::string_view text, std::span<const std::string> programs);

// `expect=` of the block, or what follows it in `expect=plan:…`, as another value; the option is added when it is not there.
WordChange change_expect(const RunBlock& block, std::string_view value);

// "5s", "250ms"; nullopt: neither.
std::optional<std::chrono::milliseconds> parse_time_limit(std::string_view text);

// Parts with "/" between, as findings show several lines.
std::string join_lines(std::span<const std::string> lines);

}  // namespace loci

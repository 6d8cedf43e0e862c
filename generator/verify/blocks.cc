#include "verify/blocks.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::string_view no_words = "";
constexpr std::chrono::milliseconds longest_limit{600'000};

std::string_view known_options(BlockRunner runner) {
  switch (runner) {
    case BlockRunner::sql:
      return "expect sessions standby name limit continues";
    case BlockRunner::sim:
      return "seed tolerance";
    case BlockRunner::program:
      return "expect name limit continues";
    case BlockRunner::redis:
      return "name limit continues";
    case BlockRunner::calc:
    case BlockRunner::ref:
      break;
  }
  return no_words;
}

bool is_known_option(BlockRunner runner, std::string_view name) {
  const std::vector<std::string_view> names = split(known_options(runner), ' ');
  return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

// How a block is shown is said beside how it runs: title="Two words" {1,3} showLineNumbers (markdown/code_fence.h).
bool is_for_the_page(std::string_view name) {
  constexpr std::array<std::string_view, 4> names = {"title", "hl_lines", "linenums",
                                                     "showLineNumbers"};
  return name.starts_with('{') || std::find(names.begin(), names.end(), name) != names.end();
}

// To the next blank that is not between quotes or braces.
std::size_t word_length(std::string_view text) {
  char close = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (close != 0) {
      if (c == close) close = 0;
    } else if (is_ascii_space(c)) {
      return at;
    } else if (c == '"') {
      close = '"';
    } else if (c == '{') {
      close = '}';
    }
  }
  return text.size();
}

// `expect=plan:` takes the rest of the line, because a plan node's name holds spaces.
BlockOptions parse_options(std::string_view text) {
  BlockOptions options;
  const auto put = [&options](std::string_view name, std::string_view value) {
    const auto found = std::find_if(options.begin(), options.end(),
                                    [name](const auto& option) { return option.first == name; });
    if (found == options.end()) {
      options.emplace_back(name, value);
    } else {
      found->second = value;
    }
  };
  std::string_view rest = trim(text);
  while (!rest.empty()) {
    if (rest.starts_with("expect=plan:")) {
      put("expect", trim(rest.substr(7)));
      break;
    }
    const std::string_view word = rest.substr(0, word_length(rest));
    const std::size_t equals = std::min(word.find('='), word.size());
    if (!is_for_the_page(word.substr(0, equals)))
      put(word.substr(0, equals), equals < word.size() ? word.substr(equals + 1) : no_words);
    rest = trim_left(rest.substr(word.size()));
  }
  return options;
}

// What is left of `text` after the word `word` and a blank or the end.
std::optional<std::string_view> after_word(std::string_view text, std::string_view word) {
  if (!text.starts_with(word)) return std::nullopt;
  text.remove_prefix(word.size());
  if (!text.empty() && !is_ascii_space(text.front())) return std::nullopt;
  return text;
}

std::optional<RunBlock> classify(std::string_view info, std::span<const std::string> programs) {
  RunBlock block;
  block.info = info;
  if (const std::optional<std::string_view> sql = after_word(info, "sql")) {
    std::string_view rest = trim_left(*sql);
    if (rest.size() < sql->size() && rest.starts_with("pg")) {
      rest.remove_prefix(2);
      if (rest.size() > 1 && rest.front() == ':' && is_ascii_digit(rest[1])) {
        rest.remove_prefix(1);
        while (!rest.empty() && is_ascii_digit(rest.front())) rest.remove_prefix(1);
      }
      if (rest.empty() || is_ascii_space(rest.front())) {
        block.runner = BlockRunner::sql;
        block.options = parse_options(rest);
        return block;
      }
    }
  }
  constexpr std::array<std::pair<std::string_view, BlockRunner>, 4> names = {
      {{"redis", BlockRunner::redis},
       {"calc", BlockRunner::calc},
       {"sim", BlockRunner::sim},
       {"ref", BlockRunner::ref}}};
  for (const auto& [name, runner] : names) {
    if (const std::optional<std::string_view> rest = after_word(info, name)) {
      block.runner = runner;
      block.options = parse_options(*rest);
      return block;
    }
  }
  for (const std::string& name : programs) {
    const std::optional<std::string_view> rest = after_word(info, name);
    if (!rest) continue;
    block.runner = BlockRunner::program;
    block.name = name;
    // Code in a language is an example; it asks to be run by saying what it expects.
    // Others may be the page's: title="a.py".
    for (auto& option : parse_options(*rest)) {
      if (is_known_option(BlockRunner::program, option.first))
        block.options.push_back(std::move(option));
    }
    if (block.option("expect") != nullptr) return block;
  }
  return std::nullopt;
}

std::size_t count_run(std::string_view text, char c) {
  return std::min(text.find_first_not_of(c), text.size());
}

struct Opening {
  bool at_margin = false;
  std::string_view fence;
  std::string_view info;
};

std::string_view skip_spaces(std::string_view text) { return trim_left(text); }

// A fence, possibly inside a quote or a list.
std::optional<Opening> find_opening(std::string_view line) {
  std::string_view rest = skip_spaces(line);
  while (!rest.empty()) {
    if (rest.front() == '>') {
      rest = skip_spaces(rest.substr(1));
      continue;
    }
    std::size_t mark = 0;
    if (rest.front() == '-' || rest.front() == '*' || rest.front() == '+') {
      mark = 1;
    } else {
      while (mark < rest.size() && is_ascii_digit(rest[mark])) ++mark;
      if (mark == 0 || mark == rest.size() || (rest[mark] != '.' && rest[mark] != ')')) break;
      ++mark;
    }
    if (mark == rest.size() || !is_ascii_space(rest[mark])) break;
    rest = skip_spaces(rest.substr(mark));
  }
  if (rest.empty() || (rest.front() != '`' && rest.front() != '~')) return std::nullopt;
  const std::size_t length = count_run(rest, rest.front());
  if (length < 3) return std::nullopt;
  const std::string_view info = rest.substr(length);
  if (info.find('`') != std::string_view::npos) return std::nullopt;
  return Opening{rest.size() == line.size(), rest.substr(0, length), trim(info)};
}

// Reads `limit=` and looks at `name=`; the finding says what is wrong with them.
std::optional<Finding> read_common_options(RunBlock& block, std::uint32_t line) {
  if (const std::string* limit = block.option("limit")) {
    block.limit = parse_time_limit(*limit);
    if (!block.limit) return Finding{line, "limit=5s or limit=250ms, at most 600s", *limit, true};
  }
  if (const std::string* name = block.option("name")) {
    const bool is_name = !name->empty() && !is_ascii_digit(name->front()) &&
                         std::all_of(name->begin(), name->end(), [](char c) {
                           return is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
                         });
    if (!is_name)
      return Finding{line, "a name of letters, digits and '_' (name=orders)", *name, true};
  }
  return std::nullopt;
}

bool closes(std::string_view line, std::string_view fence) {
  std::string_view rest = line;
  while (!rest.empty() && (is_ascii_space(rest.front()) || rest.front() == '>'))
    rest.remove_prefix(1);
  rest = trim_right(rest);
  return rest.size() >= fence.size() && count_run(rest, fence.front()) == rest.size();
}

}  // namespace

const std::string* RunBlock::option(std::string_view wanted) const {
  for (const auto& [name_of_option, value] : options) {
    if (name_of_option == wanted) return &value;
  }
  return nullptr;
}

WordChange change_expect(const RunBlock& block, std::string_view value) {
  const std::uint32_t end = static_cast<std::uint32_t>(block.info.size());
  const std::string* before = block.option("expect");
  constexpr std::string_view label = "expect=";
  const std::size_t at = block.info.find(label);
  if (before == nullptr || at == std::string::npos)
    return {block.line, block.info_column + end, 0, " expect=" + std::string(value)};
  const std::uint32_t begin = static_cast<std::uint32_t>(at + label.size());
  return {block.line, block.info_column + begin, static_cast<std::uint32_t>(before->size()),
          std::string(value)};
}

std::optional<std::chrono::milliseconds> parse_time_limit(std::string_view text) {
  std::int64_t unit = 0;
  if (text.ends_with("ms")) {
    unit = 1;
    text.remove_suffix(2);
  } else if (text.ends_with("s")) {
    unit = 1000;
    text.remove_suffix(1);
  }
  const std::optional<std::int64_t> number = parse_integer(text);
  if (unit == 0 || !number || *number < 1 || *number > longest_limit.count() / unit)
    return std::nullopt;
  return std::chrono::milliseconds(*number * unit);
}

NoteBlocks extract_blocks(std::string_view text, std::span<const std::string> programs) {
  NoteBlocks found;
  const auto report = [&found](std::uint32_t line, std::string expected, std::string actual) {
    found.findings.push_back({line, std::move(expected), std::move(actual), true});
  };
  bool open = false;
  std::string_view fence;
  std::uint32_t open_line = 0;
  std::optional<RunBlock> block;
  std::vector<std::string_view> body;
  std::uint32_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (open) {
      if (!closes(line, fence)) {
        body.push_back(line);
        continue;
      }
      if (block) {
        block->text = join(body, "\n");
        found.blocks.push_back(*std::move(block));
      }
      block.reset();
      open = false;
      continue;
    }
    const std::optional<Opening> opening = find_opening(line);
    if (!opening) continue;
    open = true;
    fence = opening->fence;
    open_line = number;
    body.clear();
    std::optional<RunBlock> candidate = classify(opening->info, programs);
    if (!candidate) continue;
    std::vector<std::string> unknown;
    for (const auto& option : candidate->options) {
      if (!is_known_option(candidate->runner, option.first)) unknown.push_back(option.first);
    }
    if (!opening->at_margin) {
      report(number, "an executable block at the left margin", std::string(trim(line)));
    } else if (!unknown.empty()) {
      const std::string_view first_word =
          opening->info.substr(0, opening->info.find_first_of(" \t"));
      report(number, "only known options of a " + std::string(first_word) + " block",
             join(unknown, " "));
    } else if (std::optional<Finding> finding = read_common_options(*candidate, number)) {
      found.findings.push_back(*std::move(finding));
    } else {
      candidate->line = number;
      candidate->info_column = static_cast<std::uint32_t>(opening->info.data() - line.data());
      block = std::move(candidate);
    }
  }
  if (open) report(open_line, "a closed fence", "the end of the note");
  return found;
}

std::string join_lines(std::span<const std::string> lines) { return join(lines, " / "); }

}  // namespace loci

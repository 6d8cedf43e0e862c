#include "source/front_matter_block.h"

#include <algorithm>

#include "base/text.h"

namespace loci {

namespace {

std::string_view line_from(std::string_view text, std::size_t at) {
  return text.substr(at, text.find('\n', at) - at);
}

bool is_fence(std::string_view line, std::string_view fence) {
  return line.starts_with(fence) && trim(line.substr(fence.size())).empty();
}

// Whether a line reads like the start of a table, and not like prose after a thematic break.
bool looks_like_yaml(std::string_view content) {
  for (const std::string_view whole_line : split(content, '\n')) {
    const std::string_view line = trim(whole_line);
    if (line.empty() || line.starts_with('#')) continue;
    return line.ends_with(':') || line.find(": ") != std::string_view::npos ||
           line.starts_with('{');
  }
  return true;
}

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// Without one character in front, when it is of `set`.
std::string_view without_prefix(std::string_view text, std::string_view set) {
  return !text.empty() && is_one_of(text[0], set) ? text.substr(1) : text;
}

bool says_not_to_publish(std::string_view key, std::string_view value) {
  const bool no = value == "false" || value == "no" || value == "off" || value == "0";
  if (key == "publish") return no;
  return !no && !value.empty() && value != "null" && value != "~";
}

}  // namespace

std::optional<FrontMatterBlock> find_front_matter(std::string_view text) {
  const bool is_toml = text.starts_with("+++");
  if (!is_toml && !text.starts_with("---")) return std::nullopt;
  const std::string_view fence = is_toml ? "+++" : "---";
  if (!is_fence(line_from(text, 0), fence)) return std::nullopt;
  const std::size_t first_end = text.find('\n');
  if (first_end == std::string_view::npos) return std::nullopt;
  FrontMatterBlock block;
  block.is_toml = is_toml;
  block.begin = first_end + 1;
  for (std::size_t at = block.begin; at < text.size();) {
    const std::string_view line = line_from(text, at);
    if (is_fence(line, fence) || (!is_toml && is_fence(line, "..."))) {
      block.content = text.substr(block.begin, at - block.begin);
      block.text_begin = std::min(at + line.size() + 1, text.size());
      const bool blank_first = trim(line_from(text, block.begin)).empty() && at != block.begin;
      if (!is_toml && blank_first && !looks_like_yaml(block.content)) return std::nullopt;
      return block;
    }
    at += line.size() + 1;
  }
  return std::nullopt;
}

bool has_line_against_publishing(std::string_view block) {
  const std::string text = ascii_lower(block);
  for (const std::string_view word : {"draft", "publish"}) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      if (at > 0 && !is_ascii_space(text[at - 1]) && !is_one_of(text[at - 1], "\"'{,.")) continue;
      std::string_view rest = std::string_view(text).substr(at + word.size());
      rest = rest.substr(0, rest.find('\n'));
      if (word == "publish" && rest.starts_with("ed")) rest.remove_prefix(2);
      rest = trim(without_prefix(rest, "\"'"));
      if (rest.empty() || !is_one_of(rest[0], ":=")) continue;
      const std::string_view value = trim(without_prefix(trim(rest.substr(1)), "\"'"));
      if (says_not_to_publish(word, value.substr(0, value.find_first_of("\"'#,} \t")))) return true;
    }
  }
  return false;
}

}  // namespace loci

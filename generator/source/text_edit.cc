#include "source/text_edit.h"

#include <algorithm>
#include <cstddef>

namespace loci {
namespace {

constexpr std::size_t context = 3;

// Beyond so many differences in one file the rest is shown as one replaced stretch: the search for
// the shortest difference costs the square of it.
constexpr std::ptrdiff_t most_differences = 1000;

// The edits that hold, by position.
std::vector<const TextEdit*> usable(std::string_view text, const std::vector<TextEdit>& edits) {
  std::vector<const TextEdit*> sorted;
  for (const TextEdit& edit : edits) {
    if (edit.span.begin <= edit.span.end && edit.span.end <= text.size()) sorted.push_back(&edit);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const TextEdit* a, const TextEdit* b) {
    return a->span.begin < b->span.begin;
  });
  std::vector<const TextEdit*> kept;
  for (const TextEdit* edit : sorted) {
    if (kept.empty() || edit->span.begin >= kept.back()->span.end) kept.push_back(edit);
  }
  return kept;
}

// Lines with their line ends; the last may have none.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// Lines [old_begin, old_end) become [new_begin, new_end).
struct Change {
  std::size_t old_begin = 0, old_end = 0;
  std::size_t new_begin = 0, new_end = 0;
};

using Lines = std::vector<std::string_view>;

// E. Myers, "An O(ND) difference algorithm and its variations" (1986), the greedy form with the
// furthest points of every round kept to walk back. Between [begin, end) of each.
std::vector<Change> shortest_changes(const Lines& a, std::size_t a_begin, std::size_t a_end,
                                     const Lines& b, std::size_t b_begin, std::size_t b_end) {
  const auto n = static_cast<std::ptrdiff_t>(a_end - a_begin);
  const auto m = static_cast<std::ptrdiff_t>(b_end - b_begin);
  const std::ptrdiff_t most = std::min(n + m, most_differences);
  const auto same = [&](std::ptrdiff_t x, std::ptrdiff_t y) {
    return a[a_begin + static_cast<std::size_t>(x)] == b[b_begin + static_cast<std::size_t>(y)];
  };
  // rounds[d][k + d]: how far in `a` the diagonal x - y = k is reached with d differences.
  std::vector<std::vector<std::ptrdiff_t>> rounds;
  std::ptrdiff_t last = -1;
  for (std::ptrdiff_t d = 0; d <= most && last < 0; ++d) {
    std::vector<std::ptrdiff_t> reach(static_cast<std::size_t>(2 * d + 1), -1);
    const auto before = [&](std::ptrdiff_t k) -> std::ptrdiff_t {
      if (d == 0 || k < -(d - 1) || k > d - 1) return -1;
      return rounds.back()[static_cast<std::size_t>(k + d - 1)];
    };
    for (std::ptrdiff_t k = -d; k <= d; k += 2) {
      std::ptrdiff_t x = 0;
      if (d > 0) {
        const bool down = k == -d || (k != d && before(k - 1) < before(k + 1));
        x = down ? before(k + 1) : before(k - 1) + 1;
      }
      std::ptrdiff_t y = x - k;
      if (x > n || y > m || x < 0 || y < 0) continue;
      while (x < n && y < m && same(x, y)) {
        ++x;
        ++y;
      }
      reach[static_cast<std::size_t>(k + d)] = x;
      if (x == n && y == m) last = d;
    }
    rounds.push_back(std::move(reach));
  }
  if (last < 0) return {{a_begin, a_end, b_begin, b_end}};

  // Backwards: each round gave one line that only one side has.
  std::vector<Change> changes;
  std::ptrdiff_t x = n;
  std::ptrdiff_t y = m;
  for (std::ptrdiff_t d = last; d > 0; --d) {
    const std::vector<std::ptrdiff_t>& reach = rounds[static_cast<std::size_t>(d - 1)];
    const auto before = [&](std::ptrdiff_t k) -> std::ptrdiff_t {
      return k < -(d - 1) || k > d - 1 ? -1 : reach[static_cast<std::size_t>(k + d - 1)];
    };
    const std::ptrdiff_t k = x - y;
    const bool down = k == -d || (k != d && before(k - 1) < before(k + 1));
    const std::ptrdiff_t from = down ? k + 1 : k - 1;
    const std::ptrdiff_t from_x = before(from);
    const std::ptrdiff_t from_y = from_x - from;
    const auto at_a = a_begin + static_cast<std::size_t>(from_x);
    const auto at_b = b_begin + static_cast<std::size_t>(from_y);
    const Change one{at_a, at_a + (down ? 0 : 1), at_b, at_b + (down ? 1 : 0)};
    if (!changes.empty() && changes.back().old_begin == one.old_end &&
        changes.back().new_begin == one.new_end) {
      changes.back().old_begin = one.old_begin;
      changes.back().new_begin = one.new_begin;
    } else {
      changes.push_back(one);
    }
    x = from_x;
    y = from_y;
  }
  std::reverse(changes.begin(), changes.end());
  return changes;
}

std::vector<Change> changes_between(const Lines& a, const Lines& b) {
  std::size_t begin = 0;
  while (begin < a.size() && begin < b.size() && a[begin] == b[begin]) ++begin;
  std::size_t a_end = a.size();
  std::size_t b_end = b.size();
  while (a_end > begin && b_end > begin && a[a_end - 1] == b[b_end - 1]) {
    --a_end;
    --b_end;
  }
  return shortest_changes(a, begin, a_end, b, begin, b_end);
}

// As git writes a name: in C's quotes when it holds a quotation mark, a backslash or a control
// character.
std::string quoted_name(std::string_view prefix, std::string_view path) {
  const bool is_plain = std::none_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7f;
  });
  if (is_plain) return std::string(prefix) + std::string(path);
  std::string text = "\"" + std::string(prefix);
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text.append("\\").push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      text += '\\';
      for (const unsigned shift : {6U, 3U, 0U})
        text += static_cast<char>('0' + ((byte >> shift) & 7U));
    } else {
      text += c;
    }
  }
  return text + '"';
}

void append_line(std::string& out, char sign, std::string_view line) {
  out += sign;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

// "3,4", "3" for one line; an empty stretch names the line before it.
std::string hunk_range(std::size_t begin, std::size_t end) {
  const std::size_t count = end - begin;
  const std::size_t first = count == 0 ? begin : begin + 1;
  return std::to_string(first) + (count == 1 ? "" : "," + std::to_string(count));
}

}  // namespace

std::string apply_edits(std::string_view text, const std::vector<TextEdit>& edits) {
  std::string result;
  result.reserve(text.size() + 64);
  std::size_t copied = 0;
  for (const TextEdit* edit : usable(text, edits)) {
    result.append(text, copied, edit->span.begin - copied);
    result += edit->replacement;
    copied = edit->span.end;
  }
  return result.append(text, copied);
}

std::optional<std::string> apply_edits_to_bytes(std::string_view bytes, std::string_view text,
                                                const std::vector<TextEdit>& edits) {
  std::string result;
  result.reserve(bytes.size() + 64);
  std::size_t at = 0;      // in bytes
  std::size_t offset = 0;  // in text
  std::size_t copied = 0;  // of bytes
  if (bytes.starts_with("\xEF\xBB\xBF")) at = 3;
  // Steps over the text up to `end`, and over the bytes that made it.
  const auto advance = [&](std::size_t end) {
    while (offset < end) {
      if (at >= bytes.size()) return false;
      if (bytes[at] == '\r') {
        if (text[offset] != '\n') return false;
        at += at + 1 < bytes.size() && bytes[at + 1] == '\n' ? 2 : 1;
      } else {
        if (text[offset] != bytes[at]) return false;
        ++at;
      }
      ++offset;
    }
    return true;
  };
  for (const TextEdit* edit : usable(text, edits)) {
    if (!advance(edit->span.begin)) return std::nullopt;
    result.append(bytes, copied, at - copied);
    if (!advance(edit->span.end)) return std::nullopt;
    copied = at;
    result += edit->replacement;
  }
  if (!advance(text.size()) || at != bytes.size()) return std::nullopt;
  return result.append(bytes, copied);
}

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const Lines a = lines_of(before);
  const Lines b = lines_of(after);
  const std::vector<Change> changes = changes_between(a, b);

  const std::string old_name = quoted_name("a/", path);
  const std::string new_name = quoted_name("b/", path);
  // A name with a blank ends at a tab.
  const std::string_view end = path.find(' ') == std::string_view::npos ? "\n" : "\t\n";
  std::string out;
  out.append("--- ").append(old_name).append(end);
  out.append("+++ ").append(new_name).append(end);

  for (std::size_t first = 0; first < changes.size();) {
    // Changes whose context would touch are one hunk.
    std::size_t last = first;
    while (last + 1 < changes.size() &&
           changes[last + 1].old_begin - changes[last].old_end <= 2 * context)
      ++last;
    const std::size_t lead = std::min(context, changes[first].old_begin);
    const std::size_t trail = std::min(context, a.size() - changes[last].old_end);
    out += "@@ -" + hunk_range(changes[first].old_begin - lead, changes[last].old_end + trail) +
           " +" + hunk_range(changes[first].new_begin - lead, changes[last].new_end + trail) +
           " @@\n";
    std::size_t at = changes[first].old_begin - lead;
    for (std::size_t i = first; i <= last; ++i) {
      const Change& change = changes[i];
      for (; at < change.old_begin; ++at) append_line(out, ' ', a[at]);
      for (; at < change.old_end; ++at) append_line(out, '-', a[at]);
      for (std::size_t n = change.new_begin; n < change.new_end; ++n) append_line(out, '+', b[n]);
    }
    for (const std::size_t stop = at + trail; at < stop; ++at) append_line(out, ' ', a[at]);
    first = last + 1;
  }
  return out;
}

}  // namespace loci

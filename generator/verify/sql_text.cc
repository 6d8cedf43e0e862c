#include "verify/sql_text.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/text.h"

namespace loci {

namespace {

bool is_word(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; }

// Length of a text between `quote`s, in which a doubled one stands for itself; 0: it does not end. When the last quote that
// could end it is the first of two, it does.
std::size_t quoted_length(std::string_view text, char quote) {
  std::size_t last_end = 0;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] != quote) continue;
    last_end = at + 1;
    if (at + 1 >= text.size() || text[at + 1] != quote) return last_end;
    ++at;
  }
  return last_end;
}

// E'it\'s'
std::size_t escape_string_length(std::string_view text) {
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E') || text[1] != '\'') return 0;
  for (std::size_t at = 2; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '\'') {
      if (at + 1 >= text.size() || text[at + 1] != '\'') return at + 1;
      ++at;
    }
  }
  return 0;
}

// $tag$ ... $tag$
std::size_t dollar_quote_length(std::string_view text) {
  std::size_t at = 1;
  if (at < text.size() && (is_ascii_letter(text[at]) || text[at] == '_')) {
    while (at < text.size() && is_word(text[at])) ++at;
  }
  if (at >= text.size() || text[at] != '$') return 0;
  const std::string_view tag = text.substr(0, at + 1);
  const std::size_t end = text.find(tag, tag.size());
  return end == std::string_view::npos ? 0 : end + tag.size();
}

// Length of what begins here and in which a semicolon ends nothing; 0: no such thing.
std::size_t opaque_length(std::string_view text, std::size_t at) {
  const bool word_before = at > 0 && is_word(text[at - 1]);
  const std::string_view rest = text.substr(at);
  if (!word_before) {
    if (const std::size_t length = escape_string_length(rest)) return length;
  }
  if (rest.front() == '\'' || rest.front() == '"') return quoted_length(rest, rest.front());
  if (rest.front() == '$') return word_before ? 0 : dollar_quote_length(rest);
  if (rest.starts_with("/*")) {
    const std::size_t end = rest.find("*/", 2);
    return end == std::string_view::npos ? 0 : end + 2;
  }
  return 0;
}

// What a comment behind its dashes expects; nullopt: it is only a comment.
std::optional<std::string> read_expectation(std::string_view comment) {
  std::string_view rest = trim(comment);
  if (!rest.starts_with("=>")) return std::nullopt;
  rest.remove_prefix(2);
  if (rest.empty()) return std::string();
  if (rest.front() != ' ') return std::nullopt;
  return std::string(rest.substr(1));
}

class StatementSplitter {
 public:
  StatementSplitter(std::string_view text, std::uint32_t first_line)
      : text_(text), first_line_(first_line) {}

  Result<std::vector<Statement>> run() {
    std::size_t at = 0;
    while (at < text_.size()) {
      if (text_.substr(at).starts_with("--")) {
        const std::size_t end = std::min(text_.find('\n', at), text_.size());
        if (std::optional<std::string> expected =
                read_expectation(text_.substr(at + 2, end - at - 2))) {
          flush();
          if (statements_.empty())
            return Error{"line " + std::to_string(line_at(at)) +
                             ": an expected row before the first statement",
                         {},
                         ErrorKind::content};
          statements_.back().expected.push_back(
              {*std::move(expected), line_at(at), column_behind(at)});
        }
        at = end;
        continue;
      }
      const std::size_t length = opaque_length(text_, at);
      if (length > 0) {
        append(at, length);
        at += length;
      } else {
        if (text_[at] == ';') {
          end_ = at;
          flush();
        } else {
          append(at, 1);
        }
        ++at;
      }
    }
    flush();
    return std::move(statements_);
  }

 private:
  std::uint32_t line_at(std::size_t offset) const {
    return first_line_ +
           static_cast<std::uint32_t>(std::count(
               text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
  }

  // Where in its line the text of the expectation at `at` begins; 0: the comment is all of the line.
  std::uint32_t column_behind(std::size_t at) const {
    const std::size_t begin = at == 0 ? 0 : text_.rfind('\n', at - 1) + 1;
    if (trim(text_.substr(begin, at - begin)).empty()) return 0;
    const std::size_t text = text_.find("=>", at) + 2;
    const bool has_blank = text < text_.size() && text_[text] == ' ';
    return static_cast<std::uint32_t>(text + (has_blank ? 1 : 0) - begin);
  }

  void append(std::size_t at, std::size_t length) {
    const std::string_view part = text_.substr(at, length);
    const bool is_blank = trim(part).empty();
    if (trim(current_).empty() && !is_blank)
      start_ = at + static_cast<std::size_t>(trim_left(part).data() - part.data());
    if (!is_blank) end_ = at + length - 1;
    current_ += part;
  }

  void flush() {
    if (!trim(current_).empty())
      statements_.push_back({"", std::string(trim(current_)), line_at(start_), line_at(end_), {}});
    current_.clear();
  }

  std::string_view text_;
  std::uint32_t first_line_;
  std::vector<Statement> statements_;
  std::string current_;
  std::size_t start_ = 0;
  std::size_t end_ = 0;
};

bool cell_matches(std::string_view wanted, std::string_view got) {
  if (wanted == got) return true;
  const std::size_t dots = wanted.find("..");
  if (dots == std::string_view::npos || got.empty()) return false;
  const auto plain = [](std::string_view text) -> std::optional<double> {
    const std::size_t digits = text.starts_with('-') ? 1 : 0;
    if (digits == text.size() || !is_ascii_digit(text[digits]) ||
        text.find_first_not_of("0123456789.", digits) != std::string_view::npos)
      return std::nullopt;
    return parse_number(text);
  };
  const std::optional<double> least = plain(wanted.substr(0, dots));
  const std::optional<double> most = plain(wanted.substr(dots + 2));
  const std::optional<double> value = parse_number(got);
  return least && most && value && *value >= *least && *value <= *most;
}

// Runs of blanks as one.
std::string squeeze(std::string_view text) {
  std::string squeezed;
  for (const char c : trim(text)) {
    if (!is_ascii_space(c)) {
      squeezed += c;
    } else if (!squeezed.ends_with(' ')) {
      squeezed += ' ';
    }
  }
  return squeezed;
}

bool is_notice(const ExpectedLine& line) {
  return line.text.starts_with("WARNING:") || line.text.starts_with("NOTICE:") ||
         line.text.starts_with("INFO:");
}

// "error 42601" at the start of a line.
std::optional<std::string> expected_code(std::string_view text) {
  if (!text.starts_with("error ") || text.size() < 11) return std::nullopt;
  const std::string_view code = text.substr(6, 5);
  if (!std::all_of(code.begin(), code.end(), is_word) || (text.size() > 11 && is_word(text[11])))
    return std::nullopt;
  return std::string(code);
}

constexpr std::string_view arrow = "-- => ";

// The answer as lines of a block. `as_rows`: "(0 rows)" and not the statement's tag when there is none.
void add_rows(LineChange& change, const PgAnswer& answer, bool as_rows) {
  if (answer.failed()) {
    change.lines.push_back(std::string(arrow) + "error " + answer.code);
  } else if (answer.rows.empty()) {
    const bool by_tag = !as_rows && !answer.tag.starts_with("SELECT");
    change.lines.push_back(std::string(arrow) + (by_tag ? answer.tag : "(0 rows)"));
  } else {
    for (const std::string& row : answer.rows)
      change.lines.emplace_back(trim_right(std::string(arrow) + row));
  }
}

// The row as it came, but for cells that are as they were wanted: a range stays a range.
std::string keep_ranges(std::string_view wanted, std::string_view got) {
  const std::vector<std::string_view> left = split(trim_right(wanted), '|');
  std::vector<std::string_view> right = split(trim_right(got), '|');
  for (std::size_t i = 0; left.size() == right.size() && i < left.size(); ++i) {
    if (cell_matches(trim(left[i]), trim(right[i]))) right[i] = left[i];
  }
  return join(right, "|");
}

// Adds what would be written in the place of the lines. They stand together below their statement, or one line stands behind it, or
// they are not replaced.
void replace_rows(Finding& finding, const std::vector<ExpectedLine>& lines,
                  const PgAnswer& answer) {
  const bool is_one_behind = lines.size() == 1 && lines.front().column > 0;
  for (std::size_t i = 0; i < lines.size() && !is_one_behind; ++i) {
    if (lines[i].column > 0 || (i > 0 && lines[i].line != lines[i - 1].line + 1)) return;
  }
  LineChange change{lines.front().line, static_cast<std::uint32_t>(lines.size()), {}};
  add_rows(change, answer, lines.front().text.starts_with('('));
  if (!answer.failed() && answer.rows.size() == lines.size()) {
    for (std::size_t i = 0; i < lines.size(); ++i)
      change.lines[i] = std::string(arrow) + keep_ranges(lines[i].text, answer.rows[i]);
  }
  if (!is_one_behind) {
    finding.change = std::move(change);
  } else if (change.lines.size() == 1) {
    const ExpectedLine& line = lines.front();
    finding.words.push_back(
        {line.line, line.column, static_cast<std::uint32_t>(line.text.size()),
         (line.text.empty() ? " " : "") + change.lines.front().substr(arrow.size())});
  }
}

// The lines of a plan without what is only its drawing and without estimates, which differ from machine to machine.
std::vector<std::string> plan_parts(const PgAnswer& answer) {
  std::vector<std::string> parts;
  for (const std::string& row : answer.rows) {
    std::string_view text = trim(row);
    if (text.starts_with("->")) text = trim_left(text.substr(2));
    if (const std::size_t costs = text.find("  (cost="); costs != std::string_view::npos)
      text = text.substr(0, costs);
    parts.emplace_back(text);
  }
  return parts;
}

// The part that has most words in common with the wanted one, the first of them; "" when none has one.
std::string nearest_part(std::string_view wanted, std::span<const std::string> parts) {
  const std::vector<std::string_view> words = split(wanted, ' ');
  std::size_t most = 0;
  std::string nearest;
  for (const std::string& part : parts) {
    std::size_t common = 0;
    for (const std::string_view word : split(part, ' ')) {
      if (std::find(words.begin(), words.end(), word) != words.end()) ++common;
    }
    if (common > most) {
      most = common;
      nearest = part;
    }
  }
  return nearest;
}

bool holds(std::span<const std::string> rows, std::string_view text) {
  return std::any_of(rows.begin(), rows.end(), [text](const std::string& row) {
    return row.find(text) != std::string::npos;
  });
}

}  // namespace

Result<std::vector<Statement>> split_statements(std::string_view text, std::uint32_t first_line) {
  return StatementSplitter(text, first_line).run();
}

std::vector<std::string> texts_of(const std::vector<ExpectedLine>& lines) {
  std::vector<std::string> texts;
  for (const ExpectedLine& line : lines) texts.push_back(line.text);
  return texts;
}

Steps read_steps(const RunBlock& block, const std::vector<std::string>& sessions) {
  Steps result;
  std::vector<Statement> raw_steps;
  const auto fail = [&result](std::uint32_t line, std::string expected, std::string actual) {
    result.finding = Finding{line, std::move(expected), std::move(actual), true};
  };
  std::uint32_t line = block.line;
  for (const std::string_view raw : split(block.text, '\n')) {
    ++line;
    const std::string_view text = trim(raw);
    if (text.starts_with("--")) {
      std::optional<std::string> expected = read_expectation(text.substr(2));
      if (!expected) continue;
      if (raw_steps.empty()) {
        fail(line, "a statement before what it does", std::string(text));
        return result;
      }
      raw_steps.back().expected.push_back({*std::move(expected), line});
      continue;
    }
    if (text.empty()) continue;
    std::size_t name = 0;
    while (name < raw.size() && is_word(raw[name])) ++name;
    if (name > 0 && raw.substr(name).starts_with("> ")) {
      const std::string session(raw.substr(0, name));
      if (std::find(sessions.begin(), sessions.end(), session) == sessions.end()) {
        fail(line, "one of the sessions " + join(sessions, ", "), session);
        return result;
      }
      raw_steps.push_back({session, std::string(raw.substr(name + 2)), line, line, {}});
    } else if (!raw_steps.empty() && raw_steps.back().expected.empty()) {
      raw_steps.back().text += '\n';
      raw_steps.back().text += raw;
    } else {
      fail(line, "a session before the statement (A> …)", std::string(text));
      return result;
    }
  }
  for (Statement& step : raw_steps) {
    // A trailing comment may carry the expectation: A> SELECT 1; -- => 1
    Result<std::vector<Statement>> parts = split_statements(step.text, step.line);
    if (!parts) {
      fail(step.line, "SQL", parts.error().message);
      return result;
    }
    if (parts->empty()) {
      fail(step.line, "a statement", step.text);
      return result;
    }
    for (Statement& part : *parts) {
      part.session = step.session;
      // "A> " stands before the statement's first line.
      for (ExpectedLine& expected : part.expected) {
        if (expected.line == step.line && expected.column > 0)
          expected.column += static_cast<std::uint32_t>(step.session.size() + 2);
      }
    }
    for (ExpectedLine& expected : step.expected)
      parts->back().expected.push_back(std::move(expected));
    for (Statement& part : *parts) result.steps.push_back(std::move(part));
  }
  return result;
}

SplitExpectations split_expectations(const Statement& step,
                                     const std::vector<std::string>& sessions) {
  SplitExpectations parts;
  for (std::size_t i = 0; i < step.expected.size(); ++i) {
    const ExpectedLine& line = step.expected[i];
    constexpr std::string_view word = "unblocks";
    if (!line.text.starts_with(word) ||
        (line.text.size() > word.size() && is_word(line.text[word.size()])))
      continue;
    Released released;
    released.line = line.line;
    std::string_view rest = trim_left(std::string_view(line.text).substr(word.size()));
    for (const std::string& name : sessions) {
      if (rest.starts_with(name) && (rest.size() == name.size() || !is_word(rest[name.size()]))) {
        released.session = name;
        rest.remove_prefix(name.size());
        break;
      }
    }
    if (rest.starts_with(':') || rest.starts_with(',')) rest.remove_prefix(1);
    rest = trim_left(rest);
    if (!rest.empty()) released.expected.push_back({std::string(rest), line.line});
    released.expected.insert(released.expected.end(),
                             step.expected.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                             step.expected.end());
    parts.released = std::move(released);
    parts.own.assign(step.expected.begin(), step.expected.begin() + static_cast<std::ptrdiff_t>(i));
    return parts;
  }
  parts.own = step.expected;
  return parts;
}

bool row_matches(std::string_view wanted, std::string_view got) {
  const std::vector<std::string_view> left = split(trim_right(wanted), '|');
  const std::vector<std::string_view> right = split(trim_right(got), '|');
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!cell_matches(trim(left[i]), trim(right[i]))) return false;
  }
  return true;
}

std::string describe(const PgAnswer& answer) {
  if (answer.failed()) return "error " + answer.code + " (" + answer.message + ")";
  return answer.rows.empty() ? answer.tag + " (0 rows)" : join_lines(answer.rows);
}

std::optional<Finding> compare_answer(const Statement& statement, const PgAnswer& answer) {
  std::vector<ExpectedLine> lines;
  for (const ExpectedLine& line : statement.expected) {
    if (!is_notice(line)) {
      lines.push_back(line);
      continue;
    }
    const std::string wanted = squeeze(line.text);
    if (std::none_of(answer.notices.begin(), answer.notices.end(),
                     [&](const std::string& got) { return squeeze(got).starts_with(wanted); })) {
      return Finding{line.line, line.text,
                     answer.notices.empty() ? "no notice" : join_lines(answer.notices)};
    }
  }
  const std::uint32_t where = lines.empty() ? statement.line : lines.front().line;
  if (lines.size() == 1) {
    if (const std::optional<std::string> code = expected_code(lines.front().text)) {
      if (answer.code == *code) return std::nullopt;
      Finding finding{where, "error " + *code, describe(answer)};
      replace_rows(finding, lines, answer);
      return finding;
    }
  }
  if (answer.failed()) {
    const std::string wanted = join_lines(texts_of(lines));
    Finding finding{where, wanted.empty() ? "success" : wanted, describe(answer)};
    if (!lines.empty()) replace_rows(finding, lines, answer);
    return finding;
  }
  if (lines.empty()) return std::nullopt;
  if (lines.size() == 1 && lines.front().text == "(0 rows)") {
    if (answer.rows.empty()) return std::nullopt;
    Finding finding{where, "(0 rows)", describe(answer)};
    replace_rows(finding, lines, answer);
    return finding;
  }
  std::vector<ExpectedLine> rows = lines;
  Finding differs{where, join_lines(texts_of(rows)), describe(answer)};
  replace_rows(differs, lines, answer);
  // psql also prints the command's tag: UPDATE 1.
  if (rows.size() == answer.rows.size() + 1 && trim(rows.back().text) == answer.tag)
    rows.pop_back();
  if (rows.size() != answer.rows.size()) return differs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (row_matches(rows[i].text, answer.rows[i])) continue;
    differs.line = rows[i].line;
    return differs;
  }
  return std::nullopt;
}

std::optional<LineChange> insert_rows(const Statement& statement, const PgAnswer& answer) {
  if (answer.failed()) return std::nullopt;
  LineChange change{statement.last_line + 1, 0, {}};
  add_rows(change, answer, false);
  return change;
}

std::vector<Finding> compare_plan(const RunBlock& block, const Statement& statement,
                                  const PgAnswer& answer, std::string_view wanted) {
  if (answer.failed()) return {{statement.line, std::string(wanted), describe(answer)}};
  const std::vector<std::string> parts = plan_parts(answer);
  const std::string got = join_lines(parts);
  std::vector<Finding> findings;
  const bool absent = wanted.starts_with('!');
  const std::string_view part = absent ? wanted.substr(1) : wanted;
  if (holds(answer.rows, part) == absent) {
    Finding finding{block.line, "plan " + std::string(absent ? "without " : "") + std::string(part),
                    got};
    const std::string now = absent ? std::string(part) : nearest_part(part, parts);
    if (!now.empty()) finding.words.push_back(change_expect(block, "plan:" + now));
    findings.push_back(std::move(finding));
  }
  std::size_t at = 0;
  for (const ExpectedLine& line : statement.expected) {
    const std::string_view text = trim(line.text);
    if (text.starts_with('!')) {
      if (holds(answer.rows, text.substr(1)))
        findings.push_back({line.line, "plan without " + std::string(text.substr(1)), got});
      continue;
    }
    std::size_t found = at;
    while (found < answer.rows.size() && answer.rows[found].find(text) == std::string::npos)
      ++found;
    if (found < answer.rows.size()) {
      at = found + 1;
      continue;
    }
    Finding finding{line.line, std::string(text), got};
    if (const std::string now = nearest_part(text, std::span(parts).subspan(at));
        !now.empty() && line.column == 0)
      finding.change = LineChange{line.line, 1, {std::string(arrow) + now}};
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace loci

#include "source/diagnostic_printer.h"

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

// Lines of prose are paragraphs of a thousand columns; this much of one is enough to recognise the
// place.
constexpr std::size_t excerpt_columns = 96;

constexpr std::string_view reset = "\x1b[0m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view green = "\x1b[32m";

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

std::string_view severity_colour(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "\x1b[1;36m";
    case Severity::warning:
      return "\x1b[1;35m";
    case Severity::error:
      return "\x1b[1;31m";
  }
  return "\x1b[1;31m";
}

bool is_control(char32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

// What notes contain reaches a terminal here: an escape sequence in a file name must not be obeyed.
void append_printable(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t point = next_code_point(text, at);
    if (is_control(point) && point != '\n' && point != '\t')
      append_utf8(out, 0xFFFD);
    else
      out += text.substr(begin, at - begin);
  }
}

struct Place {
  LineCol begin;
  LineCol end;
};

// nullopt: the whole file is meant, or its text is not known.
std::optional<Place> place_of(const Diagnostic& diagnostic, const SourceLookup& text_of) {
  if (diagnostic.span == Span{} || diagnostic.path.empty()) return std::nullopt;
  const std::string_view text = text_of(diagnostic.path);
  if (text.empty()) return std::nullopt;
  return Place{line_col(text, diagnostic.span.begin), line_col(text, diagnostic.span.end)};
}

void append_text(std::string& out, const Diagnostic& diagnostic, const SourceLookup& text_of,
                 bool colour) {
  const auto paint = [&](std::string_view code) {
    if (colour) out += code;
  };
  const std::optional<Place> place = place_of(diagnostic, text_of);
  if (!diagnostic.path.empty()) {
    paint(bold);
    append_printable(out, diagnostic.path);
    if (place) {
      out += ':' + std::to_string(place->begin.line) + ':' + std::to_string(place->begin.column);
    }
    out += ": ";
    paint(reset);
  }
  paint(severity_colour(diagnostic.severity));
  out += severity_name(diagnostic.severity);
  out.append("[").append(code_id(diagnostic.code)).append("]: ");
  paint(reset);
  paint(bold);
  append_printable(out, diagnostic.message);
  paint(reset);
  out += '\n';
  if (place) out += excerpt(text_of(diagnostic.path), diagnostic.span, colour);
  for (const std::string& hint : diagnostic.hints) {
    out += "  hint: ";
    append_printable(out, hint);
    out += '\n';
  }
}

void append_number(std::string& out, std::string_view name, std::optional<std::uint32_t> value) {
  out.append("\"")
      .append(name)
      .append("\":")
      .append(value ? std::to_string(*value) : "null")
      .append(",");
}

void append_text_member(std::string& out, std::string_view name, std::string_view value) {
  out.append("\"").append(name).append("\":");
  append_json(out, value);
}

std::string print_json(std::span<const Diagnostic> diagnostics, const SourceLookup& text_of) {
  std::string out = "[";
  for (const Diagnostic& diagnostic : diagnostics) {
    out += &diagnostic == diagnostics.data() ? "\n  {" : ",\n  {";
    const std::optional<Place> place = place_of(diagnostic, text_of);
    append_text_member(out, "path", diagnostic.path);
    out += ',';
    append_number(out, "line", place ? std::optional(place->begin.line) : std::nullopt);
    append_number(out, "column", place ? std::optional(place->begin.column) : std::nullopt);
    append_number(out, "end_line", place ? std::optional(place->end.line) : std::nullopt);
    append_number(out, "end_column", place ? std::optional(place->end.column) : std::nullopt);
    append_text_member(out, "code", code_id(diagnostic.code));
    out += ',';
    append_text_member(out, "slug", code_slug(diagnostic.code));
    out += ',';
    append_text_member(out, "severity", severity_name(diagnostic.severity));
    out += ',';
    append_text_member(out, "message", diagnostic.message);
    out += ",\"hints\":[";
    for (const std::string& hint : diagnostic.hints) {
      if (&hint != diagnostic.hints.data()) out += ',';
      append_json(out, hint);
    }
    out += "]}";
  }
  out += diagnostics.empty() ? "]\n" : "\n]\n";
  return out;
}

// The runner's own rules: a message is one line, and a property ends at ',' or ':'.
std::string github_escape(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else if (property && c == ':')
      out += "%3A";
    else if (property && c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

void append_github(std::string& out, const Diagnostic& diagnostic, const SourceLookup& text_of) {
  out += "::";
  out += diagnostic.severity == Severity::note ? "notice" : severity_name(diagnostic.severity);
  out += ' ';
  if (!diagnostic.path.empty()) out += "file=" + github_escape(diagnostic.path, true) + ',';
  if (const std::optional<Place> place = place_of(diagnostic, text_of)) {
    out += "line=" + std::to_string(place->begin.line) +
           ",col=" + std::to_string(place->begin.column) + ',';
    // A column of the end is understood only when it is on the same line.
    if (place->begin.line == place->end.line && place->end.column > place->begin.column) {
      out += "endColumn=" + std::to_string(place->end.column) + ',';
    }
  }
  out.append("title=")
      .append(code_id(diagnostic.code))
      .append(" ")
      .append(code_slug(diagnostic.code))
      .append("::");
  out += github_escape(diagnostic.message, false);
  for (const std::string& hint : diagnostic.hints) out += "%0Ahint: " + github_escape(hint, false);
  out += '\n';
}

// Paragraphs as one line each, lists and code as they are: SARIF's "text" is shown without
// formatting.
std::string unfolded(std::string_view markdown) {
  std::string text;
  bool code = false;
  bool continues = false;
  for (const std::string_view line : split(markdown, '\n')) {
    const bool fence = line.starts_with("```");
    const bool joins = continues && !code && !fence && !line.empty() && !line.starts_with("- ");
    if (!text.empty()) text += joins ? ' ' : '\n';
    text += line;
    if (fence) code = !code;
    continues = !line.empty() && !fence;
  }
  return text;
}

// "A link names …. In the page …" -> "A link names …."
std::string first_sentence(std::string_view text) {
  std::size_t end = text.find(". ");
  end = std::min(end == std::string_view::npos ? end : end + 1, text.find('\n'));
  return std::string(text.substr(0, end));
}

// "broken-link" -> "Broken link"
std::string title_of(Code code) {
  std::string title = replace_all(code_slug(code), "-", " ");
  if (!title.empty()) title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

void append_message(std::string& out, std::string_view name, const std::string& text,
                    std::string_view markdown = {}) {
  out.append(",\"").append(name).append("\":{");
  append_text_member(out, "text", text);
  if (!markdown.empty()) {
    out += ',';
    append_text_member(out, "markdown", markdown);
  }
  out += '}';
}

void append_rule(std::string& out, Code code, const ManualLookup& manual) {
  out += "{";
  append_text_member(out, "id", code_id(code));
  out += ',';
  append_text_member(out, "name", code_slug(code));
  if (const CodeManual page = manual ? manual(code) : CodeManual{}; !page.page.empty()) {
    const std::string meaning = unfolded(page.meaning);
    append_message(out, "shortDescription", first_sentence(meaning));
    append_message(out, "fullDescription", meaning);
    append_message(out, "help", unfolded(page.cure), page.page);
  } else {
    append_message(out, "shortDescription", title_of(code));
  }
  out += ",\"defaultConfiguration\":{";
  append_text_member(out, "level", severity_name(default_severity(code)));
  out += "}}";
}

std::string print_sarif(std::span<const Diagnostic> diagnostics, const SourceLookup& text_of,
                        const PrintOptions& options) {
  std::vector<Code> rules;
  for (const Diagnostic& diagnostic : diagnostics) rules.push_back(diagnostic.code);
  std::sort(rules.begin(), rules.end());
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());

  std::string out =
      "{\"$schema\":\"https://json.schemastore.org/"
      "sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n"
      "\"tool\":{\"driver\":{\"name\":\"loci\"";
  if (!options.version.empty()) {
    out += ',';
    append_text_member(out, "version", options.version);
  }
  out += ",\"rules\":[";
  for (std::size_t i = 0; i < rules.size(); ++i) {
    out += i == 0 ? "\n  " : ",\n  ";
    append_rule(out, rules[i], options.manual);
  }
  out += "]}},\n\"columnKind\":\"unicodeCodePoints\",\n\"results\":[";
  for (const Diagnostic& diagnostic : diagnostics) {
    out += &diagnostic == diagnostics.data() ? "\n  {" : ",\n  {";
    append_text_member(out, "ruleId", code_id(diagnostic.code));
    const auto rule = std::lower_bound(rules.begin(), rules.end(), diagnostic.code) - rules.begin();
    out += ",\"ruleIndex\":" + std::to_string(rule) + ',';
    append_text_member(out, "level", severity_name(diagnostic.severity));
    std::string message = diagnostic.message;
    for (const std::string& hint : diagnostic.hints) message += "\nhint: " + hint;
    out += ",\"message\":{";
    append_text_member(out, "text", message);
    out += '}';
    if (!diagnostic.path.empty()) {
      out += ",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{";
      append_text_member(out, "uri", percent_encode_path(diagnostic.path));
      out += ",\"uriBaseId\":\"%SRCROOT%\"}";
      if (const std::optional<Place> place = place_of(diagnostic, text_of)) {
        out += ",\"region\":{\"startLine\":" + std::to_string(place->begin.line) +
               ",\"startColumn\":" + std::to_string(place->begin.column) +
               ",\"endLine\":" + std::to_string(place->end.line) +
               ",\"endColumn\":" + std::to_string(place->end.column) + "}";
      }
      out += "}}]";
    }
    out += '}';
  }
  out += "]\n}]}\n";
  return out;
}

// One line of source as cells: what is printed, how wide it is, where it begins.
struct Cell {
  std::string text;
  std::size_t width = 0;
  std::size_t offset = 0;  // in the line
};

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t at = 0; at < line.size();) {
    Cell cell;
    cell.offset = at;
    const char32_t point = next_code_point(line, at);
    if (point == '\t') {
      cell.text = "\t";
    } else if (is_control(point)) {
      append_utf8(cell.text, 0xFFFD);
      cell.width = 1;
    } else {
      cell.text = std::string(line.substr(cell.offset, at - cell.offset));
      cell.width = display_width(point);
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

}  // namespace

std::optional<DiagnosticFormat> parse_diagnostic_format(std::string_view name) {
  constexpr std::array<std::string_view, 4> names = {"text", "json", "github", "sarif"};
  const auto* found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<DiagnosticFormat>(found - names.begin());
}

std::string manual_hint(std::span<const Diagnostic> diagnostics) {
  if (diagnostics.empty()) return {};
  const auto worst = std::max_element(
      diagnostics.begin(), diagnostics.end(),
      [](const Diagnostic& a, const Diagnostic& b) { return a.severity < b.severity; });
  return "see: loci help " + std::string(code_id(worst->code)) + "\n";
}

std::string excerpt(std::string_view text, Span span, bool colour) {
  const std::string_view line = line_at(text, span.begin);
  const auto line_begin = static_cast<std::size_t>(line.data() - text.data());
  const std::size_t from = std::min<std::size_t>(span.begin, text.size()) - line_begin;
  const std::size_t to = std::min<std::size_t>(
      std::max<std::size_t>(span.end, line_begin + from) - line_begin, line.size());
  const std::vector<Cell> cells = cells_of(line);

  // First and last cell to show: a window that begins a third of itself before the span.
  std::size_t first = 0;
  std::size_t last = cells.size();
  std::size_t total = 0;
  for (const Cell& cell : cells) total += cell.width;
  if (total > excerpt_columns) {
    while (first < cells.size() && cells[first].offset < from) ++first;
    std::size_t before = 0;
    while (first > 0 && before + cells[first - 1].width <= excerpt_columns / 3)
      before += cells[--first].width;
    std::size_t shown = 0;
    last = first;
    while (last < cells.size() && shown + cells[last].width <= excerpt_columns)
      shown += cells[last++].width;
    // At the line's end the window is filled from the left.
    while (last == cells.size() && first > 0 && shown + cells[first - 1].width <= excerpt_columns) {
      shown += cells[--first].width;
    }
  }

  std::string source = "  ";
  std::string carets = "  ";
  if (first > 0) {
    source += "…";
    carets += ' ';
  }
  bool marked = false;
  for (std::size_t i = first; i < last; ++i) {
    const Cell& cell = cells[i];
    source += cell.text;
    const bool inside = cell.offset >= from && cell.offset < to;
    if (inside) {
      std::string mark(cell.text == "\t" ? 1 : cell.width, '~');
      if (!marked && !mark.empty()) mark[0] = '^';
      marked = marked || !mark.empty();
      carets += mark;
    } else if (cell.offset < from) {
      carets += cell.text == "\t" ? std::string("\t") : std::string(cell.width, ' ');
    }
  }
  if (last < cells.size()) source += "…";
  if (!marked) carets += '^';

  std::string out(trim_right(source));
  if (out.empty()) return {};
  out += '\n';
  if (colour) out += green;
  out += carets;
  if (colour) out += reset;
  out += '\n';
  return out;
}

std::string print_diagnostics(std::span<const Diagnostic> diagnostics, const SourceLookup& text_of,
                              const PrintOptions& options) {
  std::string out;
  switch (options.format) {
    case DiagnosticFormat::json:
      return print_json(diagnostics, text_of);
    case DiagnosticFormat::sarif:
      return print_sarif(diagnostics, text_of, options);
    case DiagnosticFormat::github:
      for (const Diagnostic& diagnostic : diagnostics) append_github(out, diagnostic, text_of);
      return out;
    case DiagnosticFormat::text:
      for (const Diagnostic& diagnostic : diagnostics)
        append_text(out, diagnostic, text_of, options.colour);
      return out;
  }
  return out;
}

}  // namespace loci

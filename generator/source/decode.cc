#include "source/decode.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

// CRLF and a lone CR are LF. In place: the text only gets shorter.
void unify_line_ends(std::string& text) {
  const std::size_t first = text.find('\r');
  if (first == std::string::npos) return;
  std::size_t to = first;
  for (std::size_t from = first; from < text.size(); ++from) {
    if (text[from] != '\r') {
      text[to++] = text[from];
    } else if (from + 1 >= text.size() || text[from + 1] != '\n') {
      text[to++] = '\n';
    }
  }
  text.resize(to);
}

Span code_point_span(std::string_view text, std::size_t at) {
  std::size_t end = at;
  if (at < text.size()) next_code_point(text, end);
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
}

}  // namespace

SourceFile decode_source(std::string path, std::string bytes, Diagnostics& diagnostics) {
  SourceFile file;
  file.path = std::move(path);
  file.hash = hash64(bytes);
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    diagnostics.report(Code::wrong_encoding, file.path, {}, "this file is UTF-16, not UTF-8",
                       {"save it as UTF-8 in your editor"});
    return file;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  unify_line_ends(bytes);

  if (is_valid_utf8(bytes)) {
    file.text = std::move(bytes);
  } else {
    Sanitized clean = sanitize_utf8(bytes);
    file.text = std::move(clean.text);
    diagnostics.report(Code::invalid_utf8, file.path, code_point_span(file.text, clean.first_bad),
                       "not valid UTF-8: " + counted(clean.replaced, "wrong byte sequence") +
                           (clean.replaced == 1 ? " is" : " are") +
                           " shown as U+FFFD, the first one here",
                       {"save the file as UTF-8 in your editor"});
  }
  if (const std::size_t nul = file.text.find('\0'); nul != std::string::npos) {
    const auto count = std::count(file.text.begin(), file.text.end(), '\0');
    file.text = replace_all(file.text, std::string_view("\0", 1), "\xEF\xBF\xBD");
    diagnostics.report(Code::invalid_utf8, file.path, code_point_span(file.text, nul),
                       counted(static_cast<std::uint64_t>(count), "NUL byte") +
                           (count == 1 ? " is" : " are") +
                           " shown as U+FFFD, the first one here: is this a text file?");
  }
  return file;
}

}  // namespace loci

#include "source/source_file.h"

#include <algorithm>

#include "base/unicode.h"

namespace loci {

namespace {

std::size_t line_begin(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  const std::size_t line_end = text.rfind('\n', offset - 1);
  return line_end == std::string_view::npos ? 0 : line_end + 1;
}

}  // namespace

LineCol line_col(std::string_view text, std::uint32_t offset) {
  const std::size_t at = std::min<std::size_t>(offset, text.size());
  const std::size_t begin = line_begin(text, at);
  const auto lines =
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
  return {static_cast<std::uint32_t>(lines) + 1,
          static_cast<std::uint32_t>(code_point_count(text.substr(begin, at - begin))) + 1};
}

std::string_view line_at(std::string_view text, std::uint32_t offset) {
  const std::size_t at = std::min<std::size_t>(offset, text.size());
  const std::size_t begin = line_begin(text, at);
  return text.substr(begin, std::min(text.find('\n', at), text.size()) - begin);
}

}  // namespace loci

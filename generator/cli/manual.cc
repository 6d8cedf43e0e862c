#include "cli/manual.h"

#include <algorithm>
#include <span>
#include <string>

#include "base/text.h"
#include "theme/embedded.h"

namespace loci {

namespace {

// What stands between a line and the next of `marks`, or the end.
std::string_view part_after(std::string_view page, std::string_view mark, std::string_view next) {
  const std::size_t at = page.find(mark);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + mark.size();
  const std::size_t end = next.empty() ? std::string_view::npos : page.find(next, begin);
  return trim(page.substr(begin, end == std::string_view::npos ? end : end - begin));
}

}  // namespace

std::string_view manual_page(Code code) {
  const std::string path = "manual/" + std::string(code_id(code)) + ".md";
  const std::span<const EmbeddedFile> files = embedded_files();
  const auto found = std::lower_bound(
      files.begin(), files.end(), path,
      [](const EmbeddedFile& file, const std::string& p) { return file.path < p; });
  return found != files.end() && found->path == path ? found->bytes : std::string_view();
}

CodeManual code_manual(Code code) {
  CodeManual manual;
  manual.page = manual_page(code);
  manual.meaning = part_after(manual.page, "\n\n", "\n## Example\n");
  manual.cure = part_after(manual.page, "\n## Cure\n", {});
  return manual;
}

}  // namespace loci

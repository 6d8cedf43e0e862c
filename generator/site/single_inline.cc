#include "site/single_inline.h"

#include "base/text.h"

namespace loci {
namespace {

// With "<\/name" for each "</name"; letters keep their case, browsers do not look at it.
std::string without_end_tag(std::string_view text, std::string_view name) {
  std::string out;
  out.reserve(text.size() + 64);
  std::size_t copied = 0;
  for (std::size_t at = text.find("</"); at != std::string_view::npos;
       at = text.find("</", at + 2)) {
    if (ascii_lower(text.substr(at + 2, name.size())) != name) continue;
    out.append(text, copied, at + 1 - copied).append("\\");
    copied = at + 1;
  }
  return out.append(text.substr(copied));
}

}  // namespace

std::string inline_script(std::string_view text) {
  return replace_all(without_end_tag(text, "script"), "<!--", "\\x3c!--");
}

std::string inline_style(std::string_view text) { return without_end_tag(text, "style"); }

std::string inline_json(std::string_view json) { return replace_all(json, "<", "\\u003c"); }

}  // namespace loci

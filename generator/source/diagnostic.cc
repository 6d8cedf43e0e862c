#include "source/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/text.h"

namespace loci {

namespace {

struct CodeInfo {
  std::string_view id;
  Severity severity;
  std::string_view slug;
};

constexpr std::array code_infos = {
#define LOCI_CODE(enumerator, id, severity, slug) CodeInfo{id, Severity::severity, slug},
#include "source/diagnostic_codes.def"
#undef LOCI_CODE
};

constexpr std::array codes = {
#define LOCI_CODE(enumerator, id, severity, slug) Code::enumerator,
#include "source/diagnostic_codes.def"
#undef LOCI_CODE
};

const CodeInfo& info(Code code) { return code_infos[static_cast<std::size_t>(code)]; }

}  // namespace

std::string_view code_id(Code code) { return info(code).id; }
std::string_view code_slug(Code code) { return info(code).slug; }
Severity default_severity(Code code) { return info(code).severity; }

std::span<const Code> all_codes() { return codes; }

std::optional<Code> find_code(std::string_view name) {
  const auto* found = std::find_if(codes.begin(), codes.end(), [name](Code code) {
    return equal_ignoring_ascii_case(code_id(code), name) ||
           equal_ignoring_ascii_case(code_slug(code), name);
  });
  return found == codes.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::string> nearest_code(std::string_view name) {
  const bool is_id = name.size() > 1 && ascii_lower(name[0]) == 'l' && is_ascii_digit(name[1]);
  std::vector<std::string_view> names;
  for (const Code code : codes) names.push_back(is_id ? code_id(code) : code_slug(code));
  return nearest_name(name, names);
}

void Diagnostics::report(Code code, std::string path, Span span, std::string message,
                         std::vector<std::string> hints) {
  items_.push_back(
      {code, default_severity(code), std::move(path), span, std::move(message), std::move(hints)});
}

void Diagnostics::add(Diagnostic diagnostic) { items_.push_back(std::move(diagnostic)); }

void Diagnostics::append(const std::vector<Diagnostic>& diagnostics) {
  items_.insert(items_.end(), diagnostics.begin(), diagnostics.end());
}

std::size_t Diagnostics::count(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(items_.begin(), items_.end(),
                    [severity](const Diagnostic& d) { return d.severity == severity; }));
}

void Diagnostics::sort() {
  const auto key = [](const Diagnostic& d) {
    return std::tie(d.path, d.span.begin, d.span.end, d.code, d.message);
  };
  std::stable_sort(items_.begin(), items_.end(),
                   [&key](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
}

}  // namespace loci

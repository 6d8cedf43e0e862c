#include "markdown/external_links.h"

#include <algorithm>

#include "base/text.h"
#include "markdown/links.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

std::string quoted(std::string_view text) { return "'" + shorten(text, 80) + "'"; }

std::string write_hint(std::string_view scheme, std::string_view rest) {
  return "write " + quoted(std::string(scheme) + "://" + std::string(rest));
}

// One letter away from "http" or "https", which it surely was meant to be. "ftp" and "file" are not.
std::optional<std::string_view> misspelt_web_scheme(std::string_view scheme) {
  const std::string lower = ascii_lower(scheme);
  if (lower == "http" || lower == "https") return std::nullopt;
  const bool secure = lower.find('s') != std::string::npos;
  if (secure && edit_distance(lower, "https", 1) <= 1) return "https";
  if (!secure && edit_distance(lower, "http", 1) <= 1) return "http";
  return std::nullopt;
}

std::optional<ExternalFault> host_fault(std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != npos) authority.remove_prefix(at + 1);
  if (authority.starts_with('[')) {
    if (authority.find(']') == npos) return ExternalFault{"the '[' of its host is not closed", ""};
    return std::nullopt;
  }
  const std::size_t colon = authority.find(':');
  const std::string_view host = authority.substr(0, colon);
  if (host.empty()) return ExternalFault{"it names no host", ""};
  if (colon != npos) {
    const std::string_view port = authority.substr(colon + 1);
    if (port.empty() &&
        (equal_ignoring_ascii_case(host, "http") || equal_ignoring_ascii_case(host, "https")))
      return ExternalFault{"it has two schemes", ""};
    const std::optional<std::int64_t> number = parse_integer(port);
    if (!port.empty() && (!number || *number < 0 || *number > 65535))
      return ExternalFault{"its port " + quoted(port) + " is no number up to 65535", ""};
  }
  if (host.find_first_of(" \t\"'<>^`{}|\\") != npos)
    return ExternalFault{"its host " + quoted(host) + " holds a character that no host may hold",
                         ""};
  if (host.starts_with('.') || host.find("..") != npos)
    return ExternalFault{"its host " + quoted(host) + " has a dot too many", ""};
  return std::nullopt;
}

}  // namespace

std::optional<ExternalFault> external_fault(std::string_view url) {
  url = trim(url);
  const std::string lower = ascii_lower(url.substr(0, 12));
  for (const std::string_view scheme : {std::string_view("https"), std::string_view("http")}) {
    // "http//a", "http;//a", "http:/a" and "http:a".
    if (!lower.starts_with(scheme)) continue;
    const std::string_view rest = url.substr(scheme.size());
    if (rest.starts_with("//"))
      return ExternalFault{"the ':' behind " + quoted(scheme) + " is missing",
                           write_hint(scheme, rest.substr(2))};
    if (rest.starts_with(";//"))
      return ExternalFault{"':' goes behind " + quoted(scheme) + ", not ';'",
                           write_hint(scheme, rest.substr(3))};
    if (!rest.starts_with(':')) continue;
    std::string_view behind = rest.substr(1);
    if (!behind.starts_with("//")) {
      const std::size_t slashes = std::min(behind.find_first_not_of('/'), behind.size());
      behind.remove_prefix(slashes);
      if (behind.empty()) return ExternalFault{"it names no host", ""};
      return ExternalFault{"'//' is missing behind " + quoted(std::string(scheme) + ":"),
                           write_hint(scheme, behind)};
    }
    behind.remove_prefix(2);
    return host_fault(behind.substr(0, behind.find_first_of("/?#")));
  }
  const std::string_view scheme = scheme_of(url);
  if (scheme.empty()) {
    // Only with something behind a second dot: "www.md" is a note.
    const std::size_t dot = url.find('.', 4);
    if (lower.starts_with("www.") && dot != npos && dot + 1 < url.size() &&
        url.substr(4, dot - 4).find_first_of("/ ") == npos)
      return ExternalFault{"its scheme is missing", write_hint("https", url)};
    return std::nullopt;
  }
  if (const std::optional<std::string_view> meant = misspelt_web_scheme(scheme)) {
    std::string_view rest = url.substr(scheme.size() + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
    return ExternalFault{quoted(scheme) + " is no scheme", write_hint(*meant, rest)};
  }
  if (equal_ignoring_ascii_case(scheme, "mailto")) {
    const std::string_view to = url.substr(7, url.substr(7).find('?'));
    const bool has_query = url.find('?') != npos;
    if (to.empty() ? !has_query : to.find('@') == npos && to.find("%40") == npos)
      return ExternalFault{"an address for mail holds an '@'", ""};
  }
  return std::nullopt;
}

}  // namespace loci

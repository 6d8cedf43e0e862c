#include "serve/policy.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"

namespace loci {

namespace {

// Equal without telling by the time taken how many bytes agree.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0u : 1u;
  for (std::size_t i = 0; i < b.size(); ++i) {
    const unsigned char left = i < a.size() ? static_cast<unsigned char>(a[i]) : 0;
    difference |= static_cast<unsigned>(left ^ static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Decodes once; a '%' without two hex digits is refused rather than kept.
std::optional<std::string> strict_percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

}  // namespace

RequestPolicy::RequestPolicy(int port, const std::vector<std::string>& names, std::string token)
    : token_(std::move(token)) {
  std::vector<std::string> own = {"127.0.0.1", "localhost", "[::1]"};
  own.insert(own.end(), names.begin(), names.end());
  for (const std::string& name : own) {
    // "0.0.0.0" is an address to listen on, never one that a browser should name.
    if (name == "0.0.0.0" || name == "::" || name == "[::]") continue;
    hosts_.push_back(ascii_lower(name) + ":" + std::to_string(port));
    if (port == 80) hosts_.push_back(ascii_lower(name));
  }
}

bool RequestPolicy::is_own_host(std::string_view host) const {
  return std::find(hosts_.begin(), hosts_.end(), ascii_lower(host)) != hosts_.end();
}

bool RequestPolicy::is_own_origin(std::string_view origin) const {
  constexpr std::string_view scheme = "http://";
  return origin.starts_with(scheme) && is_own_host(origin.substr(scheme.size()));
}

std::optional<Refusal> RequestPolicy::check(const RequestFacts& request) const {
  if (request.host_repeated || !is_own_host(request.host)) {
    return Refusal{403, "this server answers to its own address only"};
  }
  if (!request.origin.empty() && !is_own_origin(request.origin)) {
    return Refusal{403, "requests from other sites are refused"};
  }
  // A link from another site may open a page; its scripts and frames may load nothing.
  if (request.fetch_site == "cross-site" && request.fetch_mode != "navigate") {
    return Refusal{403, "requests from other sites are refused"};
  }
  return std::nullopt;
}

std::optional<Refusal> RequestPolicy::check_save(const RequestFacts& request) const {
  if (std::optional<Refusal> refusal = check(request)) return refusal;
  if (request.method != "POST") return Refusal{405, "reviews are saved with POST"};
  if (request.origin.empty())
    return Refusal{403, "a request that saves must say where it comes from"};
  std::string_view type = request.content_type;
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  if (ascii_lower(type) != "application/json")
    return Refusal{415, "reviews are sent as application/json"};
  if (!equal_in_constant_time(request.token, token_)) {
    return Refusal{403, "the page is older than this server: reload it"};
  }
  return std::nullopt;
}

std::optional<std::string> output_path_of(std::string_view target) {
  target = target.substr(0, target.find('?'));
  target = target.substr(0, target.find('#'));
  if (target.empty() || target.front() != '/') return std::nullopt;
  std::optional<std::string> path = strict_percent_decode(target.substr(1));
  if (!path || !is_valid_utf8(*path)) return std::nullopt;
  for (const char c : *path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return std::nullopt;
  }
  if (path->empty() || path->back() == '/') *path += "index.html";
  std::string_view rest = *path;
  while (true) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return std::nullopt;
    if (slash == std::string_view::npos) return path;
    rest.remove_prefix(slash + 1);
  }
}

std::string_view content_type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 27> types = {{
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".xml", "application/xml; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"},
      {".md", "text/plain; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".gif", "image/gif"},
      {".webp", "image/webp"},
      {".avif", "image/avif"},
      {".ico", "image/x-icon"},
      {".bmp", "image/bmp"},
      {".pdf", "application/pdf"},
      {".mp3", "audio/mpeg"},
      {".ogg", "audio/ogg"},
      {".wav", "audio/wav"},
      {".m4a", "audio/mp4"},
      {".mp4", "video/mp4"},
      {".webm", "video/webm"},
      {".mov", "video/quicktime"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".csv", "text/csv; charset=utf-8"},
  }};
  const std::size_t dot = path.rfind('.');
  if (dot != std::string_view::npos) {
    const std::string ending = ascii_lower(path.substr(dot));
    for (const auto& [known, type] : types) {
      if (known == ending) return type;
    }
  }
  return "application/octet-stream";
}

}  // namespace loci

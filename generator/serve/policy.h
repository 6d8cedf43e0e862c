// What the preview server answers at all. Pure functions over the parts of a request, so that every attack in
// tests/unit/serve is a literal.
//
// Every page of every site that the user visits can send requests to 127.0.0.1. Hence: the Host must be ours (a foreign
// name that resolves to 127.0.0.1 is DNS rebinding), an Origin must be ours, scripts of other sites get nothing, and saving
// needs a token that only our own pages carry. A path is looked up in the plan of outputs and never joined to a folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

constexpr std::size_t max_body_bytes = 64 * 1024;

// The facts of a request that decide; absent headers are empty, a header given twice is `repeated`.
struct RequestFacts {
  std::string_view method;
  std::string_view target;  // raw, as on the request line
  std::string_view host;
  std::string_view origin;
  std::string_view content_type;
  std::string_view fetch_site;  // Sec-Fetch-Site
  std::string_view fetch_mode;  // Sec-Fetch-Mode
  std::string_view token;       // X-Loci-Token
  bool host_repeated = false;
};

struct Refusal {
  int status = 403;
  std::string reason;

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

class RequestPolicy {
 public:
  // `names`: further host names the user asked for with --host. "localhost", "127.0.0.1" and "[::1]" are always ours.
  RequestPolicy(int port, const std::vector<std::string>& names, std::string token);

  // nullopt: go on.
  std::optional<Refusal> check(const RequestFacts& request) const;
  // For a request that saves: method, Origin, content type and token too.
  std::optional<Refusal> check_save(const RequestFacts& request) const;

  const std::string& token() const { return token_; }

 private:
  bool is_own_host(std::string_view host) const;
  bool is_own_origin(std::string_view origin) const;

  std::vector<std::string> hosts_;  // "127.0.0.1:4000"
  std::string token_;
};

// The output that a request target means: "/a/b%20c.html?x" is "a/b c.html", "/" and "/a/" are index pages. nullopt when the
// target is not a plain path: "..", ".", empty parts, backslash, NUL, control bytes, bad percent-encoding or bad UTF-8.
std::optional<std::string> output_path_of(std::string_view target);

// "text/html; charset=utf-8" by the ending of an output path.
std::string_view content_type_of(std::string_view path);

}  // namespace loci

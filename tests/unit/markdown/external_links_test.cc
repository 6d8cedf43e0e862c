#include "markdown/external_links.h"

#include <string>

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

std::string fault(std::string_view url) {
  const std::optional<ExternalFault> found = external_fault(url);
  if (!found) return "";
  return found->hint.empty() ? found->reason : found->reason + " | " + found->hint;
}

}  // namespace

TEST_CASE("an address that a browser can follow has no fault") {
  for (const char* url : {"https://a.org",
                          "http://a.org:8080/x?y#z",
                          "HTTPS://A.org/a b",
                          "http://localhost:1/",
                          "https://user:pass@a.org/",
                          "http://[::1]:8080/",
                          "https://日本.jp/",
                          "https://a.org/http://b",
                          "mailto:a@b.org",
                          "mailto:?subject=x",
                          "tel:+491234",
                          "ftp://a.org",
                          "sftp://a.org",
                          "app://a",
                          "file:///a",
                          "obsidian://open?vault=x",
                          "https://a.org?x=http://b",
                          "http://127.0.0.1",
                          "https://xn--a.org.",
                          "www.md",
                          "www. x.y",
                          "note",
                          "httpd.md",
                          "https-setup",
                          "http",
                          "http.md#x"}) {
    INFO(url);
    CHECK(fault(url) == "");
  }
}

TEST_CASE("an address that leads nowhere is told why, and what was meant") {
  CHECK(fault("http//a.org/x") == "the ':' behind 'http' is missing | write 'http://a.org/x'");
  CHECK(fault("https//a.org") == "the ':' behind 'https' is missing | write 'https://a.org'");
  CHECK(fault("http;//a.org") == "':' goes behind 'http', not ';' | write 'http://a.org'");
  CHECK(fault("https:/a.org") == "'//' is missing behind 'https:' | write 'https://a.org'");
  CHECK(fault("http:a.org") == "'//' is missing behind 'http:' | write 'http://a.org'");
  CHECK(fault("htp://a.org") == "'htp' is no scheme | write 'http://a.org'");
  CHECK(fault("hhttps://a.org") == "'hhttps' is no scheme | write 'https://a.org'");
  CHECK(fault("HTPS:/a.org") == "'HTPS' is no scheme | write 'https://a.org'");
  CHECK(fault("www.a.org/x") == "its scheme is missing | write 'https://www.a.org/x'");
  CHECK(fault("http://") == "it names no host");
  CHECK(fault("https:") == "it names no host");
  CHECK(fault("https:///path") == "it names no host");
  CHECK(fault("https://:80/") == "it names no host");
  CHECK(fault("https://user@/x") == "it names no host");
  CHECK(fault("http://https://a.org") == "it has two schemes");
  CHECK(fault("http://a.org:80a/") == "its port '80a' is no number up to 65535");
  CHECK(fault("http://a.org:99999") == "its port '99999' is no number up to 65535");
  CHECK(fault("http://a b.org/") == "its host 'a b.org' holds a character that no host may hold");
  CHECK(fault("http://a..org/") == "its host 'a..org' has a dot too many");
  CHECK(fault("http://[::1/") == "the '[' of its host is not closed");
  CHECK(fault("mailto:somebody") == "an address for mail holds an '@'");
  CHECK(fault("mailto:") == "an address for mail holds an '@'");
}

}  // namespace loci

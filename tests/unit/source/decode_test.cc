#include "source/decode.h"

#include <catch2/catch_test_macros.hpp>

#include "base/hash.h"

using namespace loci;

namespace {

struct Decoded {
  SourceFile file;
  std::vector<Diagnostic> diagnostics;
};

Decoded decode(std::string bytes) {
  Diagnostics diagnostics;
  SourceFile file = decode_source("a.md", std::move(bytes), diagnostics);
  return {std::move(file), diagnostics.take()};
}

}  // namespace

TEST_CASE("a clean note is taken as it is") {
  const Decoded decoded = decode("# Café\n");
  CHECK(decoded.file.path == "a.md");
  CHECK(decoded.file.text == "# Café\n");
  CHECK(decoded.file.hash == hash64("# Café\n"));
  CHECK(decoded.diagnostics.empty());
}

TEST_CASE("a byte-order mark goes and line ends become one kind") {
  CHECK(decode("\xEF\xBB\xBF# A\r\nb\rc\n\r\n").file.text == "# A\nb\nc\n\n");
  CHECK(decode("\xEF\xBB\xBF# A").diagnostics.empty());
}

TEST_CASE("wrong bytes are replaced and reported where the first one stands") {
  const Decoded decoded = decode("ab\ncaf\xE9 and na\xEFve\n");
  CHECK(decoded.file.text == "ab\ncaf\xEF\xBF\xBD and na\xEF\xBF\xBDve\n");
  CHECK(decoded.diagnostics ==
        std::vector{Diagnostic{
            Code::invalid_utf8,
            Severity::warning,
            "a.md",
            {6, 9},
            "not valid UTF-8: 2 wrong byte sequences are shown as U+FFFD, the first one here",
            {"save the file as UTF-8 in your editor"}}});
}

TEST_CASE("UTF-16 is told from damage") {
  const Decoded decoded = decode(std::string("\xFF\xFE#\0 \0", 6));
  CHECK(decoded.file.text == "");
  CHECK(decoded.diagnostics == std::vector{Diagnostic{Code::wrong_encoding,
                                                      Severity::error,
                                                      "a.md",
                                                      {},
                                                      "this file is UTF-16, not UTF-8",
                                                      {"save it as UTF-8 in your editor"}}});
}

TEST_CASE("a NUL byte does not end the text") {
  const Decoded decoded = decode(std::string("a\0b", 3));
  CHECK(decoded.file.text ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(decoded.diagnostics ==
        std::vector{
            Diagnostic{Code::invalid_utf8,
                       Severity::warning,
                       "a.md",
                       {1, 4},
                       "1 NUL byte is shown as U+FFFD, the first one here: is this a text file?",
                       {}}});
}

// Many notes on many threads give what one thread gives.
//
// cmark-gfm as published fails this: its extensions' special characters are switched off for the whole process when any
// document ends (cmake/mend_cmark_gfm.cmake). Under the preset tsan the library is instrumented too, so that a race is
// reported even when the bytes come out right. The threads are std::thread: oneTBB is not instrumented, and the sanitizer
// would call its hand-overs races.
#include "site/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace loci {
namespace {

// Every construct that makes an extension or the pre-pass work, in an order and number that differ from note to note.
SourceFile note(std::size_t number) {
  const std::string n = std::to_string(number);
  const std::string blocks[] = {
      "See www.example.org/" + n + " and https://example.com/a_b_" + n + " or mail@example.net.\n\n",
      "~~Gone " + n + "~~ and ==kept== with [[Note " + n + "|a *link*]] and `[[code]]`.\n\n",
      "| a | ~~b~~ |\n|---|---|\n| " + n + " | www.example.org |\n\n",
      "- [ ] open\n- [x] done[^" + n + "]\n\n[^" + n + "]: A footnote with $x_" + n + "$.\n\n",
      "> [!note] Title " + n + "\n> Text with ![[picture.png]].\n\n",
      "Question " + n + "::Answer\n\n",
  };
  std::string text = "---\ntitle: Note " + n + "\n---\n# Heading " + n + "\n\n";
  for (std::size_t i = 0; i < 3 + number % 9; ++i) text += blocks[(number + i) % std::size(blocks)];
  return {"notes/" + n + ".md", text, number};
}

TEST_CASE("notes parsed on many threads are what one thread makes of them", "[race]") {
  const SiteConfig config;
  constexpr std::size_t count = 600;
  std::vector<SourceFile> files;
  for (std::size_t i = 0; i < count; ++i) files.push_back(note(i));

  // First the threads, so that whatever is set up on first use is set up by several at once.
  std::vector<std::shared_ptr<const ParsedNote>> parsed(count);
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < count; at = next++) parsed[at] = parse_note(files[at], config);
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::string differing;
  for (std::size_t i = 0; i < count; ++i) {
    const std::shared_ptr<const ParsedNote> alone = parse_note(files[i], config);
    if (parsed[i]->body.html != alone->body.html || parsed[i]->cards.size() != alone->cards.size() ||
        parsed[i]->diagnostics.size() != alone->diagnostics.size()) {
      differing += files[i].path + " ";
    }
  }
  CHECK(differing == "");
}

}  // namespace
}  // namespace loci

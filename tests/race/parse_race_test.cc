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
      "See www.example.org/" + n + " and https://example.com/a_b_" + n +
          " or mail@example.net.\n\n",
      "~~Gone " + n + "~~ and ==kept== with [[Note " + n + "|a *link*]] and `[[code]]`.\n\n",
      "| a | ~~b~~ |\n|---|---|\n| " + n + " | www.example.org |\n\n",
      "- [ ] open\n- [x] done[^" + n + "]\n\n[^" + n + "]: A footnote with $x_" + n + "$.\n\n",
      "> [!note] Title " + n + "\n> Text with ![[picture.png]].\n\n",
      "> [!card|both]- What is " + n + "? ^c-" + n + "aa\n> An *answer* with [a link](other.md#" +
          n + ").\n\n",
      "Q: What comes after " + n + "?\nA: A \"number\" -- ... and [[Note " + n +
          "]]\n- of\n- course\n\n",
      "The {{c1::answer " + n + "}} is {{c2::$x_" + n + "$::hint}} %%not [[this]]%% #tag/" + n +
          " ^id" + n + "\n\n",
      "<details><summary>Raw</summary>\n\n<b onclick=x>html</b> <script>no</script> <img "
      "src=\"p.png\">\n\n</details>\n\n",
      "$$\n- a_" + n +
          "_b\n$$\n\n```pg expect=rows\nselect '[[x]] %%';\n```\n\n[bad](javascript:x)\n\n",
  };
  std::string text = "---\ntitle: Note " + n + "\ncards: true\n---\n# Heading " + n + "\n\n";
  for (std::size_t i = 0; i < 3 + number % 11; ++i)
    text += blocks[(number + i) % std::size(blocks)];
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
      for (std::size_t at = next++; at < count; at = next++)
        parsed[at] = parse_note(files[at], config);
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::string differing;
  for (std::size_t i = 0; i < count; ++i) {
    const std::shared_ptr<const ParsedNote> alone = parse_note(files[i], config);
    const auto links = [](const ParsedNote& note) {
      std::string text;
      for (const Link& link : note.body.links)
        text += link.target + link.sentence + std::to_string(link.span.begin) + "\n";
      return text;
    };
    const auto cards = [](const ParsedNote& note) {
      std::string text;
      for (const Card& card : note.cards)
        text += card.key + card.front.text + card.back.text + card.back_text + "\n";
      return text;
    };
    if (parsed[i]->body.html != alone->body.html || links(*parsed[i]) != links(*alone) ||
        cards(*parsed[i]) != cards(*alone) || parsed[i]->diagnostics != alone->diagnostics) {
      differing += files[i].path + " ";
    }
  }
  CHECK(differing == "");
}

}  // namespace
}  // namespace loci

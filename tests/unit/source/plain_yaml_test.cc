#include "source/plain_yaml.h"

#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>

using namespace loci;

namespace {

std::string shown(const Value& value) {
  std::string text(kind_name(value.kind));
  text += value.boolean ? " yes" : "";
  text += " " + std::to_string(value.number) + " '" + value.text + "' " +
          std::to_string(value.span.begin) + "-" + std::to_string(value.span.end);
  for (const Value& item : value.items) text += " [" + shown(item) + "]";
  for (const Member& member : value.members) {
    text += " {" + member.key + " " + std::to_string(member.key_span.begin) + "-" +
            std::to_string(member.key_span.end) + " " + shown(member.value) + "}";
  }
  return text;
}

std::string random_front_matter(std::mt19937& random) {
  const auto one_of = [&random](std::initializer_list<const char*> texts) {
    return std::string(texts.begin()[random() % texts.size()]);
  };
  const auto scalar = [&] {
    std::string text =
        one_of({"a", "b c", "12", "1.5", "true", "null", "2026-11-21", "x/y", "~", "No", "\"q\"",
                "\"a, b: [c] #d\"", "\"\"", "it's", "e-1", "+5", "0x1F", "T (1)", "a=b"});
    if (random() % 12 == 0)
      text += one_of({" ", " #c", ": d", ":", ",", ", e", "\t", "\"", "'", "[", "]", "\xC3\xA9",
                      "\\", "-", " -"});
    if (random() % 20 == 0)
      text.insert(0, one_of({" ", "-", "- ", "'", "&a ", "!t ", "*a", "|", ">", "@", "\t", "?"}));
    return text;
  };
  std::string text;
  for (std::size_t lines = random() % 6; lines > 0; --lines) {
    if (random() % 15 == 0)
      text += one_of({"\n", "# note\n", "  \n", "\t\n", "...\n", "---\n", "\r\n", " a: b\n"});
    text += one_of({"title", "tags", "a", "b-c", "d_e", "x1", "1", "null"});
    text += random() % 15 == 0 ? one_of({":", " : ", ":  ", ":\t", "", ":: "}) : std::string(": ");
    switch (random() % 5) {
      case 0:
        text += "[";
        if (random() % 8 == 0) text += " ";
        for (std::size_t items = random() % 4; items > 0; --items) {
          text += scalar();
          if (items > 1 || random() % 12 == 0) text += random() % 6 == 0 ? "," : ", ";
        }
        text += "]";
        break;
      case 1: {
        if (random() % 4 > 0) text.pop_back();
        const std::string indent = one_of({"", "  ", " ", "    "});
        for (std::size_t items = random() % 4; items > 0; --items) {
          text += "\n" + (random() % 20 == 0 ? one_of({"", " ", "   "}) : indent);
          text += random() % 20 == 0 ? one_of({"-", "-  ", "", "--- ", "- - ", "- a: "})
                                     : std::string("- ");
          text += scalar();
        }
        break;
      }
      case 2:
        if (random() % 3 == 0) text.pop_back();
        break;
      default:
        text += scalar();
    }
    if (lines > 1 || random() % 3 > 0) text += "\n";
    if (random() % 12 == 0) text += one_of({"\n", " more\n", "  b: c\n", "\n\n"});
  }
  return text;
}

}  // namespace

TEST_CASE("what is read without the library is what the library reads, places and all") {
  std::mt19937 random(7);
  int read = 0;
  for (int i = 0; i < 60'000; ++i) {
    const std::string text = random_front_matter(random);
    const std::optional<Value> plain = read_plain_yaml(text, 4);
    if (!plain) continue;
    ++read;
    const ParsedValue expected = parse_yaml_by_library(text, 4);
    INFO(text);
    REQUIRE(expected.errors.empty());
    REQUIRE(shown(*plain) == shown(expected.root));
  }
  CHECK(read > 10'000);
}

TEST_CASE("ordinary front matter does not need the library") {
  CHECK(
      read_plain_yaml("title: \"A note: of sorts\"\ndate: 2026-11-21\ntags: [a/b, c]\n"
                      "aliases:\n  - One\n  - \"Two, three\"\npublish: true\n",
                      0));
  CHECK_FALSE(read_plain_yaml("title: A note: of sorts\n", 0));
  CHECK_FALSE(read_plain_yaml("title: a\ntitle: b\n", 0));
  CHECK_FALSE(read_plain_yaml("", 0));
}

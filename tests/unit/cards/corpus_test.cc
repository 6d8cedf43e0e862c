// No false cards, no missing ones: notes by seed, made of many hand-written kinds of text that other tools take for cards, and of
// every form that is one. All notes are in card scope, for that is where mistakes are made.
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <random>
#include <span>

#include "unit/cards/extracted.h"

namespace loci {
namespace {

using test::extract;
using test::sides;

class Words {
 public:
  explicit Words(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return random_() % bound; }

  std::string word() {
    static constexpr std::array<std::string_view, 30> words = {
        "index",   "page",   "lock",  "tuple",  "snapshot", "vacuum", "leader", "quorum",
        "replica", "shard",  "Paxos", "Raft",   "B-tree",   "bloom",  "cursor", "wal",
        "cache",   "queue",  "topic", "offset", "größe",    "naïve",  "запрос", "索引",
        "row",     "column", "join",  "hash",   "merge",    "plan"};
    return std::string(words[below(words.size())]);
  }

  std::string some(std::size_t least, std::size_t most) {
    std::string text = word();
    for (std::size_t more = least + below(most - least + 1); more > 1; --more) text += " " + word();
    return text;
  }

  std::string number(std::size_t bound) { return std::to_string(below(bound)); }

 private:
  std::minstd_rand random_;
};

// Every "@" is a word, every "#" a digit.
std::string filled(std::string_view pattern, Words& words) {
  std::string text;
  for (const char c : pattern) {
    if (c == '@') {
      text += words.word();
    } else if (c == '~') {
      text += words.number(10);
    } else {
      text += c;
    }
  }
  return text;
}

// None of these is a card, in a note in scope and under the tag.
constexpr std::array<std::string_view, 78> negative = {
    // C++, Rust, Haskell, Ruby, Perl
    "The type std::vector<@> grows; std::move(@) does not copy.",
    "`std::chrono::seconds(~)` and `auto f :: @ -> @` are code.",
    "```cpp\nstd::map<@, @> @;\nauto @ = std::move(@) ;\nif (@ :: @) {}\n```",
    "```haskell\n@ :: Int -> Int\n@ ::: @\n```",
    "````\n```\nQ: @\nA: @\n```\n@ :: @\n````",
    "In code:\n\n    @ :: @\n    Q: @\n    A: @",
    "Use crate::@::@ or self::@.",
    "ActiveRecord::Base and HTTP::Client and Foo::Bar::Baz of @.",
    "``a `b` :: @`` is one span.",
    "The call boost::asio::post(@) returns @.",
    "Run perl -MData::Dumper or File::Spec->catfile(@).",
    "In C++ ::@ is global and ::operator new too.",
    // Dataview and properties
    "rating:: ~\nauthor:: @\n@:: [[@]]",
    "[due:: 2026-~~-~~] and (@:: @) in a line.",
    "- [ ] task [@:: @] 📅 2026-01-0~",
    "```dataview\nTABLE @ :: @ FROM #@\nWHERE @ = \"@ :: @\"\n```",
    "`= this.@ :: @`",
    "```dataviewjs\ndv.list([`Q: @`, `A: @`])\n```",
    // mathematics
    "$f :: A \\to B$ and $a ::: b$ of @.",
    "$$\n@ :: @\n\\frac{a}{{b}}\n$$",
    "$\\{x : x > ~\\}$ and $\\frac{{a}}{{c1}}$",
    "```math\nx :: y\n```",
    "$`@ :: @`$",
    // highlights, emphasis, sets
    "A note on {@} and {{@}} and {{ @.@ }} templates.",
    "{% if @ %}{{ @ | upper }}{% endif %}",
    "Use {{c}} or {{c1}} or {{c1:x}} or {{cloze}} in @.",
    "<%= @ %> ${@} %{@} #{@}",
    "`{{c1::@}}` and ``{{c2::@::@}}``",
    "```\n{{c1::@}}\n==@==\n```",
    "a == b and c == d and @ === @",
    "`==@==` and `== @ ==`",
    "@ ==\n== @",
    "x==~, y==~",
    // addresses, addresses of hosts, paths
    "<https://@.example/{id}/~?q=a::b#@>",
    "[@](https://example.org/::/@ \"@ :: @\") and ![@ :: @](x.png)",
    "https://example.org/a::b/{{c1::@}} ends the line",
    "2001:db8::~ and ::1 and fe80::~:~ are addresses.",
    "[[@#@::@|@ :: @]] and [[a::b]]",
    "C:\\Users\\@ and D:\\@ and file:///C:/@",
    "C: is a drive, [@](x.md) is a link, [[@]] a note and [ ] a box",
    "git@github.com:@/@.git, urn:isbn:~~~~, arn:aws:s3:::@-bucket",
    // times, ratios, scores, YAML
    "At ~:~~, from 1~:30 to 1~:45; ratio ~:~; verse John ~:~~.",
    "key: value\nother: @\n@: ~",
    "```yaml\nq: @\nQ: @\nA: @\nfront :: back\n```",
    "| @ :: @ | Q: @ |\n|---|---|\n| a :: b | A: @ |",
    "| time | ~:~~ |\n|:---|:---:|\n| @ | == |",
    // questions in prose
    "Q&A: @ asks, @ answers.",
    "FAQ: why @?\n\nAnswer: @.",
    "She asked: Q: or A: first? @",
    "Why @? Because @.",
    "What is @?\n\nIt is @.",
    "(Q: @ A: @)",
    "*Q: @*\n*A: @*",
    "**Q:** @\n**A:** @",
    "A: @\n\n@",
    // headings, rules, footnotes, comments, HTML
    "## @ :: @",
    "### {{c1::@}} ==@==",
    "%% @ :: @ %%\n\n%%\nQ: @\nA: @\n%%",
    "<!-- @ :: @ {{c1::@}} Q: @ -->",
    "<div title=\"@ :: @\">@ :: @</div>",
    "<pre>\n@ :: @\nQ: a\nA: b\n</pre>",
    "@[^n~]\n\n[^n~]: @ :: @",
    "@^[@ :: @] goes on",
    "---",
    "::: warning\n@\n:::",
    ":::note[@]\n@\n:::",
    ":: @ ::",
    "@ ::",
    "@ :::: @",
    "a \\:: @ and @ \\::: b",
    "\\{{c1::@}} and \\==@\\==",
    // callouts of other kinds
    "> [!note] @ :: @\n> @",
    "> [!question] Q: why @?\n> @",
    "> [!card|off] @\n> @",
    "> [!cards|off]\n> - a :: b",
    "> @, as @ says",
    "- [x] @ #cards\n- #card\n- @ #cardinality\n  - @",
    "## About #cards\n\n@",
};

TEST_CASE("no false card in 2,000 notes of what other tools take for cards") {
  std::size_t notes = 0;
  std::string wrong;
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    Words words(seed);
    FrontMatter meta;
    if (seed % 3 == 0) {
      meta.cards = true;
    } else if (seed % 3 == 1) {
      meta.tags.push_back({"flashcards/x", {}});
    } else {
      meta.deck = "x";
    }
    std::string text = "# " + words.some(1, 3) + "\n";
    // Each pattern comes alone first, then with others.
    const std::size_t blocks = seed <= negative.size() ? 1 : 2 + words.below(8);
    for (std::size_t i = 0; i < blocks; ++i) {
      const std::size_t which = seed <= negative.size() ? seed - 1 : words.below(negative.size());
      text += "\n" + filled(negative[which], words) + "\n";
    }
    ++notes;
    const test::Cards found = extract(text, meta);
    if (!found.cards.empty()) wrong += sides(found) + " in: " + text + "\n";
  }
  CHECK(wrong == "");
  CHECK(notes == 2000);
}

struct Form {
  std::string_view text;      // with F and B for the sides
  std::string_view expected;  // of each card "front / back\n"
  bool tagged = false;
};

constexpr std::array<Form, 30> positive = {
    Form{"> [!card] F\n> B\n", "F / B\n"},
    Form{"> [!CARD]- F ^c-0000abcd\n> B\n", "F / B\n"},
    Form{"> [!card|both] F\n>\n> B\n", "F / B\nB / F\n"},
    Form{"> [!card]+ F\n> B\n> ```sql\n> select 1;\n> ```\n", "F / B⏎select 1;\n"},
    Form{"> [!card] F\n> - B\n> - x\n", "F / - B⏎- x\n"},
    Form{"> [!card] F\n> more\n> ?\n> B\n", "F⏎more / B\n"},
    Form{"> [!card]\n> F\n>\n> ??\n>\n> B\n", "F / B\nB / F\n"},
    Form{"- item\n\n  > [!card] F\n  > B\n", "F / B\n"},
    Form{"> [!note] T\n> > [!card] F\n> > B\n", "F / B\n"},
    Form{"> [!cloze]\n> x ==F== y\n", "x […] y / x F y\n"},
    Form{"> [!cloze] T\n> ==F==^[h] and {{c2::B}}\n", "[h] and B / F and B\nF and […] / F and B\n"},
    Form{"> [!cards] T\n> | a | b |\n> |---|---|\n> | F | B |\n", "F / B\n"},
    Form{"> [!cards|both]\n> | a | b | c |\n> |---|---|---|\n> | F | B | x |\n",
         "F / b: B⏎c: x\nB / F\n"},
    Form{"> [!cards]\n> - F :: B\n> - B ::: F\n", "F / B\nB / F\nF / B\n"},
    Form{"F :: B\n", "F / B\n"},
    Form{"F ::: B ^c-0000abcd\n", "F / B\nB / F\n"},
    Form{"- F :: B\n", "F / B\n"},
    Form{"1. F :: B\n   - x\n", "F / B⏎- x\n"},
    Form{"> F :: B\n", "F / B\n"},
    Form{"> [!tip] T\n> F :: B\n", "F / B\n"},
    Form{"`x` F :: **B** $a :: b$\n", "x F / B $a :: b$\n"},
    Form{"Q: F\nA: B\n", "F / B\n"},
    Form{"Q: F\nmore\nA: B\n- x\n", "F⏎more / B⏎- x\n"},
    Form{"- Q: F\n  A: B\n", "F / B\n"},
    Form{"C: x [F] y\n", "x […] y / x F y\n"},
    Form{"x {{c1::F::h}} y {{c1::B}}\n", "x [h] y […] / x F y B\n"},
    Form{"F\n?\nB\n", "F / B\n", true},
    Form{"F\n??\nB\nmore\n", "F / B⏎more\nB⏎more / F\n", true},
    Form{"- F #card\n  - B\n", "F / - B\n"},
    Form{"## F #card\n\nB\n", "F / B\n"},
};

TEST_CASE("300 notes with cards of every form yield exactly those") {
  std::string wrong;
  std::size_t cards = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    Words words(seed + 1);
    const Form& form = positive[seed % positive.size()];
    const std::string front = words.some(1, 4) + " " + words.number(100);
    const std::string back = words.some(1, 6) + " " + words.number(100) + "x";
    const auto with_sides = [&](std::string_view pattern) {
      return replace_all(replace_all(pattern, "F", front), "B", back);
    };
    FrontMatter meta;
    meta.cards = true;
    if (form.tagged) meta.tags.push_back({"flashcards", {}});
    // Between two blocks that are no cards.
    std::string text = "# " + words.some(1, 2) + "\n\n";
    text += filled(negative[words.below(negative.size() - 2)], words) + "\n\n";
    text += "text\n\n" + with_sides(form.text) + "\n# After\n\n";
    text += filled(negative[words.below(negative.size() - 2)], words) + "\n";
    const test::Cards found = extract(text, meta);
    cards += found.cards.size();
    if (sides(found) != with_sides(form.expected))
      wrong += sides(found) + " instead of\n" + with_sides(form.expected) + " in: " + text + "\n";
  }
  CHECK(wrong == "");
  CHECK(cards == 380);
}

}  // namespace
}  // namespace loci

// The notes as a web: links, related notes, the learning path, and the files that show them.
#include "site/connections.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {
namespace {

using test::Vault;

// "a: b (to x; words one two)", a line for each related note.
std::string related_text(Vault& vault) {
  const SiteBuild& build = vault.build();
  const LinkedSite& site = build.site;
  std::string text;
  for (std::size_t n = 0; n < site.notes.size(); ++n) {
    for (const RelatedNote& one : build.connections->related[n]) {
      text += site.notes[n].slug + ": " + site.note(one.note).slug;
      const auto names = [&](const char* kind, const std::vector<NoteId>& ids) {
        if (!ids.empty()) text += std::string("; ") + kind;
        for (const NoteId id : ids) text += " " + site.note(id).slug;
      };
      names("to", one.both_lead_to);
      names("from", one.lead_to_both);
      if (!one.tags.empty()) text += "; tags";
      for (const std::uint32_t tag : one.tags) text += " " + site.tags[tag].name;
      if (!one.words.empty()) text += "; words";
      for (const std::uint32_t word : one.words) text += " " + build.connections->words[word];
      text += '\n';
    }
  }
  return text;
}

std::string stages_text(Vault& vault) {
  const SiteBuild& build = vault.build();
  std::string text;
  for (const std::vector<NoteId>& stage : build.connections->path.stages) {
    for (const NoteId id : stage) text += build.site.note(id).slug + " ";
    text.back() = '\n';
  }
  return text + "beside " + std::to_string(build.connections->path.beside) + "\n";
}

std::string file(Vault& vault, const std::string& beginning) {
  for (const Output& output : vault.build().plan.outputs) {
    if (output.path.starts_with(beginning)) return vault.page(output.path);
  }
  return "none";
}

}  // namespace

TEST_CASE("a link graph has each link once, both ways, and requirements too") {
  Vault vault({{"a.md", "[[b]] [[b]] [[a]] [[missing]] [[c]]\n"},
               {"b.md", "[[a]]\n"},
               {"c.md", "---\nprerequisites: [b]\n---\n"},
               {"d.md", "---\ndraft: true\n---\n[[a]] [[b]]\n"}});
  const LinkGraph graph(vault.site());
  const NoteId a{0}, b{1}, c{2};
  CHECK(graph.size() == 3);
  CHECK(graph.link_count() == 4);
  CHECK(std::vector(graph.to(a).begin(), graph.to(a).end()) == std::vector{b, c});
  CHECK(std::vector(graph.from(a).begin(), graph.from(a).end()) == std::vector{b});
  CHECK(std::vector(graph.from(b).begin(), graph.from(b).end()) == std::vector{a, c});
  CHECK(graph.leads(c, b));
  CHECK_FALSE(graph.leads(b, c));
  CHECK(graph.are_linked(b, c));
}

TEST_CASE("related notes: the same targets, the same sources, shared tags and words, and why") {
  Vault vault({{"left.md", "---\ntags: [rare]\n---\nSee [[x]] and [[y]].\n"},
               {"right.md", "---\ntags: [rare]\n---\nRead [[x]], then [[y]].\n"},
               {"x.md", ""},
               {"y.md", ""},
               {"top.md", "To [[one]] and [[two]].\n"},
               {"one.md", "Apples.\n"},
               {"two.md", "Pears.\n"},
               {"vac.md", "The vacuum frees dead tuples, and tuples are dead after a vacuum.\n"},
               {"hot.md", "Dead tuples without a vacuum.\n"},
               {"far.md", "Something else entirely.\n"},
               {"near.md", "Plain words about weather, [[far]].\n"}});
  CHECK(related_text(vault) ==
        "hot: vac; words dead tuples vacuum\n"
        "left: right; to x y; tags rare\n"
        "one: two; from top\n"
        "right: left; to x y; tags rare\n"
        "two: one; from top\n"
        "vac: hot; words dead tuples vacuum\n"
        "x: y; from left right\n"
        "y: x; from left right\n");
}

TEST_CASE("a folder's list of its notes is no reason, and two kinds of reasons are told") {
  Vault folder(
      {{"f/index.md", "[[one]] [[two]]\n"}, {"f/one.md", "Apples.\n"}, {"f/two.md", "Pears.\n"}});
  CHECK(related_text(folder) == "");
  Vault many({{"left.md", "---\ntags: [rare]\n---\nVacuum frees tuples: [[x]] and [[y]].\n"},
              {"right.md", "---\ntags: [rare]\n---\nVacuum frees tuples: [[x]], then [[y]].\n"},
              {"x.md", ""},
              {"y.md", ""},
              {"top.md", "To [[left]] and [[right]].\n"}});
  CHECK(related_text(many).starts_with("left: right; to x y; from top\n"));
}

TEST_CASE("what is linked already is not related as well, and a draft relates nothing") {
  Vault linked(
      {{"left.md", "See [[x]] and [[right]].\n"}, {"right.md", "Read [[x]].\n"}, {"x.md", ""}});
  CHECK(related_text(linked) == "");
  Vault with_draft({{"d.md", "---\ndraft: true\ntags: [rare]\n---\n[[a]] [[b]]\n"},
                    {"a.md", "Apples [[d]].\n"},
                    {"b.md", "Pears [[d]].\n"}});
  CHECK(related_text(with_draft) == "");
}

TEST_CASE("the learning path puts each note behind what it requires") {
  Vault vault({{"a/one.md", "---\nprerequisites: [zero]\n---\n"},
               {"a/two.md", "---\nprerequisites: [one, zero]\n---\n"},
               {"b/zero.md", ""},
               {"b/other.md", "---\nprerequisites: [zero]\norder: 1\n---\n"},
               {"b/alone.md", ""}});
  CHECK(stages_text(vault) == "b/zero\na/one b/other\na/two\nbeside 1\n");
  Vault none({{"a.md", "[[b]]\n"}, {"b.md", ""}});
  CHECK(none.build().connections->path.empty());
  CHECK(none.page("learn.html").find("<code>prerequisites: [one, two]</code>") !=
        std::string::npos);
  CHECK(none.page("index.html").find("learn.HASH.js") == std::string::npos);
}

TEST_CASE("the page of the path is folded behind its first notes, and bounded") {
  const auto count = [](const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
      ++found;
    return found;
  };
  Vault few({{"a/one.md", "---\nprerequisites: [zero]\n---\n"}, {"zero.md", ""}});
  CHECK(count(few.page("learn.html"), "<details open>") == 2);

  // 20 stages of 100 notes in ten sections each.
  std::map<std::string, std::string> notes;
  for (int i = 0; i < 2000; ++i) {
    const auto name = [](int n) { return "n" + std::to_string(10000 + n); };
    notes["s" + std::to_string(i % 10) + "/" + name(i) + ".md"] =
        i < 100 ? "" : "---\nprerequisites: [" + name(i - 100) + "]\n---\n";
  }
  Vault many{test::Notes(notes)};
  const std::string page = many.page("learn.html");
  CHECK(count(page, "<details open>") == 1);
  CHECK(count(page, "<details>") == 19);
  CHECK(count(page, "note-list-title") == 1200 + 3);
  CHECK(count(page, "and 40 more") == 20);
  CHECK(count(page, "S0 10 · S1 10 · S2 10 · S3 10 · S4 10 · S5 10 · …") == 20);
  CHECK(page.size() < 600'000);
}

TEST_CASE("notes that require each other are learned together") {
  Vault vault({{"a.md", "---\nprerequisites: [b]\n---\n"},
               {"b.md", "---\nprerequisites: [a, first]\n---\n"},
               {"first.md", ""},
               {"last.md", "---\nprerequisites: [a]\n---\n"},
               {"self.md", "---\nprerequisites: [self]\n---\n"}});
  CHECK(stages_text(vault) == "first self\na b\nlast\nbeside 0\n");
}

TEST_CASE("the path's files say what each note opens, in pieces") {
  const std::string card = "\n> [!card] Question?\n> Answer.\n";
  Vault vault({{"a.md", "---\nprerequisites: [b]\n---\n" + card},
               {"b.md", "---\nprerequisites: [a, first]\n---\n" + card},
               {"first.md", card},
               {"s/bare.md", "---\nprerequisites: [a]\n---\n"},
               {"s/last.md", "---\nprerequisites: [bare, first]\n---\n" + card},
               {"self.md", "---\nprerequisites: [self]\n---\n" + card}});
  CHECK(stages_text(vault) == "first self\na b\ns/bare\ns/last\nbeside 0\n");
  const std::string path = file(vault, "learn/path.");
  const std::string hash = path.substr(path.find("\"hash\":\"") + 8, 6);
  CHECK(path == "loci.provide(\"learn/path\",'{\"hash\":\"" + hash +
                    "\",\"open\":2,\"later\":2,\"first\":[\"a\"]}');\n");
  // The members of a circle need what any of them requires of others: `first`.
  CHECK(file(vault, "learn/r0." + hash) ==
        "loci.provide(\"learn/r0\",'[[0,\"first\",\"first\",1,1,\"\",[],[]],"
        "[1,\"self\",\"self\",1,1,\"\",[\"self\"],[]],"
        "[2,\"a\",\"a\",1,1,\"\",[\"b\"],[[\"first\",1]]],"
        "[3,\"b\",\"b\",1,1,\"\",[\"a\",\"first\"],[[\"first\",1]]],"
        "[5,\"s/last\",\"last\",1,1,\"S\",[\"bare\",\"first\"],[[\"first\",1],[\"s/bare\",0]]]]"
        "');\n");
  CHECK(file(vault, "learn/n0." + hash) ==
        "loci.provide(\"learn/n0\",'[[\"a\",\"a\",1,4,1,[]],[\"b\",\"b\",1,0,0,[]],"
        "[\"first\",\"first\",1,2,2,[]],[\"s/bare\",\"bare\",0,0,0,[[\"a\",1]]],"
        "[\"s/last\",\"last\",1,0,0,[]],[\"self\",\"self\",1,0,0,[]]]');\n");
  CHECK(file(vault, "learn/d0." + hash) == "loci.provide(\"learn/d0\",'[\"a\"]');\n");
}

TEST_CASE("no file of the path grows with the number of notes") {
  std::map<std::string, std::string> notes;
  for (int i = 0; i < 400; ++i) {
    const std::string name = "n" + std::to_string(1000 + i);
    const std::string required = i < 2 ? "[]" : "[n1000]";
    notes[name + ".md"] = "---\nprerequisites: " + required + "\n---\n> [!card] What?\n> That.\n";
  }
  Vault vault{test::Notes(notes)};
  std::size_t files = 0;
  for (const Output& output : vault.build().plan.outputs) {
    if (!output.path.starts_with("learn/")) continue;
    ++files;
    CHECK(vault.page(output.path).size() < 128 * 80);
  }
  CHECK(files == 1 + 4 + 4 + 1);
}

TEST_CASE("a note called graph keeps its page") {
  Vault vault({{"graph.md", "---\nprerequisites: [learn]\n---\n"}, {"learn.md", ""}});
  CHECK(vault.build().plan.find("graph.html")->kind == OutputKind::note);
  CHECK(vault.build().plan.find("graph-2.html")->kind == OutputKind::graph);
  CHECK(vault.build().plan.find("learn-2.html")->kind == OutputKind::learn);
  CHECK(vault.page("learn.html").find("href=\"graph-2.html\"") != std::string::npos);
}

TEST_CASE("the map's file has links once, runs of sections and the notes of tags") {
  Vault vault({{"a.md", "[[s/b]] #t\n"}, {"s/b.md", "[[a]] [[c]]\n"}, {"s/c.md", "#t\n"}});
  const std::string map = file(vault, "graph/map.");
  // A: one link, one further; B: one link, one further; C: none.
  CHECK(map.find("\"links\":\"BBBBA\"") != std::string::npos);
  CHECK(map.find("\"of\":[0,1,1,2]") != std::string::npos);
  CHECK(map.find("\"tags\":[[\"t\",\"AC\"]]") != std::string::npos);
  CHECK(file(vault, "graph/names0.") ==
        "loci.provide(\"graph/names0\",'[[\"a\",\"b\",\"c\"],[\"a.html\",\"s/b.html\","
        "\"s/c.html\"]]');\n");
}

TEST_CASE("previews name the entry that knows a page, or say themselves what it is") {
  Vault vault({{"b.md", "---\ndescription: Second.\n---\nText of b.\n\n## Part\n\nMore.\n"},
               {"a.md", "Text of a.\n"},
               {"c.md", "---\nsearch: false\n---\nText of c.\n"},
               {"s/d.md", "Text of d.\n"}});
  const std::string shard = file(vault, "previews/p0.");
  const std::string chunk = [&] {
    for (const Output& output : vault.build().plan.outputs)
      if (output.path.starts_with("search/d0.")) return output.path.substr(10, 6);
    return std::string();
  }();
  CHECK(shard ==
        "loci.provide(\"previews/p0\",'{\"chunks\":{\"0\":\"" + chunk +
            "\"},\"pages\":[[\"a.html\",0],[\"b.html\",1,\"Second.\"],"
            "[\"c.html\",-1,\"\",\"c\",\"Text of c.\"],[\"index.html\",-1,\"\",\"Vault\","
            "\"4 notes\"],[\"s/d.html\",3],[\"s/index.html\",-1,\"\",\"S\",\"1 note\"]]}');\n");
  Vault german({{"s/a.md", "Text"}, {"s/b.md", "Text"}});
  german.config.language = "de";
  CHECK(file(german, "previews/p0.").find("\"S\",\"2 Notizen\"]") != std::string::npos);
  Vault silent({{"a.md", "Text of a.\n"}});
  silent.config.search.enabled = false;
  CHECK(file(silent, "previews/p0.").find("[\"a.html\",-1,\"\",\"a\",\"Text of a.\"]") !=
        std::string::npos);
}

}  // namespace loci

// Every form of a link and what it means: one vault, one row a form.
//
// A row's link stands in a note of its own in the row's folder. What the build makes of it is
// compared with the row, and what `loci explain` says with what the build made.
#include <map>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "site/explain.h"
#include "unit/site/vault.h"

namespace loci {
namespace {

using test::Notes;
using test::Vault;

const std::map<std::string, std::string> fixture = {
    {"home.md", "# Home\n"},
    {"Databases/MVCC.md",
     "---\naliases: [Multi-version concurrency, old/mvcc]\n---\n# MVCC\n\n## Set up\n\n### On "
     "Linux\n\n"
     "## Tear down\n\n### On Linux\n\nA fact. ^fact-1\n"},
    {"Databases/index.md", "# Databases\n"},
    {"guide/README.md", "# Guide\n\n## First steps\n"},
    {"guide/first.md", "# First\n"},
    {"plain/one.md", "# One\n"},
    {"a/todo.md", "# A todo\n"},
    {"b/todo.md", "# B todo\n"},
    {"b/deep/er/note.md", "# Deep\n"},
    {"c/todo/list.md", "# List\n"},
    {"my note.md",
     "# My note\n\n## What's new in C++? (part #2)\n\n## The *big* [thing](https://x.org/y)\n\n"
     "## C# and F#\n\n## 1.2: Über_uns & more\n\n## Same\n\n## Same\n"},
    {"v1.2.md", "# Version 1.2\n"},
    {"Node.js.md", "# Node\n"},
    {"report.pdf.md", "# About the report\n"},
    {"report.pdf", "%PDF"},
    {"img/pic.png", "png"},
    {"img/only one.png", "png"},
    {"x/pic.png", "png"},
    {"Cafe\xCC\x81.md", "# Café\n"},
    {"🚀 launch.md", "# Launch\n"},
    {"日本.md", "# 日本\n\n## 第一章\n"},
    {"folder.md", "# A note called folder\n"},
    {"folder/inside.md", "# Inside\n"},
    {"secret.md", "---\ndraft: true\n---\n# Secret\n"},
    {"Case.md", "# Upper\n"},
    {"case.md", "# Lower\n"},
    {"what?.md", "# What\n"},
    {"100% sure.md", "# Sure\n"},
    {"html.md", "# Html\n\n<a id=\"spot\"></a>\n\ntext\n"},
    {"moved/here.md", "---\naliases: [/was/there]\n---\n# Here\n"},
};

struct Row {
  std::string from;  // folder
  std::string text;
  std::string winner;  // "path", "path#anchor", "nothing", "draft"; then the codes of what is said
};

const std::vector<Row> rows = {
    // names
    {"", "[[home]]", "home.md"},
    {"", "[[MVCC]]", "Databases/MVCC.md"},
    {"", "[[mvcc]]", "Databases/MVCC.md L211"},
    {"", "[[MVCC.md]]", "Databases/MVCC.md"},
    {"", "[[MVCC|the label]]", "Databases/MVCC.md"},
    {"", "[[MVCC|a|b]]", "Databases/MVCC.md"},
    {"", "[[ MVCC ]]", "Databases/MVCC.md"},
    {"", "[[my note]]", "my note.md"},
    {"", "[[my%20note]]", "my note.md"},
    {"", "[[MY NOTE]]", "my note.md L211"},
    {"", "[[Multi-version concurrency]]", "Databases/MVCC.md"},
    {"", "[[multi-VERSION concurrency]]", "Databases/MVCC.md"},
    {"", "[[v1.2]]", "v1.2.md"},
    {"", "[[v1.2.md]]", "v1.2.md"},
    {"", "[[Node.js]]", "Node.js.md"},
    {"", "[[Node.js.md]]", "Node.js.md"},
    {"", "[[what?]]", "what?.md"},
    {"", "[[100% sure]]", "100% sure.md"},
    {"", "[[Caf\xC3\xA9]]", "Cafe\xCC\x81.md"},
    {"", "[[Cafe\xCC\x81]]", "Cafe\xCC\x81.md"},
    {"", "[[🚀 launch]]", "🚀 launch.md"},
    {"", "[[日本#第一章]]", "日本.md#第一章"},
    {"", "[[Case]]", "Case.md"},
    {"", "[[case]]", "case.md"},
    {"", "[[CASE]]", "Case.md L204"},
    {"", "[[secret]]", "draft L207"},
    {"", "[[nothing]]", "nothing L201"},
    {"", "[[v1.3]]", "nothing L201"},
    {"", "[[Deno.js]]", "nothing L201"},
    // paths
    {"", "[[Databases/MVCC]]", "Databases/MVCC.md"},
    {"", "[[databases/MVCC]]", "Databases/MVCC.md L211"},
    {"b", "[[/a/todo]]", "a/todo.md"},
    {"b", "[[../a/todo]]", "a/todo.md"},
    {"b", "[[./todo]]", "b/todo.md"},
    {"b", "[[../A/TODO]]", "a/todo.md L211"},
    {"b", "[[./a/todo]]", "nothing L201"},
    {"b/deep", "[[er/note]]", "b/deep/er/note.md"},
    {"", "[[deep/er/note]]", "b/deep/er/note.md"},
    {"", "[[eep/er/note]]", "nothing L201"},
    {"", "[[../../home]]", "nothing L201"},
    {"a", "[[old/MVCC]]", "Databases/MVCC.md"},
    {"", "[[wrong/MVCC]]", "nothing L201"},
    // several of one name
    {"a", "[[todo]]", "a/todo.md"},
    {"b/deep", "[[todo]]", "b/todo.md L204"},
    {"", "[[todo]]", "a/todo.md L204"},
    {"c", "[[b/todo]]", "b/todo.md"},
    // folders
    {"", "[[Databases]]", "Databases/index.md"},
    {"", "[[Databases/]]", "Databases/index.md"},
    {"", "[[Databases/index]]", "Databases/index.md"},
    {"", "[[guide/]]", "guide/README.md"},
    {"", "[[guide]]", "guide/README.md"},
    {"", "[[guide/index]]", "guide/README.md"},
    {"", "[[guide/README]]", "guide/README.md"},
    {"", "[[guide#First steps]]", "guide/README.md#first-steps"},
    {"", "[[plain/]]", "plain/"},
    {"", "[[plain/index]]", "plain/"},
    {"", "[[plain#x]]", "plain/ L202"},
    {"", "[[folder]]", "folder.md"},
    {"", "[[folder/]]", "folder/"},
    {"a", "[x](../guide/)", "guide/README.md"},
    {"a", "[x](..)", "/"},
    {"guide", "[x](.)", "guide/README.md"},
    // headings
    {"", "[[MVCC#Set up]]", "Databases/MVCC.md#set-up"},
    {"", "[[MVCC#set UP]]", "Databases/MVCC.md#set-up"},
    {"", "[[MVCC#set-up]]", "Databases/MVCC.md#set-up"},
    {"", "[[MVCC##Set up]]", "Databases/MVCC.md#set-up"},
    {"", "[[MVCC # Set up ]]", "Databases/MVCC.md#set-up"},
    {"", "[[MVCC#Set up#On Linux]]", "Databases/MVCC.md#on-linux"},
    {"", "[[MVCC#Tear down#On Linux]]", "Databases/MVCC.md#on-linux-1"},
    {"", "[[MVCC#MVCC#Tear down#On Linux]]", "Databases/MVCC.md#on-linux-1"},
    {"", "[[MVCC#On Linux#Set up]]", "Databases/MVCC.md L202"},
    {"", "[[MVCC#Nowhere]]", "Databases/MVCC.md L202"},
    {"", "[[MVCC#MVCC]]", "Databases/MVCC.md#mvcc"},
    {"", "[[#Here]]", "self#here"},
    {"", "[[#here]]", "self#here"},
    {"", "[[##Here]]", "self#here"},
    {"", "[[#Not here]]", "self L202"},
    {"", "[[#]]", "self L205"},
    {"", "[[my note#What's new in C++ (part 2)]]", "my note.md#whats-new-in-c-part-2"},
    {"", "[[my note#What's new in C++? (part #2)]]", "my note.md#whats-new-in-c-part-2"},
    {"", "[[my note#The big thing]]", "my note.md#the-big-thing"},
    {"", "[[my note#The *big* thing(https//x.org/y)]]", "my note.md#the-big-thing"},
    {"", "[[my note#C and F]]", "my note.md#c-and-f"},
    {"", "[[my note#C# and F#]]", "my note.md#c-and-f"},
    {"", "[[my note#1.2 Über_uns & more]]", "my note.md#12-über_uns--more"},
    {"", "[[my note#Same]]", "my note.md#same"},
    {"", "[[my note#same-1]]", "my note.md#same-1"},
    {"", "[[html#spot]]", "html.md#spot"},
    // blocks
    {"", "[[MVCC#^fact-1]]", "Databases/MVCC.md#^fact-1"},
    {"", "[[MVCC#^FACT-1]]", "Databases/MVCC.md#^fact-1"},
    {"", "[[MVCC#Tear down#^fact-1]]", "Databases/MVCC.md#^fact-1"},
    {"", "[[#^here]]", "self#^here"},
    {"", "[[MVCC#^fact-2]]", "Databases/MVCC.md L212"},
    // in tables
    {"", "| a | b |\n|---|---|\n| [[MVCC\\|x]] | y |", "Databases/MVCC.md"},
    {"", "| a | b |\n|---|---|\n| [[MVCC#Set up\\|x]] | y |", "Databases/MVCC.md#set-up"},
    // Markdown links
    {"", "[x](Databases/MVCC.md)", "Databases/MVCC.md"},
    {"", "[x](Databases/MVCC)", "Databases/MVCC.md"},
    {"", "[x](MVCC.md)", "Databases/MVCC.md"},
    {"a", "[x](todo.md)", "a/todo.md"},
    {"a", "[x](../Databases/mvcc.md#set-up)", "Databases/MVCC.md#set-up L211"},
    {"b", "[x](/a/todo.md)", "a/todo.md"},
    {"", "[x](my%20note.md#Same)", "my note.md#same"},
    {"", "[x](<my note.md#C# and F#>)", "my note.md#c-and-f"},
    {"", "[x](my%20note.md#What's%20new%20in%20C++%20(part%202))",
     "my note.md#whats-new-in-c-part-2"},
    {"", "[x](MVCC.md?plain=1#set-up)", "Databases/MVCC.md#set-up"},
    {"", "[x](what%3F.md)", "what?.md"},
    {"", "[x](#here)", "self#here"},
    {"", "[x](#)", "self"},
    {"", "[x](MVCC.md#:~:text=fact)", "Databases/MVCC.md"},
    {"", "[x][ref]\n\n[ref]: a/todo.md \"title\"", "a/todo.md"},
    {"", "[x](nothing.md)", "nothing L201"},
    {"", "[x](nothing.pdf)", "nothing L213"},
    {"", "[x](Databases/MVCC.html)", "nothing L201"},
    {"", "[x](/was/there)", "moved/here.md"},
    {"", "[x](www.example.org/a)", "nothing L214"},
    {"", "[x](http//example.org)", "nothing L214"},
    // files
    {"", "[[report.pdf]]", "report.pdf.md"},
    {"", "![[report.pdf]]", "report.pdf"},
    {"", "[[only one.png]]", "img/only one.png"},
    {"", "![[only one.png|300]]", "img/only one.png"},
    {"", "![[ONLY ONE.PNG]]", "img/only one.png L211"},
    {"", "![x](img/only%20one.png)", "img/only one.png"},
    {"a", "![x](only%20one.png)", "img/only one.png"},
    {"a", "![[pic.png]]", "img/pic.png L204"},
    {"x", "![[pic.png]]", "x/pic.png"},
    {"", "![[none.png]]", "nothing L203"},
    {"", "[[none.png]]", "nothing L213"},
    {"", "![[MVCC#Set up]]", "Databases/MVCC.md#set-up"},
    {"", "![[MVCC#^none]]", "Databases/MVCC.md L212"},
};

std::string row_path(const Row& row, std::size_t number) {
  return (row.from.empty() ? "" : row.from + "/") + "row-" + std::to_string(number) + ".md";
}

std::string winner_of(const Vault& vault, const SiteBuild& build, const LinkedNote& note) {
  const ResolvedLink& link = note.links.front();
  const std::string anchor = link.anchor.empty() ? "" : "#" + link.anchor;
  switch (link.kind) {
    case TargetKind::note: {
      const std::string& path = build.site.note(link.note).parsed->path;
      return (path == note.parsed->path ? "self" : path) + anchor;
    }
    case TargetKind::section:
      return build.site.sections[link.index].path + "/";
    case TargetKind::attachment:
      return build.site.attachments[link.index].source_path + anchor;
    case TargetKind::unpublished:
      return "draft";
    case TargetKind::broken:
      return "nothing";
  }
  return vault.config.title;
}

std::string explained(const Explanation& said) {
  switch (said.outcome) {
    case Explanation::Outcome::draft:
      return "draft";
    case Explanation::Outcome::external:
      return "external";
    case Explanation::Outcome::nothing:
      return "nothing";
    default: {
      const std::size_t hash = said.page.find('#');
      return (said.path == said.from ? "self" : said.path) +
             (hash == std::string::npos ? "" : said.page.substr(hash));
    }
  }
}

}  // namespace

TEST_CASE("every form of a link means what it says, and explain says the same") {
  std::map<std::string, std::string> files = fixture;
  for (std::size_t i = 0; i < rows.size(); ++i)
    files[row_path(rows[i], i)] = rows[i].text + "\n\n## Here\n\nThis block. ^here\n";
  Vault vault{Notes(files)};
  const SiteBuild& build = vault.build(Depth::linked);
  REQUIRE(rows.size() >= 60);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string path = row_path(rows[i], i);
    INFO(path + ": " + rows[i].text);
    const LinkedNote* note = nullptr;
    for (const LinkedNote& one : build.site.notes) {
      if (one.parsed->path == path) note = &one;
    }
    REQUIRE(note != nullptr);
    REQUIRE(note->links.size() == 1);
    const std::string winner = winner_of(vault, build, *note);
    std::string said = winner;
    for (const Diagnostic& diagnostic : build.diagnostics) {
      if (diagnostic.path == path) said += " " + std::string(code_id(diagnostic.code));
    }
    CHECK(said == rows[i].winner);

    const Result<Explanation> why = explain_link(build, rows[i].text, path);
    REQUIRE(why.has_value());
    CHECK(explained(*why) == winner);
    // The rule that found something is the last one, and the winner is among what it found.
    if (why->outcome == Explanation::Outcome::found && !why->rules.empty()) {
      for (const ExplainedRule& rule : why->rules)
        CHECK(rule.candidates.empty() == (&rule != &why->rules.back()));
      CHECK(why->rules.back().candidates.size() == 1);
    }
    if (why->outcome == Explanation::Outcome::ambiguous)
      CHECK(why->rules.back().candidates.size() > 1);
    if (why->outcome == Explanation::Outcome::nothing) {
      for (const ExplainedRule& rule : why->rules) CHECK(rule.candidates.empty());
    }
  }
}

TEST_CASE("an empty link is said, and stays text when it has not even a target") {
  Vault vault({{"a.md", "One [[|x]], two [[]], three [x](), four [[#|top]] and `[[|code]]`.\n"}});
  CHECK(vault.messages() ==
        "a.md:1:5: L205 the link leads nowhere: it names nothing\n"
        "a.md:1:29: L205 the link leads nowhere: its address is empty\n"
        "a.md:1:41: L205 the link leads nowhere: it names nothing\n");
}

TEST_CASE("a message points at the part of the link that is wrong") {
  Vault vault(
      {{"a.md",
        "[[b#Tow]] [[b#One#Tow|x]] [x](b.md#tow) [[b#^blok]]\n\n[[B#Two]] [x](<B.md>) [y][r]\n\n"
        "[r]: b.md#nine\n"},
       {"b.md", "## One\n\n### Two\n\nText. ^block\n"}});
  CHECK(vault.messages() ==
        "a.md:1:5: L202 no heading 'Tow' in 'b.md' | did you mean 'Two'?\n"
        "a.md:1:15: L202 no heading 'One#Tow' in 'b.md' | did you mean 'Two'?\n"
        "a.md:1:36: L202 no heading 'tow' in 'b.md' | did you mean 'two'?\n"
        "a.md:1:45: L212 no block '^blok' in 'b.md' | did you mean '^block'?\n"
        "a.md:3:3: L211 'B' is spelled 'b' | many programs and servers tell upper from lower "
        "case\n"
        "a.md:3:16: L211 'B.md' is spelled 'b.md' | many programs and servers tell upper from "
        "lower case\n"
        "a.md:3:23: L202 no heading 'nine' in 'b.md'\n");
}

TEST_CASE("an ambiguous link is told what to write, in its own form") {
  Vault vault({{"x/here.md", "[[todo]] [t](todo.md) ![[p.png]]"},
               {"a/todo.md", ""},
               {"b/todo.md", ""},
               {"a/p.png", ""},
               {"b/p.png", ""}});
  CHECK(vault.messages() ==
        "x/here.md:1:1: L204 'todo' could be 2 notes: 'a/todo.md', 'b/todo.md'; 'a/todo.md' is "
        "taken, the nearest | write 'a/todo' to mean that one, or 'b/todo'\n"
        "x/here.md:1:10: L204 'todo.md' could be 2 notes: 'a/todo.md', 'b/todo.md'; 'a/todo.md' is "
        "taken, the nearest | write '../a/todo.md' to mean that one, or '../b/todo.md'\n"
        "x/here.md:1:23: L204 'p.png' could be 2 files: 'a/p.png', 'b/p.png'; 'a/p.png' is taken, "
        "the nearest | write 'a/p.png' to mean that one, or 'b/p.png'\n");
}

TEST_CASE("an address that leads nowhere is said where it stands") {
  Vault vault({{"a.md",
                "[a](https:///x) <http://a..b> [b](htp://a.org) [c](www.a.org) ![d](http://)\n\n"
                "[fine](https://a.org) https://b.org <mailto:a@b.org>\n"}});
  CHECK(vault.messages() ==
        "a.md:1:1: L214 the address 'https:///x' leads nowhere: it names no host\n"
        "a.md:1:17: L214 the address 'http://a..b' leads nowhere: its host 'a..b' has a dot too "
        "many\n"
        "a.md:1:31: L214 the address 'htp://a.org' leads nowhere: 'htp' is no scheme | write "
        "'http://a.org'\n"
        "a.md:1:48: L214 the address 'www.a.org' leads nowhere: its scheme is missing | write "
        "'https://www.a.org'\n"
        "a.md:1:63: L214 the address 'http://' leads nowhere: it names no host\n");
  std::string external;
  for (const ExternalLink& link : vault.site().notes[0].parsed->body.external)
    external += link.url + " " + std::to_string(link.span.begin) + "\n";
  CHECK(external == "https://a.org 77\nhttps://b.org 99\nmailto:a@b.org 113\n");
}

}  // namespace loci

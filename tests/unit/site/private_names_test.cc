// Publishing does not leak: names of notes that are not published stand in no output.
#include "site/private_names.h"

#include <catch2/catch_test_macros.hpp>

#include "unit/site/vault.h"

namespace loci {
namespace {

using test::Notes;
using test::Vault;

// Every output but styles and scripts of the theme, by path.
std::map<std::string, std::string> outputs(Vault& vault) {
  std::map<std::string, std::string> all;
  for (const Output& output : vault.build().plan.outputs) {
    if (output.kind != OutputKind::asset) all[output.path] = vault.page(output.path);
  }
  return all;
}

}  // namespace

TEST_CASE("a link without a label to a private note says so in neutral words, everywhere") {
  Vault vault({{"a.md",
                "# On [[Plan]]\n\nAs [[Plan#Part]] says, see [[b]].\n\n## Why [[the ruse]]\n\n"
                "![[Plan]]\n\n> [!card] What is [[Plan]]?\n> It is ![[cellar/Plan]].\n\n"
                "[with [[Plan]] inside](https://example.org) ![of [[Plan]]](p.png)\n"},
               {"b.md", "[[a#Why the ruse]] and [[a#On Plan]]\n"},
               {"p.png", ""},
               {"cellar/Plan.md", "---\ndraft: true\naliases: [the ruse]\n---\n## Part\n"}});
  vault.config.base_url = "https://example.org/";
  for (const auto& [path, bytes] : outputs(vault)) {
    INFO(path);
    CHECK(bytes.find("Plan") == std::string::npos);
    CHECK(bytes.find("ruse") == std::string::npos);
    CHECK(bytes.find("cellar") == std::string::npos);
  }
  const LinkedNote& note = vault.site().notes[0];
  CHECK(note.title == "On unpublished note");
  CHECK(note.parsed->body.outline[1].id == "why-unpublished-note");
  CHECK(vault.targets("b.md") ==
        "note a.html#why-unpublished-note\nnote a.html#on-unpublished-note\n");
}

TEST_CASE("a label is shown, and messages point at the source") {
  Vault vault({{"a.md", "One [[Plan|the plan]] two [[Plan]] three [[lost]].\n"},
               {"Plan.md", "---\npublish: false\n---\n"}});
  CHECK(vault.part("a.html", "<div class=\"prose\">\n", "\n</div>\n") ==
        "<p>One the plan two unpublished note three <span class=\"broken-link\" title=\"No note "
        "named “lost”\">lost</span>.</p>\n");
  CHECK(vault.messages() ==
        "a.md:1:5: L207 'Plan' is a draft: the link is shown as plain text | build with --drafts "
        "to see it\n"
        "a.md:1:27: L207 'Plan' is a draft: the link is shown as plain text | readers see "
        "'unpublished note'; give the link a label to say more\n"
        "a.md:1:42: L201 no note named 'lost'\n");
}

TEST_CASE("a card keeps its key when a name in its question is hidden") {
  const auto key_of = [](const std::string& front_matter) {
    Vault vault(std::map<std::string, std::string>{{"a.md", "> [!card] What is [[Plan]]?\n> X.\n"},
                                                   {"Plan.md", front_matter}});
    return vault.site().cards.at(0).id;
  };
  CHECK(key_of("") == key_of("---\ndraft: true\n---\n"));
}

TEST_CASE("a folder that only drafts are in, and a draft's title, are private names too") {
  Vault vault({{"a.md", "[[vault]] [[Big Title]]\n"},
               {"vault/x.md", "---\ndraft: true\ntitle: Big Title\n---\n"}});
  CHECK(vault.part("a.html", "<div class=\"prose\">\n", "\n</div>\n") ==
        "<p>unpublished note unpublished note</p>\n");
}

TEST_CASE("with --drafts nothing is hidden") {
  Vault vault({{"a.md", "[[Plan]]\n"}, {"Plan.md", "---\ndraft: true\n---\n"}});
  vault.config.drafts = true;
  CHECK(vault.part("a.html", "<div class=\"prose\">\n", "\n</div>\n") ==
        "<p><a class=\"internal\" href=\"Plan.html\">Plan</a></p>\n");
}

// Each private note has a token in its title, alias, tag, file name, folder, front matter, headings, text, cards and attachment; public
// notes link to it in every way that shows no label of the author's.
TEST_CASE("fifty private notes leave no token in any output") {
  std::map<std::string, std::string> notes;
  std::string index = "# Public\n\n";
  for (int i = 0; i < 50; ++i) {
    const std::string n = std::to_string(100 + i);
    const std::string name = "zqxname" + n;
    notes["zqxfolder" + n + "/" + name + ".md"] =
        "---\ntitle: zqxtitle" + n + "\naliases: [zqxalias" + n + ", /zqxpath" + n +
        "/old]\ntags: [zqxtag" + n + "]\ndescription: zqxdescription" + n + "\ndeck: zqxdeck" + n +
        "\nslug: zqxslug" + n + "\n" + (i % 2 == 0 ? "draft: true" : "publish: false") +
        "\n---\n# zqxtitle" + n + "\n\n## zqxheading" + n + "\n\nzqxtext" + n + " #zqxinline" + n +
        " ![[zqxfile" + n + ".png]] [[public" + n + "]] ^zqxblock" + n + "\n\n> [!card] zqxfront" +
        n + " ^c-zqxcard" + n + "\n> zqxback" + n + "\n";
    notes["zqxfolder" + n + "/zqxfile" + n + ".png"] = "zqxbytes" + n;
    const std::vector<std::string> ways = {
        "[[" + name + "]]",
        "![[" + name + "]]",
        "[[zqxfolder" + n + "/" + name + "]]",
        "[[zqxfolder" + n + "/" + name + ".md#zqxheading" + n + "]]",
        "[[zqxalias" + n + "]]",
        "[[ZQXNAME" + n + "]]",
        "[[zqxfolder" + n + "%2F" + name + "]]",
        "![[" + name + "#^zqxblock" + n + "]]",
        "[a label](zqxfolder" + n + "/" + name + ".md)",
        "![](zqxfolder" + n + "/" + name + ".md)",
        "[[" + name + "|a label]]",
        "[outer [[" + name + "]]](https://example.org)",
        "![alt [[" + name + "]]](shown.png)",
        "[[zqxfolder" + n + "]]",
        "[[zqxtitle" + n + "]]",
        "<a href=\"zqxfolder" + n + "/" + name + ".md\">a label</a>",
    };
    std::string text = "---\nprerequisites: [" + name + "]\n---\n";
    for (const std::string& way : ways) text += "Sentence " + way + " and [[Public]].\n\n";
    text += "## Heading " + ways[0] + "\n\n> [!note] Callout " + ways[4] + "\n> " + ways[2] +
            "\n\n> [!card] Question " + ways[0] + "\n> Answer " + ways[1] + "\n\n| " + ways[0] +
            " |\n|---|\n| " + ways[3] + " |\n\n" + ways[1] + "\n\nx[^1]\n\n[^1]: Note " + ways[0] +
            "\n";
    notes["public" + n + ".md"] = text;
    index += "- [[public" + n + "#Heading " + name + "]]\n";
  }
  notes["Public.md"] = index;
  notes["shown.png"] = "";
  Vault vault(notes);
  vault.config.base_url = "https://example.org/";
  vault.config.links.alias_pages = true;
  const auto all = outputs(vault);
  CHECK(all.size() > 60);
  for (const auto& [path, bytes] : all) {
    INFO(path);
    std::string low = bytes + path;
    for (char& c : low) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const std::size_t found = low.find("zqx");
    INFO((found == std::string::npos ? "" : low.substr(found < 60 ? 0 : found - 60, 160)));
    CHECK(found == std::string::npos);
  }
}

}  // namespace loci

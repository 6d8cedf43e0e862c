// What must hold of every vault, tried on vaults made by chance. A failure names its seed.

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "base/parallel.h"
#include "property/link_checker.h"
#include "property/random_vault.h"
#include "site/index.h"
#include "site/link_steps.h"
#include "site/pipeline.h"
#include "site/render.h"
#include "site/repairs.h"
#include "site/write.h"
#include "source/config.h"
#include "test_places.h"
#include "theme/theme.h"

namespace loci::test {
namespace {

using Files = std::map<std::string, std::string>;

constexpr std::uint32_t seeds = 12;
constexpr std::size_t notes_in_vault = 60;

SiteConfig config_for(std::uint32_t seed) {
  SiteConfig config;
  config.root = "/vault";
  config.title = "Vault";
  config.base_url = seed % 2 == 0 ? "https://example.org/sub/" : "";
  config.drafts = seed % 5 == 4;
  return config;
}

// Everything a build writes, and what it says, by output path.
Files outputs_of(const Files& notes, const SiteConfig& config, ParseCache* cache = nullptr) {
  Files rooted;
  for (const auto& [path, text] : notes) rooted.emplace("/vault/" + path, text);
  MemoryFileSystem files(rooted);
  Result<Theme> theme = load_theme(config, files);
  REQUIRE(theme.has_value());
  Timings timings;
  auto build = build_site(config, *theme, files, Depth::planned, cache, timings);
  REQUIRE(build.has_value());
  const Result<WriteReport> report = write_site(**build, *theme, files, {});
  REQUIRE(report.has_value());
  CHECK(report->diagnostics.empty());

  Files outputs;
  const std::string folder = "/vault/public/";
  for (const auto& [path, bytes] : files.files()) {
    if (path.starts_with(folder)) outputs.emplace(path.substr(folder.size()), bytes);
  }
  std::string said;
  for (const Diagnostic& diagnostic : (*build)->diagnostics) {
    said += diagnostic.path + " " + std::to_string(diagnostic.span.begin) + " " +
            diagnostic.message + "\n";
  }
  outputs["(messages)"] = said;
  return outputs;
}

// The first path whose bytes differ; empty when all are equal. Whole pages would drown the message.
std::string first_difference(const Files& a, const Files& b) {
  for (const auto& [path, bytes] : a) {
    const auto other = b.find(path);
    if (other == b.end()) return path + " is missing";
    if (other->second != bytes) return path + " differs";
  }
  for (const auto& [path, bytes] : b) {
    if (!a.contains(path)) return path + " is new";
  }
  return "";
}

// 404.html has whole paths: seen from the address they are below.
void make_relative(Files& outputs, const SiteConfig& config) {
  const std::string root = config.base_url.empty() ? "\"/" : "\"/sub/";
  std::string& page = outputs.at("404.html");
  for (const std::string attribute : {"href=", "src=", "data-search=", "action="}) {
    for (std::size_t at = page.find(attribute + root); at != std::string::npos;
         at = page.find(attribute + root, at)) {
      page.replace(at, attribute.size() + root.size(), attribute + "\"");
    }
  }
}

}  // namespace

TEST_CASE("one thread and eight write the same bytes") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    const Files notes = RandomVault(seed).make(notes_in_vault);
    const SiteConfig config = config_for(seed);
    Files one;
    Files eight;
    {
      const JobLimit limit(1);
      one = outputs_of(notes, config);
    }
    {
      const JobLimit limit(8);
      eight = outputs_of(notes, config);
    }
    INFO("seed " << seed);
    CHECK(first_difference(one, eight) == "");
  }
}

TEST_CASE("a build through the cache is a cold build, whatever was edited") {
  for (std::uint32_t seed = 100; seed < 100 + seeds / 2; ++seed) {
    RandomVault random(seed);
    Files notes = random.make(notes_in_vault / 2);
    const SiteConfig config = config_for(seed);
    ParseCache cache;
    outputs_of(notes, config, &cache);
    for (int round = 0; round < 12; ++round) {
      for (std::size_t i = 0, n = 1 + random.below(3); i < n; ++i) random.change(notes);
      INFO("seed " << seed << ", round " << round);
      CHECK(first_difference(outputs_of(notes, config), outputs_of(notes, config, &cache)) == "");
    }
  }
}

TEST_CASE("every address of every page leads to an output, every fragment to an id") {
  for (std::uint32_t seed = 200; seed < 200 + seeds; ++seed) {
    const SiteConfig config = config_for(seed);
    Files outputs = outputs_of(RandomVault(seed).make(notes_in_vault), config);
    make_relative(outputs, config);
    INFO("seed " << seed);
    CHECK(check_links(outputs) == std::vector<std::string>{});
  }
}

TEST_CASE("every address of the repository's own notes leads somewhere") {
  const auto disk = disk_file_system();
  Result<SiteConfig> config = load_config(LOCI_SOURCE_DIR, {}, *disk);
  REQUIRE(config.has_value());
  Result<Theme> theme = load_theme(*config, *disk);
  REQUIRE(theme.has_value());
  Timings timings;
  const auto build = build_site(*config, *theme, *disk, Depth::planned, nullptr, timings);
  REQUIRE(build.has_value());
  Files outputs;
  for (const Output& output : (*build)->plan.outputs) {
    Result<std::string> rendered = render(output, **build, *theme);
    REQUIRE(rendered.has_value());
    outputs[output.path] = *std::move(rendered);
  }
  make_relative(outputs, *config);
  CHECK(outputs.size() > 30);
  CHECK(check_links(outputs) == std::vector<std::string>{});
}

TEST_CASE("cards and search entries lead to places that exist") {
  for (std::uint32_t seed = 300; seed < 300 + seeds; ++seed) {
    const SiteConfig config = config_for(seed);
    Files rooted;
    for (const auto& [path, text] : RandomVault(seed).make(notes_in_vault)) {
      rooted.emplace("/vault/" + path, text);
    }
    MemoryFileSystem files(rooted);
    Result<Theme> theme = load_theme(config, files);
    REQUIRE(theme.has_value());
    Timings timings;
    const auto build = build_site(config, *theme, files, Depth::planned, nullptr, timings);
    REQUIRE(build.has_value());
    // As links of the review page, which stands at the root like everything these refer to.
    std::string page;
    for (const CardView& card : view_cards((*build)->site)) {
      page += "<a href=\"" + card.href + "\">" + card.front_html + card.back_html;
    }
    for (const SearchEntry& entry : (*build)->search.entries())
      page += "<a href=\"" + entry.ref + "\">";
    Files outputs;
    for (const Output& output : (*build)->plan.outputs) {
      Result<std::string> rendered = render(output, **build, *theme);
      REQUIRE(rendered.has_value());
      outputs[output.path] = *std::move(rendered);
    }
    make_relative(outputs, config);
    outputs["all.html"] = page;
    INFO("seed " << seed);
    CHECK(check_links(outputs) == std::vector<std::string>{});
  }
}

TEST_CASE("every message points into its note, between characters") {
  for (std::uint32_t seed = 400; seed < 400 + 2 * seeds; ++seed) {
    const SiteConfig config = config_for(seed);
    Files notes = RandomVault(seed).make(notes_in_vault);
    Files rooted;
    for (const auto& [path, text] : notes) rooted.emplace("/vault/" + path, text);
    MemoryFileSystem files(rooted);
    Result<Theme> theme = load_theme(config, files);
    REQUIRE(theme.has_value());
    Timings timings;
    const auto build = build_site(config, *theme, files, Depth::linked, nullptr, timings);
    REQUIRE(build.has_value());
    CHECK((*build)->diagnostics.size() > 5);
    const auto is_boundary = [](const std::string& text, std::size_t at) {
      return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    };
    for (const Diagnostic& diagnostic : (*build)->diagnostics) {
      INFO("seed " << seed << ": " << diagnostic.path << " " << diagnostic.message);
      REQUIRE(notes.contains(diagnostic.path));
      const std::string& text = notes.at(diagnostic.path);
      REQUIRE(diagnostic.span.begin <= diagnostic.span.end);
      REQUIRE(diagnostic.span.end <= text.size());
      CHECK((is_boundary(text, diagnostic.span.begin) && is_boundary(text, diagnostic.span.end)));
    }
  }
}

TEST_CASE("repairs change links only, and a second run finds none") {
  std::size_t repaired = 0;
  for (std::uint32_t seed = 500; seed < 500 + 2 * seeds; ++seed) {
    const SiteConfig config = config_for(seed);
    Files notes = RandomVault(seed).make(notes_in_vault);
    for (int round = 0; round < 2; ++round) {
      Files rooted;
      for (const auto& [path, text] : notes) rooted.emplace("/vault/" + path, text);
      MemoryFileSystem files(rooted);
      Result<Theme> theme = load_theme(config, files);
      REQUIRE(theme.has_value());
      Timings timings;
      const auto build = build_site(config, *theme, files, Depth::linked, nullptr, timings);
      REQUIRE(build.has_value());
      const SiteBuild& made = **build;
      const LinkNames names = make_link_names(made.site, made.parsed, made.sources, config);
      for (const NoteRepairs& repair : find_repairs(made.site, names, made.sources)) {
        INFO("seed " << seed << ", round " << round << ": " << repair.path);
        REQUIRE(round == 0);
        std::string& text = notes.at(repair.path);
        const LinkedNote* note = nullptr;
        for (const LinkedNote& one : made.site.notes) {
          if (one.parsed->path == repair.path) note = &one;
        }
        REQUIRE(note != nullptr);
        for (const TextEdit& edit : repair.edits) {
          bool inside = false;
          for (const Link& link : note->parsed->body.links) {
            inside = inside || (link.span.begin < edit.span.begin && edit.span.end < link.span.end);
          }
          CHECK(inside);
        }
        text = apply_edits(text, repair.edits);
        repaired += repair.links;
      }
    }
  }
  CHECK(repaired > 50);
}

TEST_CASE("the link checker finds what is wrong") {
  const Files outputs = {
      {"a/b.html",
       "<a href=\"c.html\"><a href=\"../d.html#x\"><p id=\"x\"><p id=\"x\"><a href=\"#x\"><a "
       "href=\"#y\">"
       "<img src=\"../p%20q.png\"><a href=\"https://x.org/\"><a href=\"../../e.html\">"},
      {"d.html", "text id=\"x\""},
      {"p q.png", ""}};
  CHECK(check_links(outputs) ==
        std::vector<std::string>{
            "a/b.html: the id 'x' is there twice", "a/b.html: 'c.html' leads to nothing",
            "a/b.html: '../d.html#x' leads to no id", "a/b.html: '#y' leads to no id",
            "a/b.html: '../../e.html' leads to nothing"});
}

TEST_CASE("nothing of a draft is in any output") {
  Files notes = RandomVault(7).make(20);
  std::vector<std::string> secrets;
  for (int i = 0; i < 10; ++i) {
    const std::string n = std::to_string(i);
    const auto token = [&](const std::string& what) {
      secrets.push_back("xq" + what + n + "zj");
      return secrets.back();
    };
    const std::string file = token("file");
    const std::string picture = token("picture") + ".png";
    notes["private " + n + "/" + file + ".md"] =
        "---\ndraft: true\ntitle: " + token("title") + "\naliases: [" + token("alias") + ", old/" +
        token("path") + "]\ntags: [" + token("tag") + "]\ndescription: " + token("summary") +
        "\ndeck: " + token("deck") + "\n---\n# " + token("heading") + "\n\n## " + token("part") +
        "\n\n" + token("text") + " #" + token("inline") + "\n\nQ: " + token("question") +
        "\nA: " + token("answer") + "\n\n![[" + picture +
        // A draft that leads to two notes is no reason why these are related, nor on any map.
        "]]\n\n[[public " + n + "]] and [[requires " + n + "]]\n";
    notes[picture] = "a picture that only a draft shows: " + token("bytes");
    notes["public " + n + ".md"] = "See [[" + file + "|this]] and [that](<private " + n + "/" +
                                   file + ".md>) and ![[" + file +
                                   "|shown]].\n\n---\n\nQ: Is it [[" + file + "|here]]?\nA: No.\n";
    notes["requires " + n + ".md"] = "---\nprerequisites: [" + file + "]\n---\nText.\n";
  }
  SiteConfig config = config_for(0);
  Files outputs = outputs_of(notes, config);
  CHECK(outputs.at("(messages)").find(secrets.front()) != std::string::npos);
  outputs.erase("(messages)");
  for (const std::string& secret : secrets) {
    for (const auto& [path, bytes] : outputs) {
      INFO(secret << " in " << path);
      CHECK((path.find(secret) == std::string::npos && bytes.find(secret) == std::string::npos));
    }
  }
  // With drafts they are all there: the tokens are such that they would be found.
  config.drafts = true;
  std::string everything;
  for (const auto& [path, bytes] : outputs_of(notes, config)) everything += path + bytes;
  for (const std::string& secret : secrets) {
    INFO(secret);
    CHECK(everything.find(secret) != std::string::npos);
  }
}

}  // namespace loci::test

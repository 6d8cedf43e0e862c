#include "site/card_cache.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "site/pipeline.h"
#include "unit/temporary_folder.h"

namespace loci {
namespace {

namespace fs = std::filesystem;

// A project on the disk: the times of its files are what this is about.
class Project {
 public:
  Project() {
    write("site.toml", "title = \"Test\"\nnotes = \"notes\"\n");
    write("notes/a.md", "# A\n\n> [!card] What is a?\n> A letter.\n");
    write("notes/b/b.md", "---\ndeck: bees\n---\n\n> [!cloze]\n> A ==bee== is ==here==.\n");
    write("notes/picture.txt", "no picture");
    settle();
  }

  void write(const std::string& path, const std::string& text) const { root_.write(path, text); }
  std::string read(const std::string& path) const { return root_.read(path); }
  void remove(const std::string& path) const { fs::remove(root_ / path); }

  // As if everything had been written long ago: from here on times prove something.
  void settle() {
    now_ms_ = std::chrono::duration_cast<std::chrono::milliseconds>(
                  std::chrono::system_clock::now().time_since_epoch())
                  .count() +
              60'000;
  }

  SiteConfig config() const {
    Result<SiteConfig> config = load_config(root_.path(), {}, *files_);
    REQUIRE(config);
    return *config;
  }
  CardList built() const {
    Timings timings;
    const auto build = build_site(config(), *theme(), *files_, Depth::linked, nullptr, timings);
    REQUIRE(build);
    return list_cards((*build)->site);
  }
  void store(const std::string& program = "p1") const {
    Timings timings;
    const SiteConfig now = config();
    const auto build = build_site(now, *theme(), *files_, Depth::linked, nullptr, timings);
    REQUIRE(build);
    CHECK(CardCache(now, *files_, program)
              .store(list_cards((*build)->site), (*build)->sources, now_ms_));
  }
  std::optional<CardList> load(const std::string& program = "p1") const {
    const SiteConfig now = config();
    return CardCache(now, *files_, program).load(now_ms_);
  }

  const std::string& root() const { return root_.path(); }

 private:
  std::shared_ptr<Theme> theme() const {
    Result<Theme> theme = load_theme(config(), *files_);
    REQUIRE(theme);
    return std::make_shared<Theme>(*std::move(theme));
  }

  test::TemporaryFolder root_;
  std::unique_ptr<FileSystem> files_ = disk_file_system();
  std::int64_t now_ms_ = 0;
};

TEST_CASE("a kept list of cards is the one that the notes give") {
  const Project project;
  CHECK_FALSE(project.load());
  project.store();
  const std::optional<CardList> kept = project.load();
  REQUIRE(kept);
  CHECK(*kept == project.built());
  REQUIRE(kept->cards.size() == 3);
  CHECK(kept->cards[0].front_text == "What is a?");
  CHECK(kept->cards[1].deck == "bees");
  CHECK(kept->notes[1].path == "notes/b/b.md");
  CHECK(project.read(".loci/cache/.gitignore") == "*\n");
}

TEST_CASE("a list of cards does not outlive what it was made of") {
  Project project;
  project.store();
  REQUIRE(project.load());
  SECTION("an edited note") { project.write("notes/a.md", "> [!card] What is a?\n> The first.\n"); }
  SECTION("an edit of the same length, with the times of before") {
    const auto time = fs::last_write_time(project.root() + "/notes/a.md");
    project.write("notes/a.md", "# A\n\n> [!card] What is b?\n> A letter.\n");
    fs::last_write_time(project.root() + "/notes/a.md", time);
  }
  SECTION("a new note") { project.write("notes/c.md", "> [!card] What is c?\n> A letter.\n"); }
  SECTION("a note less") { project.remove("notes/b/b.md"); }
  SECTION("a note with another name") {
    fs::rename(project.root() + "/notes/a.md", project.root() + "/notes/d.md");
  }
  SECTION("two notes of one size that change places") {
    project.write("notes/c.md", "# C\n\n> [!card] What is c?\n> A letter.\n");
    project.settle();
    project.store();
    REQUIRE(project.load());
    fs::rename(project.root() + "/notes/a.md", project.root() + "/notes/x");
    fs::rename(project.root() + "/notes/c.md", project.root() + "/notes/a.md");
    fs::rename(project.root() + "/notes/x", project.root() + "/notes/c.md");
  }
  SECTION("another configuration") {
    project.write("site.toml", "title = \"Test\"\nnotes = \"notes\"\n[cards]\ncompat = []\n");
  }
  SECTION("a new attachment") { project.write("notes/more.txt", ""); }
  CHECK_FALSE(project.load());
  project.settle();
  project.store();
  CHECK(project.load() == project.built());
}

TEST_CASE("a list of cards is not for another program") {
  const Project project;
  project.store("p1");
  CHECK_FALSE(project.load("p2"));
  CHECK(project.load("p1"));
}

TEST_CASE("a note that was touched and says the same keeps the list") {
  Project project;
  project.store();
  fs::last_write_time(project.root() + "/notes/a.md", fs::file_time_type::clock::now());
  CHECK(project.load());
}

TEST_CASE("a note that changed while the list was made is read again") {
  Project project;
  // Not settled: the list is made in the very second in which the notes were written.
  project.write("notes/a.md", "# A\n\n> [!card] What is a?\n> A letter.\n");
  project.store();
  REQUIRE(project.load());
  project.write("notes/a.md", "# A\n\n> [!card] What is b?\n> A letter.\n");
  CHECK_FALSE(project.load());
}

TEST_CASE("a damaged list is no list, wherever the damage is, and reading it writes nothing") {
  const Project project;
  project.store();
  const std::string whole = project.read(".loci/cache/cards");
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
    project.write(".loci/cache/cards", damaged);
    CHECK_FALSE(project.load());
    project.write(".loci/cache/cards", whole.substr(0, at));
    CHECK_FALSE(project.load());
    CHECK(project.read(".loci/cache/cards") == whole.substr(0, at));
  }
  project.write(".loci/cache/cards", whole + "x");
  CHECK_FALSE(project.load());
  CHECK(project.read("notes/a.md") == "# A\n\n> [!card] What is a?\n> A letter.\n");
}

}  // namespace
}  // namespace loci

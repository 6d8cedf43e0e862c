#include "site/read.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>

#include "unit/temporary_folder.h"

namespace loci {
namespace {

namespace fs = std::filesystem;

SiteConfig config_at(const std::string& root) {
  SiteConfig config;
  config.root = root;
  return config;
}

// Notes, then attachments, then what was said.
std::string dump(const SourceSet& sources, const Diagnostics& diagnostics) {
  std::string text;
  for (const auto& note : sources.notes) text += "note " + note->path + "\n";
  for (const Attachment& attachment : sources.attachments) text += "file " + attachment.path + "\n";
  for (const Diagnostic& said : diagnostics.items()) {
    text += said.path + ": " + std::string(code_id(said.code)) + " " + said.message;
    for (const std::string& hint : said.hints) text += " | " + hint;
    text += "\n";
  }
  return text;
}

std::string read(const SiteConfig& config, FileSystem& files) {
  Diagnostics diagnostics;
  const Result<SourceSet> sources = read_sources(config, files, diagnostics);
  return sources ? dump(*sources, diagnostics) : "error: " + sources.error().message;
}

}  // namespace

TEST_CASE("notes are read in path order, the rest is listed") {
  MemoryFileSystem files(
      {{"/v/b.md", "B"}, {"/v/a/z.markdown", "Z"}, {"/v/a.MD", "A"}, {"/v/pic.png", "png"}});
  CHECK(read(config_at("/v"), files) == "note a.MD\nnote a/z.markdown\nnote b.md\nfile pic.png\n");
}

TEST_CASE("dotfiles, node_modules, the output folder and ignored names are skipped") {
  MemoryFileSystem files({{"/v/.obsidian/a.md", ""},
                          {"/v/.hidden.md", ""},
                          {"/v/node_modules/x/readme.md", ""},
                          {"/v/public/a.md", ""},
                          {"/v/sub/public/kept.md", ""},
                          {"/v/private/a.md", ""},
                          {"/v/a.tmp.md", ""},
                          {"/v/a.md", ""}});
  SiteConfig config = config_at("/v");
  config.ignore = {"private/", "*.tmp.md"};
  CHECK(read(config, files) == "note a.md\nnote sub/public/kept.md\n");
}

TEST_CASE("only the notes folder is walked, and paths begin at the project") {
  MemoryFileSystem files(
      {{"/v/notes/a.md", ""}, {"/v/README.md", ""}, {"/v/notes/private/b.md", ""}});
  SiteConfig config = config_at("/v");
  config.notes_dir = "notes/";
  config.ignore = {"/private"};
  CHECK(notes_prefix(config) == "notes/");
  CHECK(read(config, files) == "note notes/a.md\n");
}

TEST_CASE("a notes folder that is not there is an error") {
  MemoryFileSystem files({{"/v/site.toml", ""}, {"/v/a.md", ""}});
  SiteConfig config = config_at("/v");
  config.notes_dir = "notes";
  CHECK(read(config, files) == "error: the notes folder '/v/notes' does not exist");
}

TEST_CASE("a folder named like a note is named, and what is in it is read") {
  MemoryFileSystem files({{"/v/x.md/inner.md", ""}, {"/v/a.md", ""}});
  CHECK(read(config_at("/v"), files) ==
        "note a.md\nnote x.md/inner.md\n"
        "x.md: L003 this is a folder, not a note | give the folder a name that does not end in "
        "'.md'\n");
}

TEST_CASE("a note that cannot be read is named, and the others are read") {
  MemoryFileSystem files({{"/v/a.md", "A"}, {"/v/b.md", "B"}});
  files.fail_reads_of("/v/a.md");
  CHECK(read(config_at("/v"), files) ==
        "note b.md\na.md: L001 cannot read '/v/a.md': Permission denied\n");
}

TEST_CASE("a note that is too large is left out") {
  MemoryFileSystem files({{"/v/a.md", std::string(8 * 1024 * 1024 + 1, 'x')},
                          {"/v/b.md", std::string(8 * 1024 * 1024, 'x')}});
  CHECK(read(config_at("/v"), files) ==
        "note b.md\na.md: L004 this note is larger than 8 MiB and is left out (8,388,609 bytes) | "
        "split it, or name it in "
        "'ignore'\n");
}

TEST_CASE("UTF-16 is refused, other bytes are mended") {
  MemoryFileSystem files({{"/v/a.md", std::string("\xFF\xFE"
                                                  "a\0",
                                                  4)},
                          {"/v/b.md", "\xEF\xBB\xBFone\r\ntwo \xFF"}});
  Diagnostics diagnostics;
  const Result<SourceSet> sources = read_sources(config_at("/v"), files, diagnostics);
  REQUIRE(sources.has_value());
  CHECK(dump(*sources, diagnostics) ==
        "note b.md\n"
        "a.md: L005 this file is UTF-16, not UTF-8 | save it as UTF-8 in your editor\n"
        "b.md: L002 not valid UTF-8: 1 wrong byte sequence is shown as U+FFFD, the first one here "
        "| save the file as UTF-8 in "
        "your editor\n");
  CHECK(sources->notes[0]->text == "one\ntwo \xEF\xBF\xBD");
  CHECK(line_col(sources->notes[0]->text, diagnostics.items()[1].span.begin) == LineCol{2, 5});
}

TEST_CASE("links that leave the project are named and not followed") {
  const test::TemporaryFolder outside;
  outside.write("secret.md", "secret");
  const test::TemporaryFolder vault;
  vault.write("sub/a.md", "A");
  fs::create_symlink(outside.path() + "/secret.md", vault.path() + "/leak.md");
  fs::create_directory_symlink(outside.path(), vault.path() + "/leaks");
  fs::create_symlink(vault.path() + "/sub/a.md", vault.path() + "/inside.md");
  fs::create_symlink(vault.path() + "/nothing.md", vault.path() + "/dangling.md");
  fs::create_directory_symlink(vault.path(), vault.path() + "/sub/round");
  const auto files = disk_file_system();
  CHECK(read(config_at(vault.path()), *files) ==
        "note inside.md\nnote sub/a.md\n"
        "dangling.md: L001 this link leads to nothing\n"
        "leak.md: L006 this link leads out of the project and is not followed | copy what it leads "
        "to into the notes folder\n"
        "leaks: L006 this link leads out of the project and is not followed | copy what it leads "
        "to into the notes folder\n");
}

TEST_CASE("a pipe with a note's name is ignored and blocks nothing") {
  const test::TemporaryFolder vault;
  vault.write("a.md", "A");
  REQUIRE(mkfifo((vault.path() + "/pipe.md").c_str(), 0600) == 0);
  const auto files = disk_file_system();
  CHECK(read(config_at(vault.path()), *files) == "note a.md\n");
}

}  // namespace loci

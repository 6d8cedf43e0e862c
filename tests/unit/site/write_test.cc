#include "site/write.h"

#include <filesystem>

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>

#include "site/output_lock.h"
#include "unit/site/vault.h"
#include "unit/temporary_folder.h"

namespace loci {

using test::Vault;

namespace {

namespace fs = std::filesystem;

// "12 written, 0 unchanged, 0 deleted", or the error. Writing spends a build, so it is made here.
std::string write(Vault& vault, const WriteOptions& options = {}) {
  Timings timings;
  const auto build =
      *build_site(vault.config, vault.theme(), vault.files, Depth::planned, nullptr, timings);
  const Result<WriteReport> report = write_site(*build, vault.theme(), vault.files, options);
  if (!report) return "error: " + report.error().message;
  CHECK(report->written + report->unchanged == vault.build().plan.outputs.size());
  return std::to_string(report->written) + " written, " + std::to_string(report->unchanged) +
         " unchanged, " + std::to_string(report->deleted) + " deleted";
}

std::string planned(Vault& vault) { return std::to_string(vault.build().plan.outputs.size()); }

// A second build of the same project with other notes: what lies in the output folder stays.
Vault again(const Vault& before, const std::map<std::string, std::string>& notes) {
  std::map<std::string, std::string> all;
  for (const auto& [path, bytes] : before.files.files()) {
    if (path.starts_with("/vault/public/"))
      all.emplace(path.substr(std::string("/vault/").size()), bytes);
  }
  for (const auto& [path, text] : notes) all.emplace(path, text);
  return Vault(all);
}

}  // namespace

TEST_CASE("the site is written, and nothing the second time") {
  Vault vault({{"a.md", "# A"}, {"b/c.md", "[[a]]"}});
  CHECK(write(vault) == planned(vault) + " written, 0 unchanged, 0 deleted");
  CHECK(vault.files.files().contains("/vault/public/b/c.html"));
  CHECK(vault.files.files().contains("/vault/public/.nojekyll"));
  CHECK(vault.files.files().at("/vault/public/a.html") == vault.page("a.html"));
  const auto before = vault.files.files();
  CHECK(write(vault) == "0 written, " + planned(vault) + " unchanged, 0 deleted");
  CHECK(vault.files.files() == before);
}

TEST_CASE("writing gives back the memory of the data files") {
  Vault vault({{"a.md", "# A"}});
  REQUIRE(vault.build().data.size() > 3);
  REQUIRE(write_site(vault.build(), vault.theme(), vault.files, {}).has_value());
  const std::size_t room_in_place = std::string().capacity();
  for (const DataFile& file : vault.build().data) CHECK(file.bytes.capacity() == room_in_place);
}

TEST_CASE(
    "what is no longer planned is deleted, with the folders it leaves empty, and nothing else") {
  Vault first({{"a.md", "# A"}, {"b/c/d.md", "# D"}});
  write(first);
  Vault second = again(first, {{"a.md", "# A"}});
  REQUIRE(second.files.write("/vault/public/b/mine.txt", "mine").has_value());
  write(second);
  CHECK_FALSE(second.files.exists("/vault/public/b/c"));
  CHECK_FALSE(second.files.exists("/vault/public/b/index.html"));
  CHECK(second.files.files().at("/vault/public/b/mine.txt") == "mine");
}

TEST_CASE("a file that was a page may become a folder") {
  Vault first({{"a.md", "![[x]]"}, {"x", "a file without an ending"}});
  write(first);
  REQUIRE(first.files.files().contains("/vault/public/x"));
  Vault second = again(first, {{"x/y.md", "# Y"}});
  REQUIRE(write(second).find("error") == std::string::npos);
  CHECK(second.files.files().contains("/vault/public/x/y.html"));
}

TEST_CASE("a folder with other files is refused unless forced, and then they stay") {
  Vault vault({{"a.md", "# A"}, {"public/mine.txt", "mine"}});
  CHECK(write(vault) ==
        "error: the output folder '/vault/public' is not empty and was not made by Loci");
  CHECK(vault.files.files().size() == 2);
  CHECK(write(vault, {.force = true}) == planned(vault) + " written, 0 unchanged, 0 deleted");
  CHECK(vault.files.files().at("/vault/public/mine.txt") == "mine");
  CHECK(write(vault).starts_with("0 written"));
}

TEST_CASE("a checkout of the published branch counts as empty") {
  Vault vault({{"a.md", "# A"}, {"public/.git", "gitdir: elsewhere"}});
  CHECK(write(vault) == planned(vault) + " written, 0 unchanged, 0 deleted");
}

TEST_CASE("folders whose loss would hurt are refused") {
  const auto refusal = [](const std::string& output, const std::string& notes_dir) {
    Vault vault({{"notes/a.md", "# A"}});
    vault.config.output_dir = output;
    vault.config.notes_dir = notes_dir;
    return write(vault, {.force = true, .home = "/home/user"});
  };
  CHECK(refusal("/", "notes") == "error: the output folder '/' is the whole file system");
  CHECK(refusal("/home", "notes") == "error: the output folder '/home' holds your home folder");
  CHECK(refusal("/home/user", "notes") ==
        "error: the output folder '/home/user' holds your home folder");
  CHECK(refusal(".", "notes") == "error: the output folder '/vault' holds the project itself");
  CHECK(refusal("..", "notes") == "error: the output folder '/' is the whole file system");
  CHECK(refusal("notes", "notes") == "error: the output folder '/vault/notes' holds the notes");
}

TEST_CASE("a build that was cut off leaves nothing that the next one does not know") {
  Vault vault({{"a.md", "# A"}, {"b.md", "# B"}});
  write(vault);
  const std::string manifest = vault.files.files().at("/vault/public/.loci-manifest");
  // As after a crash: claimed, but not written.
  REQUIRE(vault.files
              .write("/vault/public/.loci-manifest",
                     "{\"loci\":1,\"files\":{\"a.html\":\"\",\"gone.html\":\"\"}}")
              .has_value());
  REQUIRE(vault.files.write("/vault/public/a.html", "half a page").has_value());
  // The page, and the search index, whose hash is not known.
  CHECK(write(vault).starts_with("2 written"));
  CHECK(vault.files.files().at("/vault/public/.loci-manifest") == manifest);
}

TEST_CASE("the output folder cannot be a file") {
  Vault vault({{"a.md", "# A"}, {"public", "text"}});
  CHECK(write(vault) == "error: the output folder '/vault/public' is a file");
}

TEST_CASE("a template that fails is said once, and the other pages are written") {
  Vault vault({{"a.md", "# A"}, {"b.md", "# B"}, {"templates/note.html", "{{ nope }}"}});
  const Result<WriteReport> report = write_site(vault.build(), vault.theme(), vault.files, {});
  REQUIRE(report.has_value());
  REQUIRE(report->diagnostics.size() == 1);
  CHECK(report->diagnostics[0].message == "variable 'nope' not found, did you mean 'note'?");
  CHECK(report->diagnostics[0].path == "templates/note.html");
  CHECK(report->diagnostics[0].span == Span{3, 4});
  CHECK(report->diagnostics[0].code == Code::template_error);
  CHECK(vault.files.files().contains("/vault/public/index.html"));
  CHECK_FALSE(vault.files.files().contains("/vault/public/a.html"));
}

TEST_CASE("an attachment that cannot be read is named, and the site is written without it") {
  Vault vault({{"a.md", "![[p.png]]"}, {"p.png", "png"}});
  vault.files.fail_reads_of("/vault/p.png");
  const Result<WriteReport> report = write_site(vault.build(), vault.theme(), vault.files, {});
  REQUIRE(report.has_value());
  REQUIRE(report->diagnostics.size() == 1);
  CHECK(report->diagnostics[0].path == "p.png");
  CHECK(report->diagnostics[0].message == "cannot read '/vault/p.png': Permission denied");
  CHECK(report->diagnostics[0].code == Code::unreadable_file);
  CHECK(vault.files.files().contains("/vault/public/a.html"));
}

TEST_CASE("a site without an address says what it left out") {
  Vault vault({{"a.md", "# A"}});
  const Result<WriteReport> report = write_site(vault.build(), vault.theme(), vault.files, {});
  REQUIRE(report.has_value());
  CHECK(report->remarks ==
        std::vector<std::string>{"no sitemap and no feed were written: they need 'base_url'"});
}

TEST_CASE("clean deletes what was written and leaves the rest") {
  Vault vault({{"a.md", "# A"}, {"b/c.md", "# C"}});
  write(vault);
  REQUIRE(vault.files.write("/vault/public/b/mine.txt", "mine").has_value());
  const Result<WriteReport> report = clean_site(vault.config, vault.files, {});
  REQUIRE(report.has_value());
  CHECK(report->deleted == vault.build().plan.outputs.size());
  std::string left;
  for (const auto& [path, bytes] : vault.files.files()) left += path + "\n";
  CHECK(left == "/vault/a.md\n/vault/b/c.md\n/vault/public/b/mine.txt\n");
}

TEST_CASE("clean leaves a folder that Loci did not make") {
  Vault vault({{"public/mine.txt", "mine"}});
  const Result<WriteReport> report = clean_site(vault.config, vault.files, {});
  REQUIRE_FALSE(report.has_value());
  CHECK(report.error().message ==
        "the folder '/vault/public' was not made by Loci, so nothing in it is deleted");
  CHECK(report.error().kind == ErrorKind::usage);
}

TEST_CASE("two builds do not write to one folder at once") {
  const test::TemporaryFolder temporary;
  const std::string& folder = temporary.path();
  {
    const Result<OutputLock> first = lock_output(folder, 0);
    REQUIRE(first.has_value());
    const Result<OutputLock> second = lock_output(folder, 0);
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().message == "another loci is writing to '" + folder + "'");
    CHECK(second.error().kind == ErrorKind::locked);
  }
  CHECK(lock_output(folder, 0).has_value());
}

}  // namespace loci

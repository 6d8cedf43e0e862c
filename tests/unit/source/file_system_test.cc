#include "source/file_system.h"

#include <catch2/catch_test_macros.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "unit/temporary_folder.h"

using namespace loci;

namespace {

std::string names(const Result<std::vector<DirectoryEntry>>& entries) {
  if (!entries) return entries.error().message;
  std::string text;
  for (const DirectoryEntry& entry : *entries) {
    constexpr std::string_view marks = " /@?";
    text +=
        entry.name + marks[static_cast<std::size_t>(entry.kind)] + std::to_string(entry.size) + ";";
  }
  return text;
}

// What the disk and its twin in memory must both do, in a folder `root`.
void check_contract(FileSystem& files, const std::string& root) {
  const auto at = [&root](const std::string& name) { return root + "/" + name; };
  REQUIRE(files.make_directories(at("b/c")));
  REQUIRE(files.write(at("b/c/two.md"), "22"));
  REQUIRE(files.write(at("a.md"), "1"));
  REQUIRE(files.write(at("a.md"), "one"));
  CHECK(files.read(at("a.md")).value_or("") == "one");
  CHECK(files.exists(at("a.md")));
  CHECK_FALSE(files.is_directory(at("a.md")));
  CHECK(files.is_directory(at("b")));
  CHECK_FALSE(files.exists(at("none")));
  CHECK(names(files.list(at("b/c"))) == "two.md 2;");

  REQUIRE(files.write_new(at("b/new.md"), "new"));
  REQUIRE(files.write_new(at("b/new.md"), "newer"));
  CHECK(files.read(at("b/new.md")).value_or("") == "newer");
  CHECK(names(files.list(at("b"))) == "c/0;new.md 5;");
  CHECK(files.write_new(at("no/such/folder.md"), "x").error().message ==
        "cannot write '" + at("no/such/folder.md") + "': No such file or directory");
  REQUIRE(files.remove_file(at("b/new.md")));

  CHECK(files.read(at("none.md")).error().message ==
        "cannot read '" + at("none.md") + "': No such file or directory");
  CHECK(files.read(at("b")).error().message == "cannot read '" + at("b") + "': Is a directory");
  CHECK(files.list(at("a.md")).error().message ==
        "cannot list '" + at("a.md") + "': Not a directory");
  CHECK(files.write(at("no/such/folder.md"), "x").error().message ==
        "cannot write '" + at("no/such/folder.md") + "': No such file or directory");
  CHECK(files.make_directories(at("a.md/x")).error().message.ends_with("': Not a directory"));

  // A writer that is not finished leaves the old bytes.
  {
    Result<std::unique_ptr<FileWriter>> writer = files.open_writer(at("a.md"));
    REQUIRE(writer);
    REQUIRE((*writer)->append("half"));
  }
  CHECK(files.read(at("a.md")).value_or("") == "one");
  {
    Result<std::unique_ptr<FileWriter>> writer = files.open_writer(at("a.md"));
    REQUIRE(writer);
    const std::string piece(50'000, 'x');
    for (int i = 0; i < 3; ++i) REQUIRE((*writer)->append(piece));
    REQUIRE((*writer)->append(std::string(200'000, 'y')));
    REQUIRE((*writer)->finish());
  }
  CHECK(files.read(at("a.md")).value_or("") ==
        std::string(150'000, 'x') + std::string(200'000, 'y'));

  CHECK(files.remove_empty_directory(at("b/c")).error().message ==
        "cannot remove the folder '" + at("b/c") + "': Directory not empty");
  REQUIRE(files.remove_file(at("b/c/two.md")));
  REQUIRE(files.remove_empty_directory(at("b/c")));
  CHECK_FALSE(files.exists(at("b/c")));
  CHECK(files.remove_file(at("a.mdx")).error().message ==
        "cannot remove '" + at("a.mdx") + "': No such file or directory");
  CHECK(names(files.list(root)) == "a.md 350000;b/0;");
}

}  // namespace

TEST_CASE("the file system in memory keeps the contract") {
  MemoryFileSystem files;
  REQUIRE(files.make_directories("/root"));
  check_contract(files, "/root");
}

TEST_CASE("the disk keeps the contract") {
  const test::TemporaryFolder folder;
  const std::unique_ptr<FileSystem> files = disk_file_system();
  REQUIRE(files->make_directories(folder / "root"));
  check_contract(*files, folder / "root");
}

TEST_CASE("entries come in byte order, with their kind") {
  const test::TemporaryFolder folder;
  const std::unique_ptr<FileSystem> files = disk_file_system();
  REQUIRE(files->write(folder / "b.md", "1"));
  REQUIRE(files->write(folder / "B.md", "22"));
  REQUIRE(files->write(folder / "é.md", ""));
  REQUIRE(::symlink("b.md", (folder / "link.md").c_str()) == 0);
  REQUIRE(::mkfifo((folder / "pipe.md").c_str(), 0600) == 0);
  CHECK(names(files->list(folder.path())) == "B.md 2;b.md 1;link.md@0;pipe.md?0;é.md 0;");
}

TEST_CASE("reading follows no link in the last part and waits for no pipe") {
  const test::TemporaryFolder folder;
  const std::unique_ptr<FileSystem> files = disk_file_system();
  REQUIRE(files->write(folder / "a.md", "a"));
  REQUIRE(::symlink("a.md", (folder / "link.md").c_str()) == 0);
  REQUIRE(::mkfifo((folder / "pipe.md").c_str(), 0600) == 0);
  CHECK(files->read(folder / "link.md").error().message ==
        "cannot read '" + (folder / "link.md") + "': it is a symbolic link");
  CHECK(files->read(folder / "pipe.md").error().message ==
        "cannot read '" + (folder / "pipe.md") + "': it is not a regular file");
  const Result<std::string> real = files->real_path(folder / "link.md");
  REQUIRE(real);
  CHECK(files->read(*real).value_or("") == "a");
  CHECK(files->real_path(folder / "none").error().message ==
        "cannot find '" + (folder / "none") + "': No such file or directory");
}

TEST_CASE("a file whose size is not told is read to its end") {
  const std::unique_ptr<FileSystem> files = disk_file_system();
  CHECK(files->read("/proc/self/status").value_or("").starts_with("Name:"));
}

TEST_CASE("only the head of a file is read when no more is wanted") {
  const test::TemporaryFolder folder;
  const std::unique_ptr<FileSystem> files = disk_file_system();
  REQUIRE(files->write(folder / "a.png", "0123456789"));
  CHECK(files->read_head(folder / "a.png", 4).value_or("") == "0123");
  CHECK(files->read_head(folder / "a.png", 40).value_or("") == "0123456789");
  CHECK(files->read_head(folder / "a.png", 0).has_value());
  ::symlink("a.png", (folder / "b.png").c_str());
  CHECK(files->read_head(folder / "b.png", 4).error().message ==
        "cannot read '" + (folder / "b.png") + "': it is a symbolic link");
  CHECK_FALSE(files->read_head(folder.path(), 4).has_value());
  MemoryFileSystem twin(std::map<std::string, std::string>{{"a.png", "0123456789"}});
  CHECK(twin.read_head("a.png", 4).value_or("") == "0123");
}

TEST_CASE("a failed write leaves nothing behind") {
  const test::TemporaryFolder folder;
  const std::unique_ptr<FileSystem> files = disk_file_system();
  REQUIRE(files->make_directories(folder / "target.html/inside"));
  const Status status = files->write(folder / "target.html", "x");
  REQUIRE_FALSE(status);
  CHECK(status.error().message ==
        "cannot write '" + (folder / "target.html") + "': Is a directory");
  CHECK(status.error().kind == ErrorKind::environment);
  CHECK((*files->list(folder.path())).size() == 1);
  CHECK(files->write_new(folder / "target.html", "x").error().message == status.error().message);
}

TEST_CASE("what is written as new does not follow a link that has its name") {
  const test::TemporaryFolder folder;
  const std::unique_ptr<FileSystem> files = disk_file_system();
  REQUIRE(files->write(folder / "other.html", "theirs"));
  REQUIRE(::symlink((folder / "other.html").c_str(), (folder / "page.html").c_str()) == 0);
  REQUIRE(files->write_new(folder / "page.html", "ours"));
  CHECK(files->read(folder / "other.html").value_or("") == "theirs");
  CHECK(files->read(folder / "page.html").value_or("") == "ours");
}

TEST_CASE("a name of 255 bytes can be written") {
  const test::TemporaryFolder folder;
  const std::unique_ptr<FileSystem> files = disk_file_system();
  const std::string path = folder / std::string(250, 'a') + ".html";
  REQUIRE(files->write(path, "x"));
  CHECK(files->read(path).value_or("") == "x");
}

TEST_CASE("the twin can be told to refuse a file") {
  MemoryFileSystem files({{"notes/a.md", "a"}, {"notes/b.md", "b"}});
  files.fail_reads_of("notes/a.md");
  CHECK(files.read("notes/a.md").error().message == "cannot read 'notes/a.md': Permission denied");
  CHECK(files.read("./notes//b.md").value_or("") == "b");
  CHECK(names(files.list("")) == "notes/0;");
}

#include "site/name_table.h"

#include <chrono>
#include <string>

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

NameTable table_of(std::initializer_list<const char*> notes) {
  NameTable table;
  std::uint32_t index = 0;
  for (const char* note : notes) {
    table.add_note(note, index);
    table.add_suggestion(table.shortest_name(index), table.shortest_name(index));
    ++index;
  }
  return table;
}

// The path a target means, "-" for none; "!" in front when others would fit too.
std::string means(const NameTable& table, std::string_view target,
                  std::string_view from = "here.md") {
  const Resolution found = table.resolve(target, from, false);
  switch (found.kind) {
    case NameKind::none:
      return "-";
    case NameKind::note:
      return (found.rivals.empty() ? "" : "!") + table.note_path(found.index);
    case NameKind::attachment:
      return "file " + std::to_string(found.index);
    case NameKind::folder:
      return "folder " + std::to_string(found.index);
  }
  return "?";
}

}  // namespace

TEST_CASE("a name means the note of that name, in any case and with or without its ending") {
  const NameTable table = table_of({"databases/MVCC.md", "Éclair.markdown"});
  CHECK(means(table, "MVCC") == "databases/MVCC.md");
  CHECK(means(table, "mvcc") == "databases/MVCC.md");
  CHECK(means(table, "mvcc.md") == "databases/MVCC.md");
  CHECK(means(table, "mvcc.MD") == "databases/MVCC.md");
  CHECK(means(table,
              "e\xCC\x81"
              "clair") == "Éclair.markdown");
  CHECK(means(table, "vcc") == "-");
}

TEST_CASE("an end of a path means the note it ends") {
  const NameTable table = table_of({"a/house/todo.md", "b/work/todo.md"});
  CHECK(means(table, "house/todo") == "a/house/todo.md");
  CHECK(means(table, "work/todo") == "b/work/todo.md");
  CHECK(means(table, "use/todo") == "-");
}

TEST_CASE("beside the note goes before from the top goes before anywhere") {
  const NameTable table = table_of({"a/todo.md", "b/todo.md", "todo.md", "c/x/todo.md"});
  CHECK(means(table, "todo", "a/here.md") == "a/todo.md");
  CHECK(means(table, "todo", "d/here.md") == "todo.md");
  CHECK(means(table, "x/todo", "c/here.md") == "c/x/todo.md");
  CHECK(means(table, "b/todo", "a/here.md") == "b/todo.md");
}

TEST_CASE("a path with dots or a leading slash is taken at its word") {
  const NameTable table = table_of({"a/x.md", "x.md", "b/y.md"});
  CHECK(means(table, "./x", "a/here.md") == "a/x.md");
  CHECK(means(table, "../x", "a/here.md") == "x.md");
  CHECK(means(table, "../x.md", "a/here.md") == "x.md");
  CHECK(means(table, "/x", "a/here.md") == "x.md");
  CHECK(means(table, "/b/y", "a/here.md") == "b/y.md");
  CHECK(means(table, "./y", "a/here.md") == "-");
  CHECK(means(table, "../../../x", "a/here.md") == "-");
}

TEST_CASE("of several notes the nearest is taken, and all are named") {
  const NameTable table = table_of({"a/b/todo.md", "a/todo.md", "c/todo.md"});
  CHECK(means(table, "todo", "a/z/here.md") == "!a/todo.md");
  CHECK(means(table, "todo", "c/z/here.md") == "!c/todo.md");
  CHECK(means(table, "todo", "here.md") == "!a/todo.md");
  CHECK(table.resolve("todo", "here.md", false).rivals == std::vector<std::uint32_t>{0, 1, 2});
}

TEST_CASE("two names that differ in case mean what is written") {
  const NameTable table = table_of({"Redis.md", "redis.md"});
  CHECK(means(table, "Redis") == "Redis.md");
  CHECK(means(table, "redis") == "redis.md");
  CHECK(means(table, "REDIS") == "!Redis.md");
}

TEST_CASE("an alias comes after every name") {
  NameTable table = table_of({"long-name.md", "other.md"});
  table.add_alias("Short", 0);
  table.add_alias("other", 0);
  CHECK(means(table, "short") == "long-name.md");
  CHECK(means(table, "other") == "other.md");
}

TEST_CASE("attachments are named with their ending, folders by their path") {
  NameTable table = table_of({"a/x.md", "report.pdf.md"});
  table.add_attachment("img/x.png", 7);
  table.add_attachment("report.pdf", 8);
  table.add_folder("a", 3);
  CHECK(means(table, "x.png") == "file 7");
  CHECK(means(table, "img/X.PNG") == "file 7");
  CHECK(means(table, "a/") == "folder 3");
  CHECK(means(table, "a") == "folder 3");
  CHECK(means(table, "../a/", "b/here.md") == "folder 3");
  CHECK(means(table, "report.pdf") == "report.pdf.md");
  CHECK(table.resolve("report.pdf", "here.md", true).kind == NameKind::attachment);
}

TEST_CASE("the shortest name of a note is the shortest end that only it has") {
  const NameTable table = table_of({"a/b/todo.md", "c/b/todo.md", "d/todo.md", "x.md", "todo.md"});
  CHECK(table.shortest_name(0) == "a/b/todo");
  CHECK(table.shortest_name(2) == "d/todo");
  CHECK(table.shortest_name(3) == "x");
  CHECK(table.shortest_name(4) == "/todo");
}

TEST_CASE("a near name is suggested, a far one is not") {
  const NameTable table = table_of({"Loki.md", "consistent-hashing.md", "caching.md"});
  CHECK(table.suggest("Lok") == "Loki");
  CHECK(table.suggest("consistant-hashing.md") == "consistent-hashing");
  CHECK(table.suggest("kafka") == "");
  CHECK(table.suggest("") == "");
}

TEST_CASE("thousands of suggestions among thousands of names take no time to speak of") {
  NameTable table;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    const std::string name = "note-" + std::to_string(i * 7919 % 1'000'000);
    table.add_note(name + ".md", i);
    table.add_suggestion(name, name);
  }
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 2000; ++i)
    CHECK(table.suggest("nothing-like-this-" + std::to_string(i)).empty());
  // 10,000 comparisons a query would take minutes here, even without a sanitizer.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

}  // namespace loci

// The language of the notes: each file of extensions/ specifies one part of it by examples, and each example is built as the
// note "example.md" of a small site, so that what is written there is what a reader gets, links and all.
//
//     LOCI_UPDATE_CONFORMANCE=1 build/dev/tests/loci_unit "the examples of the extensions"
//
// writes the results into the files; read the difference before it is committed.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/spec_file.h"
#include "site/pipeline.h"
#include "site/render.h"
#include "source/file_system.h"
#include "test_places.h"
#include "theme/theme.h"

namespace loci {
namespace {

using test::SpecBlock;

constexpr std::string_view example_path = "example.md";

// "file a.png 640x480": a picture of that size, as far as its head tells.
std::string png_head(std::string_view size) {
  const std::size_t cross = std::min(size.find('x'), size.size());
  const auto number = [](std::string_view digits) {
    const auto value = static_cast<std::uint32_t>(parse_integer(digits).value_or(1));
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
  };
  std::string bytes = "\x89PNG\r\n\x1a\n";
  bytes += std::string("\0\0\0\x0dIHDR", 8);
  bytes += number(size.substr(0, cross)) + number(size.substr(std::min(cross + 1, size.size())));
  return bytes + std::string("\x08\x02\0\0\0", 5);
}

class Site {
 public:
  Site() {
    // The note's body and nothing around it.
    files_.emplace("/vault/templates/note.html", "{{ body_html | safe }}");
    set_config("");
    MemoryFileSystem disk(files_);
    theme_ = std::make_unique<Theme>(std::move(*load_theme(config_, disk)));
  }

  void set_config(const std::string& text) {
    Result<SiteConfig> config = parse_config("site.toml", text);
    REQUIRE(config);
    config_ = std::move(*config);
    config_.root = "/vault";
    config_.title = "Examples";
    config_.search.enabled = false;
    config_.search.lunr_index = false;
    config_.feed.enabled = false;
  }

  void add(const SpecBlock& block) {
    const std::size_t blank = block.argument.rfind(' ');
    const bool sized = block.kind == "file" && blank != std::string::npos;
    files_["/vault/" + block.argument.substr(0, sized ? blank : std::string::npos)] =
        sized ? png_head(std::string_view(block.argument).substr(blank + 1)) : block.parts[0];
  }

  // Markdown in; HTML and messages out.
  std::pair<std::string, std::string> build(const std::string& markdown) {
    std::map<std::string, std::string> all = files_;
    all["/vault/" + std::string(example_path)] = markdown;
    MemoryFileSystem disk(all);
    Timings timings;
    const Result<std::shared_ptr<SiteBuild>> made =
        build_site(config_, *theme_, disk, Depth::planned, nullptr, timings);
    if (!made) return {"error: " + made.error().message, ""};
    return {page(**made), messages(**made)};
  }

 private:
  std::string page(const SiteBuild& made) const {
    const Output* output = made.plan.find("example.html");
    if (output == nullptr) return "error: there is no page\n";
    Result<std::string> bytes = render(*output, made, *theme_);
    if (!bytes) return "error: " + bytes.error().message + "\n";
    while (bytes->ends_with('\n')) bytes->pop_back();
    return bytes->empty() ? *bytes : *bytes + "\n";
  }

  // Those of reading, links, Markdown and cards; that nothing links to an example is no matter.
  static std::string messages(const SiteBuild& made) {
    std::string text;
    for (const Diagnostic& diagnostic : made.diagnostics) {
      const std::string_view code = code_id(diagnostic.code);
      if (diagnostic.path != example_path || code[1] == '5') continue;
      const LineCol place = line_col(made.text_of(diagnostic.path), diagnostic.span.begin);
      text += std::to_string(place.line) + ":" + std::to_string(place.column) + ": ";
      text += code;
      text += " " + diagnostic.message + "\n";
    }
    return text;
  }

  std::map<std::string, std::string> files_;
  SiteConfig config_;
  std::unique_ptr<Theme> theme_;
};

std::string as_written(const std::string& text) { return replace_all(text, "\t", "→"); }

TEST_CASE("the examples of the extensions", "[conformance]") {
  const bool update = std::getenv("LOCI_UPDATE_CONFORMANCE") != nullptr;
  std::vector<std::string> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(LOCI_SOURCE_DIR "/tests/conformance/extensions"))
    if (entry.path().extension() == ".txt") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  std::size_t count = 0;
  for (const std::string& path : paths) {
    const std::string name = std::filesystem::path(path).filename().string();
    const std::string text = test::read_whole(path);
    const std::vector<std::string_view> lines = split(text, '\n');
    std::string rewritten;
    std::size_t copied = 0;
    const auto copy_to = [&](std::size_t line) {
      for (; copied < std::min(line, lines.size()); ++copied)
        rewritten.append(lines[copied]).append(copied + 1 < lines.size() ? "\n" : "");
    };
    Site site;
    for (const SpecBlock& block : test::read_spec(text)) {
      INFO(name << ":" << block.line << ": " << block.kind << " " << block.number << ", "
                << block.heading);
      REQUIRE(block.end_line != 0);
      if (block.kind == "config") {
        site.set_config(block.parts[0]);
      } else if (block.kind == "example") {
        ++count;
        const auto [html, messages] = site.build(block.parts[0]);
        if (update) {
          copy_to(block.line);
          rewritten += as_written(block.parts[0]) + ".\n" + as_written(html);
          if (!messages.empty()) rewritten += ".\n" + messages;
          copied = block.end_line - 1;
          continue;
        }
        INFO(block.parts[0]);
        CHECK(html == (block.parts.size() > 1 ? block.parts[1] : ""));
        CHECK(messages == (block.parts.size() > 2 ? block.parts[2] : ""));
      } else {
        REQUIRE((block.kind == "note" || block.kind == "file"));
        site.add(block);
      }
    }
    if (!update) continue;
    copy_to(lines.size());
    std::ofstream(path, std::ios::binary) << rewritten;
  }
  std::printf("extensions: %zu examples in %zu files\n", count, paths.size());
}

}  // namespace
}  // namespace loci

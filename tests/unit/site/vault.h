// A vault in memory for the tests of site/: notes by name, and what the passes make of them, as
// text.
//
//     Vault vault({{"a.md", "[[b]]"}, {"b.md", "# B"}});
//     vault.messages()      "a.md:1:1: error[L201]: ..."
//     vault.page("a.html")
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "site/pipeline.h"
#include "site/render.h"
#include "site/write.h"
#include "source/file_system.h"
#include "theme/theme.h"

namespace loci::test {

// Paths and texts. A type of its own, so that a braced list of one file is not taken for anything
// else.
struct Notes {
  Notes(std::initializer_list<std::pair<const std::string, std::string>> list) : files(list) {}
  Notes(std::map<std::string, std::string> list) : files(std::move(list)) {}

  std::map<std::string, std::string> files;
};

class Vault {
 public:
  explicit Vault(const Notes& notes) : files(rooted(notes)) {
    config.root = "/vault";
    config.title = "Vault";
  }

  static std::map<std::string, std::string> rooted(const Notes& notes) {
    std::map<std::string, std::string> all;
    for (const auto& [path, text] : notes.files) all.emplace("/vault/" + path, text);
    return all;
  }

  const Theme& theme() {
    if (!theme_) {
      Result<Theme> loaded = load_theme(config, files);
      theme_ = std::make_unique<Theme>(std::move(*loaded));
    }
    return *theme_;
  }

  // Builds once; what the test changes in `config` comes before.
  SiteBuild& build(Depth depth = Depth::planned) {
    if (!build_) {
      Timings timings;
      build_ = *build_site(config, theme(), files, depth, nullptr, timings);
    }
    return *build_;
  }

  const LinkedSite& site() { return build(Depth::linked).site; }

  // One line a diagnostic: "path:line:column: L201 message | hint"; remarks (notes) too.
  std::string messages() {
    std::string text;
    const SiteBuild& made = build(Depth::linked);
    for (const Diagnostic& diagnostic : made.diagnostics) {
      const LineCol place = line_col(made.text_of(diagnostic.path), diagnostic.span.begin);
      text += diagnostic.path + ":" + std::to_string(place.line) + ":" +
              std::to_string(place.column) + ": " + std::string(code_id(diagnostic.code)) + " " +
              diagnostic.message;
      for (const std::string& hint : diagnostic.hints) text += " | " + hint;
      text += "\n";
    }
    return text;
  }

  // An output's bytes, or "error: " and the message.
  std::string page(const std::string& path) {
    const SiteBuild& made = build();
    const Output* output = made.plan.find(path);
    if (output == nullptr) return "error: no output '" + path + "'";
    const Result<std::string> bytes = render(*output, made, theme());
    return bytes ? *bytes : "error: " + bytes.error().message;
  }

  // The part of a page's text between two strings, without them.
  std::string part(const std::string& path, const std::string& begin, const std::string& end) {
    const std::string text = page(path);
    const std::size_t from = text.find(begin);
    if (from == std::string::npos) return "nothing begins with " + begin + " in\n" + text;
    const std::size_t to = text.find(end, from + begin.size());
    return text.substr(from + begin.size(), to - from - begin.size());
  }

  // What the links of a note lead to, one a line: "note b.html#x", "broken".
  std::string targets(const std::string& path) {
    std::string text;
    for (const LinkedNote& note : site().notes) {
      if (note.parsed->path != path) continue;
      for (const ResolvedLink& link : note.links) text += target(link) + "\n";
    }
    return text;
  }

  std::string target(const ResolvedLink& link) {
    const std::string anchor = link.anchor.empty() ? "" : "#" + link.anchor;
    switch (link.kind) {
      case TargetKind::note:
        return "note " + site().note(link.note).output_path + anchor;
      case TargetKind::section:
        return "section " + site().sections[link.index].output_path;
      case TargetKind::attachment:
        return "file " + site().attachments[link.index].output_path + anchor;
      case TargetKind::broken:
        return "broken";
      case TargetKind::unpublished:
        return "unpublished";
    }
    return "?";
  }

  MemoryFileSystem files;
  SiteConfig config;

 private:
  std::unique_ptr<Theme> theme_;
  std::shared_ptr<SiteBuild> build_;
};

}  // namespace loci::test

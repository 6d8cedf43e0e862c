#include "cli/note_texts.h"

#include "base/path.h"
#include "source/decode.h"

namespace loci {

LineCol NoteTexts::place(const std::string& path, std::uint32_t offset) {
  return line_col(text_of(path), offset);
}

std::string_view NoteTexts::text_of(const std::string& path) {
  if (const std::string_view kept = build_.text_of(path); !kept.empty()) return kept;
  const auto [entry, is_new] = read_.try_emplace(path);
  if (is_new) {
    // The note may be a link; the build has seen to it that it stays inside the project.
    const std::string absolute = join_path(build_.config.root, path);
    const Result<std::string> real = files_.real_path(absolute);
    Result<std::string> bytes = files_.read(real ? *real : absolute);
    Diagnostics said_already;
    if (bytes) entry->second = decode_source(path, *std::move(bytes), said_already).text;
  }
  return entry->second;
}

}  // namespace loci

#include "cli/note_texts.h"

#include <utility>

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
    Result<NoteFile> file = read(path);
    if (file) entry->second = std::move(file->source.text);
  }
  return entry->second;
}

Result<NoteTexts::NoteFile> NoteTexts::read(const std::string& path) const {
  // The build has seen to it that a link stays inside the project.
  NoteFile file;
  const std::string absolute = join_path(build_.config.root, path);
  Result<std::string> real = files_.real_path(absolute);
  file.absolute = real ? *std::move(real) : absolute;
  Result<std::string> bytes = files_.read(file.absolute);
  if (!bytes) return std::move(bytes).error();
  file.bytes = *std::move(bytes);
  Diagnostics said_already;
  file.source = decode_source(path, file.bytes, said_already);
  return file;
}

}  // namespace loci

// The templates, built assets and the manual of codes inside the program. The table is generated at build time (cmake/).
#pragma once

#include <span>
#include <string_view>

namespace loci {

struct EmbeddedFile {
  std::string_view path;    // "templates/note.html", "assets/loci.css", "manual/L201.md"
  std::string_view bytes;   // lives as long as the program
  std::string_view digest;  // of an asset: eight hexadecimal digits of its SHA-256
};

std::span<const EmbeddedFile> embedded_files();  // by path

}  // namespace loci

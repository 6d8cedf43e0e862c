// From the bytes of a note on disk to the text that everything else works on.
//
//     SourceFile file = decode_source("notes/a.md", bytes, diagnostics);
//     file.text     valid UTF-8: no byte-order mark, line ends are LF, wrong bytes are U+FFFD
#pragma once

#include <string>

#include "source/diagnostic.h"
#include "source/source_file.h"

namespace loci {

// Takes any bytes. UTF-16 is told by its byte-order mark and reported; such a file's text is empty.
SourceFile decode_source(std::string path, std::string bytes, Diagnostics& diagnostics);

}  // namespace loci

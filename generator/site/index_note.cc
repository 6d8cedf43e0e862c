#include "site/index_note.h"

#include <string>

#include "base/path.h"
#include "base/text.h"
#include "site/name_table.h"

namespace loci {

std::optional<int> index_rank(std::string_view path) {
  const std::string name = ascii_lower(without_note_ending(file_name(path)));
  if (name == "index" || name == "_index") return 0;
  if (name == "readme") return 1;
  return std::nullopt;
}

}  // namespace loci

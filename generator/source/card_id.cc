#include "source/card_id.h"

#include <algorithm>
#include <cstddef>

namespace loci {

std::string card_group(std::string_view id) {
  const std::size_t slash = id.find('/');
  if (slash == std::string_view::npos) return std::string(id);
  std::string group(id.substr(0, slash));
  const std::size_t tilde = id.find('~', slash);
  if (tilde != std::string_view::npos) group += id.substr(tilde);
  return group;
}

std::string_view card_part(std::string_view id) {
  const std::size_t slash = id.find('/');
  if (slash == std::string_view::npos) return {};
  return id.substr(slash, std::min(id.find('~', slash), id.size()) - slash);
}

}  // namespace loci

// The first line of a callout: "[!type|option|option]- Title". Types and their other names are Obsidian's.
//
//     parse_callout("[!Tip]- Use an index")    type "tip", written "Tip", folded, length 7
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

enum class Fold : std::uint8_t { none, open, closed };

struct Callout {
  std::string type;  // lower case, as written: "faq"
  std::string look;  // the type whose style it has: "question"; "note" for one that is not known
  std::vector<std::string> options;  // "both"
  Fold fold = Fold::none;
  std::size_t length = 0;  // of the marker and the blank behind it in the text

  // Shown when the author wrote no title: "Faq".
  std::string default_title() const;
};

// `text`: the first text of a block quote. nullopt: it is a plain quotation.
std::optional<Callout> parse_callout(std::string_view text);

}  // namespace loci

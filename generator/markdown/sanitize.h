// Raw HTML in a note, cut into tags and text, and the list of what of it may stay.
//
// The list names what is allowed; all else goes. render_raw.cc writes what is left and closes what the author left open, so
// that no note can break the page it stands in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

struct HtmlAttribute {
  std::string name;   // lower case
  std::string value;  // character references decoded
};

struct HtmlToken {
  enum class Kind : std::uint8_t {
    text,
    open,
    close,
    hidden
  };  // hidden: comment, declaration, instruction
  Kind kind = Kind::text;
  std::string_view raw;
  std::string name;  // lower case
  std::vector<HtmlAttribute> attributes;
};

class HtmlScanner {
 public:
  explicit HtmlScanner(std::string_view html) : html_(html) {}

  bool next(HtmlToken& token);
  // Moves behind "</name>", or to the end.
  void skip_past_close(std::string_view name);

 private:
  bool tag(HtmlToken& token);

  std::string_view html_;
  std::size_t at_ = 0;
};

enum class ElementRule : std::uint8_t {
  removed,        // the tag goes, its content stays
  removed_whole,  // script, style and the like: the content goes too
  kept,
  kept_void,  // has no end tag
};

ElementRule element_rule(std::string_view name);
bool is_attribute_kept(std::string_view element, std::string_view attribute);

// Character references as browsers read them, as far as they can make an address dangerous: numbers and a few names.
std::string decode_references(std::string_view text);

}  // namespace loci

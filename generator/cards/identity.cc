// Keys of cards (flashcards in ARCHITECTURE.md). The browser makes none: keys reach it with the cards.
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cards/extract.h"

namespace loci {

// Blanks are folded so that a question keeps its history when it is wrapped anew.
std::string content_key(CardKind kind, std::string_view question) {
  std::string text = kind == CardKind::cloze ? "cloze\n" : "basic\n";
  const std::string composed = nfc(trim(question));
  bool blank = false;
  for (const char c : composed) {
    if (is_ascii_space(c)) {
      blank = true;
      continue;
    }
    if (blank) text += ' ';
    blank = false;
    text += c;
  }
  return "h-" + base32(sha256(text), 13);
}

}  // namespace loci

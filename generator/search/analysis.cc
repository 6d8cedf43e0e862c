// Loci's own way from text to terms, see analysis.h. lunr's is lunr_analysis.cc; folding.cc knows
// letters.
//
// A text is cut into chains: words joined by characters that stand inside names ("std::vector",
// "get_user", "write-ahead").
//
//     write-ahead   whole "writeahead"; parts "write", "ahead"      so e-mail finds email
//     std::vector   whole "std::vector"; parts "std", "vector"
//     don't         whole "dont"                                    and Kafka's is "kafka"
#include "search/analysis.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "search/stemmer.h"
#include "search/stop_words.h"

namespace loci {

namespace {

constexpr std::size_t longest_chain =
    64;  // bytes; a longer one is an address or a hash: only its parts are words
constexpr std::size_t most_segments = 6;

enum class Kind : std::uint8_t { other, word, unspaced };

// A soft hyphen and the joiners of Persian and Hindi are seen by nobody: they neither begin nor end
// a word.
bool is_unseen(char32_t point) { return point == 0xAD || point == 0x200C || point == 0x200D; }

Kind kind_of(char32_t point) {
  if (point < 0x80) {
    const char c = static_cast<char>(point);
    return is_ascii_letter(c) || is_ascii_digit(c) ? Kind::word : Kind::other;  // '_' joins
  }
  if (!is_word_character(point)) return Kind::other;
  return is_unspaced(point) ? Kind::unspaced : Kind::word;
}

struct Point {
  char32_t value;
  std::uint32_t begin;  // byte
};

struct Segment {
  std::size_t begin;  // points [begin, end)
  std::size_t end;
  std::string_view joiner;  // kept in the whole before this segment; "'" stands for an apostrophe
};

class Chains {
 public:
  Chains(std::string_view text, Terms& result) : text_(text), result_(result) {
    points_.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
      const auto begin = static_cast<std::uint32_t>(at);
      points_.push_back({next_code_point(text, at), begin});
    }
  }

  void run() {
    while (at_ < points_.size()) {
      switch (kind_at(at_)) {
        case Kind::unspaced:
          unspaced_run();
          break;
        case Kind::word:
          chain(false);
          break;
        case Kind::other:
          if (begins_with_dot(at_)) {
            ++at_;
            chain(true);
          } else {
            ++at_;
          }
      }
    }
  }

 private:
  char32_t value(std::size_t i) const { return i < points_.size() ? points_[i].value : 0; }
  Kind kind_at(std::size_t i) const {
    return i < points_.size() ? kind_of(points_[i].value) : Kind::other;
  }
  std::uint32_t byte(std::size_t i) const {
    return i < points_.size() ? points_[i].begin : static_cast<std::uint32_t>(text_.size());
  }
  std::string_view text(std::size_t begin, std::size_t end) const {
    return text_.substr(byte(begin), byte(end) - byte(begin));
  }

  // ".NET", ".gitignore": a dot before a letter, with nothing of a name before it.
  bool begins_with_dot(std::size_t i) const {
    if (value(i) != '.' || value(i + 1) >= 0x80 ||
        !is_ascii_letter(static_cast<char>(value(i + 1))))
      return false;
    if (i == 0) return true;
    const char32_t before = value(i - 1);
    return before != '.' && before != '_' && before != '/' && before != ':' && before != '-' &&
           before != '+' && before != '#' && kind_of(before) == Kind::other;
  }

  // `chain` is the first place of the word, `offset` how many of its parts came before.
  void add(std::string surface, std::size_t begin, std::size_t end, TermRole role,
           std::uint32_t chain, std::uint32_t offset = 0) {
    if (surface.empty()) return;
    Term term;
    term.stop = is_stop_word(surface);
    term.text = surface;
    stem_word(term.text);
    term.surface = std::move(surface);
    term.role = role;
    term.chain = chain;
    term.begin = byte(begin);
    term.length = byte(end) - term.begin;
    term.ordinal = chain + offset;
    result_.terms.push_back(std::move(term));
  }

  void unspaced_run() {
    const std::size_t begin = at_;
    while (kind_at(at_) == Kind::unspaced) ++at_;
    // A word for each character: "東京" in "大東京" stands at the second.
    const std::uint32_t chain = result_.words;
    result_.words += static_cast<std::uint32_t>(at_ - begin);
    if (at_ - begin == 1) {
      add(fold_for_search(text(begin, at_)), begin, at_, TermRole::whole, chain);
      return;
    }
    for (std::size_t i = begin; i + 1 < at_; ++i) {
      add(fold_for_search(text(i, i + 2)), i, i + 2, TermRole::part, chain,
          static_cast<std::uint32_t>(i - begin));
    }
    // Single characters too: a query of one character must find it. They are not needed when two or
    // more are asked for.
    for (std::size_t i = begin; i < at_; ++i)
      add(fold_for_search(text(i, i + 1)), i, i + 1, TermRole::extra, chain,
          static_cast<std::uint32_t>(i - begin));
  }

  std::size_t word_end(std::size_t i) const {
    while (true) {
      while (kind_at(i) == Kind::word) ++i;
      std::size_t unseen = i;
      while (is_unseen(value(unseen))) ++unseen;
      if (unseen == i || kind_at(unseen) != Kind::word) return i;
      i = unseen;
    }
  }

  // "C++", "g++", "C#", "F#", "B+": the signs behind a name that belong to it.
  std::size_t signs_end(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
      if (value(i) >= 0x80 || !is_ascii_letter(static_cast<char>(value(i)))) return end;
    }
    if (value(end) == '+' && value(end + 1) == '+' && value(end + 2) != '+') return end + 2;
    if (end - begin == 1 && (value(end) == '#' || value(end) == '+') &&
        kind_at(end + 1) == Kind::other && value(end + 1) != value(end)) {
      return end + 1;
    }
    return end;
  }

  // What joins the word that ends at `i` with the next one; sets `next` to where that one begins.
  // False: nothing does.
  bool joiner_at(std::size_t i, std::string_view& joiner, std::size_t& next) const {
    const char32_t c = value(i);
    next = i + 1;
    switch (c) {
      case '.':
        joiner = ".";
        break;
      case '/':
        joiner = "/";
        break;
      case ':':
        if (value(i + 1) != ':') return false;
        joiner = "::";
        next = i + 2;
        break;
      case '_':
        joiner = "";
        while (value(next) == '_') ++next;
        break;
      case '-':
      case 0x2010:
      case 0x2011:
        joiner = "";
        break;
      case '\'':
      case 0x2019:
        joiner = "'";
        break;
      default:
        return false;
    }
    return kind_at(next) == Kind::word;
  }

  void chain(bool dotted) {
    std::vector<Segment> segments;
    const std::size_t begin = dotted ? at_ - 1 : at_;
    std::string_view joiner;
    std::size_t next = at_;
    while (true) {
      const std::size_t word = next;
      const std::size_t end = signs_end(word, word_end(word));
      segments.push_back({word, end, joiner});
      at_ = end;
      if (!joiner_at(end, joiner, next)) break;
    }
    drop_possessive(segments);
    const std::uint32_t number = result_.words;
    const std::size_t end = segments.back().end;
    const bool too_long =
        segments.size() > most_segments || byte(end) - byte(begin) > longest_chain;
    const std::size_t whole_term = result_.terms.size();
    if (!too_long) {
      std::string whole = dotted ? "." : "";
      for (const Segment& segment : segments) {
        if (segment.joiner != "'") whole += segment.joiner;
        whole += text(segment.begin, segment.end);
      }
      add(fold_for_search(whole), begin, end, TermRole::whole, number);
    }
    const bool is_single = segments.size() == 1 && !dotted && !too_long;
    std::uint32_t parts = 0;
    for (std::size_t k = 0; k < segments.size(); ++k)
      segment_terms(segments, k, is_single, number, parts);
    parts = std::max(parts, 1u);
    if (whole_term < result_.terms.size() && result_.terms[whole_term].role == TermRole::whole)
      result_.terms[whole_term].places = parts;
    result_.words += parts;
  }

  // Kafka's -> Kafka, also in "Kafka's-broker".
  void drop_possessive(std::vector<Segment>& segments) const {
    std::erase_if(segments, [this](const Segment& segment) {
      return segment.joiner == "'" && segment.end - segment.begin == 1 &&
             (value(segment.begin) == 's' || value(segment.begin) == 'S');
    });
  }

  // `parts` counts those of the whole chain.
  void segment_terms(const std::vector<Segment>& segments, std::size_t k, bool is_single,
                     std::uint32_t number, std::uint32_t& parts) {
    const Segment& segment = segments[k];
    // Around an apostrophe only what follows it is a word of its own, if it is long: l'école, but
    // not they'll.
    const bool before_apostrophe = k + 1 < segments.size() && segments[k + 1].joiner == "'";
    const bool after_apostrophe = segment.joiner == "'";
    if (before_apostrophe || (after_apostrophe && segment.end - segment.begin < 3)) return;

    const std::size_t letters = word_end(segment.begin);
    const std::vector<std::size_t> humps = hump_ends(segment.begin, std::min(letters, segment.end));
    const bool has_signs = letters < segment.end;
    if (humps.size() == 1 && !has_signs) {
      if (!is_single)
        add(fold_for_search(text(segment.begin, segment.end)), segment.begin, segment.end,
            TermRole::part, number, parts++);
      return;
    }
    if (!is_single) {
      const TermRole role = has_signs ? TermRole::part : TermRole::extra;
      add(fold_for_search(text(segment.begin, segment.end)), segment.begin, segment.end, role,
          number, parts);
    }
    if (has_signs) {  // "count++" is found by "count"; "C++" is not a kind of C
      if (letters - segment.begin > 1) {
        add(fold_for_search(text(segment.begin, letters)), segment.begin, letters, TermRole::extra,
            number, parts);
      }
      if (!is_single) ++parts;
      return;
    }
    std::size_t begin = segment.begin;
    const bool all_short = std::none_of(humps.begin(), humps.end(), [&](std::size_t end) {
      const bool is_long = end - begin > 1;
      begin = end;
      return is_long;
    });
    begin = segment.begin;
    for (const std::size_t end : humps) {
      if (end - begin > 1 || all_short)
        add(fold_for_search(text(begin, end)), begin, end, TermRole::part, number, parts++);
      begin = end;
    }
  }

  // Ends of the parts of "getUserById", "HTTPServer", "Base64Encoder"; one part for "MD5", "H2O",
  // "URLs".
  std::vector<std::size_t> hump_ends(std::size_t begin, std::size_t end) const {
    std::vector<std::size_t> ends;
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (!is_upper(value(i))) continue;
      const char32_t before = value(i - 1);
      const bool lower_follows = i + 1 < end && is_lower(value(i + 1));
      const bool plural = lower_follows && i + 2 == end && value(i + 1) == 's';  // URLs
      if (is_lower(before) || (lower_follows && !plural)) ends.push_back(i);
    }
    ends.push_back(end);
    return ends;
  }

  std::string_view text_;
  Terms& result_;
  std::vector<Point> points_;
  std::size_t at_ = 0;
};

// ASCII letters only, all small or with one capital in front: most words of a text, and no rule
// applies to them.
bool is_plain_word(std::string_view piece) {
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const char c = piece[i];
    if (!(c >= 'a' && c <= 'z') && !(i == 0 && c >= 'A' && c <= 'Z')) return false;
  }
  return true;
}

void analyse_piece(std::string_view piece, Terms& result) {
  if (is_plain_word(piece) && piece.size() <= longest_chain) {
    Term term;
    term.surface = ascii_lower(piece);
    term.stop = is_stop_word(term.surface);
    term.text = term.surface;
    stem_word(term.text);
    term.chain = term.ordinal = result.words++;
    term.length = static_cast<std::uint32_t>(piece.size());
    result.terms.push_back(std::move(term));
    return;
  }
  Chains(piece, result).run();
}

// All of ASCII but letters, digits and what may stand inside a name.
constexpr std::array<bool, 256> make_separators() {
  std::array<bool, 256> separates{};
  for (unsigned c = 0; c < 0x80; ++c) {
    const char letter = static_cast<char>(c);
    separates[c] = !is_ascii_letter(letter) && !is_ascii_digit(letter) &&
                   std::string_view("_.:/-'+#").find(letter) == std::string_view::npos;
  }
  return separates;
}

constexpr Analysis analysis{make_separators(), analyse_piece};

}  // namespace

const Analysis& loci_analysis() { return analysis; }

std::vector<Term> analyse_text(std::string_view text) {
  Terms result;
  std::size_t at = 0;
  while (at < text.size()) {
    if (analysis.separates[static_cast<unsigned char>(text[at])]) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && !analysis.separates[static_cast<unsigned char>(text[at])]) ++at;
    const std::size_t first = result.terms.size();
    analyse_piece(text.substr(begin, at - begin), result);
    for (std::size_t i = first; i < result.terms.size(); ++i)
      result.terms[i].begin += static_cast<std::uint32_t>(begin);
  }
  return std::move(result.terms);
}

}  // namespace loci

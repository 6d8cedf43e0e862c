#include "site/mentions.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "base/text.h"
#include "base/unicode.h"
#include "search/lunr_stop_words.h"
#include "site/fill.h"
#include "site/phrase_finder.h"

namespace loci {
namespace {

// What every vault has and nobody means by the words. Sorted.
constexpr std::array<std::string_view, 38> everyday_names = {
    "about",
    "appendix",
    "best practices",
    "case studies",
    "case study",
    "changelog",
    "cheat sheet",
    "common mistakes",
    "conclusion",
    "contents",
    "daily note",
    "further reading",
    "getting started",
    "glossary",
    "home",
    "how it works",
    "in practice",
    "index",
    "interview questions",
    "introduction",
    "key ideas",
    "next steps",
    "notes",
    "open questions",
    "overview",
    "pros and cons",
    "read me",
    "readme",
    "reading list",
    "references",
    "related work",
    "see also",
    "sources",
    "summary",
    "system design",
    "table of contents",
    "trade-offs",
    "use cases",
};

bool is_everyday(std::string_view name) {
  const std::string folded = fold(trim(name));
  return std::binary_search(everyday_names.begin(), everyday_names.end(), folded);
}

struct Name {
  NoteId note = no_note;  // no_note: several have it
  std::optional<MentionRule> rule;
  std::vector<std::string> spellings;  // as their authors write it, where that counts
};

struct Names {
  PhraseFinder finder;
  std::vector<Name> names;  // by phrase
};

void add_name(Names& all, std::string_view name, NoteId note, bool is_index_title) {
  const std::uint32_t phrase = all.finder.add(name);
  if (phrase == PhraseFinder::no_phrase) return;
  const bool is_new = phrase == all.names.size();
  if (is_new) all.names.emplace_back().note = note;
  Name& known = all.names[phrase];
  if (known.note != note) known.note = no_note;
  const std::optional<MentionRule> rule = is_index_title ? std::nullopt : mention_rule(name);
  if (!rule) return;
  // Of two spellings of one note's name the one that is found more easily decides.
  if (!known.rule || *rule < *known.rule) known.rule = rule;
  known.spellings.emplace_back(trim(name));
}

Names collect_names(const LinkedSite& site) {
  Names all;
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    const LinkedNote& note = site.notes[i];
    const NoteId id{static_cast<std::uint32_t>(i)};
    const bool is_index = site.sections[note.section].index == id;
    add_name(all, note.title, id, is_index);
    for (const Spanned& alias : note.parsed->meta.aliases) {
      if (alias.value.find('/') == std::string::npos) add_name(all, alias.value, id, false);
    }
  }
  return all;
}

// ---- one note's text -----------------------------------------------------------------------------

struct Found {
  std::uint32_t phrase = 0;
  std::uint32_t section = 0;
  TextRange range;
  bool is_weak = false;  // the capital may be there for another reason
};

struct Scan {
  std::vector<Found> found;                // in text order; of a name the first sure and weak place
  std::vector<std::uint32_t> small_names;  // capitalised names that this note writes small
};

// For each phrase or note the last note, plus one, that said something of it.
struct Stamps {
  std::vector<std::uint32_t> sure, weak, small, linked;
  Stamps(std::size_t phrases, std::size_t notes)
      : sure(phrases), weak(phrases), small(phrases), linked(notes) {}
};

char32_t point_before(std::string_view text, std::size_t at) {
  if (at == 0) return ' ';
  do --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return next_code_point(text, at);
}

char32_t point_at(std::string_view text, std::size_t at) {
  return at < text.size() ? next_code_point(text, at) : U' ';
}

// Part of something longer: a compound, a path, an address, a call, "C++".
bool is_joined(std::string_view text, TextRange range) {
  constexpr std::string_view before = "-/\\.@_:#$+&=~";
  constexpr std::string_view after = "-/\\@_#+(&=~";
  const char32_t left = point_before(text, range.begin);
  if (left < 0x80 && before.find(static_cast<char>(left)) != std::string_view::npos) return true;
  const char32_t right = point_at(text, range.end);
  if (right < 0x80 && after.find(static_cast<char>(right)) != std::string_view::npos) return true;
  const char32_t next = point_at(text, range.end + 1);
  if ((right == '.' || right == ':') && is_word_character(next)) return true;
  // "Kafka's" is Kafka; "Let'em" is no "Let".
  const bool is_apostrophe = right == '\'' || right == 0x2019;
  const std::size_t behind = range.end + (right == '\'' ? 1 : 3);
  return is_apostrophe && is_word_character(point_at(text, behind)) &&
         !(to_lower(point_at(text, behind)) == 's' &&
           !is_word_character(point_at(text, behind + 1)));
}

// A block's prose begins here: the blank before it is nobody's (Renderer::note_prose).
bool begins_block(const Section& section, std::size_t index) {
  const TextRange& range = section.prose[index];
  return range.begin == 0 || section.text[range.begin - 1] == ' ';
}

class NoteScanner {
 public:
  NoteScanner(const LinkedSite& site, const Names& names) : site_(site), names_(names) {}

  Scan scan(NoteId id, Stamps& stamps, PhraseFinder::Scratch& scratch) {
    const LinkedNote& note = site_.note(id);
    const std::uint32_t stamp = static_cast<std::uint32_t>(index_of(id)) + 1;
    mark_linked(note, stamps, stamp);
    stamps.linked[index_of(id)] = stamp;
    Scan result;
    const std::vector<Section>& sections = note.parsed->body.sections;
    for (std::size_t s = 0; s < sections.size(); ++s) {
      const Section& section = sections[s];
      for (std::size_t r = 0; r < section.prose.size(); ++r) {
        const TextRange& range = section.prose[r];
        const bool is_start = begins_block(section, r);
        const auto accept = [&](const PhraseFinder::Match& match) {
          const Name& name = names_.names[match.phrase];
          const TextRange place{match.begin, match.end};
          if (!name.rule || is_joined(section.text, place)) return false;
          if (*name.rule != MentionRule::any_case && !is_as_written(name, section.text, place)) {
            if (*name.rule == MentionRule::capitalised && stamps.small[match.phrase] != stamp &&
                is_lower(point_at(section.text, match.begin))) {
              stamps.small[match.phrase] = stamp;
              result.small_names.push_back(match.phrase);
            }
            return false;
          }
          if (*name.rule != MentionRule::any_case &&
              is_in_longer_name(section.text, range, is_start, match, scratch))
            return false;
          const bool is_weak = *name.rule == MentionRule::capitalised &&
                               (starts_sentence(section.text, range, is_start, match.begin) ||
                                is_label(section.text, range, match));
          // The longest name is what is meant, also when nothing is to be said of it.
          if (name.note == no_note || stamps.linked[index_of(name.note)] == stamp) return true;
          std::uint32_t& seen = (is_weak ? stamps.weak : stamps.sure)[match.phrase];
          if (seen == stamp || stamps.sure[match.phrase] == stamp) return true;
          seen = stamp;
          result.found.push_back({match.phrase, static_cast<std::uint32_t>(s), place, is_weak});
          return true;
        };
        names_.finder.find(section.text, range, scratch, accept);
      }
    }
    return result;
  }

 private:
  void mark_linked(const LinkedNote& note, Stamps& stamps, std::uint32_t stamp) const {
    for (const ResolvedLink& link : note.links) {
      if (link.kind == TargetKind::note) stamps.linked[index_of(link.note)] = stamp;
      if (link.kind == TargetKind::section && site_.sections[link.index].index != no_note)
        stamps.linked[index_of(site_.sections[link.index].index)] = stamp;
    }
    for (const NoteId id : note.prerequisites) stamps.linked[index_of(id)] = stamp;
  }

  static bool is_as_written(const Name& name, std::string_view text, TextRange range) {
    const std::string_view written = text.substr(range.begin, range.end - range.begin);
    return std::find(name.spellings.begin(), name.spellings.end(), written) != name.spellings.end();
  }

  // The capital at `at` is there because a sentence begins.
  static bool starts_sentence(std::string_view text, TextRange range, bool range_starts_block,
                              std::size_t at) {
    while (at > range.begin) {
      const char32_t before = point_before(text, at);
      const bool opens = before == ' ' || before == '"' || before == '\'' || before == '(' ||
                         before == '[' || before == 0x201C || before == 0x2018 || before == 0xAB;
      if (!opens) return is_end_of_sentence(before);
      at -= before < 0x80 ? 1 : before < 0x800 ? 2 : 3;
    }
    // Before it stands nothing, or code or a link.
    return range_starts_block || at == 0 || is_end_of_sentence(point_before(text, at));
  }

  static bool is_end_of_sentence(char32_t point) {
    return point == '.' || point == '!' || point == '?' || point == ':' || point == '|' ||
           point == 0x2026 || point == 0x3002 || point == 0x2022 || point == 0x2192;
  }

  // "Links: ..." on a line of its own.
  static bool is_label(std::string_view text, TextRange range, const PhraseFinder::Match& match) {
    return point_at(text, match.end) == ':' &&
           trim(text.substr(range.begin, match.begin - range.begin)).empty();
  }

  // Within a Longer Name, which is another one: of a person, a company, a product. Acronyms may stand side by side.
  static bool is_in_longer_name(std::string_view text, TextRange range, bool range_starts_block,
                                const PhraseFinder::Match& match,
                                const PhraseFinder::Scratch& scratch) {
    const std::vector<PhraseFinder::Token>& tokens = scratch.tokens;
    const auto is_capital_word = [&](std::size_t blank, std::size_t word) {
      if (tokens[blank].kind != PhraseFinder::TokenKind::blank ||
          tokens[word].kind != PhraseFinder::TokenKind::word)
        return false;
      std::size_t at = tokens[word].begin;
      return is_upper(next_code_point(text, at)) && at < tokens[word].end &&
             is_lower(point_at(text, at));
    };
    const std::size_t next = match.last_token + 1;
    if (next + 1 < tokens.size() && is_capital_word(next, next + 1)) return true;
    if (match.first_token < 2) return false;
    const std::size_t before = match.first_token - 2;
    const std::string_view word =
        text.substr(tokens[before].begin, tokens[before].end - tokens[before].begin);
    return is_capital_word(before + 1, before) && !is_lunr_stop_word(to_lower(word)) &&
           !starts_sentence(text, range, range_starts_block, tokens[before].begin);
  }

  const LinkedSite& site_;
  const Names& names_;
};

}  // namespace

std::optional<MentionRule> mention_rule(std::string_view name) {
  name = trim(name);
  if (is_everyday(name)) return std::nullopt;
  std::vector<PhraseFinder::Token> tokens;
  PhraseFinder::tokenize(name, {0, static_cast<std::uint32_t>(name.size())}, tokens);
  std::size_t content = 0;   // words that say something
  std::size_t small = 0;     // words such as "the"
  std::size_t numbers = 0;   // words without a letter
  std::size_t unspaced = 0;  // characters of scripts without blanks
  std::size_t signs = 0;
  std::string_view word;
  for (const PhraseFinder::Token& token : tokens) {
    const std::string_view text = name.substr(token.begin, token.end - token.begin);
    if (token.kind == PhraseFinder::TokenKind::unspaced) ++unspaced;
    if (token.kind == PhraseFinder::TokenKind::sign) ++signs;
    if (token.kind != PhraseFinder::TokenKind::word) continue;
    bool has_letter = false;
    for (std::size_t at = 0; at < text.size();)
      has_letter = is_letter(next_code_point(text, at)) || has_letter;
    if (!has_letter) {
      ++numbers;
    } else if (is_lunr_stop_word(to_lower(text)) && tokens.size() > 1) {
      ++small;
    } else {
      ++content;
      word = text;
    }
  }
  if (unspaced + content == 0) return std::nullopt;
  if (unspaced >= 2 || content >= 2 || (unspaced > 0 && content > 0)) return MentionRule::any_case;
  if (unspaced > 0 || code_point_count(name) < 3) return std::nullopt;
  if (numbers > 0 || signs > 0) return MentionRule::as_written;  // "HTTP 2", "C++"
  std::size_t at = 0;
  const char32_t first = next_code_point(word, at);
  bool has_case = is_upper(first) || is_lower(first);
  bool is_special = false;
  while (at < word.size()) {
    const char32_t point = next_code_point(word, at);
    is_special = is_special || is_upper(point) || is_digit(point);
    has_case = has_case || is_lower(point);
  }
  if (is_special) return MentionRule::as_written;
  if (!has_case) return MentionRule::any_case;
  if (small > 0)
    return is_upper(point_at(name, 0)) ? std::optional(MentionRule::capitalised) : std::nullopt;
  return is_upper(first) ? std::optional(MentionRule::capitalised) : std::nullopt;
}

void collect_mentions(LinkedSite& site) {
  const Names names = collect_names(site);
  std::vector<Scan> scans(site.notes.size());
  NoteScanner scanner(site, names);
  parallel_ranges(scans.size(), 256, [&](std::size_t begin, std::size_t end) {
    Stamps stamps(names.names.size(), scans.size());
    PhraseFinder::Scratch scratch;
    for (std::size_t i = begin; i < end; ++i)
      scans[i] = scanner.scan(NoteId{static_cast<std::uint32_t>(i)}, stamps, scratch);
  });

  // A word that is written with a capital inside sentences, and nowhere small, is a name: then its
  // capital means something everywhere.
  std::vector<bool> is_small(names.names.size());
  std::vector<bool> is_sure(names.names.size());
  for (const Scan& scan : scans) {
    for (const std::uint32_t phrase : scan.small_names) is_small[phrase] = true;
    for (const Found& found : scan.found) {
      if (!found.is_weak) is_sure[found.phrase] = true;
    }
  }
  // What most notes say and do not link is how these notes are laid out.
  const std::size_t most = std::max<std::size_t>(20, site.notes.size() / 5);
  std::vector<std::uint32_t> stamps(site.notes.size());
  for (std::size_t i = 0; i < scans.size(); ++i) {
    const auto from = static_cast<std::uint32_t>(i);
    for (const Found& found : scans[i].found) {
      if (found.is_weak && (is_small[found.phrase] || !is_sure[found.phrase])) continue;
      const std::size_t target = index_of(names.names[found.phrase].note);
      if (std::exchange(stamps[target], from + 1) == from + 1) continue;
      site.notes[target].mentions.push_back({NoteId{from}, found.section, found.range});
    }
  }
  for (LinkedNote& note : site.notes) {
    if (note.mentions.size() > most) note.mentions = {};
  }
}

Sentence mention_sentence(const Mention& found, const LinkedSite& site) {
  const LinkedNote& from = site.note(found.from);
  const Section& section = from.parsed->body.sections[found.section];
  const TextRange mention = found.range;
  const std::vector<TextRange>& prose = section.prose;
  const auto behind =
      std::upper_bound(prose.begin(), prose.end(), mention.begin,
                       [](std::uint32_t at, const TextRange& range) { return at < range.begin; });
  std::size_t first = static_cast<std::size_t>(behind - prose.begin());
  first = first == 0 ? 0 : first - 1;
  // Back to where the block begins. Between two stretches of one block stands code or a link; when
  // that begins with a blank, the block does too.
  std::uint32_t begin = prose[first].begin;
  for (std::size_t at = first; !begins_block(section, at);) {
    if (at == 0) {
      begin = 0;
      break;
    }
    --at;
    begin = prose[at].end;
    if (section.text[begin] == ' ') {
      ++begin;
      break;
    }
    begin = prose[at].begin;
  }
  const auto size = static_cast<std::uint32_t>(section.text.size());
  std::uint32_t end = size;
  for (std::size_t at = first; at < prose.size(); ++at) {
    if (prose[at].end < size && section.text[prose[at].end] == ' ') {
      end = prose[at].end;
      break;
    }
    if (at + 1 < prose.size() && begins_block(section, at + 1)) {
      end = prose[at + 1].begin - 1;
      break;
    }
  }
  const auto shown = [&](TextRange range) {
    return relabelled(from, found.section, range, site)
        .value_or(section.text.substr(range.begin, range.end - range.begin));
  };
  std::string block = shown({begin, mention.begin});
  const std::size_t mark = block.size();
  block += shown({mention.begin, end});
  return sentence_around(block, mark, mark + (mention.end - mention.begin));
}

}  // namespace loci

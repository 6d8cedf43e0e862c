#include "site/fragments.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "site/link_steps.h"

namespace loci {
namespace {

// From the strictest to the loosest.
constexpr std::array heading_matches_in_order = {FragmentMatch::id, FragmentMatch::text,
                                                 FragmentMatch::loosely, FragmentMatch::slug};

// One part of a chain, in every form in which it is compared.
struct Wanted {
  explicit Wanted(std::string_view part)
      : text(part), folded(fold(part)), loose(loose_heading(part)), slug(heading_id(part)) {}

  bool fits(const Heading& heading, FragmentMatch match) const {
    switch (match) {
      case FragmentMatch::id:
        return heading.id == text;
      case FragmentMatch::text:
        return fold(heading.text) == folded;
      case FragmentMatch::loosely:
        return !loose.empty() &&
               (loose_heading(heading.text) == loose ||
                (!heading.written.empty() && loose_heading(heading.written) == loose));
      default:
        return !slug.empty() && heading_id(heading.text) == slug;
    }
  }

  std::string_view text;
  std::string folded;
  std::string loose;
  std::string slug;
};

// Whether the headings above outline[at] hold the parts of the chain before its last one, from the
// inside out.
bool chain_fits(const std::vector<Heading>& outline, std::size_t at,
                const std::vector<Wanted>& chain, FragmentMatch match) {
  if (!chain.back().fits(outline[at], match)) return false;
  std::size_t part = chain.size() - 1;
  int level = outline[at].level;
  for (std::size_t i = at; part > 0 && i-- > 0;) {
    if (outline[i].level >= level) continue;
    level = outline[i].level;
    if (chain[part - 1].fits(outline[i], match)) --part;
  }
  return part == 0;
}

std::optional<FoundFragment> find_heading(const NoteBody& body, const std::vector<Wanted>& chain) {
  for (const FragmentMatch match : heading_matches_in_order) {
    for (std::size_t i = 0; i < body.outline.size(); ++i) {
      if (chain_fits(body.outline, i, chain, match))
        return FoundFragment{body.outline[i].id, match, static_cast<std::uint32_t>(i)};
    }
  }
  return std::nullopt;
}

bool is_stripped(char32_t point) {
  return point < 0x80 && std::string_view("!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n\t ")
                                 .find(static_cast<char>(point)) != std::string_view::npos;
}

}  // namespace

std::string loose_heading(std::string_view text) {
  const std::string folded = fold(text);
  std::string result;
  bool blank = false;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t begin = at;
    const char32_t point = next_code_point(folded, at);
    if (is_stripped(point) || is_space(point)) {
      blank = !result.empty();
      continue;
    }
    if (blank) result += ' ';
    blank = false;
    result.append(folded, begin, at - begin);
  }
  return result;
}

std::string heading_for_link(std::string_view text) {
  std::string result;
  bool blank = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool is_comment = c == '%' && at + 1 < text.size() && text[at + 1] == '%';
    if (is_comment) ++at;
    if (is_comment || is_ascii_space(c) || c == '#' || c == '|' || c == '^' || c == '[' ||
        c == ']') {
      blank = !result.empty();
      continue;
    }
    if (blank) result += ' ';
    blank = false;
    result += c;
  }
  return result;
}

std::optional<FoundFragment> find_fragment(const ParsedNote& note, std::string_view title,
                                           std::string_view fragment) {
  const NoteBody& body = note.body;
  // "#:~:text=…" is for the browser, not the page.
  fragment = trim(fragment.substr(0, fragment.find(":~:")));
  std::vector<std::string_view> parts;
  for (std::string_view part : split(fragment, '#')) {
    part = trim(part);
    if (!part.empty()) parts.push_back(part);
  }
  if (parts.empty()) return FoundFragment{};
  if (parts.back().starts_with('^')) {
    const std::string_view wanted = parts.back().substr(1);
    for (const Block& block : body.blocks) {
      if (equal_ignoring_ascii_case(block.id, wanted))
        return FoundFragment{"^" + block.id, FragmentMatch::block, no_index};
    }
    return std::nullopt;
  }

  std::vector<Wanted> chain(parts.begin(), parts.end());
  if (std::optional<FoundFragment> found = find_heading(body, chain)) return found;
  const auto is_title = [&](const Wanted& wanted) {
    for (const std::string_view heading : {std::string_view(body.first_heading), title}) {
      if (!heading.empty() && (fold(heading) == wanted.folded ||
                               (!wanted.slug.empty() && heading_id(heading) == wanted.slug) ||
                               (!wanted.loose.empty() && loose_heading(heading) == wanted.loose)))
        return true;
    }
    return false;
  };
  if (chain.size() > 1) {
    // The heading that opens a note is its title and stands at the top of the page.
    if (is_title(chain.front())) {
      const std::vector<Wanted> rest(chain.begin() + 1, chain.end());
      if (std::optional<FoundFragment> found = find_heading(body, rest)) return found;
    }
    // "C# and F#" is one heading.
    const std::vector<Wanted> whole = {Wanted(fragment)};
    if (std::optional<FoundFragment> found = find_heading(body, whole)) return found;
    return is_title(whole.front()) ? std::optional(FoundFragment{}) : std::nullopt;
  }
  if (is_title(chain.front())) return FoundFragment{};
  // An id the author wrote in HTML.
  if (parts[0].find_first_of("\"<>& ") == std::string_view::npos &&
      body.html.text.find(" id=\"" + std::string(parts[0]) + "\"") != std::string::npos) {
    return FoundFragment{std::string(parts[0]), FragmentMatch::html_id, no_index};
  }
  return std::nullopt;
}

std::optional<std::string> resolve_fragment(const ParsedNote& note, std::string_view title,
                                            std::string_view fragment) {
  std::optional<FoundFragment> found = find_fragment(note, title, fragment);
  return found ? std::optional(std::move(found->anchor)) : std::nullopt;
}

std::vector<std::uint32_t> near_headings(const NoteBody& body, std::string_view wanted) {
  const std::string by_text = loose_heading(wanted);
  const std::string by_slug = heading_id(wanted);
  if (by_text.size() < 2) return {};
  const std::size_t limit = std::max<std::size_t>(1, code_point_count(by_text) / 3);
  std::size_t least = limit + 1;
  std::vector<std::uint32_t> near;
  for (std::size_t i = 0; i < body.outline.size(); ++i) {
    const Heading& heading = body.outline[i];
    const std::size_t edits = std::min(edit_distance(by_text, loose_heading(heading.text), limit),
                                       edit_distance(by_slug, heading.id, limit));
    if (edits > limit || edits > least) continue;
    if (edits < least) near.clear();
    least = edits;
    near.push_back(static_cast<std::uint32_t>(i));
  }
  return near;
}

std::optional<std::string> near_block(const NoteBody& body, std::string_view id) {
  std::vector<std::string_view> ids;
  for (const Block& block : body.blocks) ids.push_back(block.id);
  return nearest_name(id, ids);
}

}  // namespace loci

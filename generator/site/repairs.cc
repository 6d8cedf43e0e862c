#include "site/repairs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "markdown/link_parts.h"
#include "markdown/links.h"
#include "site/fill.h"
#include "site/link_lookup.h"

namespace loci {
namespace {

Span span_in(const Link& link, const LinkPart& part) {
  return {link.span.begin + static_cast<std::uint32_t>(part.begin),
          link.span.begin + static_cast<std::uint32_t>(part.end)};
}

// The text as it must stand in the source; nullopt: it cannot stand there.
std::optional<std::string> encoded(std::string_view text, const LinkParts& parts) {
  if (text.find('\n') != std::string_view::npos) return std::nullopt;
  if (parts.is_wikilink) {
    if (text.find_first_of("|[]^\\") != std::string_view::npos ||
        text.find("%%") != std::string_view::npos)
      return std::nullopt;
    return std::string(text);
  }
  constexpr std::string_view hex = "0123456789ABCDEF";
  const std::string_view unsafe = parts.is_angled ? "<>%#?\\&" : " ()<>%#?\\&\"";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || unsafe.find(c) != std::string_view::npos) {
      result += '%';
      result += hex[byte >> 4];
      result += hex[byte & 15];
    } else {
      result += c;
    }
  }
  return result;
}

bool leads_to_the_same(const ResolvedLink& a, const ResolvedLink& b) {
  return a.kind == b.kind && a.note == b.note && a.index == b.index;
}

bool leads_nowhere(TargetKind kind) {
  return kind == TargetKind::broken || kind == TargetKind::unpublished;
}

// Whether the line of the text at `at` may be a row of a table: it has a bar outside wikilinks.
bool is_row(std::string_view text, std::size_t at) {
  const std::size_t line_break = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  std::size_t i = line_break == std::string_view::npos ? 0 : line_break + 1;
  for (; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '|') return true;
    if (text[i] == '\\') ++i;
    if (text.substr(i).starts_with("[[")) {
      const std::size_t close = text.find_first_of("]\n", i);
      if (close == std::string_view::npos) return false;
      i = close - 1;
    }
  }
  return false;
}

// A wikilink without a label shows its name. Where the repair would change what a reader sees (a path
// for a name, a capital in the middle of a sentence), the old name stays as label.
std::string kept_label(const Link& link, const ResolvedLink& target, const Link& better,
                       const ResolvedLink& new_target, const LinkedSite& site,
                       std::string_view text) {
  if (link.kind != LinkKind::wikilink || !link.label.empty() || leads_nowhere(target.kind) ||
      better.fragment != link.fragment)
    return {};
  const std::string label = link_label(link, target, site);
  if (label == link_label(better, new_target, site)) return {};
  // In a row of a table a bar parts cells.
  return (is_row(text, link.span.begin) ? "\\|" : "|") + label;
}

class Repairer {
 public:
  Repairer(const LinkedSite& site, const LinkNames& names, const LinkedNote& note,
           std::string_view text)
      : site_(site), names_(names), note_(note), text_(text) {}

  NoteRepairs run() {
    repairs_.path = note_.parsed->path;
    for (const Link& link : note_.parsed->body.links) {
      if (link.span.begin >= link.span.end || link.span.end > text_.size()) continue;
      repair(link);
    }
    return std::move(repairs_);
  }

 private:
  void repair(const Link& link) {
    const LookedUp meaning = look_up(site_, names_, note_, link);
    if (!meaning.target_repair && !meaning.fragment_repair) return;
    const std::string_view written = text_.substr(link.span.begin, link.span.end - link.span.begin);
    const LinkParts parts = find_link_parts(written);
    if (!parts.is_known) return;

    Link better = link;
    if (meaning.target_repair) better.target = *meaning.target_repair;
    LookedUp after = look_up(site_, names_, note_, better);
    // A note that was found again may have the heading under another name.
    const std::optional<std::string> fragment =
        meaning.target_repair ? after.fragment_repair : meaning.fragment_repair;
    if (fragment) {
      better.fragment = *fragment;
      after = look_up(site_, names_, note_, better);
    }
    if (after.target_repair || after.fragment_repair || leads_nowhere(after.link.kind)) return;
    if (!leads_nowhere(meaning.link.kind) && !leads_to_the_same(after.link, meaning.link)) return;

    std::vector<TextEdit> edits;
    if (meaning.target_repair) {
      std::optional<std::string> target = encoded(better.target, parts);
      // A '#' in a wikilink begins a heading.
      if (!target || parts.target.begin == parts.target.end ||
          (parts.is_wikilink && target->find('#') != std::string::npos))
        return;
      edits.push_back({span_in(link, parts.target), *std::move(target)});
      if (std::string label = kept_label(link, meaning.link, better, after.link, site_, text_);
          !label.empty()) {
        const std::size_t end =
            parts.fragment.begin == parts.fragment.end ? parts.target.end : parts.fragment.end;
        // A fragment that stays stands between; one that changes is changed before it.
        const auto at = link.span.begin + static_cast<std::uint32_t>(end);
        edits.push_back({{at, at}, std::move(label)});
      }
    }
    if (fragment) {
      std::optional<std::string> heading = encoded(better.fragment, parts);
      if (!heading || parts.fragment.begin == parts.fragment.end) return;
      edits.push_back({span_in(link, parts.fragment), *std::move(heading)});
    }
    std::stable_sort(edits.begin(), edits.end(), [](const TextEdit& a, const TextEdit& b) {
      return a.span.begin < b.span.begin;
    });
    ++repairs_.links;
    repairs_.edits.insert(repairs_.edits.end(), std::make_move_iterator(edits.begin()),
                          std::make_move_iterator(edits.end()));
  }

  const LinkedSite& site_;
  const LinkNames& names_;
  const LinkedNote& note_;
  std::string_view text_;
  NoteRepairs repairs_;
};

}  // namespace

std::vector<NoteRepairs> find_repairs(const LinkedSite& site, const LinkNames& names,
                                      const SourceSet& sources) {
  std::vector<NoteRepairs> repairs;
  for (const LinkedNote& note : site.notes) {
    const std::string_view text = source_text(sources, note.parsed->path);
    if (text.empty()) continue;
    NoteRepairs found = Repairer(site, names, note, text).run();
    if (found.links > 0) repairs.push_back(std::move(found));
  }
  return repairs;
}

}  // namespace loci

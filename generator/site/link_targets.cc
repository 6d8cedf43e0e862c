// Where every link leads, and what to say about those that lead nowhere.

#include <algorithm>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"
#include "site/link_steps.h"
#include "site/url.h"

namespace loci {
namespace {

constexpr std::size_t most_candidates_listed = 5;

bool heading_matches(const Heading& heading, std::string_view wanted, int strictness) {
  switch (strictness) {
    case 0:
      return heading.id == wanted;
    case 1:
      return fold(heading.text) == fold(wanted);
    default: {
      const std::string id = heading_id(wanted);
      return !id.empty() && heading_id(heading.text) == id;
    }
  }
}

// Whether the headings above outline[at] hold the parts of the chain before its last one, from the
// inside out.
bool chain_matches(const std::vector<Heading>& outline, std::size_t at,
                   const std::vector<std::string_view>& chain, int strictness) {
  if (!heading_matches(outline[at], chain.back(), strictness)) return false;
  std::size_t part = chain.size() - 1;
  int level = outline[at].level;
  for (std::size_t i = at; part > 0 && i-- > 0;) {
    if (outline[i].level >= level) continue;
    level = outline[i].level;
    if (heading_matches(outline[i], chain[part - 1], strictness)) --part;
  }
  return part == 0;
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string suggestion_hint(std::string_view name) { return "did you mean " + quoted(name) + "?"; }

// What one note's links are, made without a look at any other note's.
struct Resolved {
  std::vector<ResolvedLink> links;
  std::uint32_t image = no_index;
  std::vector<Diagnostic> diagnostics;
};

class Resolver {
 public:
  Resolver(const LinkedSite& site, const LinkNames& names, const LinkedNote& note)
      : site_(site), names_(names), note_(note), from_(names.in_vault(note.parsed->path)) {}

  Resolved run() {
    result_.links.reserve(note_.parsed->body.links.size());
    for (const Link& link : note_.parsed->body.links) result_.links.push_back(resolve(link));
    result_.image = resolve_image();
    return std::move(result_);
  }

 private:
  void report(Code code, const Link& link, std::string message,
              std::vector<std::string> hints = {}) {
    result_.diagnostics.push_back({code, default_severity(code), note_.parsed->path, link.span,
                                   std::move(message), std::move(hints)});
  }

  static bool is_embed(const Link& link) {
    return link.kind == LinkKind::embed || link.kind == LinkKind::image;
  }

  ResolvedLink resolve(const Link& link) {
    ResolvedLink resolved;
    if (link.target.empty()) {
      resolved.kind = TargetKind::note;
      resolved.note = own_id();
      resolved.anchor = anchor_in(note_, link);
      return resolved;
    }
    const Resolution found = names_.published.resolve(link.target, from_, is_embed(link));
    switch (found.kind) {
      case NameKind::note:
        resolved.kind = TargetKind::note;
        resolved.note = NoteId{found.index};
        if (!found.rivals.empty()) report_rivals(link, found);
        resolved.anchor = anchor_in(site_.note(resolved.note), link);
        return resolved;
      case NameKind::attachment:
        resolved.kind = TargetKind::attachment;
        resolved.index = found.index;
        resolved.anchor = link.fragment;  // "#page=3" of a PDF
        return resolved;
      case NameKind::folder:
        resolved.kind = TargetKind::section;
        resolved.index = found.index;
        if (const NoteId index = site_.sections[found.index].index; index != no_note) {
          resolved.kind = TargetKind::note;
          resolved.note = index;
          resolved.anchor = anchor_in(site_.note(index), link);
        }
        return resolved;
      case NameKind::none:
        break;
    }
    if (names_.drafts.resolve(link.target, from_, false).kind != NameKind::none) {
      resolved.kind = TargetKind::unpublished;
      const bool shows_name = link.label.empty();
      report(Code::draft_link, link,
             quoted(link.target) + " is a draft: the link is shown as plain text",
             {shows_name ? "readers see its name; give the link a label to hide it"
                         : "build with --drafts to see it"});
      return resolved;
    }
    report_broken(link);
    return resolved;
  }

  NoteId own_id() const { return NoteId{static_cast<std::uint32_t>(&note_ - site_.notes.data())}; }

  std::string anchor_in(const LinkedNote& target, const Link& link) {
    if (link.fragment.empty()) return {};
    if (std::optional<std::string> id =
            resolve_fragment(*target.parsed, target.title, link.fragment))
      return *id;
    const std::string where =
        &target == &note_ ? "this note" : quoted(names_.in_vault(target.parsed->path));
    if (link.fragment.starts_with('^')) {
      report(Code::broken_heading, link, "no block " + quoted(link.fragment) + " in " + where);
      return {};
    }
    std::vector<std::string_view> headings;
    for (const Heading& heading : target.parsed->body.outline) headings.push_back(heading.text);
    std::vector<std::string> hints;
    if (const std::optional<std::string> near = nearest_name(link.fragment, headings)) {
      hints.push_back(suggestion_hint(*near));
    }
    report(Code::broken_heading, link, "no heading " + quoted(link.fragment) + " in " + where,
           std::move(hints));
    return {};
  }

  void report_rivals(const Link& link, const Resolution& found) {
    std::string list;
    for (std::size_t i = 0; i < found.rivals.size(); ++i) {
      if (i == most_candidates_listed) {
        list += " and " + counted(found.rivals.size() - i, "other");
        break;
      }
      list += (i == 0 ? "" : ", ") + quoted(names_.published.note_path(found.rivals[i]));
    }
    report(Code::ambiguous_link, link,
           quoted(link.target) + " could be " + counted(found.rivals.size(), "note") + ": " + list +
               "; " + quoted(names_.published.note_path(found.index)) + " is taken, the nearest",
           {"write " + quoted(names_.published.shortest_name(found.index)) + " to mean that one"});
  }

  void report_broken(const Link& link) {
    std::vector<std::string> hints;
    if (std::string near = names_.published.suggest(link.target); !near.empty()) {
      hints.push_back(suggestion_hint(near));
    }
    const std::string_view ending = extension(file_name(link.target));
    const bool names_file =
        is_embed(link) || (ending.size() > 1 && ending != ".md" && ending.size() <= 6 &&
                           ending.find(' ') == std::string_view::npos);
    report(is_embed(link) ? Code::broken_embed : Code::broken_link, link,
           std::string(names_file ? "no file named " : "no note named ") + quoted(link.target),
           std::move(hints));
  }

  // An address of another host stays in the front matter and is no attachment.
  std::uint32_t resolve_image() {
    const std::string& image = note_.parsed->meta.image;
    if (image.empty() || image.find("://") != std::string::npos) return no_index;
    const Resolution found = names_.published.resolve(image, from_, true);
    return found.kind == NameKind::attachment ? found.index : no_index;
  }

  const LinkedSite& site_;
  const LinkNames& names_;
  const LinkedNote& note_;
  std::string_view from_;
  Resolved result_;
};

}  // namespace

std::optional<std::string> resolve_fragment(const ParsedNote& note, std::string_view title,
                                            std::string_view fragment) {
  const NoteBody& body = note.body;
  if (fragment.starts_with('^')) {
    const std::string_view wanted = fragment.substr(1);
    for (const Block& block : body.blocks) {
      if (equal_ignoring_ascii_case(block.id, wanted)) return "^" + block.id;
    }
    return std::nullopt;
  }
  std::vector<std::string_view> chain;
  for (std::string_view part : split(fragment, '#')) {
    part = trim(part);
    if (!part.empty()) chain.push_back(part);
  }
  if (chain.empty()) return "";
  for (int strictness = 0; strictness < 3; ++strictness) {
    for (std::size_t i = 0; i < body.outline.size(); ++i) {
      if (chain_matches(body.outline, i, chain, strictness)) return body.outline[i].id;
    }
  }
  // The heading that opens a note is its title and stands at the top of the page.
  if (chain.size() > 1 &&
      (fold(chain.front()) == fold(body.first_heading) || fold(chain.front()) == fold(title))) {
    const std::string rest(
        fragment.substr(static_cast<std::size_t>(chain[1].data() - fragment.data())));
    return resolve_fragment(note, "", rest);
  }
  if (chain.size() == 1) {
    const std::string id = heading_id(chain[0]);
    for (const std::string_view heading : {std::string_view(body.first_heading), title}) {
      if (!heading.empty() && (fold(heading) == fold(chain[0]) || heading_id(heading) == id))
        return "";
    }
    // An id the author wrote in HTML.
    if (chain[0].find_first_of("\"<>& ") == std::string_view::npos &&
        body.html.text.find(" id=\"" + std::string(chain[0]) + "\"") != std::string::npos) {
      return std::string(chain[0]);
    }
  }
  return std::nullopt;
}

namespace {

// Only what is linked is published: gives the attachments in use their places and renumbers the
// links to them.
void publish_attachments(LinkedSite& site, const LinkNames& names, const SourceSet& sources) {
  std::vector<std::uint32_t> published(sources.attachments.size(), no_index);
  const auto each_use = [&](const auto& use) {
    for (LinkedNote& note : site.notes) {
      for (ResolvedLink& link : note.links) {
        if (link.kind == TargetKind::attachment) use(link.index);
      }
      if (note.image != no_index) use(note.image);
    }
  };
  each_use([&](std::uint32_t& index) { published[index] = 0; });
  for (std::size_t i = 0; i < published.size(); ++i) {
    if (published[i] == no_index) continue;
    published[i] = static_cast<std::uint32_t>(site.attachments.size());
    const Attachment& attachment = sources.attachments[i];
    site.attachments.push_back({attachment.path,
                                attachment_output_path(names.in_vault(attachment.path)),
                                attachment.size});
  }
  each_use([&](std::uint32_t& index) { index = published[index]; });
}

}  // namespace

void resolve_links(LinkedSite& site, const LinkNames& names, const SourceSet& sources,
                   Diagnostics& diagnostics) {
  std::vector<Resolved> resolved(site.notes.size());
  parallel_for(site.notes.size(), 4,
               [&](std::size_t i) { resolved[i] = Resolver(site, names, site.notes[i]).run(); });
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    LinkedNote& note = site.notes[i];
    note.links = std::move(resolved[i].links);
    note.image = resolved[i].image;
    diagnostics.append(resolved[i].diagnostics);
    for (const ResolvedLink& link : note.links) {
      if (link.kind == TargetKind::broken) ++site.broken_count;
    }
    site.link_count += note.links.size();
  }
  publish_attachments(site, names, sources);
}

}  // namespace loci

#include "site/link_lookup.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"
#include "markdown/external_links.h"
#include "markdown/link_parts.h"
#include "site/fill.h"
#include "site/private_names.h"

namespace loci {
namespace {

constexpr std::size_t most_candidates_listed = 5;

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

bool is_embed(const Link& link) {
  return link.kind == LinkKind::embed || link.kind == LinkKind::image;
}

bool is_wikilink(const Link& link) {
  return link.kind == LinkKind::wikilink || link.kind == LinkKind::embed;
}

// Whether a target that means nothing was meant to be a file and not a note. "v1.2" and "Node.js" are
// names of notes: in a wikilink only endings of files that people keep beside notes count.
bool names_file(const Link& link) {
  if (link.kind == LinkKind::image) return true;
  const std::string ending = ascii_lower(extension(file_name(link.target)));
  if (ending.size() < 2 || ending == ".md" || ending == ".markdown" || ending == ".html")
    return false;
  if (!is_wikilink(link)) {
    const std::string_view letters = std::string_view(ending).substr(1);
    return letters.size() <= 6 &&
           std::all_of(letters.begin(), letters.end(),
                       [](char c) { return is_ascii_letter(c) || is_ascii_digit(c); }) &&
           std::any_of(letters.begin(), letters.end(), [](char c) { return is_ascii_letter(c); });
  }
  return has_attachment_ending(link.target);
}

class Lookup {
 public:
  Lookup(const LinkedSite& site, const LinkNames& names, const LinkedNote& from, const Link& link,
         LookupTrace* trace)
      : site_(site),
        names_(names),
        from_(from),
        link_(link),
        trace_(trace),
        path_(names.in_vault(from.parsed->path)) {}

  LookedUp run() {
    if (link_.target.empty()) {
      result_.link.kind = TargetKind::note;
      result_.link.note = NoteId{static_cast<std::uint32_t>(&from_ - site_.notes.data())};
      if (link_.fragment.empty() && is_wikilink(link_)) {
        say(Code::empty_link, LinkPlace::whole, "the link leads nowhere: it names nothing");
      }
      look_into(from_);
      return std::move(result_);
    }
    find_target();
    switch (result_.found.kind) {
      case NameKind::note:
        result_.link.kind = TargetKind::note;
        result_.link.note = NoteId{result_.found.index};
        say_how_it_is_named();
        look_into(site_.note(result_.link.note));
        break;
      case NameKind::attachment:
        result_.link.kind = TargetKind::attachment;
        result_.link.index = result_.found.index;
        result_.link.anchor = link_.fragment;  // "#page=3" of a PDF
        say_how_it_is_named();
        break;
      case NameKind::folder:
        say_how_it_is_named();
        look_into_folder();
        break;
      case NameKind::none:
        lead_nowhere();
        break;
    }
    return std::move(result_);
  }

 private:
  void say(Code code, LinkPlace place, std::string message, std::vector<std::string> hints = {}) {
    result_.problems.push_back({code, place, std::move(message), std::move(hints)});
  }

  // ---- the target -----------------------------------------------------------------------------

  bool try_name(std::string name) {
    LookupTrace::Try* one = nullptr;
    if (trace_ != nullptr) one = &trace_->tries.emplace_back(LookupTrace::Try{name, {}});
    result_.found = names_.published.resolve(name, path_, is_embed(link_),
                                             one == nullptr ? nullptr : &one->steps);
    if (result_.found.kind == NameKind::none) return false;
    name_ = std::move(name);
    return true;
  }

  // As written; then, what an address may hold besides a path: "%20" in a wikilink, "?query".
  void find_target() {
    if (try_name(link_.target)) return;
    if (is_wikilink(link_)) {
      if (link_.target.find('%') == std::string::npos) return;
      std::string decoded = percent_decode(link_.target);
      if (decoded != link_.target && is_valid_utf8(decoded)) try_name(std::move(decoded));
    } else if (const std::size_t query = link_.target.find('?');
               query != std::string::npos && query > 0) {
      try_name(link_.target.substr(0, query));
    }
  }

  const std::string& path_of(NameKind kind, std::uint32_t index) const {
    return kind == NameKind::note ? names_.published.note_path(index)
                                  : names_.published.attachment_path(index);
  }

  // What to write in this link to mean a note or an attachment and nothing else.
  std::string name_to_write(NameKind kind, std::uint32_t index) const {
    if (is_wikilink(link_)) {
      return kind == NameKind::note ? names_.published.shortest_name(index)
                                    : names_.published.shortest_attachment(index);
    }
    const std::string& path = path_of(kind, index);
    if (link_.target.starts_with('/')) return "/" + path;
    return relative_path(parent_path(path_), path);
  }

  void say_how_it_is_named() {
    const Resolution& found = result_.found;
    if (!found.rivals.empty()) say_rivals();
    if (found.by_alias || !found.rivals.empty()) return;
    const std::string_view path = found.kind == NameKind::folder
                                      ? std::string_view(site_.sections[found.index].path)
                                      : std::string_view(path_of(found.kind, found.index));
    if (path.ends_with(name_) || without_note_ending(path).ends_with(name_)) return;
    std::string right = respelled(name_, path);
    if (right == name_) return;
    say(Code::case_mismatch, LinkPlace::target, quoted(name_) + " is spelled " + quoted(right),
        {"many programs and servers tell upper from lower case"});
    if (name_ == link_.target) result_.target_repair = std::move(right);
  }

  void say_rivals() {
    const Resolution& found = result_.found;
    std::string list;
    std::string others;
    std::size_t left = 0;
    for (std::size_t i = 0; i < found.rivals.size(); ++i) {
      if (i >= most_candidates_listed) {
        ++left;
        continue;
      }
      list += (i == 0 ? "" : ", ") + quoted(path_of(found.kind, found.rivals[i]));
      if (found.rivals[i] == found.index) continue;
      others += (others.empty() ? "" : ", ") + quoted(name_to_write(found.kind, found.rivals[i]));
    }
    if (left > 0) list += " and " + counted(left, "other");
    const std::string_view noun = found.kind == NameKind::note ? "note" : "file";
    std::string to_write = name_to_write(found.kind, found.index);
    say(Code::ambiguous_link, LinkPlace::whole,
        quoted(link_.target) + " could be " + counted(found.rivals.size(), noun) + ": " + list +
            "; " + quoted(path_of(found.kind, found.index)) + " is taken, the nearest",
        {"write " + quoted(to_write) + " to mean that one, or " + others});
    // An alias is what readers see: a path in its place would be another text.
    if (!found.by_alias && name_ == link_.target) result_.target_repair = std::move(to_write);
  }

  // ---- nothing of that name -----------------------------------------------------------------------

  void lead_nowhere() {
    if (trace_ != nullptr) trace_->asked_drafts = true;
    if (names_draft(names_, link_, path_)) {
      result_.link.kind = TargetKind::unpublished;
      say(Code::draft_link, LinkPlace::whole,
          quoted(link_.target) + " is a draft: the link is shown as plain text",
          {link_.label.empty() || link_.label == site_.strings.of(unpublished_label)
               ? "readers see '" + std::string(site_.strings.of(unpublished_label)) +
                     "'; give the link a label to say more"
               : "build with --drafts to see it"});
      return;
    }
    if (!is_wikilink(link_)) {
      if (std::optional<ExternalFault> fault = external_fault(link_.target)) {
        std::vector<std::string> hints;
        if (!fault->hint.empty()) hints.push_back(std::move(fault->hint));
        say(Code::external_link_syntax, LinkPlace::whole,
            "the address " + quoted(link_.target) + " leads nowhere: " + fault->reason,
            std::move(hints));
        return;
      }
    }
    std::vector<std::string> hints;
    if (const auto moved = moved_to()) {
      result_.target_repair = name_to_write(moved->first, moved->second);
      hints.push_back("did you mean " + quoted(*result_.target_repair) + "?");
    } else if (std::string places = places_of_that_name(); !places.empty()) {
      hints.push_back("did you mean " + places + "?");
    } else if (std::string near = names_.published.suggest(link_.target); !near.empty()) {
      hints.push_back("did you mean " + quoted(near) + "?");
    }
    const bool is_file = is_embed(link_) || names_file(link_);
    say(is_embed(link_) ? Code::broken_embed
        : is_file       ? Code::broken_attachment
                        : Code::broken_link,
        LinkPlace::whole,
        std::string(is_file ? "no file named " : "no note named ") + quoted(link_.target),
        std::move(hints));
  }

  // The one note or file that a path which no longer fits must mean: it has that path as an old
  // address, or it alone has that file name.
  std::optional<std::pair<NameKind, std::uint32_t>> moved_to() const {
    std::string_view target = link_.target;
    if (!is_wikilink(link_)) target = target.substr(0, target.find('?'));
    const std::string_view bare = without_page_ending(target);
    const std::string_view top = bare.substr(std::min(bare.find_first_not_of('/'), bare.size()));
    std::vector<std::uint32_t> notes;
    for (const std::string& path :
         {normal_path(join_path(parent_path(path_), bare)), normal_path(top)}) {
      for (const std::string& alias :
           {path, "/" + path, path + "/", "/" + path + "/", path + ".md", path + ".html"}) {
        for (const std::uint32_t note : names_.published.notes_of_alias(alias))
          notes.push_back(note);
      }
    }
    std::sort(notes.begin(), notes.end());
    notes.erase(std::unique(notes.begin(), notes.end()), notes.end());
    if (notes.size() == 1) return std::pair(NameKind::note, notes.front());
    if (!notes.empty()) return std::nullopt;

    notes = notes_of_that_name();
    if (notes.size() == 1) return std::pair(NameKind::note, notes.front());
    if (notes.empty()) {
      const std::vector<std::uint32_t> files =
          names_.published.attachments_named(file_name(target));
      if (files.size() == 1) return std::pair(NameKind::attachment, files.front());
    }
    return std::nullopt;
  }

  // "page.html" in a Markdown link: the author looked at the output.
  std::string_view without_page_ending(std::string_view target) const {
    if (!is_wikilink(link_) && ascii_lower(extension(target)) == ".html")
      return target.substr(0, target.size() - 5);
    return without_note_ending(target);
  }

  // "index" and "README" are everywhere: the only one of them is no likelier than none.
  std::vector<std::uint32_t> notes_of_that_name() const {
    std::string_view target = link_.target;
    if (!is_wikilink(link_)) target = target.substr(0, target.find('?'));
    const std::string_view name = file_name(without_page_ending(target));
    const std::string folded = ascii_lower(name);
    if (name.empty() || name == "." || name == ".." || folded == "index" || folded == "readme")
      return {};
    return names_.published.notes_named(name);
  }

  // "'a/todo' or 'b/todo'" when several have the name.
  std::string places_of_that_name() const {
    const std::vector<std::uint32_t> notes = notes_of_that_name();
    std::string text;
    for (std::size_t i = 0; i < std::min(notes.size(), most_candidates_listed); ++i) {
      text += (i == 0 ? "" : " or ") + quoted(name_to_write(NameKind::note, notes[i]));
    }
    return text;
  }

  // ---- the place in the target -----------------------------------------------------------------

  void look_into_folder() {
    const SiteSection& section = site_.sections[result_.found.index];
    if (section.index != no_note) {
      result_.link.kind = TargetKind::note;
      result_.link.note = section.index;
      look_into(site_.note(section.index));
      return;
    }
    result_.link.kind = TargetKind::section;
    result_.link.index = result_.found.index;
    if (!link_.fragment.empty()) {
      say(Code::broken_heading, LinkPlace::fragment,
          "no heading " + quoted(link_.fragment) + ": the folder " + quoted(section.path) +
              " has no note of its own");
    }
  }

  void look_into(const LinkedNote& target) {
    if (link_.fragment.empty()) return;
    result_.fragment = find_fragment(*target.parsed, target.title, link_.fragment);
    if (result_.fragment) {
      result_.link.anchor = result_.fragment->anchor;
      return;
    }
    // By the words that a heading had before a private name in it was hidden.
    const NoteId id{static_cast<std::uint32_t>(&target - site_.notes.data())};
    if (std::optional<std::string> old = resolve_old_fragment(site_, id, link_.fragment)) {
      result_.link.anchor = *std::move(old);
      return;
    }
    const std::string where =
        &target == &from_ ? "this note" : quoted(names_.in_vault(target.parsed->path));
    const std::size_t hash = link_.fragment.rfind('#');
    const std::string_view last =
        trim(std::string_view(link_.fragment).substr(hash == std::string::npos ? 0 : hash + 1));
    std::vector<std::string> hints;
    if (last.starts_with('^')) {
      if (std::optional<std::string> near = near_block(target.parsed->body, last.substr(1)))
        hints.push_back("did you mean '^" + *near + "'?");
      say(Code::broken_block, LinkPlace::fragment, "no block " + quoted(last) + " in " + where,
          std::move(hints));
      return;
    }
    const std::vector<std::uint32_t> near = near_headings(target.parsed->body, last);
    if (!near.empty()) {
      std::string heading = heading_to_write(target.parsed->body.outline[near.front()]);
      hints.push_back("did you mean " + quoted(heading) + "?");
      if (near.size() == 1) {
        const std::optional<FoundFragment> back =
            find_fragment(*target.parsed, target.title, heading);
        if (back && back->heading == near.front()) result_.fragment_repair = std::move(heading);
      }
    }
    say(Code::broken_heading, LinkPlace::fragment,
        "no heading " + quoted(link_.fragment) + " in " + where, std::move(hints));
  }

  // In an address that named a heading by its id, an id.
  std::string heading_to_write(const Heading& heading) const {
    const bool by_id = !is_wikilink(link_) && heading_id(link_.fragment) == link_.fragment;
    return by_id ? heading.id : heading_for_link(heading.text);
  }

  const LinkedSite& site_;
  const LinkNames& names_;
  const LinkedNote& from_;
  const Link& link_;
  LookupTrace* trace_;
  std::string_view path_;  // of the note, in the vault
  std::string name_;       // what was found in the end
  LookedUp result_;
};

}  // namespace

bool names_draft(const LinkNames& names, const Link& link, std::string_view from) {
  const auto is_draft = [&](std::string_view name) {
    return names.drafts.resolve(name, from, false).kind != NameKind::none;
  };
  if (!names.has_drafts) return false;
  if (is_draft(link.target)) return true;
  if (is_wikilink(link))
    return link.target.find('%') != std::string::npos && is_draft(percent_decode(link.target));
  const std::size_t query = link.target.find('?');
  return query != std::string::npos && query > 0 && is_draft(link.target.substr(0, query));
}

LookedUp look_up(const LinkedSite& site, const LinkNames& names, const LinkedNote& from,
                 const Link& link, LookupTrace* trace) {
  return Lookup(site, names, from, link, trace).run();
}

bool has_attachment_ending(std::string_view path) {
  constexpr std::array<std::string_view, 43> endings = {
      ".pdf",  ".png",  ".jpg",  ".jpeg", ".gif",    ".svg",  ".webp", ".avif", ".bmp",
      ".ico",  ".tif",  ".tiff", ".heic", ".mp3",    ".wav",  ".m4a",  ".ogg",  ".oga",
      ".opus", ".flac", ".3gp",  ".webm", ".mp4",    ".mov",  ".mkv",  ".ogv",  ".zip",
      ".gz",   ".csv",  ".tsv",  ".txt",  ".json",   ".xml",  ".docx", ".xlsx", ".pptx",
      ".odt",  ".ods",  ".odp",  ".epub", ".canvas", ".base", ".ipynb"};
  const std::string ending = ascii_lower(extension(file_name(path)));
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

Span link_place_span(std::string_view text, const Link& link, LinkPlace place) {
  if (place == LinkPlace::whole || link.span.end > text.size()) return link.span;
  const LinkParts parts =
      find_link_parts(text.substr(link.span.begin, link.span.end - link.span.begin));
  const LinkPart& part = place == LinkPlace::target ? parts.target : parts.fragment;
  if (!parts.is_known || part.begin == part.end) return link.span;
  return {link.span.begin + static_cast<std::uint32_t>(part.begin),
          link.span.begin + static_cast<std::uint32_t>(part.end)};
}

std::string_view source_text(const SourceSet& sources, std::string_view path) {
  const auto by_path = [](const std::shared_ptr<const SourceFile>& file, std::string_view wanted) {
    return file->path < wanted;
  };
  const auto found = std::lower_bound(sources.notes.begin(), sources.notes.end(), path, by_path);
  return found != sources.notes.end() && (*found)->path == path ? std::string_view((*found)->text)
                                                                : std::string_view();
}

}  // namespace loci

// Where every page goes, so that no two go to one place.

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "site/link_steps.h"
#include "site/url.h"

namespace loci {
namespace {

// Pages that every site has. A note that would take one of these names gets another.
const char* const reserved_pages[] = {"404.html", "hub.html", "review.html", "search.html",
                                      "tags/index.html"};

class Claims {
 public:
  explicit Claims(Diagnostics& diagnostics) : diagnostics_(diagnostics) {
    for (const char* page : reserved_pages) owners_.emplace(page, "");
  }

  // `owner`: the note's path for messages; "" for Loci itself.
  bool is_free(const std::string& path) const { return !owners_.contains(path); }

  void take(const std::string& path, const std::string& owner) {
    owners_.emplace(path, owner);
    const auto [same, is_new] = by_fold_.emplace(fold(path), path);
    if (is_new || same->second == path) return;
    Diagnostic clash{
        Code::output_clash,
        Severity::warning,
        owner,
        {},
        "the pages '" + same->second + "' and '" + path + "' differ in upper and lower case only",
        {"rename one of the notes: many systems cannot keep both"}};
    diagnostics_.add(std::move(clash));
  }

  // `path` when it is free, else the first free one of "x-2.html", "x-3.html", ...
  std::string free_path(const std::string& path) const {
    std::string candidate = path;
    const std::size_t dot = path.rfind('.');
    for (int n = 2; !is_free(candidate); ++n)
      candidate = path.substr(0, dot) + "-" + std::to_string(n) + path.substr(dot);
    return candidate;
  }

  const std::string& owner_of(const std::string& path) const { return owners_.at(path); }

 private:
  Diagnostics& diagnostics_;
  std::unordered_map<std::string, std::string> owners_;
  std::unordered_map<std::string, std::string> by_fold_;
};

}  // namespace

bool is_reserved_page(std::string_view path) {
  return std::find(std::begin(reserved_pages), std::end(reserved_pages), path) !=
         std::end(reserved_pages);
}

void assign_output_paths(LinkedSite& site, std::string_view prefix, Diagnostics& diagnostics) {
  Claims claims(diagnostics);
  std::set<NoteId> index_notes;
  for (SiteSection& section : site.sections) {
    section.output_path = claims.free_path(folder_output_path(section.path));
    std::string owner;
    if (section.index != no_note) {
      site.notes[index_of(section.index)].output_path = section.output_path;
      owner = site.note(section.index).parsed->path;
      index_notes.insert(section.index);
    }
    claims.take(section.output_path, owner);
  }
  for (SiteTag& tag : site.tags) {
    tag.output_path = claims.free_path(tag_output_path(tag.name));
    claims.take(tag.output_path, "");
  }
  for (std::size_t i = 0; i < site.notes.size(); ++i) {
    LinkedNote& note = site.notes[i];
    if (!index_notes.contains(NoteId{static_cast<std::uint32_t>(i)})) {
      const std::string_view vault_path = std::string_view(note.parsed->path).substr(prefix.size());
      const std::string wanted = note_output_path(vault_path, note.parsed->meta);
      note.output_path = claims.free_path(wanted);
      if (note.output_path != wanted) {
        const std::string& owner = claims.owner_of(wanted);
        const std::string taken_by = owner.empty() ? "a page that Loci makes" : "'" + owner + "'";
        // A file that happens to be called search.md is nobody's mistake; two notes that ask for
        // one address are.
        const bool is_mistake = !owner.empty() || !note.parsed->meta.permalink.empty();
        diagnostics.add({Code::output_clash,
                         is_mistake ? Severity::error : Severity::note,
                         note.parsed->path,
                         {},
                         "the page '" + wanted + "' is taken by " + taken_by +
                             ", so this note is '" + note.output_path + "'",
                         {"rename the note, or give it a 'slug'"}});
      }
      claims.take(note.output_path, note.parsed->path);
    }
    note.slug =
        note.output_path.substr(0, note.output_path.size() - std::string_view(".html").size());
  }
}

}  // namespace loci

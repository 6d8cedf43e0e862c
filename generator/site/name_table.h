// What a link's target means: names of notes, folders and attachments as authors write them.
//
// The order is Obsidian's, made explicit: a path that begins with "/" or "."; then relative to the
// note; then from the notes folder; then a unique name or end of a path; then an alias; then a
// folder. Names compare in NFC and case-folded. When several notes fit, the nearest in the folder
// tree is taken, and the candidates are returned for a warning.
//
//     table.resolve("MVCC", "databases/index.md")      the note "databases/mvcc.md"
//     table.resolve("../x.md", "a/b.md")               the note "x.md"
//
// A trace, when one is given, gets every rule in the order in which it was tried (`loci explain`).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loci {

enum class NameKind : std::uint8_t { none, note, attachment, folder };

struct Resolution {
  NameKind kind = NameKind::none;
  std::uint32_t index = 0;  // as given to add_…
  std::vector<std::uint32_t>
      rivals;  // of the same kind, when more than one fits equally; sorted, holds `index` too
  bool by_alias = false;
};

enum class NameRule : std::uint8_t {
  given_path,  // "/a", "./a", "../a": this path and no other
  beside,      // in the folder of the note the link stands in
  from_top,    // from the notes folder
  anywhere,    // the name, or the end of a path, wherever it is
  alias,
  folder,
};

// One rule tried. The one that found something is the last; nothing was tried after it.
struct NameStep {
  NameRule rule{};
  NameKind kind{};         // what was looked for
  std::string looked_for;  // the path or name, without a note's ending
  std::vector<std::uint32_t> found;
};
using NameTrace = std::vector<NameStep>;

class NameTable {
 public:
  // All paths are relative to the notes folder. Add everything, then resolve from any number of
  // threads.
  void add_note(std::string_view path, std::uint32_t index);
  void add_alias(std::string_view alias, std::uint32_t note);
  void add_attachment(std::string_view path, std::uint32_t index);
  void add_folder(std::string_view path, std::uint32_t index);
  // A name that "did you mean" may offer, and what to write for it: a title is offered as the path
  // it stands for.
  void add_suggestion(std::string_view name, std::string_view written);

  // `from`: path of the note the link stands in. `wants_file`: an embed, where an attachment goes
  // before a note.
  Resolution resolve(std::string_view target, std::string_view from, bool wants_file,
                     NameTrace* trace = nullptr) const;

  // The name a user most likely meant; empty when none is near. Quick however many names there are.
  std::string suggest(std::string_view target) const;

  const std::string& note_path(std::uint32_t index) const { return notes_.at(index); }
  const std::string& attachment_path(std::uint32_t index) const;
  // The shortest end of a note's path that means it alone: what to write instead of an ambiguous
  // name.
  std::string shortest_name(std::uint32_t note) const;
  std::string shortest_attachment(std::uint32_t attachment) const;  // with its ending

  // The notes of this name, wherever they are; and those of this alias. In order of their paths.
  std::vector<std::uint32_t> notes_named(std::string_view name) const;
  std::vector<std::uint32_t> notes_of_alias(std::string_view alias) const;
  std::vector<std::uint32_t> attachments_named(std::string_view name) const;

 private:
  struct Place {
    std::uint32_t index;
    std::string path;  // as given, without a note's ending
    std::string folded;
  };
  struct Names {
    std::unordered_map<std::string, std::vector<std::uint32_t>>
        by_path;  // folded whole path -> places
    std::unordered_map<std::string, std::vector<std::uint32_t>>
        by_name;  // folded last part -> places
    std::vector<Place> places;

    void add(std::string path, std::uint32_t index);
    std::vector<std::uint32_t> at_path(std::string_view path, std::string_view folded) const;
    std::vector<std::uint32_t> with_end(std::string_view folded) const;
    std::vector<std::uint32_t> indexes(const std::vector<std::uint32_t>& of_places) const;
    std::string shortest(const Place& place) const;
  };
  struct Suggestion {
    std::string folded;
    std::string written;
  };

  Resolution choose(const Names& names, NameKind kind, std::vector<std::uint32_t> places,
                    std::string_view from) const;

  Names note_names_;
  Names attachment_names_;
  std::unordered_map<std::string, std::uint32_t> folders_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> aliases_;
  std::unordered_map<std::uint32_t, std::string> notes_;
  std::unordered_map<std::uint32_t, std::uint32_t> note_places_;
  std::unordered_map<std::uint32_t, std::uint32_t> attachment_places_;
  std::vector<Suggestion> suggestions_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>
      by_pair_;  // two neighbouring bytes -> suggestions
};

// The path without ".md" or ".markdown".
std::string_view without_note_ending(std::string_view path);

// What a link should say to name `path` in its own letters: the parts of `written` that differ from
// those of the path in case are replaced, the others and a missing ending stay. `written` itself
// when nothing differs but the Unicode normal form.
//
//     respelled("../DB/mvcc", "Db/MVCC.md")     "../Db/MVCC"
std::string respelled(std::string_view written, std::string_view path);

}  // namespace loci

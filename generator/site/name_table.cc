#include "site/name_table.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "base/unicode.h"

namespace loci {
namespace {

// How many names "did you mean" compares letter by letter, after the pairs of letters have sorted
// the rest out.
constexpr std::size_t closest_names = 24;

std::uint32_t pair_at(std::string_view text, std::size_t at) {
  return (static_cast<std::uint32_t>(static_cast<unsigned char>(text[at])) << 8) |
         static_cast<unsigned char>(text[at + 1]);
}

// How many folders the way from one note's folder to the other's climbs and descends.
std::size_t distance(std::string_view from_path, std::string_view to_path) {
  const std::vector<std::string_view> from = split(parent_path(from_path), '/');
  const std::vector<std::string_view> to = split(parent_path(to_path), '/');
  std::size_t shared = 0;
  while (shared < from.size() && shared < to.size() && from[shared] == to[shared]) ++shared;
  return from.size() - shared;  // how far up the common ancestor is: the closest one wins
}

}  // namespace

std::string_view without_note_ending(std::string_view path) {
  for (const std::string_view ending : {std::string_view(".md"), std::string_view(".markdown")}) {
    if (path.size() > ending.size() &&
        equal_ignoring_ascii_case(path.substr(path.size() - ending.size()), ending)) {
      return path.substr(0, path.size() - ending.size());
    }
  }
  return path;
}

std::string respelled(std::string_view written, std::string_view path) {
  std::vector<std::string_view> said = split(written, '/');
  const std::vector<std::string_view> is = split(path, '/');
  std::vector<std::string> parts(said.begin(), said.end());
  std::size_t at = is.size();
  bool at_name = true;
  for (std::size_t i = said.size(); i-- > 0 && at > 0;) {
    if (said[i].empty() || said[i] == "." || said[i] == "..") {
      // Behind ".." the parts of the path are not those of the text.
      if (!said[i].empty() || at != is.size()) break;
      continue;
    }
    std::string_view spelled = is[--at];
    // Without its ending a note is named as well; with it, in the author's letters too.
    const std::string_view said_name = trim(said[i]);
    if (at_name && fold(said_name) == fold(without_note_ending(spelled)))
      spelled = without_note_ending(spelled);
    at_name = false;
    if (fold(said_name) != fold(spelled)) break;
    if (said_name != spelled && nfc(said_name) != nfc(spelled)) parts[i] = spelled;
  }
  return join(parts, "/");
}

void NameTable::Names::add(std::string path, std::uint32_t index) {
  const auto place = static_cast<std::uint32_t>(places.size());
  std::string folded = fold(path);
  by_path[folded].push_back(place);
  by_name[std::string(file_name(folded))].push_back(place);
  places.push_back({index, std::move(path), std::move(folded)});
}

// Two paths that differ in case only: the one written exactly is meant.
std::vector<std::uint32_t> NameTable::Names::at_path(std::string_view path,
                                                     std::string_view folded) const {
  const auto found = by_path.find(std::string(folded));
  if (found == by_path.end()) return {};
  if (found->second.size() == 1) return found->second;
  std::vector<std::uint32_t> exact;
  const std::string normal = nfc(path);
  for (const std::uint32_t place : found->second) {
    if (places[place].path == path) return {place};
    if (nfc(places[place].path) == normal) exact.push_back(place);
  }
  return exact.empty() ? found->second : exact;
}

std::vector<std::uint32_t> NameTable::Names::with_end(std::string_view folded) const {
  const auto found = by_name.find(std::string(file_name(folded)));
  if (found == by_name.end()) return {};
  std::vector<std::uint32_t> fitting;
  for (const std::uint32_t place : found->second) {
    const std::string_view path = places[place].folded;
    if (!path.ends_with(folded)) continue;
    if (path.size() == folded.size() || path[path.size() - folded.size() - 1] == '/')
      fitting.push_back(place);
  }
  return fitting;
}

std::vector<std::uint32_t> NameTable::Names::indexes(
    const std::vector<std::uint32_t>& of_places) const {
  std::vector<std::uint32_t> result;
  for (const std::uint32_t place : of_places) result.push_back(places[place].index);
  std::sort(result.begin(), result.end());
  return result;
}

// The shortest end of a path that no other path has. From the top it is unique even when the whole
// of it is the end of another one.
std::string NameTable::Names::shortest(const Place& place) const {
  std::size_t begin = place.path.rfind('/');
  while (begin != std::string::npos) {
    const std::string_view end = std::string_view(place.path).substr(begin + 1);
    if (with_end(fold(end)).size() == 1) return std::string(end);
    begin = begin == 0 ? std::string::npos : place.path.rfind('/', begin - 1);
  }
  return with_end(place.folded).size() == 1 ? place.path : "/" + place.path;
}

void NameTable::add_note(std::string_view path, std::uint32_t index) {
  note_places_[index] = static_cast<std::uint32_t>(note_names_.places.size());
  notes_[index] = path;
  note_names_.add(std::string(without_note_ending(path)), index);
}

void NameTable::add_alias(std::string_view alias, std::uint32_t note) {
  std::vector<std::uint32_t>& notes = aliases_[fold(trim(alias))];
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
}

void NameTable::add_attachment(std::string_view path, std::uint32_t index) {
  attachment_places_[index] = static_cast<std::uint32_t>(attachment_names_.places.size());
  attachment_names_.add(std::string(path), index);
}

void NameTable::add_folder(std::string_view path, std::uint32_t index) {
  folders_.emplace(fold(path), index);
}

void NameTable::add_suggestion(std::string_view name, std::string_view written) {
  const auto index = static_cast<std::uint32_t>(suggestions_.size());
  std::string folded = fold(name);
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    std::vector<std::uint32_t>& with_pair = by_pair_[pair_at(folded, i)];
    if (with_pair.empty() || with_pair.back() != index) with_pair.push_back(index);
  }
  suggestions_.push_back({std::move(folded), std::string(written)});
}

Resolution NameTable::choose(const Names& names, NameKind kind, std::vector<std::uint32_t> places,
                             std::string_view from) const {
  Resolution resolution;
  if (places.empty()) return resolution;
  const auto rank = [&](std::uint32_t place) {
    const std::string& path = names.places[place].path;
    return std::tuple(distance(from, path), std::count(path.begin(), path.end(), '/'),
                      std::string_view(path));
  };
  const std::uint32_t best =
      *std::min_element(places.begin(), places.end(),
                        [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  resolution.kind = kind;
  resolution.index = names.places[best].index;
  if (places.size() > 1) {
    for (const std::uint32_t place : places) resolution.rivals.push_back(names.places[place].index);
    std::sort(resolution.rivals.begin(), resolution.rivals.end());
  }
  return resolution;
}

Resolution NameTable::resolve(std::string_view target, std::string_view from, bool wants_file,
                              NameTrace* trace) const {
  const std::string_view written = trim(target);
  const bool from_root = written.starts_with('/');
  const bool is_path = from_root || written.starts_with("./") || written.starts_with("../") ||
                       written == "." || written == "..";
  const bool is_folder =
      written.ends_with('/') || written == "." || written == ".." || written.ends_with("/..");
  const std::string_view here = parent_path(from);

  // The paths that are tried whole, in order.
  struct Whole {
    NameRule rule;
    std::string path;
  };
  std::vector<Whole> whole;
  std::string beside = normal_path(join_path(here, written));
  const std::string from_top = normal_path(
      written.substr(from_root ? std::min(written.find_first_not_of('/'), written.size()) : 0));
  if (is_path) {
    whole.push_back({NameRule::given_path, from_root ? from_top : std::move(beside)});
  } else {
    const bool is_at_top = beside == from_top;
    whole.push_back({NameRule::beside, std::move(beside)});
    if (!is_at_top) whole.push_back({NameRule::from_top, from_top});
  }

  const auto note_step = [&](NameRule rule, NameKind kind, std::string_view looked_for,
                             const Names& names, const std::vector<std::uint32_t>& found) {
    if (trace != nullptr)
      trace->push_back({rule, kind, std::string(looked_for), names.indexes(found)});
  };
  const auto find_in = [&](const Names& names, NameKind kind, bool strip) {
    for (const Whole& one : whole) {
      const std::string_view name =
          strip ? without_note_ending(one.path) : std::string_view(one.path);
      std::vector<std::uint32_t> found = names.at_path(name, fold(name));
      note_step(one.rule, kind, name, names, found);
      if (!found.empty()) return choose(names, kind, std::move(found), from);
    }
    if (is_path) return Resolution{};
    const std::string_view name =
        strip ? without_note_ending(from_top) : std::string_view(from_top);
    if (name.empty() || name.starts_with("..")) return Resolution{};
    std::vector<std::uint32_t> found = names.with_end(fold(name));
    note_step(NameRule::anywhere, kind, name, names, found);
    return choose(names, kind, std::move(found), from);
  };
  const auto find_note = [&] {
    Resolution found = find_in(note_names_, NameKind::note, true);
    if (found.kind != NameKind::none || without_note_ending(from_top).size() == from_top.size())
      return found;
    // "v1.md" may also be a note named "v1.md.md".
    return find_in(note_names_, NameKind::note, false);
  };

  if (!is_folder) {
    Resolution first =
        wants_file ? find_in(attachment_names_, NameKind::attachment, false) : find_note();
    if (first.kind != NameKind::none) return first;
    Resolution second =
        wants_file ? find_note() : find_in(attachment_names_, NameKind::attachment, false);
    if (second.kind != NameKind::none) return second;
    std::vector<std::uint32_t> places;
    if (const auto alias = aliases_.find(fold(written)); alias != aliases_.end()) {
      for (const std::uint32_t note : alias->second) places.push_back(note_places_.at(note));
    }
    note_step(NameRule::alias, NameKind::note, written, note_names_, places);
    if (!places.empty()) {
      Resolution by_alias = choose(note_names_, NameKind::note, std::move(places), from);
      by_alias.by_alias = true;
      return by_alias;
    }
  }
  for (const Whole& one : whole) {
    std::string_view path = one.path;
    auto folder = folders_.find(fold(path));
    // "folder/index" is the folder's page, written or not.
    if (folder == folders_.end() && !is_folder &&
        (is_path || written.find('/') != std::string_view::npos) &&
        equal_ignoring_ascii_case(without_note_ending(file_name(path)), "index")) {
      path = parent_path(path);
      folder = folders_.find(fold(path));
    }
    const bool is_known = folder != folders_.end();
    if (trace != nullptr) {
      trace->push_back({NameRule::folder, NameKind::folder, std::string(path),
                        is_known ? std::vector{folder->second} : std::vector<std::uint32_t>{}});
    }
    if (is_known) return {NameKind::folder, folder->second, {}, false};
  }
  return {};
}

std::string NameTable::suggest(std::string_view target) const {
  const std::string word = fold(without_note_ending(trim(target)));
  if (word.size() < 2) return {};
  // Counts shared pairs of letters, then compares only the names that share the most.
  std::vector<std::uint16_t> shared(suggestions_.size());
  std::vector<std::uint32_t> touched;
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const auto with_pair = by_pair_.find(pair_at(word, i));
    if (with_pair == by_pair_.end()) continue;
    for (const std::uint32_t index : with_pair->second) {
      if (shared[index]++ == 0) touched.push_back(index);
    }
  }
  const auto closeness = [&](std::uint32_t index) {
    const std::size_t size = suggestions_[index].folded.size();
    const std::size_t difference = size > word.size() ? size - word.size() : word.size() - size;
    return std::tuple(-static_cast<std::ptrdiff_t>(shared[index]), difference, index);
  };
  const auto closer = [&](std::uint32_t a, std::uint32_t b) { return closeness(a) < closeness(b); };
  const std::size_t kept = std::min(closest_names, touched.size());
  std::partial_sort(touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(kept),
                    touched.end(), closer);

  const std::size_t limit = std::max<std::size_t>(1, code_point_count(word) / 3);
  std::size_t least = limit + 1;
  std::string best;
  for (std::size_t i = 0; i < kept; ++i) {
    const Suggestion& suggestion = suggestions_[touched[i]];
    const std::size_t edits = edit_distance(word, suggestion.folded, limit);
    if (edits < least) {
      least = edits;
      best = suggestion.written;
    }
  }
  return best;
}

std::string NameTable::shortest_name(std::uint32_t note) const {
  return note_names_.shortest(note_names_.places[note_places_.at(note)]);
}

std::string NameTable::shortest_attachment(std::uint32_t attachment) const {
  return attachment_names_.shortest(attachment_names_.places[attachment_places_.at(attachment)]);
}

const std::string& NameTable::attachment_path(std::uint32_t index) const {
  return attachment_names_.places[attachment_places_.at(index)].path;
}

std::vector<std::uint32_t> NameTable::notes_named(std::string_view name) const {
  return note_names_.indexes(note_names_.with_end(fold(without_note_ending(trim(name)))));
}

std::vector<std::uint32_t> NameTable::notes_of_alias(std::string_view alias) const {
  const auto found = aliases_.find(fold(trim(alias)));
  if (found == aliases_.end()) return {};
  std::vector<std::uint32_t> notes = found->second;
  std::sort(notes.begin(), notes.end());
  return notes;
}

std::vector<std::uint32_t> NameTable::attachments_named(std::string_view name) const {
  return attachment_names_.indexes(attachment_names_.with_end(fold(trim(name))));
}

}  // namespace loci

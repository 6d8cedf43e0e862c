#include "site/path_data.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "base/escape.h"
#include "base/hash.h"

namespace loci {
namespace {

constexpr std::size_t in_file = 128;
constexpr std::size_t hash_digits = 6;
// The members of a larger circle need what each requires itself: else the data could grow with the
// square of it.
constexpr std::size_t most_in_circle = 64;
constexpr std::uint32_t none = static_cast<std::uint32_t>(-1);

using Notes = std::vector<std::uint32_t>;

std::size_t card_count(const LinkedNote& note) { return note.parsed->cards.size(); }

// A file as it is before its name is known.
struct Piece {
  std::string name;  // "learn/r0"
  std::string json;
};

class PathWriter {
 public:
  PathWriter(const LinkedSite& site, const LearningPath& path) : site_(site), path_(path) {
    number_.assign(site.notes.size(), none);
    for (const std::vector<NoteId>& stage : path.stages) {
      for (const NoteId id : stage) {
        number_[index_of(id)] = static_cast<std::uint32_t>(order_.size());
        order_.push_back(static_cast<std::uint32_t>(index_of(id)));
      }
    }
  }

  std::vector<DataFile> write() {
    find_needs();
    find_openers();
    write_rows();
    const std::vector<std::string> first = write_notes();

    std::string all;
    for (const Piece& piece : pieces_) all += piece.json;
    const std::string hash = to_hex(hash64(all)).substr(0, hash_digits);
    std::string json = "{\"hash\":\"" + hash + "\",\"open\":" + std::to_string(open_);
    json += ",\"later\":" + std::to_string(later_) + ",\"first\":";
    append_strings(json, first);
    json += '}';

    std::vector<DataFile> files;
    std::string bytes = data_script("learn/path", json);
    std::string name = "learn/path." + to_hex(hash64(bytes)).substr(0, hash_digits) + ".js";
    files.push_back({std::move(name), std::move(bytes), {}});
    for (const Piece& piece : pieces_) {
      files.push_back({piece.name + "." + hash + ".js", data_script(piece.name, piece.json), {}});
    }
    return files;
  }

 private:
  const LinkedNote& note(std::uint32_t n) const { return site_.notes[n]; }

  // By note, in the order of the path; of a circle each member has what the others require too.
  void find_needs() {
    needs_.resize(site_.notes.size());
    std::vector<Notes> members(site_.notes.size());
    for (const std::uint32_t n : order_) members[path_.circle[n]].push_back(n);
    for (const Notes& circle : members) {
      Notes of_all;
      for (const std::uint32_t n : circle) {
        for (const NoteId required : note(n).prerequisites) {
          const auto other = static_cast<std::uint32_t>(index_of(required));
          if (path_.circle[other] != path_.circle[n]) needs_[n].push_back(other);
        }
        of_all.insert(of_all.end(), needs_[n].begin(), needs_[n].end());
      }
      if (circle.size() > 1 && circle.size() <= most_in_circle) {
        for (const std::uint32_t n : circle) needs_[n] = of_all;
      }
      for (const std::uint32_t n : circle) {
        Notes& needs = needs_[n];
        std::sort(needs.begin(), needs.end(),
                  [this](std::uint32_t a, std::uint32_t b) { return number_[a] < number_[b]; });
        needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
      }
    }
  }

  void find_openers() {
    opener_.assign(site_.notes.size(), none);
    Notes order = order_;
    std::stable_sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
      return path_.circle[a] < path_.circle[b];
    });
    const auto is_before = [this](std::uint32_t a, std::uint32_t b) {
      return a == none || (b != none && number_[a] < number_[b]);
    };
    for (const std::uint32_t n : order) {
      for (const std::uint32_t needed : needs_[n]) {
        const std::uint32_t opener = card_count(note(needed)) > 0 ? needed : opener_[needed];
        if (is_before(opener_[n], opener)) opener_[n] = opener;
      }
    }
  }

  void append_needs(std::string& json, std::uint32_t n) const {
    json += '[';
    for (const std::uint32_t needed : needs_[n]) {
      if (json.back() != '[') json += ',';
      json += '[';
      append_json(json, note(needed).slug);
      json += ',' + std::to_string(card_count(note(needed))) + ']';
    }
    json += ']';
  }

  static void append_strings(std::string& json, const std::vector<std::string>& strings) {
    json += '[';
    for (const std::string& one : strings) {
      if (&one != &strings.front()) json += ',';
      append_json(json, one);
    }
    json += ']';
  }

  std::string row_of(std::uint32_t n) const {
    const LinkedNote& one = note(n);
    std::string json = "[" + std::to_string(number_[n]) + ",";
    append_json(json, one.slug);
    json += ',';
    append_json(json, one.title);
    json += ',' + std::to_string(one.minutes) + ',' + std::to_string(card_count(one)) + ',';
    const SiteSection* section = site_.section_beside(NoteId{n});
    append_json(json, section ? std::string_view(section->title) : std::string_view());
    std::vector<std::string> titles;
    for (const NoteId required : one.prerequisites) titles.push_back(site_.note(required).title);
    json += ',';
    append_strings(json, titles);
    json += ',';
    append_needs(json, n);
    return json + ']';
  }

  // The pieces `letter`0, `letter`1, … of one list.
  void cut(char letter, const std::vector<std::string>& items) {
    for (std::size_t begin = 0; begin < items.size(); begin += in_file) {
      const std::size_t end = std::min(begin + in_file, items.size());
      std::string json = "[";
      for (std::size_t i = begin; i < end; ++i) {
        if (i > begin) json += ',';
        json += items[i];
      }
      std::string name = "learn/";
      name += letter;
      pieces_.push_back({name + std::to_string(begin / in_file), json + "]"});
    }
  }

  void write_rows() {
    Notes with_cards;
    std::copy_if(order_.begin(), order_.end(), std::back_inserter(with_cards),
                 [this](std::uint32_t n) { return card_count(note(n)) > 0; });
    // What is open from the beginning stands first.
    const auto place = [this](std::uint32_t n) {
      return opener_[n] == none ? 0 : std::size_t{number_[opener_[n]]} + 1;
    };
    std::stable_sort(with_cards.begin(), with_cards.end(),
                     [&place](std::uint32_t a, std::uint32_t b) { return place(a) < place(b); });
    first_row_.assign(site_.notes.size(), 0);
    row_count_.assign(site_.notes.size(), 0);
    later_ = order_.size();
    std::vector<std::string> rows;
    for (const std::uint32_t n : with_cards) {
      const std::uint32_t opener = opener_[n];
      if (opener == none) {
        ++open_;
      } else {
        if (row_count_[opener]++ == 0) first_row_[opener] = rows.size();
        later_ = std::min(later_, std::size_t{number_[n]});
      }
      rows.push_back(row_of(n));
    }
    cut('r', rows);
  }

  // Returns the first slug of each file of first slugs.
  std::vector<std::string> write_notes() {
    Notes by_slug = order_;
    std::sort(by_slug.begin(), by_slug.end(),
              [this](std::uint32_t a, std::uint32_t b) { return note(a).slug < note(b).slug; });
    std::vector<std::string> notes, firsts, first_of_firsts;
    for (std::size_t i = 0; i < by_slug.size(); ++i) {
      const std::uint32_t n = by_slug[i];
      const LinkedNote& one = note(n);
      std::string json = "[";
      append_json(json, one.slug);
      json += ',';
      append_json(json, one.title);
      json += ',' + std::to_string(card_count(one)) + ',' + std::to_string(first_row_[n]) + ',' +
              std::to_string(row_count_[n]) + ',';
      if (card_count(one) > 0)
        json += "[]";
      else
        append_needs(json, n);
      notes.push_back(json + ']');
      if (i % in_file != 0) continue;
      firsts.emplace_back();
      append_json(firsts.back(), one.slug);
      if (i % (in_file * in_file) == 0) first_of_firsts.push_back(one.slug);
    }
    cut('n', notes);
    cut('d', firsts);
    return first_of_firsts;
  }

  const LinkedSite& site_;
  const LearningPath& path_;
  Notes order_;                        // the path
  std::vector<std::uint32_t> number_;  // by note: its place in it
  std::vector<Notes> needs_;           // by note, in the path's order
  std::vector<std::uint32_t> opener_;  // by note
  std::vector<std::size_t> first_row_, row_count_;
  std::vector<Piece> pieces_;
  std::size_t open_ = 0, later_ = 0;
};

}  // namespace

std::vector<DataFile> make_path_data(const LinkedSite& site, const LearningPath& path) {
  return PathWriter(site, path).write();
}

}  // namespace loci

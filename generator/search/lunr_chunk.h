// The first half of building an index: some documents become terms and counts, by one thread. What
// merges such chunks is lunr_index.cc.
//
// A word is analysed once by each reader, however many chunks it reads. Which reader reads which
// chunk, and so how it numbers terms, is left to chance; the order of a chunk's counts is not.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/analysis.h"
#include "search/lunr_index.h"
#include "search/places.h"
#include "search/stop_words.h"
#include "search/term_table.h"
#include "search/word_table.h"

namespace loci {

// How often a field has a term.
struct TermCount {
  std::uint32_t term;  // the reader's number
  std::uint32_t count;
};

// Many of them, in half the room: both numbers in groups of seven bits, the lowest first, the high
// bit set where another group follows.
class TermCounts {
 public:
  void append(const TermCount& count) {
    append_number(count.term);
    append_number(count.count);
  }
  void shrink() { bytes_.shrink_to_fit(); }

  // From the first to the last.
  class Reader {
   public:
    explicit Reader(const TermCounts& counts)
        : at_(counts.bytes_.data()), end_(at_ + counts.bytes_.size()) {}
    bool at_end() const { return at_ == end_; }
    TermCount next() {
      const std::uint32_t term = read_number();
      return {term, read_number()};
    }

   private:
    std::uint32_t read_number() {
      std::uint32_t value = 0;
      for (int shift = 0;; shift += 7) {
        const std::uint32_t group = *at_++;
        value |= (group & 0x7fu) << shift;
        if (group < 0x80) return value;
      }
    }

    const std::uint8_t* at_;
    const std::uint8_t* end_;
  };

 private:
  void append_number(std::uint32_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }

  std::vector<std::uint8_t> bytes_;
};

// What a reader makes of consecutive documents.
struct Chunk {
  std::size_t first_document = 0;
  std::size_t reader = 0;  // whose terms these are
  TermCounts counts;       // of each field of each document, one after another; in order of first
                           // occurrence in the field
  std::vector<std::uint32_t> distinct;  // how many of `counts` belong to a field; document-major
  std::vector<std::uint32_t> lengths;   // terms of a field, with repetitions; document-major
  std::vector<Occurrence> occurrences;  // for each of `counts`, that many; with metadata only
  std::string places;                   // of each of `counts`, as in places.h; when asked for

  void shrink() {
    counts.shrink();
    occurrences.shrink_to_fit();
    places.shrink_to_fit();
  }
};

constexpr std::size_t longest_cached_piece = 64;  // longer ones hardly occur twice

class ChunkReader {
 public:
  // A word before stemming and the term it becomes.
  struct Surface {
    std::uint32_t text;  // in `surfaces`
    std::uint32_t term;
  };

  // `number` names the reader in its chunks. The others outlive it.
  ChunkReader(std::size_t number, const std::vector<LunrField>& fields,
              const std::vector<std::size_t>& order, const LunrOptions& options)
      : number_(number),
        fields_(fields),
        order_(order),
        analysis_(*options.analysis),
        keeps_occurrences_(!options.metadata.empty()),
        keeps_places_(options.keeps_places),
        keeps_surfaces_(options.keeps_surfaces) {}

  // Opens an empty chunk, which `read` fills.
  void begin(Chunk& chunk) {
    chunk_ = &chunk;
    chunk.reader = number_;
  }

  // Forgets what only further reading would need; terms and surfaces stay.
  void finish() {
    pieces_ = {};
    piece_terms_ = {};
    known_ = {};
    place_ = {};
  }

  const TermTable& terms() const { return term_table_; }
  // How much of the places of all its chunks belongs to each term.
  const std::vector<std::size_t>& place_bytes() const { return place_bytes_; }
  const TermTable& surface_texts() const { return surface_table_; }
  // With terms that no field kept; empty unless they are asked for.
  const std::vector<Surface>& surfaces() const { return surfaces_; }

  void read(const LunrDocument& document) {
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      const std::size_t given = order_[f];
      const auto array =
          std::find_if(document.arrays.begin(), document.arrays.end(),
                       [given](const LunrArray& each) { return each.field == given; });
      begin_field(fields_[f].keeps_stop_words);
      if (array != document.arrays.end()) {
        for (const std::string_view element : array->elements) read_element(element);
      } else if (given < document.fields.size()) {
        read_text(document.fields[given]);
      }
      end_field();
    }
  }

 private:
  // A term of a piece that was seen before: all that is left of a Term.
  struct Known {
    std::uint32_t term;
    Occurrence occurrence;
    std::uint8_t stop;  // 0: no stop word; with places its code
    std::uint8_t places;
  };
  struct KnownPiece {
    Known only{};  // when there is just one, as of most
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t words = 0;
    std::uint32_t units = 0;
  };

  void begin_field(bool keeps_stop_words) {
    counts_.clear();
    length_ = 0;
    keeps_stop_words_ = keeps_stop_words;
    words_ = 0;
    units_ = 0;
    scratch_.clear();
    places_.clear();
    stops_.clear();
  }

  void end_field() {
    if (keeps_occurrences_) store_occurrences();
    if (keeps_places_) store_places();
    for (const TermCount& count : counts_) chunk_->counts.append(count);
    chunk_->distinct.push_back(static_cast<std::uint32_t>(counts_.size()));
    chunk_->lengths.push_back(length_);
  }

  // Some dozen pieces at a time, in three steps, because the tables are larger than the caches: what a step looks for was asked
  // of the memory by the step before.
  void read_text(std::string_view text) {
    const auto& separates = analysis_.separates;
    const char* const data = text.data();
    const std::size_t size = text.size();
    std::size_t end_of_last = 0;
    for (std::size_t at = 0; at < size;) {
      std::size_t count = 0;
      while (count < pieces_ahead_.size()) {
        while (at < size && separates[static_cast<unsigned char>(data[at])]) ++at;
        if (at == size) break;
        const std::size_t begin = at;
        while (at < size && !separates[static_cast<unsigned char>(data[at])]) ++at;
        PieceAhead& piece = pieces_ahead_[count++];
        piece.text = text.substr(begin, at - begin);
        piece.separators = static_cast<std::uint32_t>(begin - end_of_last);
        end_of_last = at;
        piece.is_long = piece.text.size() > longest_cached_piece;
        if (!piece.is_long) piece.key = pieces_.key(piece.text, size - begin);
      }
      for (std::size_t i = 0; i < count; ++i) {
        if (!pieces_ahead_[i].is_long) look_up(pieces_ahead_[i]);
      }
      for (std::size_t i = 0; i < count; ++i) {
        units_ += pieces_ahead_[i].separators;
        use(pieces_ahead_[i]);
      }
    }
  }

  void read_element(std::string_view element) {
    terms_.clear();
    analyse_array_element(element, terms_);
    for (Term& term : terms_.terms) use(known(term, {Occurrence::no_place, 0, 0}));
  }

  struct PieceAhead {
    std::string_view text;
    WordTable::Key key;
    std::uint32_t id = 0;          // of `piece_terms_`
    std::uint32_t separators = 0;  // before it
    bool is_long = false;          // nothing is kept of it
  };

  void look_up(PieceAhead& piece) {
    const TermTable::Found found = pieces_.intern(piece.text, piece.key);
    piece.id = found.id;
    if (found.is_new) {
      piece_terms_.push_back(learn(piece.text));
      uncached_begin_ = known_.size();
    } else {
      __builtin_prefetch(&piece_terms_[found.id]);
    }
  }

  void use(const PieceAhead& piece) {
    if (!piece.is_long) return use(piece_terms_[piece.id]);
    use(learn(piece.text));
    known_.resize(uncached_begin_);
  }

  KnownPiece learn(std::string_view piece) {
    terms_.clear();
    analysis_.analyse(piece, terms_);
    KnownPiece result;
    result.first = static_cast<std::uint32_t>(known_.size());
    result.count = static_cast<std::uint32_t>(terms_.terms.size());
    result.words = terms_.words;
    result.units = terms_.units;
    for (Term& term : terms_.terms)
      known_.push_back(known(term, {term.begin, term.length, term.ordinal}));
    if (result.count == 1) result.only = known_.back();
    return result;
  }

  Known known(Term& term, const Occurrence& occurrence) {
    std::uint8_t stop = term.stop ? 1 : 0;
    if (term.stop && keeps_places_) stop = stop_word_code(term.surface);
    return {number_of(term), occurrence, stop, static_cast<std::uint8_t>(term.places)};
  }

  // Terms of stop words get a number here too, but only fields that keep them count it; unused
  // numbers go when chunks are merged. A word always becomes the same term.
  std::uint32_t number_of(Term& term) {
    const TermTable::Found found = term_table_.intern(term.text);
    if (found.is_new) {
      place_.push_back(0);
      place_bytes_.push_back(0);
    }
    if (keeps_surfaces_) {
      const TermTable::Found surface = surface_table_.intern(term.surface);
      if (surface.is_new) surfaces_.push_back({surface.id, found.id});
    }
    return found.id;
  }

  void use(const KnownPiece& piece) {
    const Known* const terms = piece.count == 1 ? &piece.only : known_.data() + piece.first;
    for (std::uint32_t i = 0; i < piece.count; ++i) {
      Known known = terms[i];
      known.occurrence.begin += units_;
      known.occurrence.ordinal += words_;
      use(known);
    }
    words_ += piece.words;
    units_ += piece.units;
  }

  void use(const Known& known) {
    if (known.stop != 0) {
      if (keeps_places_) note_stop_word(known);
      if (!keeps_stop_words_) return;
    }
    ++length_;
    // place_[term] is where the term's count is, if it was written for this very field.
    std::uint32_t place = place_[known.term];
    if (place >= counts_.size() || counts_[place].term != known.term) {
      place = place_[known.term] = static_cast<std::uint32_t>(counts_.size());
      counts_.push_back({known.term, 0});
    }
    ++counts_[place].count;
    if (keeps_occurrences_) scratch_.push_back({place, known.occurrence});
    if (keeps_places_) places_.push_back({place, known.occurrence.ordinal, known.places});
  }

  void note_stop_word(const Known& known) {
    const std::uint32_t at = known.occurrence.ordinal;
    if (stops_.size() <= at) stops_.resize(at + 1, 0);
    stops_[at] = known.stop;
  }

  std::uint8_t stop_at(std::uint32_t place) const {
    return place < stops_.size() ? stops_[place] : std::uint8_t{0};
  }

  void store_occurrences() {
    std::stable_sort(scratch_.begin(), scratch_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [place, occurrence] : scratch_) chunk_->occurrences.push_back(occurrence);
  }

  // The places of the field by term: counted, then dealt out, which costs less than sorting.
  void store_places() {
    const std::size_t distinct = counts_.size();
    starts_.assign(distinct + 1, 0);
    for (std::size_t i = 0; i < distinct; ++i) starts_[i + 1] = starts_[i] + counts_[i].count;
    dealt_.resize(places_.size());
    for (const Placed& placed : places_) {
      const std::uint32_t at = placed.ordinal;
      dealt_[starts_[placed.count]++] = {at, at > 0 ? stop_at(at - 1) : std::uint8_t{0},
                                         stop_at(at + placed.places)};
    }
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < distinct; ++i) {
      const auto first = dealt_.begin() + begin;
      auto last = dealt_.begin() + starts_[i];
      begin = starts_[i];
      // Two terms of one word may be the same after folding; nearly always they ascend.
      const auto comes_later = [](const Place& a, const Place& b) { return a.at >= b.at; };
      if (std::adjacent_find(first, last, comes_later) != last) {
        std::stable_sort(first, last, [](const Place& a, const Place& b) { return a.at < b.at; });
        last =
            std::unique(first, last, [](const Place& a, const Place& b) { return a.at == b.at; });
      }
      const std::size_t size = chunk_->places.size();
      append_places(chunk_->places, {first, last});
      place_bytes_[counts_[i].term] += chunk_->places.size() - size;
    }
  }

  struct Placed {
    std::uint32_t count;  // the field's first is 0
    std::uint32_t ordinal;
    std::uint32_t places;  // that it takes
  };

  const std::size_t number_;
  const std::vector<LunrField>& fields_;
  const std::vector<std::size_t>& order_;
  const Analysis& analysis_;
  const bool keeps_occurrences_;
  const bool keeps_places_;
  const bool keeps_surfaces_;
  Chunk* chunk_ = nullptr;

  TermTable term_table_;
  TermTable surface_table_;
  std::vector<Surface> surfaces_;
  WordTable pieces_;
  std::vector<KnownPiece> piece_terms_;
  std::array<PieceAhead, 32> pieces_ahead_;
  std::vector<Known> known_;
  std::size_t uncached_begin_ = 0;
  Terms terms_;
  std::vector<std::uint32_t> place_;
  std::vector<std::size_t> place_bytes_;

  // Of the field being read.
  std::vector<TermCount> counts_;
  std::uint32_t length_ = 0;
  std::uint32_t words_ = 0;
  std::uint32_t units_ = 0;
  bool keeps_stop_words_ = false;
  std::vector<std::pair<std::size_t, Occurrence>> scratch_;
  std::vector<Placed> places_;
  std::vector<std::uint8_t> stops_;  // by place; may end early
  std::vector<std::uint32_t> starts_;
  std::vector<Place> dealt_;
};

}  // namespace loci

// An index as lunr 2.3.9 builds it: which term stands in which field of which document, how often,
// and what that weighs.
//
//     Result<LunrIndex> index = build_lunr_index({{"title", 10}, {"body", 1}}, documents, {});
//     write_lunr_index(*index, sink);      // lunr_json.h: the bytes of JSON.stringify(lunr(...))
//
// Documents are analysed in parallel and merged in their order; the result does not depend on the
// number of threads. Who has too many for the memory gives them to a LunrIndexer, some at a time.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/analysis.h"
#include "search/number_text.h"
#include "search/term_table.h"

namespace loci {

struct LunrField {
  std::string name;
  double boost = 1;               // 0 counts as 1, as in lunr
  bool keeps_stop_words = false;  // lunr never keeps them
};

// A field given as an array: lunr takes each element as one word, whatever stands in it.
struct LunrArray {
  std::size_t field;
  std::vector<std::string_view> elements;
};

// Views of valid UTF-8 that outlive the building, not the index.
struct LunrDocument {
  std::string_view ref;
  double boost = 1;                      // 0 counts as 1
  std::vector<std::string_view> fields;  // parallel to the fields
  std::vector<LunrArray> arrays = {};    // take the place of their fields' texts
};

struct LunrOptions {
  double k1 = 1.2;
  double b = 0.75;  // clamped to 0..1
  // What is kept of each occurrence: "position", "index", "fields"; unknown names are null.
  std::vector<std::string> metadata;
  const Analysis* analysis = &lunr_analysis();
  // What lunr's JSON does not hold; for the reader's search.
  bool keeps_places = false;
  bool keeps_surfaces = false;
  // Lengths of fields of eight words and more count with two binary digits, so that few different
  // weights come often and take little room. lunr has all digits; Lucene's norms are rounded, too.
  bool rounds_lengths = false;
};

// One term in one field of one document.
struct Posting {
  std::uint32_t document;
  std::uint32_t field : 8;
  std::uint32_t count : 24;  // occurrences
};

// Of a word before trimming, in UTF-16 units of the lower-cased field. An element of an array has
// neither place nor number: its `begin` is no_place.
struct Occurrence {
  static constexpr std::uint32_t no_place = 0xffffffff;
  std::uint32_t begin;
  std::uint32_t length;
  std::uint32_t ordinal;
};

class LunrIndexBuilder;

class LunrIndex {
 public:
  const std::vector<LunrField>& fields() const {
    return fields_;
  }  // in lunr's order: integer-like names first
  const LunrOptions& options() const { return options_; }

  std::size_t document_count() const { return refs_.size(); }
  std::string_view ref(std::uint32_t document) const { return refs_.text(document); }

  // Terms are numbered by first occurrence: lunr's `_index`.
  std::size_t term_count() const { return terms_.size(); }
  std::string_view term(std::uint32_t id) const { return terms_.text(id); }
  std::uint32_t find(std::string_view term) const {
    return terms_.find(term);
  }  // TermTable::absent: not there
  // In the order of UTF-16 code units.
  std::span<const std::uint32_t> sorted_terms() const { return sorted_; }
  // The words that became this term ("replicas", "replication" for "replic"), the shortest first;
  // none when they are not kept.
  std::size_t surface_count(std::uint32_t id) const {
    return first_surface_.empty() ? 0 : first_surface_[id + 1] - first_surface_[id];
  }
  std::string_view surface(std::uint32_t id, std::size_t i) const {
    return surface_texts_.text(surfaces_[first_surface_[id] + i]);
  }
  // The shortest of them: for showing, never for matching.
  std::string_view surface(std::uint32_t id) const {
    return surface_count(id) == 0 ? term(id) : surface(id, 0);
  }

  // By document, then field.
  std::span<const Posting> postings(std::uint32_t term) const {
    return std::span(postings_).subspan(first_posting_[term],
                                        first_posting_[term + 1] - first_posting_[term]);
  }
  // Of one posting of this index, which must be an element of postings(); empty when no metadata
  // was asked for.
  std::span<const Occurrence> occurrences(const Posting& posting) const;

  // Where the term stands in each of its postings, one after another (places.h); empty when places
  // are not kept.
  std::string_view places(std::uint32_t term) const {
    if (first_place_.empty()) return {};
    return std::string_view(places_).substr(first_place_[term],
                                            first_place_[term + 1] - first_place_[term]);
  }

  // lunr's weight: BM25 with boosts, three decimals.
  double weight(std::uint32_t term, const Posting& posting) const {
    return thousandths(term, posting) / 1000;
  }
  // The same times 1000, which is a whole number.
  double thousandths(std::uint32_t term, const Posting& posting) const {
    // The association of lunr's own line: another order of the same operations rounds differently.
    const double tf = posting.count;
    const double denominator = denominators_[posting.document * fields_.size() + posting.field];
    double score = idf_[term] * ((options_.k1 + 1) * tf) / (denominator + tf);
    score *= boost_or_one(fields_[posting.field].boost);
    score *= boosts_[posting.document];
    return js_round(score * 1000);
  }

 private:
  friend class LunrIndexBuilder;

  static double boost_or_one(double boost) { return boost == 0 || std::isnan(boost) ? 1 : boost; }

  std::vector<LunrField> fields_;
  LunrOptions options_;
  TermTable refs_;
  std::vector<double> boosts_;  // of documents, by boost_or_one
  TermTable terms_;
  TermTable surface_texts_;
  std::vector<std::uint32_t> surfaces_;       // ids of texts, by term
  std::vector<std::uint32_t> first_surface_;  // one more than there are terms; or empty
  std::string places_;
  std::vector<std::size_t> first_place_;  // one more than there are terms; or empty
  std::vector<std::uint32_t> sorted_;
  std::vector<double> idf_;
  std::vector<std::size_t> first_posting_;  // one more than there are terms
  std::vector<Posting> postings_;
  std::vector<std::size_t> first_occurrence_;  // parallel to postings_; empty without metadata
  std::vector<Occurrence> occurrences_;
  std::vector<double> denominators_;  // k1 * (1 - b + b * length / average), document-major
};

// Fails, naming the thing, when lunr would not survive the input: two documents with one ref, a
// field called "_index", one with a '/' in its name, one that every JavaScript object has.
Result<LunrIndex> build_lunr_index(std::vector<LunrField> fields,
                                   std::span<const LunrDocument> documents,
                                   const LunrOptions& options);

// Builds from documents that come a few at a time; their texts are not needed after `add`.
class LunrIndexer {
 public:
  static Result<LunrIndexer> create(std::vector<LunrField> fields, const LunrOptions& options);
  LunrIndexer(LunrIndexer&&) noexcept;
  LunrIndexer& operator=(LunrIndexer&&) noexcept;
  ~LunrIndexer();

  // False: a document with this ref was added already.
  bool is_new(std::string_view ref) const;
  // Fails at a ref that was there before; use the indexer no more then.
  Status add(std::span<const LunrDocument> documents);
  LunrIndex finish() &&;

 private:
  friend class LunrIndexBuilder;
  explicit LunrIndexer(std::unique_ptr<LunrIndexBuilder> builder);
  std::unique_ptr<LunrIndexBuilder> builder_;
};

// Less in JavaScript's order of strings, which is that of UTF-16 code units; both valid UTF-8.
bool less_in_utf16(std::string_view a, std::string_view b);

// A key that JavaScript objects list first and by value: "0" to "4294967294" without leading zeros.
bool is_integer_key(std::string_view key);

}  // namespace loci

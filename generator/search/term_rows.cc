#include "search/term_rows.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "search/digits.h"
#include "search/number_text.h"

namespace loci {

namespace {

constexpr std::size_t fewest_for_table = 8;
constexpr std::size_t least_repeated = 2;  // how often a value comes on the average

void append_list(std::string& json, const std::vector<std::uint64_t>& numbers) {
  NumberAppender out(json);
  out.put('[');
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) out.put(',');
    out.integer(numbers[i]);
  }
  out.put(']');
}

}  // namespace

void TermRows::append(std::string& json, const LunrIndex& lunr, std::uint32_t term) {
  json += '[';
  append_js_string(json, lunr.term(term));
  json += ',';
  append_integer(json, term);
  json += ",\"";
  for (std::vector<std::uint64_t>& weights : by_field_) weights.clear();
  const std::span<const Posting> postings = lunr.postings(term);
  std::uint32_t previous = 0;
  for (std::size_t i = 0; i < postings.size();) {
    const std::uint32_t document = postings[i].document;
    unsigned mask = 0;
    for (; i < postings.size() && postings[i].document == document; ++i) {
      mask |= 1u << postings[i].field;
      by_field_[postings[i].field].push_back(
          static_cast<std::uint64_t>(lunr.thousandths(term, postings[i])));
    }
    const bool body_only = mask == 1u << body_field;
    append_digits(json, std::uint64_t{document - previous} * 2 + (body_only ? 0 : 1));
    if (!body_only) append_digits(json, mask);
    previous = document;
  }
  json += "\",";
  weights_.clear();
  for (const std::vector<std::uint64_t>& weights : by_field_)
    weights_.insert(weights_.end(), weights.begin(), weights.end());
  append_weights(json);
  json += ']';
}

void TermRows::append_weights(std::string& json) {
  if (weights_.size() < fewest_for_table || !count_values()) {
    append_list(json, weights_);
    return;
  }
  order_.resize(values_.size());
  std::iota(order_.begin(), order_.end(), 0u);
  std::sort(order_.begin(), order_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return values_[a].count != values_[b].count ? values_[a].count > values_[b].count
                                                : values_[a].weight < values_[b].weight;
  });
  weights_.clear();
  for (std::uint32_t code = 0; code < order_.size(); ++code) {
    values_[order_[code]].code = code;
    weights_.push_back(values_[order_[code]].weight);
  }
  append_list(json, weights_);
  json += ",\"";
  for (const std::uint32_t place : places_) append_digits(json, values_[place].code);
  json += '"';
}

bool TermRows::count_values() {
  const std::size_t most = weights_.size() / least_repeated;
  const std::size_t size = std::bit_ceil(2 * most + 1);
  const int shift = 64 - std::countr_zero(size);
  slots_.assign(size, 0);
  values_.clear();
  places_.clear();
  for (const std::uint64_t weight : weights_) {
    // Fibonacci hashing; Knuth, The Art of Computer Programming 3, 6.4.
    std::size_t slot = weight * 0x9E3779B97F4A7C15u >> shift;
    while (slots_[slot] != 0 && values_[slots_[slot] - 1].weight != weight)
      slot = (slot + 1) & (size - 1);
    if (slots_[slot] == 0) {
      if (values_.size() == most) return false;
      values_.push_back({weight, 0, 0});
      slots_[slot] = static_cast<std::uint32_t>(values_.size());
    }
    ++values_[slots_[slot] - 1].count;
    places_.push_back(slots_[slot] - 1);
  }
  return true;
}

}  // namespace loci

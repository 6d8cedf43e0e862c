// The page's half of the index: classic scripts of a few kilobytes, because a page opened from a
// disk may load scripts but fetch nothing, and because a query must cost kilobytes at any size of
// the site.
//
//     search/router.js        first keys and hashes of all others, and the most frequent tags and
//                             folders: [name, label, pages]; the only name without a hash
//     search/t12.1f0c83.js    [["replic",17,…], …, ["tag:sql",-1,"gap count …",label]]: term_rows.h, and
//                             of filters as digits.h has them
//     search/p3.5d20a7.js     where the terms of shards 12 to 15 stand (places.h), in their order
//     search/v0.c3b91a.js     [terms and the words they come from] (vocabulary.h)
//     search/d3.77b1e0.js     64 entries: [ref, title, heading, breadcrumb], and their texts' files;
//                             of a card [ref, question, "", breadcrumb, title of its note]
//     search/x9.0be91d.js     the text of a few entries, for excerpts
//     search/words.5a….js     words for suggestions: "configur,e,ed run kafka", most frequent first
//
// A query loads t's; its results d's and x's; a phrase p's; a wildcard or ~n v's.
#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "base/escape.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "search/digits.h"
#include "search/number_text.h"
#include "search/parts.h"
#include "search/spelling.h"
#include "search/term_rows.h"
#include "search/vocabulary.h"

namespace loci {

namespace {

constexpr std::size_t smallest_shard =
    8 * 1024;  // the balance of router and shard measured at 50,000 pages
constexpr std::size_t largest_shard = 32 * 1024;
constexpr std::size_t most_shards = 1500;  // what the router can name in about 10 kB compressed
constexpr std::size_t shards_in_place_file = 4;  // places take about a quarter of their postings
constexpr std::size_t text_chunk = 10 * 1024;
// Of one entry: a table of thousands of rows would cost a query more than all else together. A word
// behind that is found, but its row shows how the text begins.
constexpr std::size_t longest_text = 8 * 1024;
// Digits of the hash in a name: the router holds one for each file, and they are most of its size.
constexpr std::size_t hash_digits = 6;
constexpr std::size_t posting_bytes = 8;
constexpr std::size_t record_bytes = 16;

std::string hash_of(std::string_view bytes) { return to_hex(hash64(bytes)).substr(0, hash_digits); }

struct NamedFile {
  std::string hash;
  DataFile file;
};

NamedFile make_file(const std::string& name, std::string_view json) {
  std::string bytes = data_script(name, json);
  std::string hash = hash_of(bytes);
  std::string path = name + "." + hash + ".js";
  return {std::move(hash), {std::move(path), std::move(bytes), {}}};
}

void append_filter(std::string& json, const SearchFilter& filter) {
  json += '[';
  append_js_string(json, filter.name);
  json += ",-1,\"";
  std::uint32_t previous = 0;
  for (const SearchFilter::Run& run : filter.runs) {
    append_digits(json, run.first - previous);
    append_digits(json, run.count);
    previous = run.first + run.count;
  }
  json += '"';
  if (!filter.label.empty()) {
    json += ',';
    append_js_string(json, filter.label);
  }
  json += ']';
}

// The places of a term are text already, without anything to escape.
NamedFile place_file(const SearchIndex::Parts& parts, std::size_t number) {
  const std::size_t begin = number * shards_in_place_file;
  const std::size_t end = std::min(begin + shards_in_place_file, parts.shards.size());
  const LunrIndex& lunr = parts.lunr;
  std::string json = "[";
  for (std::size_t s = begin; s < end; ++s) {
    json += s == begin ? "[" : ",[";
    const ShardRange& range = parts.shards[s];
    for (std::uint32_t t = range.first_term; t < range.end_term; ++t) {
      json += t == range.first_term ? "\"" : ",\"";
      json += lunr.places(lunr.sorted_terms()[t]);
      json += '"';
    }
    json += ']';
  }
  json += ']';
  return make_file("search/p" + std::to_string(number), json);
}

// Questions are shown in one line.
void append_line(std::string& json, std::string_view text) {
  if (text.find('\n') == std::string_view::npos) {
    append_js_string(json, text);
    return;
  }
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  append_js_string(json, line);
}

NamedFile term_shard(const SearchIndex::Parts& parts, std::size_t number) {
  const ShardRange& range = parts.shards[number];
  const LunrIndex& lunr = parts.lunr;
  std::string json = "[";
  TermRows rows;
  std::uint32_t t = range.first_term, f = range.first_filter;
  while (t < range.end_term || f < range.end_filter) {
    if (json.size() > 1) json += ',';
    const bool takes_term = f == range.end_filter ||
                            (t < range.end_term && less_in_utf16(lunr.term(lunr.sorted_terms()[t]),
                                                                 parts.filters[f].name));
    if (takes_term) {
      rows.append(json, lunr, lunr.sorted_terms()[t++]);
    } else {
      append_filter(json, parts.filters[f++]);
    }
  }
  json += ']';
  return make_file("search/t" + std::to_string(number), json);
}

std::string_view shown_text(const std::vector<SearchEntry>& entries, std::size_t entry) {
  const std::string_view text = excerpt_source(entries, entry);
  if (text.size() <= longest_text) return text;
  const std::size_t blank = text.rfind(' ', longest_text);
  std::size_t end =
      blank != std::string_view::npos && blank > longest_text / 2 ? blank : longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

// The files of 64 entries: first their texts, whose names the entries' own file gives.
struct ChunkFiles {
  std::string hash;
  std::vector<DataFile> files;
};

// Entries [begin, end) as one file of texts. All texts together are as large as the notes: the file
// is named by what goes into it and made when it is written.
NamedFile text_file(const std::vector<SearchEntry>& entries, std::size_t begin, std::size_t end) {
  const std::string name = "search/x" + std::to_string(begin);
  StreamHash content;
  content.append(name);
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view text = shown_text(entries, i);
    content.append(std::to_string(text.size()) + ' ');
    content.append(text);
  }
  std::string hash = to_hex(content.value()).substr(0, hash_digits);
  std::string path = name + "." + hash + ".js";
  const auto make = [&entries, name, begin, end] {
    std::string json = "[";
    for (std::size_t i = begin; i < end; ++i) {
      if (i > begin) json += ',';
      append_js_string(json, shown_text(entries, i));
    }
    json += ']';
    return data_script(name, json);
  };
  return {std::move(hash), {std::move(path), {}, make}};
}

// `texts`: the first entry and the hash of each file of texts.
std::string entries_json(const std::vector<SearchEntry>& entries, std::size_t begin,
                         std::size_t end, std::string_view texts) {
  std::string json = "{\"texts\":[";
  json += texts;
  json += "],\"entries\":[";
  for (std::size_t i = begin; i < end; ++i) {
    const SearchEntry& entry = entries[i];
    json += i == begin ? "[" : ",[";
    append_js_string(json, entry.ref);
    const bool is_card = entry.kind == EntryKind::card;
    for (const std::string_view field :
         {is_card ? entry.question : entry.title, entry.heading, entry.breadcrumb}) {
      json += ',';
      append_line(json, field);
    }
    if (is_card) {
      json += ',';
      append_js_string(json, entry.title);
    }
    json += ']';
  }
  json += "]}";
  return json;
}

ChunkFiles entry_chunk(const std::vector<SearchEntry>& entries, std::size_t number) {
  const std::size_t begin = number * entries_in_chunk;
  const std::size_t end = std::min(begin + entries_in_chunk, entries.size());
  ChunkFiles chunk;
  std::string texts;
  for (std::size_t first = begin; first < end;) {
    std::size_t next = first;
    for (std::size_t size = 0; next < end; ++next) {
      size += shown_text(entries, next).size();
      if (next > first && size > text_chunk) break;
    }
    NamedFile file = text_file(entries, first, next);
    if (!texts.empty()) texts += ',';
    append_integer(texts, first);
    texts += ",\"" + file.hash + '"';
    chunk.files.push_back(std::move(file.file));
    first = next;
  }
  const std::string name = "search/d" + std::to_string(number);
  NamedFile file = make_file(name, entries_json(entries, begin, end, texts));
  std::string().swap(file.file.bytes);  // made again when written: that costs less than keeping it
  file.file.make = [&entries, name, begin, end, texts] {
    return data_script(name, entries_json(entries, begin, end, texts));
  };
  chunk.hash = std::move(file.hash);
  chunk.files.push_back(std::move(file.file));
  return chunk;
}

NamedFile words_file(const LunrIndex& lunr) {
  std::string text;
  for (const std::uint32_t term : spelling_terms(lunr)) {
    if (!text.empty()) text += ' ';
    append_term_record(text, lunr, term);
  }
  std::string json;
  append_js_string(json, text);
  return make_file("search/words", json);
}

// Hashes have six digits each: they stand in one string without separators.
struct Hashes {
  std::string terms, places, vocabulary, entries, words;
};

// The router but for the hashes.
std::string router_head(const SearchIndex::Parts& parts, std::string_view build_id,
                        const std::vector<VocabularyPiece>& vocabulary) {
  std::string json = "{\"build\":";
  append_js_string(json, build_id);
  json += ",\"count\":";
  append_integer(json, parts.entries.size());
  json += ",\"fields\":[";
  for (std::size_t f = 0; f < parts.lunr.fields().size(); ++f) {
    if (f > 0) json += ',';
    append_js_string(json, parts.lunr.fields()[f].name);
  }
  json += "],\"first\":[";
  for (std::size_t s = 0; s < parts.shards.size(); ++s) {
    if (s > 0) json += ',';
    append_js_string(json, parts.shards[s].first_key);
  }
  json += "],\"vocabulary\":[";
  for (const VocabularyPiece& piece : vocabulary) {
    if (&piece != vocabulary.data()) json += ',';
    append_js_string(json, piece.first_key);
  }
  json += "],\"popular\":[";
  bool is_first = true;
  for (const SearchFilter* filter : popular_filters(parts.filters)) {
    json += is_first ? "[" : ",[";
    is_first = false;
    append_js_string(json, filter->name);
    json += ',';
    append_js_string(json, filter->label);
    json += ',';
    append_integer(json, filter->pages);
    json += ']';
  }
  json += "],";
  return json;
}

std::string router_json(std::string head, const Hashes& hashes) {
  return std::move(head) + "\"hashes\":{\"t\":\"" + hashes.terms + "\",\"p\":\"" + hashes.places +
         "\",\"v\":\"" + hashes.vocabulary + "\",\"d\":\"" + hashes.entries + "\",\"words\":\"" +
         hashes.words + "\"}}";
}

// The shortest beginning of the key that still comes behind the previous one: the router holds
// these, and most of a word says nothing more.
std::string first_letters(std::string_view previous, std::string_view key) {
  for (std::size_t end = 1; end < key.size(); ++end) {
    const bool is_inside_character = (static_cast<unsigned char>(key[end]) & 0xc0) == 0x80;
    if (!is_inside_character && less_in_utf16(previous, key.substr(0, end)))
      return std::string(key.substr(0, end));
  }
  return std::string(key);
}

}  // namespace

std::vector<ShardRange> plan_shards(const LunrIndex& lunr,
                                    const std::vector<SearchFilter>& filters) {
  const std::span<const std::uint32_t> sorted = lunr.sorted_terms();
  const auto term_size = [&](std::uint32_t term) {
    return record_bytes + lunr.term(term).size() + lunr.postings(term).size() * posting_bytes;
  };
  std::size_t total = 0;
  for (const std::uint32_t term : sorted) total += term_size(term);
  const std::size_t target = std::clamp(total / most_shards, smallest_shard, largest_shard);

  std::vector<ShardRange> shards;
  std::size_t size = target;  // the first key opens a shard
  std::uint32_t t = 0, f = 0;
  std::string_view previous;
  while (t < sorted.size() || f < filters.size()) {
    const bool takes_term =
        f == filters.size() ||
        (t < sorted.size() && less_in_utf16(lunr.term(sorted[t]), filters[f].name));
    const std::string_view key =
        takes_term ? lunr.term(sorted[t]) : std::string_view(filters[f].name);
    const std::size_t key_size =
        takes_term ? term_size(sorted[t])
                   : record_bytes + key.size() + filters[f].runs.size() * posting_bytes;
    if (size + key_size > target) {
      shards.push_back({first_letters(previous, key), t, t, f, f});
      size = 0;
    }
    size += key_size;
    previous = key;
    (takes_term ? t : f) += 1;
    shards.back().end_term = t;
    shards.back().end_filter = f;
  }
  return shards;
}

std::size_t shard_of(const std::vector<ShardRange>& shards, std::string_view key) {
  const auto after = std::upper_bound(shards.begin(), shards.end(), key,
                                      [](std::string_view value, const ShardRange& range) {
                                        return less_in_utf16(value, range.first_key);
                                      });
  return after == shards.begin() ? 0 : static_cast<std::size_t>(after - shards.begin()) - 1;
}

std::vector<DataFile> build_search_shards(SearchIndex& index, std::string_view build_id) {
  const SearchIndex::Parts& parts = index.parts();
  std::vector<NamedFile> terms(parts.shards.size());
  parallel_for(terms.size(), 8, [&](std::size_t s) { terms[s] = term_shard(parts, s); });
  std::vector<NamedFile> places((terms.size() + shards_in_place_file - 1) / shards_in_place_file);
  parallel_for(places.size(), 4, [&](std::size_t p) { places[p] = place_file(parts, p); });
  const std::vector<VocabularyPiece> pieces = vocabulary_pieces(parts.lunr);
  std::vector<NamedFile> vocabulary(pieces.size());
  parallel_for(pieces.size(), [&](std::size_t v) {
    std::string json;
    append_js_string(json, pieces[v].text);
    vocabulary[v] = make_file("search/v" + std::to_string(v), json);
  });
  NamedFile words = words_file(parts.lunr);
  std::string router = router_head(parts, build_id, pieces);
  index.drop_terms();
  std::vector<ChunkFiles> chunks((parts.entries.size() + entries_in_chunk - 1) / entries_in_chunk);
  parallel_for(chunks.size(), 4, [&](std::size_t c) { chunks[c] = entry_chunk(parts.entries, c); });

  Hashes hashes;
  std::vector<DataFile> files(1);  // the router, which names the others
  const auto add = [&files](std::vector<NamedFile>& named, std::string& hash) {
    for (NamedFile& file : named) {
      hash += file.hash;
      files.push_back(std::move(file.file));
    }
  };
  add(terms, hashes.terms);
  add(places, hashes.places);
  add(vocabulary, hashes.vocabulary);
  for (ChunkFiles& chunk : chunks) {
    hashes.entries += chunk.hash;
    for (DataFile& file : chunk.files) files.push_back(std::move(file));
  }
  hashes.words = words.hash;
  files.push_back(std::move(words.file));
  files.front() = {
      "search/router.js", data_script("search/router", router_json(std::move(router), hashes)), {}};
  return files;
}

}  // namespace loci

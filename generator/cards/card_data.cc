#include "cards/card_data.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "base/escape.h"
#include "base/hash.h"
#include "source/card_id.h"

namespace loci {

namespace {

// About 64 notes a shard: a session of twenty cards from a few notes loads a few shards of some
// tens of kilobytes.
constexpr std::size_t notes_in_shard = 64;
// Notes with very many cards would make a shard that is slow to load for one card.
constexpr std::size_t most_shard_bytes = 96 * 1024;
// All of them are needed when a history has lost its card, one after a review: few and not too large.
constexpr std::size_t most_trace_bytes = 192 * 1024;

void append_number(std::string& out, double value) {
  char text[32];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

// A JSON list of strings without its brackets: "a","b"
void append_strings(std::string& out, std::initializer_list<std::string_view> texts) {
  bool first = true;
  for (const std::string_view text : texts) {
    if (!first) out += ',';
    append_json(out, text);
    first = false;
  }
}

// What the page needs before it loads any card: all ids, by note and deck, in columns.
class Manifest {
 public:
  void add_card(const CardView& card, std::size_t shard) {
    if (notes_.empty() || note_ != card.note) {
      end_note();
      note_ = card.note;
      if (!notes_.empty()) notes_ += ',';
      notes_ += '[';
      append_strings(notes_, {card.note, card.note_title});
      notes_ += ',' + std::to_string(shard);
    }
    ++cards_of_note_;
    if (card.retention != 0) {
      if (!retentions_.empty()) retentions_ += ',';
      retentions_ += '[' + std::to_string(cards_) + ',' + std::to_string(card.retention) + ']';
    }
    ++cards_;
    if (!ids_.empty()) ids_ += ',';
    append_json(ids_, card.id);
    const auto [deck, is_new] = decks_.emplace(card.deck, decks_.size());
    if (is_new) {
      if (!deck_names_.empty()) deck_names_ += ',';
      append_json(deck_names_, card.deck);
    }
    if (!deck_column_.empty()) deck_column_ += ',';
    deck_column_ += std::to_string(deck->second);
  }

  // `groups`: questions whose traces it holds, in the order of the cards.
  void add_traces(std::string_view file_name, std::size_t groups) {
    if (!traces_.empty()) traces_ += ',';
    traces_ += '[';
    append_json(traces_, file_name);
    traces_ += ',' + std::to_string(groups) + ']';
  }

  void add_shard(std::string_view file_name) {
    if (!shards_.empty()) shards_ += ',';
    append_json(shards_, file_name);
  }

  std::string json(const CardsConfig& config, std::string_view build_id, std::string_view edit_base,
                   const std::vector<FolderTitle>& titles) {
    end_note();
    std::string out = "{\"v\":1,\"build\":";
    append_json(out, build_id);
    out += ",\"config\":{\"desired_retention\":";
    append_number(out, config.desired_retention);
    out += ",\"new_per_day\":" + std::to_string(config.new_per_day);
    out += ",\"reviews_per_day\":" + std::to_string(config.reviews_per_day);
    out += ",\"maximum_interval_days\":" + std::to_string(config.maximum_interval_days);
    out += ",\"rollover_hour\":" + std::to_string(config.rollover_hour);
    out += '}';
    if (!edit_base.empty()) {
      out += ",\"edit\":";
      append_json(out, edit_base);
    }
    out += ",\"shards\":[" + shards_ + "],\"traces\":[" + traces_ + "],\"decks\":[" + deck_names_ +
           "],\"notes\":[" + notes_ + "],\"ids\":[" + ids_ + "],\"deck_of\":[" + deck_column_ + ']';
    // Few cards ask for their own: pairs of a card's position and hundredths.
    if (!retentions_.empty()) out += ",\"retention\":[" + retentions_ + ']';
    for (const FolderTitle& folder : titles) {
      out += &folder == titles.data() ? ",\"titles\":[[" : ",[";
      append_strings(out, {folder.path, folder.title});
      out += ']';
    }
    if (!titles.empty()) out += ']';
    out += '}';
    return out;
  }

 private:
  void end_note() {
    if (cards_of_note_ > 0) notes_ += ',' + std::to_string(cards_of_note_) + ']';
    cards_of_note_ = 0;
  }

  std::string note_;
  std::string notes_;  // ["databases/mvcc","MVCC",shard,number of cards]
  std::string ids_;
  std::string deck_names_;
  std::string deck_column_;
  std::string retentions_;
  std::size_t cards_ = 0;
  std::string shards_;
  std::string traces_;
  std::unordered_map<std::string, std::size_t>
      decks_;  // looked up only; the order is that of deck_names_
  std::size_t cards_of_note_ = 0;
};

// What histories are matched by: columns over the questions, one entry for all directions and gaps.
class Traces {
 public:
  // Cards of one question stand together.
  void add_card(const CardView& card, bool new_note) {
    std::string group = card_group(card.id);
    if (!new_note && group == group_) return;
    group_ = std::move(group);
    if (groups_ > 0) {
      questions_ += ',';
      answers_ += ',';
    }
    append_json(questions_, card.question);
    append_json(answers_, card.answer);
    if (card.content != group_) {
      if (!contents_.empty()) contents_ += ',';
      contents_ += '[' + std::to_string(groups_) + ',';
      append_json(contents_, card.content);
      contents_ += ']';
    }
    ++groups_;
  }

  std::size_t groups() const { return groups_; }
  std::size_t bytes() const { return questions_.size() + answers_.size() + contents_.size(); }

  std::string json() const {
    return "{\"v\":1,\"questions\":[" + questions_ + "],\"answers\":[" + answers_ +
           "],\"contents\":[" + contents_ + "]}";
  }

 private:
  std::string group_;
  std::size_t groups_ = 0;
  std::string questions_;
  std::string answers_;
  std::string contents_;  // of those whose key is another: [which, content]
};

CardDataFile hashed_file(const std::string& name, const std::string& json) {
  std::string bytes = data_script(name, json);
  std::string path = name + "." + to_hex(hash64(bytes)).substr(0, 8) + ".js";
  return {std::move(path), std::move(bytes)};
}

std::string card_json(const CardView& card, bool with_source) {
  std::string json = "[";
  append_strings(json, {card.id, card.href, card.context, card.front_html, card.back_html});
  const bool typed = !card.expected.empty();
  if (with_source || typed) {
    json += ',';
    append_json(json, with_source ? card.source : std::string());
  }
  if (typed) {
    json += ',';
    append_json(json, card.expected);
  }
  json += ']';
  return json;
}

}  // namespace

std::vector<CardDataFile> build_card_data(const std::vector<CardView>& cards,
                                          const CardsConfig& config, std::string_view build_id,
                                          std::string_view edit_base,
                                          const std::vector<FolderTitle>& titles) {
  std::vector<CardDataFile> files(1);
  Manifest manifest;
  std::string shard;
  std::size_t notes = 0;
  const auto shard_number = [&] { return files.size() - 1; };
  const auto finish_shard = [&] {
    const std::string name = "cards/shard-" + std::to_string(shard_number());
    files.push_back(hashed_file(name, "{\"v\":1,\"cards\":[" + shard + "]}"));
    manifest.add_shard(files.back().path);
    shard.clear();
    notes = 0;
  };
  std::vector<CardDataFile> trace_files;
  Traces traces;
  const auto finish_traces = [&] {
    const std::string name = "cards/trace-" + std::to_string(trace_files.size());
    trace_files.push_back(hashed_file(name, traces.json()));
    manifest.add_traces(trace_files.back().path, traces.groups());
    traces = {};
  };
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const bool new_note = i == 0 || cards[i].note != cards[i - 1].note;
    if (new_note && (notes == notes_in_shard || shard.size() > most_shard_bytes)) finish_shard();
    if (new_note) ++notes;
    if (new_note && traces.bytes() > most_trace_bytes) finish_traces();
    traces.add_card(cards[i], new_note);
    if (!shard.empty()) shard += ',';
    shard += card_json(cards[i], !edit_base.empty());
    manifest.add_card(cards[i], shard_number());
  }
  if (!cards.empty()) {
    finish_shard();
    finish_traces();
  }
  for (CardDataFile& file : trace_files) files.push_back(std::move(file));
  files[0] = {"cards/manifest.js",
              data_script("cards/manifest", manifest.json(config, build_id, edit_base, titles))};
  return files;
}

}  // namespace loci

// What the Node tests of this folder compare with the real lunr.js and with the browser's code.
// Reads JSON from standard input, writes JSON to standard output.
//
//     search_dump analyse       ["text", …]                    [[[term, surface, role, stop, matched text], …], …]
//     search_dump terms         ["text", …]                    ["whole<surface part·@1 extra° stop!", …]
//     search_dump stem          ["word", …]                    ["stem", …]
//     search_dump lower         ["text", …]                    ["text", …]
//     search_dump log           [1.5, …]                       [0.405…, …]
//     search_dump site FOLDER   {entries, queries}              [{hits, terms, corrections, shown, strict, wide}, …]; writes
//                                                               the shards, and the index they come from as lunr's JSON
#include <nlohmann/json.hpp>

#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "search/analysis.h"
#include "search/excerpt.h"
#include "search/lower_case.h"
#include "search/lunr_json.h"
#include "search/number_text.h"
#include "search/parts.h"
#include "search/query.h"
#include "search/search_index.h"
#include "search/stemmer.h"

namespace {

using namespace loci;
using nlohmann::json;

const char* name_of(TermRole role) {
  switch (role) {
    case TermRole::whole:
      return "whole";
    case TermRole::part:
      return "part";
    case TermRole::extra:
      break;
  }
  return "extra";
}

json analyse(const json& texts) {
  json result = json::array();
  for (const json& item : texts) {
    const auto& text = item.get_ref<const std::string&>();
    json terms = json::array();
    for (const Term& term : analyse_text(text)) {
      terms.push_back({term.text, term.surface, name_of(term.role), term.stop,
                       text.substr(term.begin, term.length)});
    }
    result.push_back(std::move(terms));
  }
  return result;
}

// "whole part·@1 extra° stop!": surface after '<' where it differs, place after '@' where it is not 0.
json terms_of(const json& texts) {
  json result = json::array();
  for (const json& item : texts) {
    std::string line;
    for (const Term& term : analyse_text(item.get_ref<const std::string&>())) {
      if (!line.empty()) line += ' ';
      line += term.text;
      if (term.surface != term.text) line += "<" + term.surface;
      if (term.role == TermRole::part) line += "·";
      if (term.role == TermRole::extra) line += "°";
      if (term.stop) line += '!';
      if (term.ordinal > 0) line += "@" + std::to_string(term.ordinal);
    }
    result.push_back(std::move(line));
  }
  return result;
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

json site(const json& input, const std::filesystem::path& folder) {
  std::vector<SearchEntry> entries;
  std::deque<std::vector<std::string>> kept_tags;  // entries only look at them
  for (const json& item : input.at("entries")) {
    SearchEntry entry;
    entry.ref = item.at("ref").get<std::string>();
    entry.kind = item.contains("question")                  ? EntryKind::card
                 : entry.ref.find('#') != std::string::npos ? EntryKind::section
                                                            : EntryKind::page;
    if (item.contains("question"))
      entry.question = item.at("question").get_ref<const std::string&>();
    entry.title = item.at("title").get_ref<const std::string&>();
    entry.heading = item.at("heading").get_ref<const std::string&>();
    entry.breadcrumb = item.at("breadcrumb").get_ref<const std::string&>();
    entry.keywords = item.at("keywords").get<std::string>();
    entry.body = item.at("body").get_ref<const std::string&>();
    entry.tags = kept_tags.emplace_back(item.at("tags").get<std::vector<std::string>>());
    entries.push_back(std::move(entry));
  }
  SearchIndex index = build_search_index(std::move(entries));
  std::string lunr;
  write_lunr_index(index.parts().lunr, [&lunr](std::string_view piece) {
    lunr += piece;
    return true;
  });
  write_file(folder / "own-index.json", lunr);

  json result = json::array();
  for (const json& query : input.at("queries")) {
    const Ranking ranking = rank_entries(index, query.get_ref<const std::string&>());
    json hits = json::array();
    for (const RankedEntry& hit : ranking.hits)
      hits.push_back({hit.entry, hit.tier, hit.in_title, hit.score});
    json corrections = json::array();
    for (const Correction& correction : ranking.corrections) {
      corrections.push_back({{"word", correction.word}, {"instead", correction.instead}});
    }
    json shown = json::array();
    const std::vector<RankedEntry> arranged = arrange_by_page(index, ranking.hits, ranking.asked);
    for (std::size_t i = 0; i < arranged.size() && i < 5; ++i) {
      const SearchEntry& entry = index.entries()[arranged[i].entry];
      const Excerpt excerpt =
          make_excerpt(excerpt_source(index.entries(), arranged[i].entry), ranking.terms, 200);
      json marked = json::array();
      for (const auto& [begin, end] : excerpt.marks)
        marked.push_back(excerpt.text.substr(begin, end - begin));
      shown.push_back({{"ref", entry.ref}, {"marked", marked}});
    }
    const auto clauses = [&index](const std::vector<Scores::Clause>& all) {
      json list = json::array();
      for (const Scores::Clause& clause : all) {
        list.push_back(
            {std::string(index.parts().lunr.term(clause.term)), clause.fields, clause.boost});
      }
      return list;
    };
    result.push_back({{"hits", hits},
                      {"terms", ranking.terms},
                      {"corrections", corrections},
                      {"shown", shown},
                      {"strict", clauses(ranking.strict)},
                      {"wide", clauses(ranking.wide)}});
  }
  for (const DataFile& file : build_search_shards(index, "test-build"))
    write_file(folder / file.path, file.content());
  return result;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string command = count > 1 ? arguments[1] : "";
  const std::string text{std::istreambuf_iterator<char>(std::cin),
                         std::istreambuf_iterator<char>()};
  const json input = json::parse(text);
  json output = json::array();
  if (command == "analyse") {
    output = analyse(input);
  } else if (command == "terms") {
    output = terms_of(input);
  } else if (command == "stem") {
    for (std::string word : input) {
      stem_word(word);
      output.push_back(std::move(word));
    }
  } else if (command == "lower") {
    for (const json& item : input)
      output.push_back(js_lower_case(item.get_ref<const std::string&>()));
  } else if (command == "log") {
    for (const double x : input) output.push_back(js_log(x));
  } else if (command == "site" && count > 2) {
    output = site(input, arguments[2]);
  } else {
    std::cerr << "usage: search_dump analyse|terms|stem|lower|log|site FOLDER\n";
    return 2;
  }
  std::cout << output.dump();
  return 0;
}

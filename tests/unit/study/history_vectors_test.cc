// Matching and planning on tests/vectors/cards/match.json, which the browser's code runs too
// (tests/browser-unit/review/history.test.ts). LOCI_UPDATE_GOLDEN=1 rewrites what is expected.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "study/history.h"
#include "test_places.h"

namespace loci {
namespace {

using json = nlohmann::ordered_json;

const std::string file_name = LOCI_SOURCE_DIR "/tests/vectors/cards/match.json";

bool updating() { return std::getenv("LOCI_UPDATE_GOLDEN") != nullptr; }

CardTrace trace_of(const json& given) {
  CardTrace trace;
  trace.group = given.at("group");
  trace.content = given.at("content");
  trace.note = given.at("note");
  trace.question = given.at("question");
  trace.answer = given.at("answer");
  trace.before = given.at("before");
  trace.after = given.at("after");
  return trace;
}

std::vector<CardTrace> traces_of(const json& given) {
  std::vector<CardTrace> traces;
  for (const json& one : given) traces.push_back(trace_of(one));
  return traces;
}

json found(const json& given) {
  static constexpr std::string_view rules[] = {"pinned", "similar", "answer", "asked"};
  json list = json::array();
  for (const CardMatch& match :
       match_cards(traces_of(given.at("old")), traces_of(given.at("cards"))))
    list.push_back(json::array(
        {match.old, match.card, rules[static_cast<std::size_t>(match.rule)], match.similarity}));
  return list;
}

json planned(const json& given) {
  EventLog log;
  for (const json& line : given.at("log")) REQUIRE(log.add_line(line.get<std::string>()));
  std::vector<SiteTrace> site;
  for (const json& one : given.at("site")) site.push_back({trace_of(one), one.at("ids")});
  const HistoryPlan plan = plan_histories(log.events(), site);
  json out{{"aliases", json::array()}, {"seen", json::array()}};
  for (const HistoryPlan::Alias& alias : plan.aliases)
    out["aliases"].push_back(json::array({alias.from, alias.to}));
  // What each line says after its stamp.
  for (const CardTrace& card : plan.seen) {
    const std::string line = seen_line(EventStamp{}, card);
    out["seen"].push_back(line.substr(line.find("\"e\":\"seen\"")));
  }
  return out;
}

TEST_CASE("vectors of histories are answered as written") {
  std::ifstream file(file_name);
  REQUIRE(file);
  json all = json::parse(file);
  for (json& one : all.at("matches")) {
    INFO(one.at("what"));
    if (updating()) one["found"] = found(one);
    CHECK(found(one) == one.at("found"));
  }
  std::size_t aliases = 0;
  for (json& one : all.at("plans")) {
    INFO(one.at("what"));
    if (updating()) one["plan"] = planned(one);
    CHECK(planned(one) == one.at("plan"));
    aliases += one.at("plan").at("aliases").size();
  }
  CHECK(aliases >= 40);
  if (!updating()) return;
  std::ofstream out(file_name);
  out << "{\n \"about\": " << all.at("about").dump();
  for (const char* name : {"matches", "plans"}) {
    out << ",\n \"" << name << "\": [";
    for (std::size_t i = 0; i < all.at(name).size(); ++i)
      out << (i == 0 ? "\n  " : ",\n  ") << all.at(name)[i].dump();
    out << "\n ]";
  }
  out << "\n}\n";
}

}  // namespace
}  // namespace loci

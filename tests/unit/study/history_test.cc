#include "study/history.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

EventStamp stamp(int number) {
  EventStamp made;
  made.id =
      "01KB00000000000000000000" + std::string(number < 10 ? "0" : "") + std::to_string(number);
  made.device = "lap1";
  made.at = {1767605400000 + number * 1000, 60};
  made.day = 20458;
  return made;
}

std::string reviewed(int number, std::string_view card) {
  return review_line(stamp(number), card, Grade::good, 5000, Due{false, 20460}, MemoryState{});
}

SiteTrace site_trace(std::string group, std::string question, std::vector<std::string> ids = {}) {
  SiteTrace made;
  made.ids = ids.empty() ? std::vector{group} : std::move(ids);
  made.trace.group = group;
  made.trace.content = group;
  made.trace.note = "joins";
  made.trace.question = std::move(question);
  made.trace.answer = answer_mark("every row of the left table");
  return made;
}

std::string aliases(const HistoryPlan& plan) {
  std::string text;
  for (const HistoryPlan::Alias& alias : plan.aliases)
    text += alias.from + " -> " + alias.to + "\n";
  return text;
}

std::string seen(const HistoryPlan& plan) {
  std::string text;
  for (const CardTrace& card : plan.seen) text += card.group + " ";
  return text;
}

EventLog log_of(const std::vector<std::string>& lines) {
  EventLog log;
  for (const std::string& line : lines) REQUIRE(log.add_line(line));
  return log;
}

TEST_CASE("a card with a history is said to be seen, once, and again when it is something else") {
  const std::vector<SiteTrace> site = {site_trace("h-a", "What does a LEFT JOIN keep?"),
                                       site_trace("h-new", "New?")};
  std::vector<std::string> lines = {reviewed(1, "h-a")};
  const HistoryPlan first = plan_histories(log_of(lines).events(), site);
  CHECK(seen(first) == "h-a ");
  lines.push_back(seen_line(stamp(2), first.seen.at(0)));
  CHECK(lines.back() ==
        "{\"v\":1,\"id\":\"01KB0000000000000000000002\",\"dev\":\"lap1\",\"t\":1767605402000,"
        "\"tz\":60,\"day\":20458,"
        "\"e\":\"seen\",\"c\":\"h-a\",\"note\":\"joins\",\"q\":\"What does a LEFT JOIN "
        "keep?\",\"a\":\"" +
            answer_mark("every row of the left table") + "\"}");
  CHECK(seen(plan_histories(log_of(lines).events(), site)) == "");
  std::vector<SiteTrace> moved = site;
  moved[0].trace.note = "elsewhere";
  CHECK(seen(plan_histories(log_of(lines).events(), moved)) == "h-a ");
}

TEST_CASE("a reworded card gets the history of all its directions, once") {
  std::vector<std::string> lines = {
      reviewed(1, "h-a"), reviewed(2, "h-a/r"),
      seen_line(stamp(3), site_trace("h-a", "What does a LEFT JOIN keep?").trace)};
  const std::vector<SiteTrace> site = {
      site_trace("h-b", "What does a LEFT JOIN retain?", {"h-b", "h-b/r"})};
  const HistoryPlan plan = plan_histories(log_of(lines).events(), site);
  CHECK(aliases(plan) == "h-a -> h-b\nh-a/r -> h-b/r\n");
  CHECK(seen(plan) == "h-b ");
  int number = 4;
  for (const HistoryPlan::Alias& alias : plan.aliases)
    lines.push_back(alias_line(stamp(number++), alias.from, alias.to));
  for (const CardTrace& card : plan.seen) lines.push_back(seen_line(stamp(number++), card));
  const HistoryPlan after = plan_histories(log_of(lines).events(), site);
  CHECK(aliases(after) == "");
  CHECK(seen(after) == "");
  CHECK(after.orphans.empty());
}

TEST_CASE("a card that gets an id needs no words: its question is its old key") {
  SiteTrace card = site_trace("c-00000001", "What does a LEFT JOIN keep?", {"c-00000001"});
  card.trace.content = "h-a";
  CHECK(aliases(plan_histories(log_of({reviewed(1, "h-a")}).events(), std::vector{card})) ==
        "h-a -> c-00000001\n");
}

TEST_CASE("a history without a card is kept, and nothing is made of one nobody knows") {
  const HistoryPlan plan = plan_histories(log_of({reviewed(1, "h-a")}).events(),
                                          std::vector{site_trace("h-b", "What is it?")});
  CHECK(aliases(plan) == "");
  REQUIRE(plan.orphans.size() == 1);
  CHECK(plan.orphans[0].group == "h-a");
}

TEST_CASE("a history that moved once moves again") {
  SiteTrace card = site_trace("c-00000001", "What does a LEFT JOIN retain?");
  card.trace.content = "h-b";
  CHECK(aliases(plan_histories(
            log_of({reviewed(1, "h-a"), alias_line(stamp(2), "h-a", "h-b")}).events(),
            std::vector{card})) == "h-b -> c-00000001\n");
}

TEST_CASE("an alias that was undone counts no more") {
  std::vector<std::string> lines = {
      reviewed(1, "h-a"),
      seen_line(stamp(2), site_trace("h-a", "What does a LEFT JOIN keep?").trace),
      alias_line(stamp(3), "h-a", "h-x"), undo_line(stamp(4), stamp(3).id)};
  CHECK(aliases(plan_histories(log_of(lines).events(),
                               std::vector{site_trace("h-b", "What does a LEFT JOIN retain?")})) ==
        "h-a -> h-b\n");
}

}  // namespace
}  // namespace loci

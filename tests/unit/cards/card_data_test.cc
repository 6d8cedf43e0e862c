#include "cards/card_data.h"

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

CardView card(std::string id, std::string note, std::string deck = "databases") {
  CardView view;
  view.id = std::move(id);
  view.deck = std::move(deck);
  view.note = note;
  view.note_title = "Title of " + note;
  view.href = note + ".html#card";
  view.context = "It's \"quoted\"";
  view.front_html = "<p>a\\b</p>";
  view.back_html = "</script>\xE2\x80\xA8";
  view.question = "What?";
  view.answer = view.note == "b" ? "" : "0123456789abcdef";
  view.content = view.id.substr(0, 2) == "h-" ? view.id : "h-q";
  return view;
}

}  // namespace

TEST_CASE("card data is a manifest in columns and shards that classic scripts provide") {
  const auto files = build_card_data(
      {card("c-1", "a/x"), card("c-1/r", "a/x", "other"), card("h-2", "b")}, CardsConfig{}, "b7");
  REQUIRE(files.size() == 3);
  CHECK(files[0].path == "cards/manifest.js");
  CHECK(files[0].bytes ==
        "loci.provide(\"cards/"
        "manifest\",'{\"v\":1,\"build\":\"b7\",\"config\":{\"desired_retention\":0.9,"
        "\"new_per_day\":10,\"reviews_per_day\":0,\"maximum_interval_days\":36500,\"rollover_"
        "hour\":4},"
        "\"shards\":[\"" +
            files[1].path + "\"],\"traces\":[[\"" + files[2].path +
            "\",2]],\"decks\":[\"databases\",\"other\"],"
            "\"notes\":[[\"a/x\",\"Title of a/x\",0,2],[\"b\",\"Title of b\",0,1]],"
            "\"ids\":[\"c-1\",\"c-1/r\",\"h-2\"],\"deck_of\":[0,1,0]}');\n");
  CHECK(files[1].path.starts_with("cards/shard-0."));
  CHECK(files[1].path.size() == std::string("cards/shard-0.01234567.js").size());
  const std::string body = R"("It\'s \\"quoted\\"","<p>a\\\\b</p>","</script>\u2028"])";
  CHECK(files[1].bytes ==
        "loci.provide(\"cards/shard-0\",'{\"v\":1,\"cards\":["
        "[\"c-1\",\"a/x.html#card\"," +
            body + ",[\"c-1/r\",\"a/x.html#card\"," + body + ",[\"h-2\",\"b.html#card\"," + body +
            "]}');\n");
  CHECK(files[2].path.starts_with("cards/trace-0."));
  CHECK(files[2].bytes ==
        "loci.provide(\"cards/trace-0\",'{\"v\":1,\"questions\":[\"What?\",\"What?\"],"
        "\"answers\":[\"0123456789abcdef\",\"\"],\"contents\":[[0,\"h-q\"]]}');\n");
}

TEST_CASE("the manifest has the titles of folders that are called otherwise than their directory") {
  const auto files = build_card_data({card("c-1", "a")}, CardsConfig{}, "b7", {},
                                     {{"case-studies", "Case studies"}, {"db", "Data \"bases\""}});
  CHECK(
      files[0].bytes.find(
          R"("deck_of":[0],"titles":[["case-studies","Case studies"],["db","Data \\"bases\\""]]})") !=
      std::string::npos);
}

TEST_CASE(
    "with a repository each card says which file its note is, and the manifest where to edit it") {
  CardView one = card("c-1", "a");
  one.source = "notes/a%20b.md";
  const auto files = build_card_data({one}, CardsConfig{}, "b7", "https://host/edit/");
  CHECK(files[0].bytes.find(",\"edit\":\"https://host/edit/\",\"shards\"") != std::string::npos);
  CHECK(files[1].bytes.ends_with(",\"notes/a%20b.md\"]]}');\n"));
}

TEST_CASE("the manifest names the cards that say how surely they are to be remembered") {
  CardView sure = card("c-2", "a");
  sure.retention = 95;
  const auto files = build_card_data({card("c-1", "a"), sure}, CardsConfig{}, "b7");
  CHECK(files[0].bytes.ends_with("\"deck_of\":[0,0],\"retention\":[[1,95]]}');\n"));
}

TEST_CASE("a site without cards has a manifest without shards") {
  const auto files = build_card_data({}, CardsConfig{}, "b7");
  REQUIRE(files.size() == 1);
  CHECK(files[0].bytes.find(
            "\"shards\":[],\"traces\":[],\"decks\":[],\"notes\":[],\"ids\":[],\"deck_of\":[]") !=
        std::string::npos);
}

TEST_CASE("sixty-four notes make a shard, and a note is never cut") {
  std::vector<CardView> cards;
  for (int i = 0; i < 130; ++i) {
    for (int k = 0; k < 2; ++k)
      cards.push_back(card("c-" + std::to_string(i) + std::to_string(k), "n" + std::to_string(i)));
  }
  const auto files = build_card_data(cards, CardsConfig{}, "b7");
  REQUIRE(files.size() == 5);
  CHECK(files[1].bytes.find("c-631") != std::string::npos);
  CHECK(files[2].bytes.find("c-640") != std::string::npos);
  CHECK(files[3].bytes.find("c-1291") != std::string::npos);
  CHECK(files[0].bytes.find("[\"n64\",\"Title of n64\",1,2]") != std::string::npos);
}

TEST_CASE("the names of shards depend on what the shards say and not on the build") {
  const auto one = build_card_data({card("c-1", "a")}, CardsConfig{}, "b1");
  const auto two = build_card_data({card("c-1", "a")}, CardsConfig{}, "b2");
  const auto other = build_card_data({card("c-2", "a")}, CardsConfig{}, "b2");
  CHECK(one[1].path == two[1].path);
  CHECK(one[1].path != other[1].path);
}

}  // namespace loci

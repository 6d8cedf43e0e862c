#include "theme/page_value.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace loci {

TEST_CASE("a page's value is what was put into it") {
  PageValue list = PageValue::array();
  list.push_back(Object().with("title", std::string("a text of more than fifteen characters")));
  list.push_back(nullptr);
  list.push_back(2.5);
  const PageValue model = Object().with("list", std::move(list)).with("n", 7).with("yes", true);
  CHECK(
      to_json(model).dump() ==
      R"({"list":[{"title":"a text of more than fifteen characters"},null,2.5],"n":7,"yes":true})");
}

TEST_CASE("a copied value is one of its own") {
  PageValue first = Object().with("tags", std::vector<std::string>{"one", "two"});
  PageValue second = first;
  first["tags"].push_back("three");
  first["more"] = PageValue::lasting("x");
  CHECK(to_json(second).dump() == R"({"tags":["one","two"]})");
  second = first;
  CHECK(to_json(second).dump() == R"({"more":"x","tags":["one","two","three"]})");
  second = std::move(second["tags"]);  // a part of itself
  CHECK(to_json(second).dump() == R"(["one","two","three"])");
}

TEST_CASE("JSON becomes a page's value and JSON again") {
  const auto json = nlohmann::json::parse(R"({"a":[1,2.5,"x",null,true],"b":{},"c":[]})");
  CHECK(to_json(value_of(json)) == json);
}

TEST_CASE("values of pages have an order") {
  CHECK(compare(1, 1.0) == 0);
  CHECK(compare(2, 10) < 0);
  CHECK(compare("b", std::string("a")) > 0);
  CHECK(compare(std::vector<std::string>{"a"}, std::vector<std::string>{"a", "b"}) < 0);
  CHECK(compare(nullptr, false) < 0);
  CHECK(compare(Object().with("a", 1).with("b", 2), Object().with("b", 2).with("a", 1)) == 0);
}

}  // namespace loci

// Documents as JSON: what is taken, and what is refused with its place. That the index is lunr's is
// shown by tests/search/lunr_bytes.test.mjs.
#include "search/lunr_documents.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "search/lunr_json.h"

namespace {

using namespace loci;

std::string index_of_documents(std::string_view json) {
  const Result<LunrIndex> index = index_lunr_documents(json, "d.json");
  if (!index) return index.error().message;
  std::string text;
  write_lunr_index(*index, [&text](std::string_view piece) {
    text += piece;
    return true;
  });
  return text;
}

std::string error_of(std::string_view json) {
  const Result<LunrIndex> index = index_lunr_documents(json, "d.json");
  if (index) return "no error";
  CHECK(index.error().kind == ErrorKind::content);
  std::string text = index.error().message;
  for (const std::string& hint : index.error().hints) text += " (" + hint + ")";
  return text;
}

}  // namespace

TEST_CASE("documents with boosts become an index") {
  CHECK(
      index_of_documents(
          R"({"fields":[{"name":"t","boost":2}],"documents":[{"ref":"a","boost":3,"fields":{"t":"word"}}]})") ==
      R"({"version":"2.3.9","fields":["t"],"fieldVectors":[["t/a",[0,1.726]]],"invertedIndex":[["word",{"_index":0,"t":{"a":{}}}]],"pipeline":["stemmer"]})");
}

TEST_CASE("settings may stand behind the documents") {
  const std::string expected = index_of_documents(
      R"({"fields":["t","u"],"metadata":["index"],"k1":0.5,"b":0.1,"documents":[{"ref":"a","fields":{"t":"x y","u":["q r"]}},{"ref":"b"}]})");
  CHECK(
      index_of_documents(
          R"({"documents":[{"fields":{"u":["q r"],"t":"x y"},"ref":"a"},{"ref":"b"}],"b":0.1,"k1":0.5,"metadata":["index"],"fields":["t","u"]})") ==
      expected);
  CHECK(
      index_of_documents(
          R"({"fields":["t","u"],"documents":[{"ref":"a","fields":{"t":"x y","u":["q r"]}},{"ref":"b"}],"metadata":["index"],"k1":0.5,"b":0.1})") ==
      expected);
  CHECK(expected.find(R"("y",{"_index":1,"t":{"a":{"index":[1]}},"u":{}})") != std::string::npos);
}

TEST_CASE("values are what JavaScript makes text of") {
  const auto terms_of = [](const std::string& value) {
    const std::string index = index_of_documents(
        R"({"fields":["t"],"documents":[{"ref":"a","fields":{"t":)" + value + "}}]}");
    std::vector<std::string> terms;
    const std::string mark = R"("invertedIndex":[)";
    std::size_t at = index.find(mark) + mark.size();
    while (index.compare(at, 2, "[\"") == 0) {
      const std::size_t end = index.find("\",{\"_index\"", at);
      terms.push_back(index.substr(at + 2, end - at - 2));
      at = index.find("}}]", end) + 3;
      if (index.compare(at, 1, ",") == 0) ++at;
    }
    return terms;
  };
  using Terms = std::vector<std::string>;
  CHECK(terms_of("null").empty());
  CHECK(terms_of("\"\"").empty());
  CHECK(terms_of("5") == Terms{"5"});
  CHECK(terms_of("-0.0") == Terms{"0"});
  CHECK(terms_of("1.50") == Terms{"1.5"});
  CHECK(terms_of("1e21") == Terms{"1e+21"});
  CHECK(terms_of("12345678901234567890") == Terms{"12345678901234567000"});
  CHECK(terms_of("true") == Terms{"true"});
  CHECK(terms_of(R"(["Two words", null, 7, [1, [], [2, null, "x"]]])") ==
        Terms{"", "1,,2,,x", "7", "two word"});
}

TEST_CASE("of two values with one key the last is kept, as in JavaScript") {
  const std::string expected =
      index_of_documents(R"({"fields":["t"],"documents":[{"ref":"a","fields":{"t":"new"}}]})");
  CHECK(index_of_documents(
            R"({"fields":["t"],"documents":[{"ref":"a","fields":{"t":"old","t":"new"}}]})") ==
        expected);
  CHECK(index_of_documents(
            R"({"fields":["t"],"documents":[{"ref":"a","fields":{"t":["old"],"t":"new"}}]})") ==
        expected);
}

TEST_CASE("what lunr would not survive is refused with its place") {
  CHECK(error_of("{\"fields\":[\"t\"],\n\"documents\":[{\"ref\":\"a\"},\n  {\"ref\":\"a\"}]}") ==
        "d.json:3:13: two documents have the ref 'a' (lunr would mix them up: give each its own)");
  CHECK(error_of(R"({"fields":["_index"],"documents":[]})") ==
        "d.json:1:34: field name '_index' breaks lunr (choose another name)");
  CHECK(error_of(R"({"documents":[],"fields":["a/b"]})") ==
        "d.json:1:14: field 'a/b' has a '/' in its name (lunr separates field and document by it)");
  CHECK(error_of(R"({"fields":[],"documents":[]})") ==
        "d.json:1:26: an index needs at least one field");
  CHECK(error_of(R"({"fields":["t"],"documents":[{"ref":1},{"ref":"1"}]})") ==
        "d.json:1:50: two documents have the ref '1' (lunr would mix them up: give each its own)");
}

TEST_CASE("malformed documents are refused with one clear error") {
  CHECK(error_of("") ==
        "d.json:1:1: this is not JSON: syntax error while parsing value - unexpected end of input; "
        "expected '[', '{', or a literal");
  CHECK(
      error_of("{\n\"fields\": [}") ==
      "d.json:2:12: this is not JSON: syntax error while parsing value - unexpected '}'; expected "
      "'[', '{', or a literal");
  CHECK(error_of("5") ==
        "d.json:1:1: this is a number, not an object with 'fields' and 'documents'");
  CHECK(error_of("{}") == "d.json:1:2: there are no 'fields' (like [{\"name\": \"title\"}])");
  CHECK(error_of(R"({"fields":["t"]})") ==
        "d.json:1:16: there are no 'documents' (an empty array is enough)");
  CHECK(error_of(R"({"feilds":["t"]})") ==
        "d.json:1:9: a documents file has no 'feilds' (did you mean 'fields'?)");
  CHECK(error_of(R"({"fields":["t"],"fields":["u"]})") == "d.json:1:24: 'fields' is there twice");
  CHECK(error_of(R"({"fields":[{"boost":3}]})") ==
        "d.json:1:22: a field has no name (like {\"name\": \"title\"})");
  CHECK(error_of(R"({"fields":["t"],"documents":[{"fields":{}}]})") ==
        "d.json:1:42: document 1 has no ref (each needs one of its own, like {\"ref\": \"a\", "
        "\"fields\": {}})");
  CHECK(error_of(R"({"fields":["t"],"documents":[{"ref":"a","fields":{"t":{"u":1}}}]})") ==
        "d.json:1:55: field 't' of document 'a' is an object (give text, a number, true, false, "
        "null or an array of these)");
  CHECK(error_of(R"({"fields":["t"],"documents":["a"]})") ==
        "d.json:1:32: 'documents' holds text instead of a document (like {\"ref\": \"a\", "
        "\"fields\": {\"title\": \"A title\"}})");
  CHECK(error_of(R"({"fields":["t"],"documents":[{"ref":"a","boost":"2"}]})") ==
        "d.json:1:51: the boost of a document must be a number");
  CHECK(error_of(R"({"fields":["t"],"k1":"x"})") == "d.json:1:24: 'k1' must be a number");
  CHECK(error_of(R"({"fields":["t"],"metadata":[1]})") ==
        "d.json:1:30: 'metadata' must be an array of names");
  CHECK(error_of("{\"fields\":[\"\xFF\"]}").starts_with("d.json:1:13: this is not JSON: "));
  CHECK(error_of(std::string(R"({"fields":["t"],"documents":[{"ref":"a","fields":{"t":)") +
                 std::string(70, '['))
            .ends_with("arrays of field 't' of document 'a' lie too deep"));
}

TEST_CASE("written documents are read back") {
  const std::vector<LunrField> fields = {{"title", 10, false}, {"body", 0.5, false}};
  const std::vector<LunrDocument> documents = {{"a\"b", 1, {"T", "line\nend"}}, {"c", 2, {"", ""}}};
  std::string text;
  LunrDocumentsWriter writer(fields, [&text](std::string_view piece) {
    text += piece;
    return true;
  });
  CHECK(writer.add(documents));
  CHECK(writer.finish());
  CHECK(text ==
        "{\"fields\":[{\"name\":\"title\",\"boost\":10},{\"name\":\"body\",\"boost\":0.5}],"
        "\"documents\":[\n{\"ref\":\"a\\\"b\",\"fields\":{\"title\":\"T\",\"body\":\"line\\nend\"}}"
        ",\n"
        "{\"ref\":\"c\",\"boost\":2,\"fields\":{}}\n]}\n");
  const Result<LunrIndex> index = index_lunr_documents(text, "d.json");
  REQUIRE(index.has_value());
  CHECK(index->document_count() == 2);
  CHECK(index->term_count() == 3);
}

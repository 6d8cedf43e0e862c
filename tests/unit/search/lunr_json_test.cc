// The bytes of lunr 2.3.9: each pair in tests/vectors/lunr is documents and what the real lunr made
// of them.
#include "search/lunr_json.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "test_places.h"

namespace {

using namespace loci;

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string json_of(const LunrIndex& index) {
  std::string text;
  write_lunr_index(index, [&text](std::string_view piece) {
    text += piece;
    return true;
  });
  return text;
}

// {"fields": [[name, boost]], "docs": [[ref, boost, {field: text}]], "meta": [...], "k1": 1.2, "b":
// 0.75}
std::string build_from(const nlohmann::json& input) {
  std::vector<LunrField> fields;
  for (const auto& field : input.at("fields"))
    fields.push_back({field[0].get<std::string>(), field[1].get<double>(), false});
  std::vector<LunrDocument> documents;
  for (const auto& doc : input.at("docs")) {
    LunrDocument document{
        doc[0].get_ref<const std::string&>(), doc[1].is_number() ? doc[1].get<double>() : 1, {}};
    for (const LunrField& field : fields) {
      const auto text = doc[2].find(field.name);
      document.fields.push_back(text == doc[2].end() ? std::string_view()
                                                     : text->get_ref<const std::string&>());
    }
    documents.push_back(std::move(document));
  }
  LunrOptions options;
  if (input.contains("meta")) options.metadata = input["meta"].get<std::vector<std::string>>();
  options.k1 = input.value("k1", 1.2);
  options.b = input.value("b", 0.75);
  const Result<LunrIndex> index = build_lunr_index(fields, documents, options);
  REQUIRE(index.has_value());
  return json_of(*index);
}

std::string error_of(std::vector<LunrField> fields, const std::vector<LunrDocument>& documents) {
  const Result<LunrIndex> index = build_lunr_index(std::move(fields), documents, {});
  return index ? "no error" : index.error().message;
}

}  // namespace

TEST_CASE("lunr's golden indexes are met byte for byte") {
  std::set<std::filesystem::path> inputs;
  for (const auto& entry :
       std::filesystem::directory_iterator(LOCI_SOURCE_DIR "/tests/vectors/lunr")) {
    if (entry.path().string().ends_with(".input.json")) inputs.insert(entry.path());
  }
  REQUIRE(inputs.size() >= 10);
  for (const std::filesystem::path& path : inputs) {
    std::string expected = path.string();
    expected.replace(expected.size() - std::string(".input.json").size(), std::string::npos,
                     ".index.json");
    INFO(path.filename().string());
    CHECK(build_from(nlohmann::json::parse(read(path))) == read(expected));
  }
}

TEST_CASE("an index with metadata keeps every occurrence, integer-like names first") {
  std::vector<LunrDocument> documents = {{"a", 1, {"Two words two", "x"}}};
  LunrOptions options;
  options.metadata = {"index", "7", "position", "fields"};
  const Result<LunrIndex> index =
      build_lunr_index({{"t", 1, false}, {"3", 1, false}}, documents, options);
  REQUIRE(index.has_value());
  CHECK(
      json_of(*index) ==
      R"({"version":"2.3.9","fields":["3","t"],"fieldVectors":[["3/a",[0,0.288]],["t/a",[1,0.396,2,0.288]]],"invertedIndex":[)"
      R"(["two",{"3":{},"_index":1,"t":{"a":{"7":[null,null],"index":[0,2],"position":[[0,3],[10,3]],"fields":[["t"],["t"]]}}}],)"
      R"(["word",{"3":{},"_index":2,"t":{"a":{"7":[null],"index":[1],"position":[[4,5]],"fields":[["t"]]}}}],)"
      R"(["x",{"3":{"a":{"7":[null],"index":[0],"position":[[0,1]],"fields":[["3"]]}},"_index":0,"t":{}}]],"pipeline":["stemmer"]})");
}

TEST_CASE("an index without documents is an index") {
  const Result<LunrIndex> index = build_lunr_index({{"t", 1, false}}, {}, {});
  REQUIRE(index.has_value());
  CHECK(
      json_of(*index) ==
      R"({"version":"2.3.9","fields":["t"],"fieldVectors":[],"invertedIndex":[],"pipeline":["stemmer"]})");
}

TEST_CASE("writing stops when the sink has had enough") {
  std::vector<LunrDocument> documents = {{"a", 1, {"one two"}}};
  const Result<LunrIndex> index = build_lunr_index({{"t", 1, false}}, documents, {});
  REQUIRE(index.has_value());
  CHECK_FALSE(write_lunr_index(*index, [](std::string_view) { return false; }));
}

TEST_CASE("input that lunr would not survive is refused by name") {
  CHECK(error_of({}, {}) == "an index needs at least one field");
  CHECK(error_of({{"a/b", 1, false}}, {}) == "field 'a/b' has a '/' in its name");
  CHECK(error_of({{"_index", 1, false}}, {}) == "field name '_index' breaks lunr");
  CHECK(error_of({{"constructor", 1, false}}, {}) == "field name 'constructor' breaks lunr");
  CHECK(error_of({{"t", 1, false}, {"t", 2, false}}, {}) == "field 't' is given twice");
  CHECK(error_of({{"t", 1, false}}, {{"a", 1, {"x"}}, {"a", 1, {"y"}}}) ==
        "two documents have the ref 'a'");
  CHECK(error_of(std::vector<LunrField>(256, LunrField{"t", 1, false}), {}) ==
        "an index has at most 255 fields");
}

TEST_CASE("strings are ordered by UTF-16 units as in JavaScript") {
  CHECK(less_in_utf16("a", "b"));
  CHECK(less_in_utf16("", "a"));
  CHECK(less_in_utf16("z", "\xC3\xA9"));
  CHECK(less_in_utf16("\xF0\x9F\x98\x80", "\xEF\xBC\xA1"));  // U+1F600 before U+FF21
  CHECK_FALSE(less_in_utf16("\xEF\xBC\xA1", "\xF0\x9F\x98\x80"));
  CHECK(less_in_utf16("\xED\x9F\xBF", "\xF0\x90\x80\x80"));  // U+D7FF before U+10000
  CHECK_FALSE(less_in_utf16("same", "same"));
}

TEST_CASE("vectors of more documents than are turned round at a time are all there, in order") {
  constexpr std::size_t count = 9001;
  std::vector<std::string> refs, texts;
  for (std::size_t i = 0; i < count; ++i) {
    refs.push_back("d" + std::to_string(i) + ".html");
    texts.push_back("shared word" + std::to_string(i));
  }
  std::vector<LunrDocument> documents;
  for (std::size_t i = 0; i < count; ++i) documents.push_back({refs[i], 1, {texts[i]}});
  const Result<LunrIndex> index = build_lunr_index({{"body", 1, false}}, documents, {});
  REQUIRE(index.has_value());
  const nlohmann::json vectors = nlohmann::json::parse(json_of(*index)).at("fieldVectors");
  REQUIRE(vectors.size() == count);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i) {
    // "shared" is term 0; the document's own word comes next in the order of first occurrence.
    const auto& pairs = vectors[i][1];
    if (vectors[i][0] != "body/" + refs[i] || pairs.size() != 4 || pairs[0] != 0 ||
        pairs[2] != i + 1)
      ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("keys that JavaScript takes for array indices") {
  for (const char* key : {"0", "7", "10", "4294967294"}) CHECK(is_integer_key(key));
  for (const char* key : {"", "01", "-1", "1.5", "4294967295", "99999999999", "a"})
    CHECK_FALSE(is_integer_key(key));
}

#include "base/escape.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

TEST_CASE("HTML escapes all five characters, in text and attributes alike") {
  CHECK(escape_html("<a href=\"x\">Tom & 'Jerry'</a>") ==
        "&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/a&gt;");
  CHECK(escape_html("plain é") == "plain é");
  CHECK(escape_html("") == "");
}

TEST_CASE("JSON strings") {
  CHECK(json_string("a\"b\\c\n\t\x01é") == "\"a\\\"b\\\\c\\n\\t\\u0001é\"");
  CHECK(json_string("</script>") == "\"</script>\"");
}

TEST_CASE("JSON inside a script cannot end it") {
  CHECK(json_for_script("</script><!--&") == "\"\\u003c/script\\u003e\\u003c!--\\u0026\"");
  CHECK(json_for_script("a\xE2\x80\xA8"
                        "b\xE2\x80\xA9") == "\"a\\u2028b\\u2029\"");
  CHECK(json_for_script("…") == "\"…\"");  // begins with the same two bytes
  CHECK(script_safe("{\"a\":\"<\xE2\x80\xA8\"}") == "{\"a\":\"\\u003c\\u2028\"}");
}

TEST_CASE("a data script ends neither early nor at an old line separator") {
  CHECK(data_script("a/b", "[\"x\"]") == "loci.provide(\"a/b\",'[\"x\"]');\n");
  CHECK(data_script("n", "it's \\ here \xE2\x80\xA8 \xE2\x80\xA9 \xE2\x82\xAC '") ==
        "loci.provide(\"n\",'it\\'s \\\\ here \\u2028 \\u2029 \xE2\x82\xAC \\'');\n");
}

TEST_CASE("a data script is read back") {
  for (const std::string json : {"[\"x\"]", "{\"a\":\"it's \\\\ here \\n 'x'\"}"}) {
    const ScriptData data = read_data_script(data_script("a/b", json));
    CHECK(data.name == "a/b");
    CHECK(data.json == json);
  }
  CHECK(read_data_script(data_script("n", "[\"\xE2\x80\xA8\"]")).json == "[\"\\u2028\"]");
  CHECK(read_data_script("alert(1)").name.empty());
}

TEST_CASE("escapes find their characters wherever they stand among others") {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string filler(before, 'z');
    for (const char c : {'&', '<', '>', '"', '\''}) {
      const std::string text = filler + c + filler + c;
      std::string expected;
      for (const char each : text) {
        expected += each == '&'    ? "&amp;"
                    : each == '<'  ? "&lt;"
                    : each == '>'  ? "&gt;"
                    : each == '"'  ? "&quot;"
                    : each == '\'' ? "&#39;"
                                   : std::string(1, each);
      }
      CHECK(escape_html(text) == expected);
    }
    CHECK(json_string(filler + "\x01" + filler + "\x7F\xFF") ==
          "\"" + filler + "\\u0001" + filler + "\\u007f\xFF\"");
  }
}

TEST_CASE("paths keep what addresses allow and lose what they do not") {
  CHECK(percent_encode_path("a b/é#?%.html") == "a%20b/%C3%A9%23%3F%25.html");
  CHECK(percent_encode_path("x:y") == "x%3Ay");  // no path is taken for a scheme
  CHECK(percent_encode_path("a\"b'&<") == "a%22b%27%26%3C");
  CHECK(percent_encode_component("a/b c") == "a%2Fb%20c");
}

TEST_CASE("percent_decode leaves what is no code") {
  CHECK(percent_decode("a%20b%C3%A9") == "a bé");
  CHECK(percent_decode("100%") == "100%");
  CHECK(percent_decode("%zz%4") == "%zz%4");
  CHECK(percent_decode("%41") == "A");
}

TEST_CASE("XML has no place for control characters") {
  CHECK(escape_xml("a<b>&\"'\x01\t\n") == "a&lt;b&gt;&amp;&quot;&#39;\xEF\xBF\xBD\t\n");
  CHECK(escape_xml("\xEF\xBF\xBE|\xEF\xBF\xBD") == "\xEF\xBF\xBD|\xEF\xBF\xBD");
}

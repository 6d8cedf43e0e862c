#include "theme/template.h"

#include <string>
#include <thread>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace loci {
namespace {

using Json = nlohmann::json;

// The text of "page.html", or "error: " and the message.
std::string run(const std::vector<std::pair<std::string, std::string>>& files, const Json& model) {
  std::vector<TemplateSource> sources;
  for (const auto& [name, text] : files) sources.push_back({name, "templates/" + name, text});
  const TemplateSet set = TemplateSet::parse(std::move(sources));
  Result<std::string> page = set.render("page.html", value_of(model));
  return page ? *page : "error: " + page.error().message;
}

std::string run(const std::string& text, const Json& model = Json::object()) {
  return run({{"page.html", text}}, model);
}

}  // namespace

TEST_CASE("what a template prints is escaped") {
  CHECK(run("<h1>{{ title }}</h1>", {{"title", "a < b & \"c\" 'd'"}}) ==
        "<h1>a &lt; b &amp; &quot;c&quot; &#39;d&#39;</h1>");
}

TEST_CASE("safe prints what is already HTML") {
  CHECK(run("{{ body_html | safe }}", {{"body_html", "<p>a &amp; b</p>"}}) == "<p>a &amp; b</p>");
}

TEST_CASE("safe counts only as the last thing done to a value") {
  CHECK(run("{{ upper(x | safe) }}", {{"x", "<"}}) ==
        "error: templates/page.html:1:14: 'safe' must come last in what is printed");
}

TEST_CASE("numbers, truth values and lists print as JSON, null prints nothing") {
  CHECK(run("{{ a }} {{ b }} {{ c }} {{ d }}{{ e }}",
            {{"a", 12}, {"b", 1.5}, {"c", true}, {"d", nullptr}, {"e", {"<", 1}}}) ==
        "12 1.5 true [&quot;&lt;&quot;,1]");
}

TEST_CASE("an empty text, an empty list, nought and null are false") {
  const std::string text = "{% if x %}yes{% else %}no{% endif %}";
  CHECK(run(text, {{"x", ""}}) == "no");
  CHECK(run(text, {{"x", Json::array()}}) == "no");
  CHECK(run(text, {{"x", 0}}) == "no");
  CHECK(run(text, {{"x", nullptr}}) == "no");
  CHECK(run(text, {{"x", "0"}}) == "yes");
}

TEST_CASE("else if takes the first branch that holds") {
  const std::string text = "{% if x == 1 %}one{% else if x == 2 %}two{% else %}many{% endif %}.";
  CHECK(run(text, {{"x", 1}}) == "one.");
  CHECK(run(text, {{"x", 2}}) == "two.");
  CHECK(run(text, {{"x", 3}}) == "many.");
}

TEST_CASE("loops know where they are, and the loop around them") {
  CHECK(run("{% for row in rows %}{% for x in row %}{{ loop.parent.index1 }}{{ loop.index }}{% if "
            "not loop.is_last %},"
            "{% endif %}{% endfor %}{% if loop.is_first %};{% endif %}{% endfor %}",
            {{"rows", {{"a", "b"}, {"c"}}}}) == "10,11;20");
}

TEST_CASE("a loop over an object gives keys and values in order") {
  CHECK(run("{% for key, value in x %}{{ key }}={{ value }} {% endfor %}",
            {{"x", {{"b", 2}, {"a", 1}}}}) == "a=1 b=2 ");
}

TEST_CASE("a loop's names end with it") {
  CHECK(run("{% for x in list %}{{ x }}{% endfor %}{{ x }}", {{"list", {1, 2}}, {"x", "outer"}}) ==
        "12outer");
}

TEST_CASE("a template extends another and fills its blocks") {
  CHECK(run({{"base.html", "<{% block a %}A{% endblock %}|{% block b %}B{% endblock %}>"},
             {"page.html",
              "{% extends \"base.html\" %}not printed{% block b %}{{ super() }}+{{ x }}{% endblock "
              "%}"}},
            {{"x", "new"}}) == "<A|B+new>");
}

TEST_CASE("includes see the loop variables around them") {
  CHECK(
      run({{"page.html", "{% for item in items %}{% include \"partials/item.html\" %}{% endfor %}"},
           {"partials/item.html", "[{{ item.title }}]"}},
          {{"items", {{{"title", "a"}}, {{"title", "b"}}}}}) == "[a][b]");
}

TEST_CASE("set names a value") {
  CHECK(run("{% set n = count + 1 %}{{ n }} {{ n * 2 }}", {{"count", 2}}) == "3 6");
}

TEST_CASE("what an include sets ends with it, and what it hid is there again") {
  CHECK(run({{"page.html",
              "{% include \"p.html\" %}{{ x }} {% for x in list %}{% include \"p.html\" %}{{ x }} "
              "{% endfor %}{{ x }}"},
             {"p.html", "{% set x = 7 %}{{ x }}:"}},
            {{"x", "model"}, {"list", {"a"}}}) == "7:model 7:a model");
}

TEST_CASE("a loop may call its variable loop") {
  CHECK(run("{% for loop in list %}{{ loop }}{% endfor %}{% for x in list %}{{ loop.index }}{% "
            "endfor %}",
            {{"list", {"a", "b"}}}) == "ab01");
}

TEST_CASE("exists knows names that no template asks for") {
  CHECK(run("{% if exists(\"a.b\") %}yes{% endif %}{% if exists(\"a.c\") %}no{% endif %}",
            {{"a", {{"b", 1}}}}) == "yes");
}

TEST_CASE("functions of inja work") {
  const Json model = {{"list", {3, 1, 2}}, {"name", "Loci"}, {"o", {{"k", "v"}}}};
  CHECK(run("{{ length(list) }} {{ upper(name) }} {{ lower(name) }} {{ join(sort(list), \"-\") }}",
            model) == "3 LOCI loci 1-2-3");
  CHECK(run("{{ default(nope, \"-\") }} {{ exists(\"o.k\") }} {{ at(o, \"k\") }} {{ at(list, 1) }}",
            model) == "- true v 1");
  CHECK(run("{{ first(list) }} {{ last(list) }} {{ max(list) }} {{ min(list) }} {{ round(2.567, 1) "
            "}}",
            model) == "3 2 3 1 2.6");
  CHECK(run("{{ 7 / 2 }} {{ 7 % 2 }} {{ 2 ^ 3 }} {{ \"a\" in [\"a\"] }} {{ replace(name, \"i\", "
            "\"us\") }}",
            model) == "3.5 1 8 true Locus");
}

TEST_CASE("a variable that is not in the model is an error with its place") {
  CHECK(run("line\n  {{ nope }}") == "error: templates/page.html:2:6: variable 'nope' not found");
}

TEST_CASE("an error inside a partial names the partial") {
  CHECK(run({{"page.html", "a\nb {% include \"partials/x.html\" %}"},
             {"partials/x.html", "{{ item.title }}"}},
            {}) == "error: templates/partials/x.html:1:4: variable 'item.title' not found");
}

TEST_CASE("an error inside a block names the template the block is in") {
  CHECK(run({{"base.html", "{% block a %}{% endblock %}"},
             {"page.html", "{% extends \"base.html\" %}\n{% block a %}{{ x }}{% endblock %}"}},
            {}) == "error: templates/page.html:2:17: variable 'x' not found");
}

TEST_CASE("a template that cannot be read as one is refused with its place") {
  CHECK(run("a\n{% wrong %}") == "error: templates/page.html:2:4: expected statement, got 'wrong'");
  CHECK(run("{% if x %}") == "error: templates/page.html:1:11: unmatched if");
  CHECK(run("{{ nope(1) }}") == "error: templates/page.html:1:10: unknown function nope");
}

TEST_CASE("an include of a template that is not there is an error") {
  CHECK(run("x {% include \"nope.html\" %}") ==
        "error: templates/page.html:1:14: no template named 'nope.html'");
}

TEST_CASE("templates that contain each other are refused") {
  CHECK(run({{"page.html", "{% include \"b.html\" %}"}, {"b.html", "{% include \"page.html\" %}"}},
            {}) == "error: templates/page.html:1:12: 'b.html' contains itself");
}

TEST_CASE("a wrong kind of value is an error, not a crash") {
  CHECK(run("{% for x in name %}{% endfor %}", {{"name", "text"}}) ==
        "error: templates/page.html:1:13: this is not a list");
  CHECK(run("{{ first(list) }}", {{"list", Json::array()}}) ==
        "error: templates/page.html:1:4: this function does not take such a value");
  CHECK(run("{{ 1 / 0 }}") == "error: templates/page.html:1:6: division by zero");
}

TEST_CASE("a name that is nearly one of the model's is told which") {
  const Json model = {{"site", {{"title", "T"}, {"home", "h"}}}, {"list", {{{"name", "n"}}}}};
  CHECK(run("{{ site.titel }}", model) ==
        "error: templates/page.html:1:4: variable 'site.titel' not found, did you mean "
        "'site.title'?");
  CHECK(run("{{ siet.title }}", model) ==
        "error: templates/page.html:1:4: variable 'siet.title' not found, did you mean 'site'?");
  CHECK(run("{% for x in list %}{{ x.nam }}{% endfor %}", model) ==
        "error: templates/page.html:1:23: variable 'x.nam' not found, did you mean 'x.name'?");
  CHECK(run("{{ site.other }}", model) ==
        "error: templates/page.html:1:4: variable 'site.other' not found");
}

TEST_CASE("one set of templates is rendered by several threads at once") {
  const TemplateSet set = TemplateSet::parse(
      {{"page.html", "templates/page.html",
        "{% for x in list %}{{ loop.index }}:{{ x.name }} {% endfor %}{{ n }}"}});
  const auto page = [&](int n) {
    PageValue list = PageValue::array();
    for (int i = 0; i < n % 7; ++i)
      list.push_back(Object().with("name", "<" + std::to_string(n) + ">"));
    return set.render("page.html", Object().with("list", std::move(list)).with("n", n))
        .value_or("failed");
  };
  constexpr int threads = 8;
  constexpr int rounds = 200;
  std::vector<std::vector<std::string>> seen(threads);
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (int i = 0; i < rounds; ++i) seen[static_cast<std::size_t>(t)].push_back(page(i));
    });
  }
  for (std::thread& thread : running) thread.join();
  std::vector<std::string> expected;
  for (int i = 0; i < rounds; ++i) expected.push_back(page(i));
  for (const std::vector<std::string>& pages : seen) CHECK(pages == expected);
}

}  // namespace loci

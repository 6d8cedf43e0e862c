#include "serve/policy.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

namespace {

const RequestPolicy policy(4000, {"my-box.local"}, "secret-token");

RequestFacts get(std::string_view host) {
  RequestFacts facts;
  facts.method = "GET";
  facts.target = "/";
  facts.host = host;
  return facts;
}

RequestFacts save() {
  RequestFacts facts = get("127.0.0.1:4000");
  facts.method = "POST";
  facts.target = "/__loci/reviews";
  facts.origin = "http://127.0.0.1:4000";
  facts.content_type = "application/json";
  facts.token = "secret-token";
  return facts;
}

}  // namespace

TEST_CASE("the server answers to its own names with its own port") {
  for (const char* host :
       {"127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000", "[::1]:4000", "my-box.local:4000"}) {
    CAPTURE(host);
    CHECK(policy.check(get(host)) == std::nullopt);
  }
}

TEST_CASE("any other Host is refused before anything is looked up") {
  for (const char* host :
       {"", "127.0.0.1", "127.0.0.1:4001", "evil.example:4000", "localhost:4000.evil.example",
        "127.0.0.1:4000@evil.example", "0.0.0.0:4000", "127.0.0.1:04000", "localhost:4000 "}) {
    CAPTURE(host);
    CHECK(policy.check(get(host)) == Refusal{403, "this server answers to its own address only"});
  }
  RequestFacts twice = get("127.0.0.1:4000");
  twice.host_repeated = true;
  CHECK(policy.check(twice) == Refusal{403, "this server answers to its own address only"});
}

TEST_CASE("the address that means every address is not a host name") {
  const RequestPolicy open(4000, {"0.0.0.0"}, "t");
  CHECK(open.check(get("0.0.0.0:4000")) ==
        Refusal{403, "this server answers to its own address only"});
  CHECK(open.check(get("127.0.0.1:4000")) == std::nullopt);
}

TEST_CASE("a foreign Origin is refused for every method") {
  for (const char* origin :
       {"http://evil.example", "null", "https://127.0.0.1:4000", "http://127.0.0.1:4001",
        "http://127.0.0.1:4000.evil.example", "http://evil.example/http://127.0.0.1:4000"}) {
    CAPTURE(origin);
    RequestFacts facts = get("127.0.0.1:4000");
    facts.origin = origin;
    CHECK(policy.check(facts) == Refusal{403, "requests from other sites are refused"});
  }
}

TEST_CASE("other sites may link to a page and load nothing") {
  RequestFacts facts = get("127.0.0.1:4000");
  facts.fetch_site = "cross-site";
  facts.fetch_mode = "navigate";
  CHECK(policy.check(facts) == std::nullopt);
  facts.fetch_mode = "no-cors";
  CHECK(policy.check(facts) == Refusal{403, "requests from other sites are refused"});
}

TEST_CASE("saving needs POST, our Origin, JSON and the token") {
  CHECK(policy.check_save(save()) == std::nullopt);

  RequestFacts facts = save();
  facts.content_type = "application/json; charset=utf-8";
  CHECK(policy.check_save(facts) == std::nullopt);

  facts = save();
  facts.method = "GET";
  CHECK(policy.check_save(facts) == Refusal{405, "reviews are saved with POST"});

  facts = save();
  facts.origin = "";
  CHECK(policy.check_save(facts) ==
        Refusal{403, "a request that saves must say where it comes from"});

  facts = save();
  facts.content_type = "text/plain";
  CHECK(policy.check_save(facts) == Refusal{415, "reviews are sent as application/json"});

  for (const char* token : {"", "secret-toke", "secret-token2", "Secret-token"}) {
    CAPTURE(token);
    facts = save();
    facts.token = token;
    CHECK(policy.check_save(facts) ==
          Refusal{403, "the page is older than this server: reload it"});
  }
}

TEST_CASE("a target is decoded once and means an output") {
  CHECK(output_path_of("/") == "index.html");
  CHECK(output_path_of("/a/") == "a/index.html");
  CHECK(output_path_of("/a/b.html?q=1#x") == "a/b.html");
  CHECK(output_path_of("/a%20b/%C3%BC.html") == "a b/\xC3\xBC.html");
  CHECK(output_path_of("/100%2525.html") == "100%25.html");
}

TEST_CASE("a target that is not a plain path means nothing") {
  for (const char* target : {"",
                             "a",
                             "//a",
                             "/a//b",
                             "/../a",
                             "/a/../b",
                             "/a/./b",
                             "/..",
                             "/.",
                             "/%2e%2e/a",
                             "/a%2f..%2fb",
                             "/a%5cb",
                             "/a\\b",
                             "/a%00.html",
                             "/a%0ab",
                             "/a%",
                             "/a%4",
                             "/a%zz",
                             "/%ff",
                             "/%c0%ae%c0%ae/a",
                             "http://127.0.0.1:4000/a",
                             "*"}) {
    CAPTURE(target);
    CHECK(output_path_of(target) == std::nullopt);
  }
}

TEST_CASE("the content type follows the ending") {
  CHECK(content_type_of("a/b.html") == "text/html; charset=utf-8");
  CHECK(content_type_of("assets/loci.1f.css") == "text/css; charset=utf-8");
  CHECK(content_type_of("PHOTO.JPG") == "image/jpeg");
  CHECK(content_type_of(".nojekyll") == "application/octet-stream");
  CHECK(content_type_of("README") == "application/octet-stream");
}

#include "base/hash.h"

#include <catch2/catch_test_macros.hpp>

using namespace loci;

namespace {

std::string sha256_hex(std::string_view bytes) {
  const auto digest = sha256(bytes);
  return to_hex(std::span(digest));
}

}  // namespace

TEST_CASE("SHA-256 equals the published digests") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 pads rightly around the edge of a block") {
  CHECK(sha256_hex(std::string(55, 'a')) ==
        "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  CHECK(sha256_hex(std::string(56, 'a')) ==
        "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  CHECK(sha256_hex(std::string(64, 'a')) ==
        "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

TEST_CASE("base32 equals RFC 4648, in small letters and without padding") {
  const auto encode = [](std::string_view text, std::size_t length) {
    return base32(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()),
                  length);
  };
  CHECK(encode("f", 99) == "my");
  CHECK(encode("fo", 99) == "mzxq");
  CHECK(encode("foobar", 99) == "mzxw6ytboi");
  CHECK(encode("foobar", 5) == "mzxw6");
  CHECK(encode("", 5) == "");
}

TEST_CASE("XXH3 equals its reference values") {
  CHECK(hash64("") == 0x2d06800538d394c2u);
  CHECK(to_hex(hash64("")) == "2d06800538d394c2");
  CHECK(to_hex(hash128("")) == "99aa06d3014798d86001c324468d497f");
}

TEST_CASE("a stream of pieces hashes as the whole") {
  StreamHash hash;
  for (int i = 0; i < 1000; ++i) hash.append("piece");
  std::string whole;
  for (int i = 0; i < 1000; ++i) whole += "piece";
  CHECK(hash.value() == hash64(whole));
}

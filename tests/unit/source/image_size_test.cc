#include "source/image_size.h"

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace loci {
namespace {

std::string big(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

std::string little(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

std::string zeros(std::size_t count) { return std::string(count, '\0'); }

std::string box(const std::string& type, const std::string& content) {
  return big(static_cast<std::uint32_t>(content.size() + 8), 4) + type + content;
}

std::string segment(std::uint8_t marker, const std::string& content) {
  return "\xFF" + std::string(1, static_cast<char>(marker)) +
         big(static_cast<std::uint32_t>(content.size() + 2), 2) + content;
}

std::string png() {
  return "\x89PNG\r\n\x1A\n" + big(13, 4) + "IHDR" + big(640, 4) + big(480, 4) + "\x08\x02" +
         zeros(3);
}

std::string gif() { return "GIF89a" + little(640, 2) + little(480, 2) + zeros(3); }

std::string exif(std::uint32_t orientation, bool is_little) {
  const auto number = [&](std::uint32_t value, int bytes) {
    return is_little ? little(value, bytes) : big(value, bytes);
  };
  return std::string("Exif\0\0", 6) + (is_little ? "II" : "MM") + number(42, 2) + number(8, 4) +
         number(2, 2) + number(0x0100, 2) + number(3, 2) + number(1, 4) + number(7, 4) +
         number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + zeros(2);
}

std::string jpeg(std::uint32_t orientation = 1, bool is_little = true) {
  return "\xFF\xD8" + segment(0xE0, "JFIF" + zeros(10)) +
         segment(0xE1, exif(orientation, is_little)) + segment(0xC4, zeros(20)) + "\xFF" +
         segment(0xC2, "\x08" + big(480, 2) + big(640, 2) + "\x03" + zeros(9)) + "\xFF\xDA";
}

std::string webp(const std::string& chunk) { return "RIFF" + zeros(4) + "WEBP" + chunk; }

std::string webp_lossy() {
  return webp("VP8 " + little(100, 4) + zeros(3) + "\x9D\x01\x2A" + little(640 | 1 << 14, 2) +
              little(480, 2) + zeros(10));
}

std::string webp_lossless() {
  return webp("VP8L" + little(100, 4) + "\x2F" + little(639 | 479 << 14, 4) + zeros(10));
}

std::string webp_extended() {
  return webp("VP8X" + little(10, 4) + zeros(4) + little(639, 3) + little(479, 3));
}

std::string avif(bool is_turned = false) {
  const auto ispe = [](std::uint32_t width, std::uint32_t height) {
    return box("ispe", zeros(4) + big(width, 4) + big(height, 4));
  };
  const std::string list = box("ipco", ispe(64, 48) + box("pixi", zeros(8)) + ispe(640, 480) +
                                           (is_turned ? box("irot", "\x01") : ""));
  return box("ftyp", "avif" + zeros(8)) +
         box("meta", zeros(4) + box("hdlr", zeros(24)) + box("iprp", list + box("ipma", zeros(9))));
}

std::string bmp() {
  return "BM" + zeros(12) + little(40, 4) + little(640, 4) +
         little(static_cast<std::uint32_t>(-480), 4) + zeros(20);
}

std::string old_bmp() { return "BM" + zeros(12) + little(12, 4) + little(640, 2) + little(480, 2); }

std::string ico() {
  return std::string("\0\0\1\0", 4) + little(2, 2) + "\x10\x10" + zeros(14) + zeros(16);
}

std::string svg(const std::string& attributes) {
  return "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- <svg width=\"1\"> -->\n<!DOCTYPE svg PUBLIC "
         "\"a\" "
         "\"b\" [<!ENTITY x \"y>\">]>\n<svg xmlns=\"http://www.w3.org/2000/svg\" " +
         attributes + "><rect width=\"5\"/></svg>";
}

std::string shown(const std::string& bytes) {
  const std::optional<ImageSize> size = image_size(bytes);
  return size ? std::to_string(size->width) + "x" + std::to_string(size->height) : "none";
}

}  // namespace

TEST_CASE("the size stands in the head of every format") {
  CHECK(shown(png()) == "640x480");
  CHECK(shown(gif()) == "640x480");
  CHECK(shown(jpeg()) == "640x480");
  CHECK(shown(webp_lossy()) == "640x480");
  CHECK(shown(webp_lossless()) == "640x480");
  CHECK(shown(webp_extended()) == "640x480");
  CHECK(shown(avif()) == "640x480");
  CHECK(shown(bmp()) == "640x480");
  CHECK(shown(old_bmp()) == "640x480");
  CHECK(shown(ico()) == "256x256");
}

TEST_CASE("a picture that lies on its side is turned") {
  for (std::uint32_t orientation = 1; orientation <= 8; ++orientation) {
    for (const bool is_little : {true, false})
      CHECK(shown(jpeg(orientation, is_little)) == (orientation < 5 ? "640x480" : "480x640"));
  }
  CHECK(shown(jpeg(77)) == "640x480");
  CHECK(shown(avif(true)) == "480x640");
}

TEST_CASE("an SVG has its own lengths, else those of its view box") {
  CHECK(shown(svg("width=\"640\" height='480px'")) == "640x480");
  CHECK(shown(svg("width = \"20em\" viewBox=\"0 0 640 480\"")) == "640x480");
  CHECK(shown(svg("viewBox=\"-5,-5, 640.4 480\"")) == "640x480");
  CHECK(shown(svg("width=\"320\" viewBox=\"0 0 640 480\"")) == "320x240");
  CHECK(shown(svg("height=\"1in\" viewBox=\"0 0 200 100\"")) == "192x96");
  CHECK(shown(svg("width=\"100%\" height=\"100%\"")) == "none");
  CHECK(shown(svg("stroke-width=\"3\" height=\"2\"")) == "none");
  CHECK(shown(svg("width=\"1e300\" height=\"1\"")) == "none");
  CHECK(shown(svg("width=\"nan\" height=\"-4\"")) == "none");
  CHECK(shown("<svg>") == "none");
  CHECK(shown("<svgx width=\"1\" height=\"1\">") == "none");
  CHECK(shown("<html>") == "none");
}

TEST_CASE("what is absurd has no size") {
  CHECK(shown("") == "none");
  CHECK(shown("GIF89a" + little(0, 2) + little(480, 2)) == "none");
  CHECK(shown("\x89PNG\r\n\x1A\n" + big(13, 4) + "IHDR" + big(0xFFFFFFFF, 4) + big(1, 4)) ==
        "none");
  CHECK(shown("\xFF\xD8" + segment(0xC0, "\x08")) == "none");
  CHECK(shown("\xFF\xD8\xFF\xE0" + zeros(2)) == "none");
  CHECK(shown(box("ftyp", "avif") + big(1, 4) + "meta" + big(0xFFFFFFFF, 4) + big(0, 4)) == "none");
}

TEST_CASE("a picture that is cut off or damaged anywhere is read without harm") {
  const std::vector<std::string> pictures = {png(),
                                             gif(),
                                             jpeg(6),
                                             webp_lossy(),
                                             webp_lossless(),
                                             webp_extended(),
                                             avif(),
                                             bmp(),
                                             old_bmp(),
                                             ico(),
                                             svg("width=\"640\" viewBox=\"0 0 4 3\"")};
  std::mt19937 random(20261122);
  for (const std::string& picture : pictures) {
    for (std::size_t size = 0; size <= picture.size(); ++size) {
      // A buffer of exactly this size: the address sanitizer sees a byte too far.
      const std::vector<char> head(picture.begin(),
                                   picture.begin() + static_cast<std::ptrdiff_t>(size));
      static_cast<void>(image_size(std::string_view(head.data(), head.size())));
    }
    for (int round = 0; round < 2000; ++round) {
      std::string damaged = picture;
      for (int i = 0; i < 3; ++i)
        damaged[random() % damaged.size()] = static_cast<char>(random() & 0xff);
      const std::optional<ImageSize> size = image_size(damaged);
      if (!size) continue;
      CHECK((size->width >= 1 && size->width <= max_image_length));
      CHECK((size->height >= 1 && size->height <= max_image_length));
    }
  }
}

}  // namespace loci

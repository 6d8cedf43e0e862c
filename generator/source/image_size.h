// How large a picture is, from the first bytes of its file: a page that reserves its place does not jump while it loads.
//
// The readers know PNG, JPEG (turned as its EXIF orientation says), GIF, WebP, AVIF, BMP, ICO and SVG, and no more of each
// than where its size stands. They never look outside `head` and never fail: what is broken, cut off or absurd has no size.
// Formats are told by their bytes, not by the file's name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loci {

struct ImageSize {
  std::uint32_t width = 0;  // both at least 1 and at most max_image_length
  std::uint32_t height = 0;

  friend bool operator==(const ImageSize&, const ImageSize&) = default;
};

constexpr std::uint32_t max_image_length = 99999;  // beyond it a file lies

// Enough for nearly every file; a JPEG with a large preview in front of its picture needs more.
constexpr std::size_t image_head_bytes = 16 * 1024;
constexpr std::size_t long_image_head_bytes = 1024 * 1024;

// `head`: the file's first bytes, or all of them.
std::optional<ImageSize> image_size(std::string_view head);

}  // namespace loci

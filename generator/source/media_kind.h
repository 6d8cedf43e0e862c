// What a file is by the ending of its name, and so how a page shows it.
//
//     media_kind("figures/Plan.PNG")   MediaKind::image
#pragma once

#include <cstdint>
#include <string_view>

namespace loci {

enum class MediaKind : std::uint8_t {
  image,
  audio,
  video,
  pdf,
  other,  // a link leads to it
};

// "webm" and "ogg" may hold either sound or pictures: they count as what they mostly are, video and audio.
MediaKind media_kind(std::string_view path);

}  // namespace loci

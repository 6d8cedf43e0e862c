#include "source/media_kind.h"

#include <array>
#include <string>
#include <utility>

#include "base/path.h"
#include "base/text.h"

namespace loci {

namespace {

// What browsers show of the formats Obsidian knows, and those that GitHub shows.
constexpr std::array<std::pair<std::string_view, MediaKind>, 28> endings = {{
    {".png", MediaKind::image},  {".jpg", MediaKind::image},  {".jpeg", MediaKind::image},
    {".jfif", MediaKind::image}, {".gif", MediaKind::image},  {".svg", MediaKind::image},
    {".webp", MediaKind::image}, {".avif", MediaKind::image}, {".bmp", MediaKind::image},
    {".ico", MediaKind::image},  {".apng", MediaKind::image}, {".mp3", MediaKind::audio},
    {".m4a", MediaKind::audio},  {".aac", MediaKind::audio},  {".wav", MediaKind::audio},
    {".ogg", MediaKind::audio},  {".oga", MediaKind::audio},  {".opus", MediaKind::audio},
    {".flac", MediaKind::audio}, {".3gp", MediaKind::audio},  {".weba", MediaKind::audio},
    {".mp4", MediaKind::video},  {".m4v", MediaKind::video},  {".webm", MediaKind::video},
    {".ogv", MediaKind::video},  {".mov", MediaKind::video},  {".mkv", MediaKind::video},
    {".pdf", MediaKind::pdf},
}};

}  // namespace

MediaKind media_kind(std::string_view path) {
  const std::string ending = ascii_lower(extension(path));
  for (const auto& [known, kind] : endings) {
    if (known == ending) return kind;
  }
  return MediaKind::other;
}

}  // namespace loci

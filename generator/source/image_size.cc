#include "source/image_size.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "base/text.h"

namespace loci {

namespace {

constexpr std::size_t npos = std::string_view::npos;

// Numbers in a stretch of bytes. What lies outside reads as 0.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

  bool has(std::size_t at, std::size_t size) const {
    return at <= bytes_.size() && size <= bytes_.size() - at;
  }
  bool is(std::size_t at, std::string_view text) const {
    return has(at, text.size()) && bytes_.substr(at, text.size()) == text;
  }
  std::uint32_t byte(std::size_t at) const {
    return has(at, 1) ? static_cast<unsigned char>(bytes_[at]) : 0;
  }
  std::uint32_t big16(std::size_t at) const {
    return has(at, 2) ? byte(at) << 8 | byte(at + 1) : 0;
  }
  std::uint32_t big32(std::size_t at) const {
    return has(at, 4) ? big16(at) << 16 | big16(at + 2) : 0;
  }
  std::uint32_t little16(std::size_t at) const {
    return has(at, 2) ? byte(at) | byte(at + 1) << 8 : 0;
  }
  std::uint32_t little24(std::size_t at) const {
    return has(at, 3) ? little16(at) | byte(at + 2) << 16 : 0;
  }
  std::uint32_t little32(std::size_t at) const {
    return has(at, 4) ? little16(at) | little16(at + 2) << 16 : 0;
  }
  Bytes part(std::size_t at, std::size_t size) const {
    return Bytes(at <= bytes_.size() ? bytes_.substr(at, size) : std::string_view());
  }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

std::optional<ImageSize> sane(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0 || width > max_image_length || height > max_image_length)
    return std::nullopt;
  return ImageSize{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
}

// The signature, then the chunk IHDR.
std::optional<ImageSize> png_size(const Bytes& file) {
  if (!file.is(12, "IHDR")) return std::nullopt;
  return sane(file.big32(16), file.big32(20));
}

std::optional<ImageSize> gif_size(const Bytes& file) {
  return sane(file.little16(6), file.little16(8));
}

// ---- JPEG --------------------------------------------------------------------------------------

// Tag 0x0112 of the first directory; 1 to 8, and from 5 on the picture lies on its side.
std::uint32_t exif_orientation(const Bytes& exif) {
  if (!exif.is(0, std::string_view("Exif\0\0", 6))) return 1;
  const Bytes tiff = exif.part(6, npos);
  const bool is_little = tiff.is(0, "II");
  if (!is_little && !tiff.is(0, "MM")) return 1;
  const auto short_at = [&](std::size_t at) {
    return is_little ? tiff.little16(at) : tiff.big16(at);
  };
  const std::size_t directory = is_little ? tiff.little32(4) : tiff.big32(4);
  const std::uint32_t entries = short_at(directory);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + std::size_t{i} * 12;
    if (!tiff.has(entry, 12)) return 1;
    if (short_at(entry) == 0x0112) return short_at(entry + 8);
  }
  return 1;
}

std::optional<ImageSize> jpeg_size(const Bytes& file) {
  std::uint32_t orientation = 1;
  std::size_t at = 2;
  while (file.has(at, 4)) {
    if (file.byte(at) != 0xFF) return std::nullopt;
    const std::uint32_t marker = file.byte(at + 1);
    if (marker == 0xFF) {  // filling
      ++at;
      continue;
    }
    at += 2;
    // Markers without a length: restarts and a stray start.
    if ((marker >= 0xD0 && marker <= 0xD8) || marker == 0x01) continue;
    if (marker == 0xD9 || marker == 0xDA) return std::nullopt;  // the end, or the picture itself
    const std::uint32_t length = file.big16(at);
    if (length < 2) return std::nullopt;
    if (marker == 0xE1) {
      const std::uint32_t found = exif_orientation(file.part(at + 2, length - 2));
      if (found != 1) orientation = found;
    }
    // SOF0 to SOF15 but for the tables DHT, JPG and DAC.
    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
      const std::uint32_t height = file.big16(at + 3);
      const std::uint32_t width = file.big16(at + 5);
      const bool is_turned = orientation >= 5 && orientation <= 8;
      return is_turned ? sane(height, width) : sane(width, height);
    }
    at += length;
  }
  return std::nullopt;
}

// ---- WebP --------------------------------------------------------------------------------------

std::optional<ImageSize> webp_size(const Bytes& file) {
  if (file.is(12, "VP8X") && file.has(24, 6))
    return sane(file.little24(24) + 1, file.little24(27) + 1);
  if (file.is(12, "VP8L") && file.byte(20) == 0x2F && file.has(21, 4)) {
    const std::uint32_t bits = file.little32(21);
    return sane((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
  }
  // A key frame: three bytes of header, the start code, two times 14 bits and a scale.
  if (file.is(12, "VP8 ") && (file.byte(20) & 1) == 0 && file.is(23, "\x9D\x01\x2A"))
    return sane(file.little16(26) & 0x3FFF, file.little16(28) & 0x3FFF);
  return std::nullopt;
}

// ---- AVIF --------------------------------------------------------------------------------------

struct Box {
  std::size_t content = 0;
  std::size_t end = 0;
};

// The first box of this type in [at, end).
std::optional<Box> find_box(const Bytes& file, std::size_t at, std::size_t end,
                            std::string_view type) {
  end = std::min(end, file.size());
  while (at < end && file.has(at, 8)) {
    std::uint64_t size = file.big32(at);
    std::size_t header = 8;
    if (size == 1) {  // 64 bits follow; no head holds the upper half
      if (file.big32(at + 8) != 0) return std::nullopt;
      size = file.big32(at + 12);
      header = 16;
    }
    if (size == 0) size = end - at;
    if (size < header) return std::nullopt;
    if (file.is(at + 4, type))
      return Box{at + header, static_cast<std::size_t>(std::min<std::uint64_t>(at + size, end))};
    if (size > end - at) return std::nullopt;
    at += static_cast<std::size_t>(size);
  }
  return std::nullopt;
}

// meta / iprp / ipco: the largest 'ispe' is the picture, smaller ones are previews and tiles; 'irot' turns it.
std::optional<ImageSize> avif_size(const Bytes& file) {
  const std::optional<Box> meta = find_box(file, 0, file.size(), "meta");
  if (!meta) return std::nullopt;
  const std::optional<Box> properties = find_box(file, meta->content + 4, meta->end, "iprp");
  if (!properties) return std::nullopt;
  const std::optional<Box> list = find_box(file, properties->content, properties->end, "ipco");
  if (!list) return std::nullopt;
  std::optional<ImageSize> largest;
  for (std::size_t at = list->content;;) {
    const std::optional<Box> box = find_box(file, at, list->end, "ispe");
    if (!box || !file.has(box->content, 12)) break;
    at = box->end;
    const std::optional<ImageSize> size =
        sane(file.big32(box->content + 4), file.big32(box->content + 8));
    const auto area = [](const ImageSize& one) { return std::uint64_t{one.width} * one.height; };
    if (size && (!largest || area(*size) > area(*largest))) largest = size;
  }
  const std::optional<Box> turn = find_box(file, list->content, list->end, "irot");
  if (largest && turn && (file.byte(turn->content) & 1) != 0)
    std::swap(largest->width, largest->height);
  return largest;
}

// ---- BMP, ICO ----------------------------------------------------------------------------------

std::optional<ImageSize> bmp_size(const Bytes& file) {
  const std::uint32_t header = file.little32(14);
  if (header == 12) return sane(file.little16(18), file.little16(20));
  if (header < 16 || !file.has(18, 8)) return std::nullopt;
  // A negative height means that the rows go down.
  const auto height = static_cast<std::int32_t>(file.little32(22));
  return sane(file.little32(18), static_cast<std::uint64_t>(std::abs(std::int64_t{height})));
}

// The largest of the pictures in it; 0 stands for 256.
std::optional<ImageSize> ico_size(const Bytes& file) {
  std::optional<ImageSize> largest;
  const std::uint32_t count = file.little16(4);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t entry = 6 + std::size_t{i} * 16;
    if (!file.has(entry, 16)) break;
    const auto length = [&](std::size_t at) { return file.byte(at) == 0 ? 256 : file.byte(at); };
    const ImageSize size{length(entry), length(entry + 1)};
    if (!largest || size.width > largest->width) largest = size;
  }
  return largest;
}

// ---- SVG ---------------------------------------------------------------------------------------

bool is_xml_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The value of an attribute in a tag "<svg …>"; empty when it is not there.
std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != npos; at = tag.find(name, at + 1)) {
    if (at == 0 || !is_xml_blank(tag[at - 1])) continue;
    std::size_t value = at + name.size();
    while (value < tag.size() && is_xml_blank(tag[value])) ++value;
    if (value >= tag.size() || tag[value] != '=') continue;
    ++value;
    while (value < tag.size() && is_xml_blank(tag[value])) ++value;
    if (value >= tag.size() || (tag[value] != '"' && tag[value] != '\'')) return {};
    const std::size_t end = tag.find(tag[value], value + 1);
    return end == npos ? std::string_view() : tag.substr(value + 1, end - value - 1);
  }
  return {};
}

// A number at the head of `text`, which loses it; 0 for none.
double leading_number(std::string_view& text) {
  while (!text.empty() && (is_xml_blank(text.front()) || text.front() == ','))
    text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc() && std::isfinite(value) ? value : 0;
}

// CSS pixels; 0 for what depends on the page ("100%", "20em").
double svg_length(std::string_view text) {
  const double value = leading_number(text);
  const std::string unit = ascii_lower(trim(text));
  if (unit.empty() || unit == "px") return value;
  if (unit == "pt") return value * 96 / 72;
  if (unit == "pc") return value * 16;
  if (unit == "in") return value * 96;
  if (unit == "cm") return value * 96 / 2.54;
  if (unit == "mm") return value * 96 / 25.4;
  return 0;
}

// Behind comments, a document type and processing instructions comes <svg …>.
std::optional<ImageSize> svg_size(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t at = 0;
  for (;;) {
    while (at < text.size() && is_xml_blank(text[at])) ++at;
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--")) {
      const std::size_t end = text.find("-->", at + 4);
      if (end == npos) return std::nullopt;
      at = end + 3;
    } else if (rest.starts_with("<?")) {
      const std::size_t end = text.find("?>", at);
      if (end == npos) return std::nullopt;
      at = end + 2;
    } else if (rest.starts_with("<!")) {
      // A document type may hold declarations of its own between brackets.
      std::size_t end = text.find_first_of("[>", at);
      if (end != npos && text[end] == '[') {
        end = text.find(']', end);
        if (end != npos) end = text.find('>', end);
      }
      if (end == npos) return std::nullopt;
      at = end + 1;
    } else {
      break;
    }
  }
  if (!text.substr(at).starts_with("<svg") || at + 4 >= text.size() ||
      !(is_xml_blank(text[at + 4]) || text[at + 4] == '>'))
    return std::nullopt;
  const std::size_t end = find_tag_end(text, at);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view tag = text.substr(at, end - at);
  double width = svg_length(attribute(tag, "width"));
  double height = svg_length(attribute(tag, "height"));
  std::string_view box = attribute(tag, "viewBox");
  leading_number(box);
  leading_number(box);
  const double box_width = leading_number(box);
  const double box_height = leading_number(box);
  if (box_width > 0 && box_height > 0) {
    if (width <= 0 && height <= 0) {
      width = box_width;
      height = box_height;
    } else if (width <= 0) {
      width = height * box_width / box_height;
    } else if (height <= 0) {
      height = width * box_height / box_width;
    }
  }
  const auto pixels = [](double length) {
    return length > 0 && length <= max_image_length
               ? static_cast<std::uint64_t>(std::max(1.0, std::round(length)))
               : 0;
  };
  return sane(pixels(width), pixels(height));
}

}  // namespace

std::optional<ImageSize> image_size(std::string_view head) {
  const Bytes file(head);
  if (file.is(0, "\x89PNG\r\n\x1A\n")) return png_size(file);
  if (file.is(0, "\xFF\xD8")) return jpeg_size(file);
  if (file.is(0, "GIF87a") || file.is(0, "GIF89a")) return gif_size(file);
  if (file.is(0, "RIFF") && file.is(8, "WEBP")) return webp_size(file);
  if (file.is(4, "ftyp")) return avif_size(file);
  if (file.is(0, "BM")) return bmp_size(file);
  if (file.is(0, std::string_view("\0\0\1\0", 4))) return ico_size(file);
  return svg_size(head);
}

}  // namespace loci

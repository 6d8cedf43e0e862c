#include "site/media.h"

#include <algorithm>

#include "base/escape.h"
#include "base/path.h"
#include "base/text.h"
#include "source/media_kind.h"

namespace loci {

namespace {

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out.append(" ").append(name).append("=\"");
  append_html(out, value);
  out += '"';
}

void append_size(std::string& out, const ShownSize& size) {
  if (size.width > 0) append_attribute(out, "width", std::to_string(size.width));
  if (size.height > 0) append_attribute(out, "height", std::to_string(size.height));
}

// "1.2 MB": what a reader wants to know before a download.
std::string readable_size(std::uint64_t bytes, const Strings& strings) {
  if (bytes < 1000) return strings.counted("{n} byte", "{n} bytes", bytes);
  double value = static_cast<double>(bytes) / 1000;
  std::string_view unit = " kB";
  if (value >= 999.5) {
    value /= 1000;
    unit = " MB";
  }
  if (value >= 999.5) {
    value /= 1000;
    unit = " GB";
  }
  const auto tenths = static_cast<std::uint64_t>(value * 10 + 0.5);
  std::string text = std::to_string(tenths / 10);
  if (value < 9.95 && tenths % 10 != 0)
    text.append(strings.decimal()).append(std::to_string(tenths % 10));
  return text.append(unit);
}

std::uint32_t scaled(std::uint32_t length, std::uint32_t by, std::uint32_t from) {
  const std::uint64_t rounded = (std::uint64_t{length} * by + from / 2) / from;
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(rounded, 1, 99999));
}

std::string_view name_of(const Link& link) {
  return link.label.empty() ? file_name(link.target) : std::string_view(link.label);
}

void append_link(std::string& out, const Link& link, std::string_view href) {
  out += "<a class=\"internal file\"";
  append_attribute(out, "href", href);
  out += '>';
  append_html(out, name_of(link));
  out += "</a>";
}

// Obsidian's `#height=400` of a PDF.
std::uint32_t height_in(std::string_view fragment) {
  for (const std::string_view part : split(fragment, '&')) {
    constexpr std::string_view key = "height=";
    if (!part.starts_with(key)) continue;
    const std::optional<std::int64_t> height = parse_integer(part.substr(key.size()));
    if (height && *height > 0 && *height < 10000) return static_cast<std::uint32_t>(*height);
  }
  return 0;
}

}  // namespace

ShownSize shown_size(std::string_view written, const SiteAttachment& file) {
  const auto pixels = [](std::string_view text) {
    const std::int64_t value = parse_integer(text).value_or(0);
    return value > 0 && value <= 99999 ? static_cast<std::uint32_t>(value) : 0;
  };
  const std::size_t cross = std::min(written.find('x'), written.size());
  ShownSize size;
  size.width = pixels(written.substr(0, cross));
  if (cross < written.size()) size.height = pixels(written.substr(cross + 1));
  if (file.width == 0 || file.height == 0) return size;
  if (size.width == 0 && size.height == 0) return {file.width, file.height};
  if (size.height == 0) size.height = scaled(size.width, file.height, file.width);
  if (size.width == 0) size.width = scaled(size.height, file.width, file.height);
  return size;
}

void append_file(std::string& out, const Link& link, const SiteAttachment& file,
                 std::string_view href, const Strings& strings) {
  std::string whole(href);
  // "#page=3&zoom=80" of a PDF, "#t=10" of a film.
  if (!link.fragment.empty())
    whole += "#" + replace_all(percent_encode_path(link.fragment), "%26", "&");
  const std::string_view open = link.alone ? "<p>" : "";
  const std::string_view close = link.alone ? "</p>" : "";
  switch (media_kind(file.output_path)) {
    case MediaKind::image: {
      out.append(open).append("<img");
      append_attribute(out, "src", href);
      // A file's name is the least that can be said of a picture whose author said nothing.
      const bool has_label = !link.label.empty() || link.kind == LinkKind::image;
      append_attribute(out, "alt",
                       has_label ? std::string_view(link.label) : file_stem(link.target));
      append_size(out, shown_size(link.size, file));
      out.append(" loading=\"lazy\" decoding=\"async\">").append(close);
      return;
    }
    case MediaKind::audio:
      // Nothing is loaded before it is played: a page may hold many.
      out.append(open).append("<audio controls preload=\"none\"");
      append_attribute(out, "src", whole);
      append_attribute(out, "aria-label", name_of(link));
      out += '>';
      append_link(out, link, whole);
      out.append("</audio>").append(close);
      return;
    case MediaKind::video:
      out.append(open).append("<video controls preload=\"metadata\"");
      append_attribute(out, "src", whole);
      append_attribute(out, "aria-label", name_of(link));
      append_size(out, shown_size(link.size, file));
      out += '>';
      append_link(out, link, whole);
      out.append("</video>").append(close);
      return;
    case MediaKind::pdf: {
      if (!link.alone) break;
      ShownSize size = shown_size(link.size, file);
      if (size.height == 0) size.height = height_in(link.fragment);
      out += "<figure class=\"pdf\"><iframe";
      append_attribute(out, "src", whole);
      append_attribute(out, "title", name_of(link));
      append_size(out, size);
      out += " loading=\"lazy\"></iframe>\n<figcaption>";
      append_link(out, link, whole);
      out += " <span class=\"file-size\">PDF, " + readable_size(file.size, strings) +
             "</span></figcaption></figure>";
      return;
    }
    case MediaKind::other:
      break;
  }
  out += open;
  append_link(out, link, whole);
  if (link.alone)
    out += " <span class=\"file-size\">" + readable_size(file.size, strings) + "</span>";
  out += close;
}

}  // namespace loci

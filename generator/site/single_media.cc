#include "site/single_media.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/base64.h"
#include "base/path.h"
#include "base/text.h"
#include "site/render.h"
#include "site/single_leaf.h"

namespace loci {
namespace {

using Type = std::pair<std::string_view, std::string_view>;

constexpr std::array<Type, 26> types = {{
    {".avif", "image/avif"},   {".bmp", "image/bmp"},       {".csv", "text/csv"},
    {".flac", "audio/flac"},   {".gif", "image/gif"},       {".ico", "image/x-icon"},
    {".jpeg", "image/jpeg"},   {".jpg", "image/jpeg"},      {".json", "application/json"},
    {".m4a", "audio/mp4"},     {".mov", "video/quicktime"}, {".mp3", "audio/mpeg"},
    {".mp4", "video/mp4"},     {".ogg", "audio/ogg"},       {".ogv", "video/ogg"},
    {".opus", "audio/ogg"},    {".pdf", "application/pdf"}, {".png", "image/png"},
    {".svg", "image/svg+xml"}, {".ttf", "font/ttf"},        {".txt", "text/plain"},
    {".wav", "audio/wav"},     {".webm", "video/webm"},     {".webp", "image/webp"},
    {".woff", "font/woff"},    {".woff2", "font/woff2"},
}};

}  // namespace

std::string_view media_type(std::string_view path) {
  const std::string ending = ascii_lower(extension(path));
  const auto found = std::find_if(types.begin(), types.end(),
                                  [&](const Type& type) { return type.first == ending; });
  return found == types.end() ? "application/octet-stream" : found->second;
}

SingleMedia::SingleMedia(const SiteBuild& build, const Theme& theme, std::uint64_t most_bytes)
    : build_(build), theme_(theme) {
  std::uint64_t bytes = 0;
  for (const SiteAttachment& file : build.site.attachments) {
    bytes += file.size;
    left_out_.push_back(&file);
  }
  std::stable_sort(
      left_out_.begin(), left_out_.end(),
      [](const SiteAttachment* a, const SiteAttachment* b) { return a->size > b->size; });
  std::size_t count = 0;
  for (; count < left_out_.size() && bytes > most_bytes; ++count) bytes -= left_out_[count]->size;
  left_out_.resize(count);
  for (const SiteAttachment* file : left_out_) left_out_paths_.insert(file->output_path);
}

std::string SingleMedia::address(std::string_view path) {
  const Output* output = build_.plan.find(path);
  if (output == nullptr || left_out_paths_.contains(path)) return {};
  if (output->kind != OutputKind::attachment && output->kind != OutputKind::asset) return {};
  const Result<std::string> bytes = render(*output, build_, theme_);
  if (!bytes) {
    const std::lock_guard<std::mutex> lock(mutex_);
    unreadable_.insert(std::string(path));
    return {};
  }
  std::string address = "data:";
  address.append(media_type(path)).append(";base64,");
  append_base64(address, *bytes);
  return address;
}

std::set<std::string> SingleMedia::unreadable() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return unreadable_;
}

std::string SingleMedia::style(std::string_view text, std::string_view path) {
  constexpr std::string_view begin = "url(";
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find(begin); at != std::string_view::npos;
       at = text.find(begin, at + begin.size())) {
    std::size_t from = at + begin.size();
    const char quote =
        from < text.size() && (text[from] == '"' || text[from] == '\'') ? text[from] : ')';
    if (quote != ')') ++from;
    const std::size_t to = text.find(quote, from);
    if (to == std::string_view::npos) break;
    const std::string name = path_in_site(path, text.substr(from, to - from));
    if (name.empty() || text[from] == '#') continue;
    const std::string data = address(name);
    out.append(text, copied, from - copied).append(data.empty() ? "data:," : data);
    copied = to;
  }
  return out.append(text.substr(copied));
}

}  // namespace loci

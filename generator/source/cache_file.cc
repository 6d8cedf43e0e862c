#include "source/cache_file.h"

#include "base/hash.h"
#include "base/path.h"

namespace loci {
namespace {

constexpr std::string_view magic = "loci cache 1\n";
constexpr std::int64_t tick_ms = 2'000;

}  // namespace

Unchanged is_unchanged(const KnownFile& then, const KnownFile& now, std::int64_t made_ms) {
  if (then.path != now.path || then.size != now.size) return Unchanged::no;
  const bool proven = now.mark != 0 && now.mark == then.mark && now.changed_ms + tick_ms < made_ms;
  return proven ? Unchanged::yes : Unchanged::perhaps;
}

void write_known(PackedWriter& writer, const std::vector<KnownFile>& files) {
  writer.number(static_cast<std::uint32_t>(files.size()));
  for (const KnownFile& file : files) {
    writer.text(file.path);
    writer.number(file.size);
    writer.number(file.mark);
    writer.number(file.changed_ms);
    writer.number(file.hash);
  }
}

std::vector<KnownFile> read_known(PackedReader& reader) {
  std::vector<KnownFile> files(reader.count(36));
  for (KnownFile& file : files) {
    file.path = reader.text();
    file.size = reader.number<std::uint64_t>();
    file.mark = reader.number<std::uint64_t>();
    file.changed_ms = reader.number<std::int64_t>();
    file.hash = reader.number<std::uint64_t>();
  }
  return files;
}

CacheFile::CacheFile(std::string_view root, std::string_view name, std::uint64_t key,
                     FileSystem& files)
    : folder_(join_path(join_path(root, ".loci"), "cache")),
      path_(join_path(folder_, name)),
      key_(key),
      files_(files) {}

std::optional<std::string> CacheFile::read() const {
  Result<std::string> file = files_.read(path_);
  constexpr std::size_t head = magic.size() + 2 * sizeof(std::uint64_t);
  if (!file || file->size() < head || !file->starts_with(magic)) return std::nullopt;
  PackedReader reader(std::string_view(*file).substr(magic.size()));
  const bool same_key = reader.number<std::uint64_t>() == key_;
  if (!same_key || reader.number<std::uint64_t>() != hash64(std::string_view(*file).substr(head)))
    return std::nullopt;
  return file->substr(head);
}

Status CacheFile::write(std::string_view contents) const {
  std::string bytes(magic);
  PackedWriter writer(bytes);
  writer.number(key_);
  writer.number(hash64(contents));
  bytes += contents;
  if (Status made = files_.make_directories(folder_); !made) return made;
  // Whoever keeps the project in a repository wants the reviews in it, and not this.
  const std::string ignore = join_path(folder_, ".gitignore");
  if (!files_.exists(ignore)) {
    if (Status written = files_.write(ignore, "*\n"); !written) return written;
  }
  return files_.write(path_, bytes);
}

}  // namespace loci

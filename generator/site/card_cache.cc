#include "site/card_cache.h"

#include <algorithm>
#include <atomic>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "site/read.h"

namespace loci {
namespace {

void write_list(PackedWriter& writer, const CardList& list) {
  writer.number(static_cast<std::uint32_t>(list.notes.size()));
  for (const ListedNote& note : list.notes) {
    for (const std::string* text : {&note.path, &note.slug, &note.title}) writer.text(*text);
  }
  writer.number(static_cast<std::uint32_t>(list.cards.size()));
  for (const ListedCard& card : list.cards) {
    writer.number(card.note);
    writer.number(card.line);
    writer.number(static_cast<std::uint8_t>(card.retention));
    for (const std::string* text : {&card.id, &card.content, &card.deck, &card.front_text,
                                    &card.back_text, &card.context, &card.answer, &card.expected})
      writer.text(*text);
  }
}

std::optional<CardList> read_list(PackedReader& reader) {
  CardList list;
  list.notes.resize(reader.count(12));
  for (ListedNote& note : list.notes) {
    for (std::string* text : {&note.path, &note.slug, &note.title}) *text = reader.text();
  }
  list.cards.resize(reader.count(41));
  for (ListedCard& card : list.cards) {
    card.note = reader.number<std::uint32_t>();
    card.line = reader.number<std::uint32_t>();
    card.retention = reader.number<std::uint8_t>();
    for (std::string* text : {&card.id, &card.content, &card.deck, &card.front_text,
                              &card.back_text, &card.context, &card.answer, &card.expected})
      *text = reader.text();
    if (card.note >= list.notes.size()) return std::nullopt;
  }
  if (!reader.is_whole()) return std::nullopt;
  return list;
}

std::uint64_t hash_of_paths(const std::vector<FoundFile>& files) {
  StreamHash hash;
  for (const FoundFile& file : files) hash.append_part(file.path);
  return hash.value();
}

std::uint64_t key_of(const SiteConfig& config, std::string_view program) {
  StreamHash hash;
  hash.append_part(program);
  // All of the file, so that no key of it can be forgotten here; then what the command line may change.
  hash.append_part(config.text);
  for (const std::string* text :
       {&config.root, &config.config_path, &config.notes_dir, &config.output_dir, &config.title})
    hash.append_part(*text);
  hash.append_part(config.drafts ? "drafts" : "");
  return hash.value();
}

}  // namespace

CardCache::CardCache(const SiteConfig& config, FileSystem& files, std::string_view program)
    : config_(config), files_(files), file_(config.root, "cards", key_of(config, program), files) {}

// Brings `known` up to date where a note was touched and says the same: then `perhaps`.
Unchanged CardCache::compare(Known& known) const {
  Diagnostics said_by_a_build;
  const Result<FoundSources> found = find_sources(config_, files_, said_by_a_build);
  if (!found || found->notes.size() != known.files.size() ||
      hash_of_paths(found->attachments) != known.attachments)
    return Unchanged::no;
  std::vector<std::size_t> doubtful;
  for (std::size_t i = 0; i < known.files.size(); ++i) {
    const FoundFile& now = found->notes[i];
    KnownFile& then = known.files[i];
    Unchanged same =
        is_unchanged(then, {now.path, now.size, now.mark, now.changed_ms, 0}, known.made_ms);
    if (same == Unchanged::no) return same;
    // Of a link the times are the link's own.
    if (same == Unchanged::yes && now.real_path.empty()) continue;
    then.mark = now.mark;
    then.changed_ms = now.changed_ms;
    doubtful.push_back(i);
  }
  if (doubtful.empty()) return Unchanged::yes;
  std::atomic<bool> same = true;
  parallel_for(doubtful.size(), 8, [&](std::size_t i) {
    const KnownFile& then = known.files[doubtful[i]];
    const Result<std::string> bytes =
        files_.read(readable_path(found->notes[doubtful[i]], config_));
    if (then.hash == 0 || !bytes || hash64(*bytes) != then.hash) same = false;
  });
  return same ? Unchanged::perhaps : Unchanged::no;
}

std::optional<CardList> CardCache::load(std::int64_t now_ms) {
  const std::optional<std::string> contents = file_.read();
  if (!contents) return std::nullopt;
  PackedReader reader(*contents);
  Known known;
  known.made_ms = reader.number<std::int64_t>();
  known.attachments = reader.number<std::uint64_t>();
  known.files = read_known(reader);
  const Unchanged unchanged = compare(known);
  if (unchanged == Unchanged::no) return std::nullopt;
  std::optional<CardList> list = read_list(reader);
  if (list && unchanged == Unchanged::perhaps) {
    known.made_ms = now_ms;
    // Not being able to write costs time only.
    static_cast<void>(write(known, *list));
  }
  return list;
}

Status CardCache::store(const CardList& list, const SourceSet& sources, std::int64_t now_ms) {
  std::unordered_map<std::string_view, std::uint64_t> hashes;
  for (const auto& note : sources.notes) hashes.emplace(note->path, note->hash);
  Diagnostics said_already;
  const Result<FoundSources> found = find_sources(config_, files_, said_already);
  if (!found) return found.error();
  Known known;
  known.made_ms = now_ms;
  known.attachments = hash_of_paths(found->attachments);
  for (const FoundFile& file : found->notes) {
    const auto read = hashes.find(file.path);
    known.files.push_back({file.path, file.size, file.mark, file.changed_ms,
                           read == hashes.end() ? 0 : read->second});
  }
  return write(known, list);
}

Status CardCache::write(const Known& known, const CardList& list) const {
  std::string contents;
  PackedWriter writer(contents);
  writer.number(known.made_ms);
  writer.number(known.attachments);
  write_known(writer, known.files);
  write_list(writer, list);
  return file_.write(contents);
}

}  // namespace loci

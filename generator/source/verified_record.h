// What `loci verify` found to hold, as a file: .loci/verified.json, committed with the notes. The build reads it and says at a
// block what it was checked on. A block is known by its note and a hash of its info string and text, so that one that was changed
// since says nothing.
//
//     {"version": 1, "notes": {"notes/mvcc.md": {"4f2a90c1d2e3b4a5": "PostgreSQL 15.4"}}}
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace loci {

constexpr std::string_view verified_record_path = ".loci/verified.json";  // relative to the project

// By hash of the block: what it was checked on; "" when it was calculated here.
using VerifiedBlocks = std::map<std::uint64_t, std::string>;

struct VerifiedRecord {
  std::map<std::string, std::shared_ptr<const VerifiedBlocks>, std::less<>> notes;  // by path

  // Null: nothing is known of the note.
  std::shared_ptr<const VerifiedBlocks> find(std::string_view path) const;
};

// `info`: the info string without blanks around it; `text`: the block's lines without the last line end.
std::uint64_t verified_hash(std::string_view info, std::string_view text);

// The error is that the text is not such a record.
Result<VerifiedRecord> parse_verified_record(std::string_view json);
std::string print_verified_record(const VerifiedRecord& record);

// Of all that is known of a note; 0: nothing is.
std::uint64_t hash_of(const VerifiedBlocks* blocks);

}  // namespace loci

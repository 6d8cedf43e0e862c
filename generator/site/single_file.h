// The whole base as one HTML file that opens anywhere: from a disk, from a letter, from any address.
//
// Every page of the site is a leaf in it (site/single_leaf.h), in the order of a book, so that it reads
// from the first note to the last without JavaScript and prints as one document. With JavaScript one
// leaf is shown at a time (assets/lib/one_file.ts), and search, review, previews and the map work as
// they do on the site: what they load there as files stands in the document as text that nothing runs,
// and they take it from there.
//
// A leaf's text is in <noscript>: elements where no script runs, and one text where one does, so that a
// browser reads a base of any size in the time of its bytes and makes the elements of what is shown.
//
//     head      policy, styles, the page of the site's home around the leaves
//     main      what it holds, then the leaves: home, sections and notes in reading order, then the rest
//     end       sidebars, data, scripts
//
// The policy allows the file's own scripts and styles by their SHA-256 and no other host. Pictures, fonts
// and films are data: addresses. Files that notes link to are in a list of their own, once each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "site/pipeline.h"
#include "source/file_system.h"
#include "theme/theme.h"

namespace loci {

struct SingleFile {
  std::string html;
  std::size_t pages = 0;
  std::vector<std::string> warnings;  // what is left out, and why; full sentences without a stop
};

// Files that notes show or link to, together: beyond this the largest are left out and named.
constexpr std::uint64_t most_single_media_bytes = 64'000'000;
// Beyond this the file is one that mail, chats and hosts of repositories refuse.
constexpr std::uint64_t most_single_file_bytes = 100'000'000;

// Takes a build of depth `planned`. Errors: a template that fails, an attachment that cannot be read.
Result<SingleFile> make_single_file(const SiteBuild& build, const Theme& theme);

// Whether a file that is there already may be written over: it begins as one of these does.
bool is_single_file(std::string_view head);

// ".loci-manifest" has no part in this: it is one file, at `path`. False: it was there with these bytes.
// Errors: kind usage for a folder, and for a file of others unless `force`.
Result<bool> write_single_file(const SingleFile& file, const std::string& path, FileSystem& files,
                               bool force);

}  // namespace loci

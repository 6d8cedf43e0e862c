// What a page needs of the learning path to say what is next for its reader: in pieces, because the
// path of ten thousand notes has megabytes, and what is next depends on the notes that this reader has
// reviewed only. assets/lib/learn/path.ts reads them.
//
//     learn/path.HASH.js   {"hash", "open", "later", "first"}
//     learn/rNUMBER        rows: what becomes open, 128 each
//     learn/nNUMBER        notes of the path by their slugs, 128 each
//     learn/dNUMBER        the first slug of each of 128 such files
//
// All but the first have names that end with "hash", so the first does not list them.
//
// A note *needs* what it requires; one of a circle of prerequisites needs what its circle requires of
// others. A needed note without cards cannot be remembered: it is met when all it needs is. So behind
// every note stand notes with cards whose being remembered opens it, or none: then it is open from the
// beginning. The last of them on the path is its *opener*.
//
//     row    [number, slug, title, minutes, cards, section, [titles required], [[slug, cards] needed]]
//     note   [slug, title, cards, row, rows, [[slug, cards] needed]]
//
// Rows are notes with cards. The first "open" of them are open from the beginning; then come, opener
// by opener, those that each opens, which are `rows` of them from `row` on. Both run in the order of
// the path, in which "later" is the number of the first note with an opener. What a note needs is
// written for notes without cards.
#pragma once

#include <vector>

#include "search/search_index.h"
#include "site/learning_path.h"
#include "site/stages.h"

namespace loci {

// "learn/path.HASH.js" first. `path` is not empty.
std::vector<DataFile> make_path_data(const LinkedSite& site, const LearningPath& path);

}  // namespace loci

// Memory for cmark-gfm's trees. A note's tree is made of some four hundred small pieces that all die together, so they are
// cut from blocks of the thread, one behind the other, and given back by forgetting them, which saves a hundredth of a build's instructions.
// cmark-gfm's own arena is one for the process and no use to several threads.
#pragma once

#include <cmark-gfm.h>

namespace loci {

// For cmark_parser_new_with_mem. A tree made of it lives and dies on the thread that made it, between begin_tree and end_tree.
// With AddressSanitizer each piece is its own, so that nothing is hidden from it.
cmark_mem* tree_memory();

// How many trees of this thread are alive is counted; when the last one ends, all pieces are gone at once, without a walk.
void begin_tree();
void end_tree(cmark_node* root);

}  // namespace loci

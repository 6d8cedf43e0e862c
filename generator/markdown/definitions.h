// Definition lists, which the core parser does not know:
//
//     Term                     <dl>
//     Another term             <dt>Term</dt> <dt>Another term</dt>
//     : What they mean         <dd>What they mean</dd>
//     : What else              <dd>What else</dd>
//                              </dl>
//
// The pre-pass gives the parser a list marker in place of each colon, so that what a definition holds is nested as in a list
// item. Here the lists that came of it are looked at: one that follows a paragraph is a definition list and marked so; where
// the colon turns out to be no definition (in code, after a heading), it is put back and the note is parsed again.
#pragma once

#include "markdown/tree.h"

namespace loci {

// After the tree was made, before anything reads it. Costs nothing when no line begins with ": ".
void settle_definitions(Document::Parts& parts);

}  // namespace loci

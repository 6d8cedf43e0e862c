// What stands behind ``` in a note: the language and how the block is to be shown. The forms of Docusaurus, Quartz, Hugo, VuePress,
// Pandoc and MkDocs-Material are understood; other words mean something to someone else and are passed over.
//
//     ```sql title="Schema" {3,5-7} showLineNumbers
//     ```py hl_lines="1 3-5" linenums="10"
//     ```go {linenos=true,hl_lines=[2,"4-6"],linenostart=199}
//     ```{.python .numberLines startFrom="5"}
//     ```js{1,3}        ```ts:line-numbers        ```c:src/main.c
#pragma once

#include <string>
#include <string_view>

#include "markdown/highlight.h"

namespace loci {

struct CodeFence {
  std::string language;  // as written; may be empty
  std::string title;
  CodeLines lines;
};

CodeFence parse_code_fence(std::string_view info);

}  // namespace loci

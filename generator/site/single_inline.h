// Texts inside the elements of the single file (site/single_file.h): what would end the element, or hide
// its end from a browser, stands in strings, comments and regular expressions only, and is written in a
// way that says the same there.
#pragma once

#include <string>
#include <string_view>

namespace loci {

// In <script>: "</script" in any case becomes "<\/script", "<!--" becomes "\x3c!--".
std::string inline_script(std::string_view text);

// In <style>: "</style" in any case becomes "<\/style".
std::string inline_style(std::string_view text);

// JSON in <script>: each '<', which stands in strings only, becomes "\u003c".
std::string inline_json(std::string_view json);

}  // namespace loci

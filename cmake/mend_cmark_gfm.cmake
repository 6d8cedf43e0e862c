# Makes one table of cmark-gfm safe for many threads. Run as: cmake -DSOURCE=<cmark-gfm's source> -P mend_cmark_gfm.cmake
#
# cmark-gfm switches its extensions' special characters ('~', ':', 'w' ...) on before each document and OFF after it, in a
# table that the whole process shares: a document that ends on one thread takes them from a document on another, which then
# comes out without its links. Here a character is added once and never removed, and the table is read and written atomically
# (relaxed: for a byte that is a plain load). All parsers of the program attach the same extensions, so the table is the same for
# all documents from the first one on.

cmake_minimum_required(VERSION 3.16)

set(file "${SOURCE}/src/inlines.c")
file(READ "${file}" text)
if(text MATCHES "loci_is_set")
  return()
endif()

# replace(OLD NEW): OLD must be there, else the library has changed and this file must be thought over.
function(replace old new)
  string(FIND "${text}" "${old}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "mend_cmark_gfm: '${old}' is not in ${file}")
  endif()
  string(REPLACE "${old}" "${new}" text "${text}")
  set(text "${text}" PARENT_SCOPE)
endfunction()

# Square brackets and semicolons are special to CMake's lists; bracket arguments keep them as they are.
replace([=[static int8_t SKIP_CHARS[256];]=]
[=[static int8_t SKIP_CHARS[256];
static int8_t SPECIAL_CHARS[256];
#define loci_is_set(place) __atomic_load_n(&(place), __ATOMIC_RELAXED)
#define loci_set(place) do { if (!loci_is_set(place)) __atomic_store_n(&(place), 1, __ATOMIC_RELAXED); } while (0)]=])
replace([=[SKIP_CHARS[peek_at(subj, before_char_pos)])]=] [=[loci_is_set(SKIP_CHARS[peek_at(subj, before_char_pos)]))]=])
replace([=[SKIP_CHARS[(unsigned char) before_char])]=] [=[loci_is_set(SKIP_CHARS[(unsigned char) before_char]))]=])
replace([=[SKIP_CHARS[peek_at(subj, after_char_pos)] &&]=] [=[loci_is_set(SKIP_CHARS[peek_at(subj, after_char_pos)]) &&]=])
replace([=[SKIP_CHARS[(unsigned char) after_char])]=] [=[loci_is_set(SKIP_CHARS[(unsigned char) after_char]))]=])
replace([=[if (SPECIAL_CHARS[subj->input.data[n]])]=] [=[if (loci_is_set(SPECIAL_CHARS[subj->input.data[n]]))]=])
replace([=[SPECIAL_CHARS[c] = 1;]=] [=[loci_set(SPECIAL_CHARS[c]);]=])
replace([=[SKIP_CHARS[c] = 1;]=] [=[loci_set(SKIP_CHARS[c]);]=])
replace([=[SPECIAL_CHARS[c] = 0;]=] [=[(void)c;]=])
replace([=[SKIP_CHARS[c] = 0;]=] [=[(void)c;]=])

file(WRITE "${file}" "${text}")

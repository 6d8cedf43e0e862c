# How everything is compiled: warnings, arithmetic, sanitizers, ccache.

# Scheduling must give the same numbers as its twin in the browser: a fused multiply-add rounds once instead of twice.
# For the same reason -ffast-math is never given.
add_compile_options(-ffp-contract=off)

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g -D_GLIBCXX_ASSERTIONS")
if(LOCI_SANITIZE)
  # -O1 and line tables only: the stack of a report is readable and the build stays short.
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)  # GCC sees it wrongly in instrumented standard headers
  endif()
endif()

if(LOCI_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
elseif(LOCI_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(LOCI_SANITIZE STREQUAL "fuzzer")
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
elseif(LOCI_SANITIZE)
  message(FATAL_ERROR "LOCI_SANITIZE is '${LOCI_SANITIZE}': it must be empty, address, thread or fuzzer")
endif()

# Linked by our own targets only, so that a fetched library is not compiled under our warnings.
add_library(loci_warnings INTERFACE)
target_compile_options(loci_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  target_compile_options(loci_warnings INTERFACE -Wno-restrict)  # GCC's bug 105651: any std::string plus a literal
endif()

find_program(LOCI_CCACHE ccache)
mark_as_advanced(LOCI_CCACHE)
if(LOCI_CCACHE AND EXISTS "${LOCI_CCACHE}" AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${LOCI_CCACHE}")
endif()

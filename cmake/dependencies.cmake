# The libraries, as one interface target: loci_dependencies.
#
#   cmark-gfm      Markdown with GitHub's extensions; always a copy mended for threads (mend_cmark_gfm.cmake)
#   cpp-httplib    the preview server; header only and never with OpenSSL: it listens on this machine alone
#   inja           the templates' language
#   FTXUI          the review session in a terminal
#   Catch2         the tests
#   nlohmann/json  JSON
#   toml++         site.toml and TOML front matter
#   libfyaml       YAML front matter, with the line and column of an error
#   CLI11          the command line
#   oneTBB         parallel passes
#   xxHash         hashes of contents
#   Duktape        runs temml, which turns TeX into MathML (mathematics.cmake)
#   utf8proc       folding, normal forms and letters of Unicode
#   Boost.Graph    the layout of the map of notes (headers only)
#   mimalloc       the program's allocator: notes are made of many small pieces, and threads free each other's
#   tree-sitter    parses code for highlighting; its grammars are npm packages (grammars.cmake)
#
# The first five are newer than Debian 12's. scripts/setup builds each into .deps/NAME-VERSION, or leaves it to a system
# package that is new enough; -DLOCI_FETCH_DEPS=ON takes them, and JSON, from their projects' own releases instead.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(TOMLPLUSPLUS REQUIRED tomlplusplus>=3.3)
find_package(CLI11 2.1 REQUIRED)
find_package(TBB 2021.8 REQUIRED)
find_package(mimalloc 2.0 QUIET)  # without it the program works as well and takes longer
pkg_check_modules(FYAML REQUIRED IMPORTED_TARGET libfyaml>=0.7.12)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash>=0.8.1)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc>=2.6)  # Debian's 2.8 says 2.6 of itself
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.36)  # sqlite3_serialize is always there
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip>=1.7)
pkg_check_modules(TREE_SITTER REQUIRED IMPORTED_TARGET tree-sitter)  # Debian's 0.20.7 says 0.6.3; markdown/highlight.cc asks for ABI 14

find_path(LOCI_BOOST_INCLUDE boost/graph/fruchterman_reingold.hpp)
mark_as_advanced(LOCI_BOOST_INCLUDE)

# Of toml++ only the headers are used: Debian's compiled half of it throws exceptions, and ours must not.
add_library(loci_toml INTERFACE IMPORTED)
target_include_directories(loci_toml INTERFACE "${TOMLPLUSPLUS_INCLUDEDIR}")
target_compile_definitions(loci_toml INTERFACE TOML_HEADER_ONLY=1)

# loci_prefix(NAME RESULT): the folder that scripts/setup built NAME into, or empty.
file(STRINGS "${CMAKE_SOURCE_DIR}/scripts/lib/libraries.txt" loci_library_rows REGEX "^[a-z]")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/scripts/lib/libraries.txt")
function(loci_prefix name result)
  set(${result} "" PARENT_SCOPE)
  foreach(row IN LISTS loci_library_rows)
    if(row MATCHES "^${name} +([^ ]+)")
      set(folder "${CMAKE_SOURCE_DIR}/.deps/${name}-${CMAKE_MATCH_1}")
      if(IS_DIRECTORY "${folder}")
        set(${result} "${folder}" PARENT_SCOPE)
      endif()
    endif()
  endforeach()
endfunction()

# loci_missing(NAME): the one way this file fails.
function(loci_missing name)
  message(FATAL_ERROR "${name} is missing or too old: run scripts/setup, or on a system that is not Debian configure with "
                      "-DLOCI_FETCH_DEPS=ON")
endfunction()

# loci_headers(NAME FILE TARGET): a header-only library, from .deps or the system.
function(loci_headers name file target)
  loci_prefix(${name} prefix)
  if(prefix)
    set(folder "${prefix}/include")
  else()
    find_path(LOCI_${name}_INCLUDE "${file}")
    mark_as_advanced(LOCI_${name}_INCLUDE)
    set(folder "${LOCI_${name}_INCLUDE}")
  endif()
  if(NOT folder)
    loci_missing(${name})
  endif()
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} INTERFACE "${folder}")
endfunction()

if(NOT LOCI_BOOST_INCLUDE)
  loci_missing("Boost 1.74 or newer (headers)")
endif()
add_library(loci_boost INTERFACE IMPORTED)
target_include_directories(loci_boost INTERFACE "${LOCI_BOOST_INCLUDE}")

if(LOCI_FETCH_DEPS)
  add_subdirectory(cmake/fetched EXCLUDE_FROM_ALL)
else()
  find_package(nlohmann_json 3.11.2 REQUIRED)

  loci_prefix(cmark-gfm prefix)
  if(NOT prefix)
    loci_missing(cmark-gfm)
  endif()
  if(LOCI_SANITIZE STREQUAL "thread" AND EXISTS "${prefix}-tsan")
    set(prefix "${prefix}-tsan")
  endif()
  add_library(loci_cmark_core STATIC IMPORTED)
  set_target_properties(loci_cmark_core PROPERTIES IMPORTED_LOCATION "${prefix}/lib/libcmark-gfm.a")
  add_library(loci_cmark STATIC IMPORTED)
  set_target_properties(loci_cmark PROPERTIES
    IMPORTED_LOCATION "${prefix}/lib/libcmark-gfm-extensions.a"
    INTERFACE_INCLUDE_DIRECTORIES "${prefix}/include"
    INTERFACE_COMPILE_DEFINITIONS "CMARK_GFM_STATIC_DEFINE;CMARK_GFM_EXTENSIONS_STATIC_DEFINE"
    INTERFACE_LINK_LIBRARIES loci_cmark_core)

  loci_headers(cpp-httplib httplib.h loci_httplib)
  loci_headers(inja inja/inja.hpp loci_inja)

  loci_prefix(ftxui prefix)
  find_package(ftxui 5 QUIET CONFIG PATHS ${prefix})
  if(NOT ftxui_FOUND)
    loci_missing(FTXUI)
  endif()
  if(prefix)
    target_include_directories(ftxui::screen INTERFACE "${prefix}/include")  # its own export leaves it out
  endif()

  loci_prefix(catch2 prefix)
  find_package(Catch2 3.5 QUIET CONFIG PATHS ${prefix})
endif()

add_library(loci_dependencies INTERFACE)
target_link_libraries(loci_dependencies INTERFACE
  loci_cmark loci_httplib loci_inja ftxui::component ftxui::dom ftxui::screen
  nlohmann_json::nlohmann_json loci_toml loci_boost CLI11::CLI11 TBB::tbb
  PkgConfig::FYAML PkgConfig::XXHASH PkgConfig::UTF8PROC PkgConfig::SQLITE PkgConfig::LIBZIP PkgConfig::TREE_SITTER Threads::Threads)

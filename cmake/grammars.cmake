# Languages whose code is highlighted: loci_grammars(TARGET) compiles tree-sitter's parsers for them and puts their queries
# into the program. The parsers come from the npm packages (package.json pins versions of ABI 14, which every tree-sitter
# since 0.20 reads); a package that is not there leaves its language unhighlighted, no more.
#
# The columns: name (markdown/code_language.cc knows it by this) | package | its folder with parser.c | files of queries, from
# weak to strong. C++ builds on the queries of C, TypeScript on those of JavaScript.

set(loci_grammar_rows
  "bash       | tree-sitter-bash                      | src            | tree-sitter-bash/queries/highlights.scm"
  "c          | tree-sitter-c                         | src            | tree-sitter-c/queries/highlights.scm"
  "cpp        | tree-sitter-cpp                       | src            | tree-sitter-c/queries/highlights.scm tree-sitter-cpp/queries/highlights.scm"
  "css        | tree-sitter-css                       | src            | tree-sitter-css/queries/highlights.scm"
  "go         | tree-sitter-go                        | src            | tree-sitter-go/queries/highlights.scm"
  "html       | tree-sitter-html                      | src            | tree-sitter-html/queries/highlights.scm"
  "java       | tree-sitter-java                      | src            | tree-sitter-java/queries/highlights.scm"
  "javascript | tree-sitter-javascript                | src            | tree-sitter-javascript/queries/highlights.scm tree-sitter-javascript/queries/highlights-jsx.scm tree-sitter-javascript/queries/highlights-params.scm"
  "json       | tree-sitter-json                      | src            | tree-sitter-json/queries/highlights.scm"
  "lua        | @tree-sitter-grammars/tree-sitter-lua | src            | @tree-sitter-grammars/tree-sitter-lua/queries/highlights.scm"
  "python     | tree-sitter-python                    | src            | tree-sitter-python/queries/highlights.scm"
  "rust       | tree-sitter-rust                      | src            | tree-sitter-rust/queries/highlights.scm"
  "sql        | @derekstride/tree-sitter-sql          | src            | @derekstride/tree-sitter-sql/queries/highlights.scm"
  "toml       | @tree-sitter-grammars/tree-sitter-toml | src           | @tree-sitter-grammars/tree-sitter-toml/queries/highlights.scm"
  "tsx        | tree-sitter-typescript                | tsx/src        | tree-sitter-javascript/queries/highlights.scm tree-sitter-javascript/queries/highlights-jsx.scm tree-sitter-typescript/queries/highlights.scm"
  "typescript | tree-sitter-typescript                | typescript/src | tree-sitter-javascript/queries/highlights.scm tree-sitter-typescript/queries/highlights.scm"
  "yaml       | @tree-sitter-grammars/tree-sitter-yaml | src           | @tree-sitter-grammars/tree-sitter-yaml/queries/highlights.scm")

# loci_write(FILE TEXT): leaves a file that has this text alone, so that nothing is compiled again. file(CONFIGURE) would read
# "@tree-sitter-grammars" as the beginning of a variable.
function(loci_write file text)
  if(EXISTS "${file}")
    file(READ "${file}" old)
    if(old STREQUAL text)
      return()
    endif()
  endif()
  file(WRITE "${file}" "${text}")
endfunction()

# loci_mended_sql(SCANNER RESULT): a copy of the scanner for SQL in the build folder that frees the tag of a $tag$ before it takes
# another.
function(loci_mended_sql scanner result)
  file(READ "${scanner}" text)
  set(leak "  state->start_tag = NULL;\n  // A length of 1")
  string(FIND "${text}" "${leak}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "loci_mended_sql: '${leak}' is not in ${scanner}: it has changed, and this has to be thought over")
  endif()
  string(REPLACE "${leak}" "  free(state->start_tag);\n${leak}" text "${text}")
  set(copy "${CMAKE_BINARY_DIR}/embedded/sql_scanner.c")
  loci_write("${copy}" "${text}")
  set(${result} "${copy}" PARENT_SCOPE)
endfunction()

function(loci_grammars target)
  set(modules "${CMAKE_SOURCE_DIR}/node_modules")
  set(parsers "")
  set(scanners "")
  set(query_files "")
  set(missing "")
  set(declarations "")
  set(rows "")
  set(count 0)
  set(bytes "")
  set(parts 0)
  foreach(row IN LISTS loci_grammar_rows)
    string(REGEX REPLACE " *\\| *" ";" columns "${row}")
    list(GET columns 0 name)
    list(GET columns 1 package)
    list(GET columns 2 folder)
    list(GET columns 3 queries)
    string(REPLACE " " ";" queries "${queries}")
    set(parser "${modules}/${package}/${folder}/parser.c")
    set(complete TRUE)
    foreach(file IN LISTS queries)
      if(NOT EXISTS "${modules}/${file}")
        set(complete FALSE)
      endif()
    endforeach()
    if(NOT complete OR NOT EXISTS "${parser}")
      list(APPEND missing "${name}")
      continue()
    endif()
    list(APPEND parsers "${parser}")
    if(EXISTS "${modules}/${package}/${folder}/scanner.c")
      set(scanner "${modules}/${package}/${folder}/scanner.c")
      if(name STREQUAL "sql")
        loci_mended_sql("${scanner}" scanner)
        set_source_files_properties("${scanner}" PROPERTIES INCLUDE_DIRECTORIES "${modules}/${package}/${folder}")
      endif()
      list(APPEND scanners "${scanner}")
    endif()
    string(APPEND declarations "const TSLanguage* tree_sitter_${name}();\n")
    set(texts "")
    foreach(file IN LISTS queries)
      string(APPEND bytes ".globl NAME(loci_query_${parts})\nNAME(loci_query_${parts}):\n.incbin \"${modules}/${file}\"\n"
                          ".globl NAME(loci_query_${parts}_end)\nNAME(loci_query_${parts}_end):\n.byte 0\n")
      string(APPEND declarations "extern const char loci_query_${parts}[];\nextern const char loci_query_${parts}_end[];\n")
      string(APPEND texts "std::string_view(loci_query_${parts}, loci_query_${parts}_end), ")
      list(APPEND query_files "${modules}/${file}")
      math(EXPR parts "${parts} + 1")
    endforeach()
    string(APPEND rows "      {\"${name}\", tree_sitter_${name}, {${texts}}},\n")
    math(EXPR count "${count} + 1")
  endforeach()
  if(missing)
    list(JOIN missing ", " names)
    message(STATUS "No grammar for ${names} (scripts/setup installs them): such code is not highlighted")
  endif()
  if(count EQUAL 0)
    set(rows "      {},\n")
  endif()

  set(out "${CMAKE_BINARY_DIR}/embedded")
  loci_write("${out}/queries.S" "/* Generated by cmake/grammars.cmake. */
#ifdef __APPLE__
.const_data
#define NAME(x) _##x
#else
.section .rodata
#define NAME(x) x
#endif
${bytes}
#if defined(__linux__) && defined(__ELF__)
.section .note.GNU-stack,\"\",%progbits
#endif
")
  loci_write("${out}/grammars.cc" "// Generated by cmake/grammars.cmake.
#include \"markdown/grammar.h\"

extern \"C\" {
${declarations}}

namespace loci {

std::span<const Grammar> grammars() {
  static const Grammar table[] = {
${rows}  };
  return {table, ${count}};
}

}  // namespace loci
")
  list(REMOVE_DUPLICATES query_files)
  set_source_files_properties("${out}/queries.S" PROPERTIES OBJECT_DEPENDS "${query_files}")
  target_sources(${target} PRIVATE "${out}/queries.S" "${out}/grammars.cc")

  if(parsers)
    # A parser is one huge generated function and tables: -O2 takes longer and is no quicker, -O0 takes longest of all.
    # Sanitizers watch the scanners, which are written by hand, and not the generated parsers; one scanner writes numbers to odd
    # addresses, which is harmless where we run.
    add_library(loci_grammars STATIC ${parsers} ${scanners})
    target_compile_options(loci_grammars PRIVATE -O1 -w)
    set_source_files_properties(${parsers} PROPERTIES COMPILE_OPTIONS "-g0")
    if(LOCI_SANITIZE)
      set_source_files_properties(${parsers} PROPERTIES COMPILE_OPTIONS "-g0;-fno-sanitize=all")
      set_source_files_properties(${scanners} PROPERTIES COMPILE_OPTIONS "-fno-sanitize=alignment")
    endif()
    target_link_libraries(${target} PRIVATE loci_grammars)
  endif()
endfunction()

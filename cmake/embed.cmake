# Puts templates/**, the manual of codes and the built browser assets into the program: loci_embed(TARGET).
#
#   assets/entries/*.ts, assets/styles/loci.css   -- build-assets.mjs (esbuild) -->  build/<preset>/assets/
#   templates/**, docs/diagnostics/L*.md,
#   build/<preset>/assets/**                      -- write_embedded.cmake       -->  embedded.S (.incbin), embedded.cc (table)
#
# Both steps run again when a file is changed, added or removed.

find_program(LOCI_NODE NAMES node nodejs)
mark_as_advanced(LOCI_NODE)
if(NOT LOCI_NODE)
  loci_missing("Node 18 or newer")
endif()

file(GLOB_RECURSE loci_asset_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/*")
file(GLOB_RECURSE loci_templates CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/templates/*")
file(GLOB loci_manual CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/docs/diagnostics/L*.md")
list(FILTER loci_asset_sources EXCLUDE REGEX "/node_modules/")

function(loci_embed target)
  set(built "${CMAKE_BINARY_DIR}/assets")
  set(stamp "${CMAKE_BINARY_DIR}/embedded/assets.stamp")
  set(generated "${CMAKE_BINARY_DIR}/embedded/embedded.S" "${CMAKE_BINARY_DIR}/embedded/embedded.cc")

  # A list of the names, so that a removed file counts as a change.
  string(JOIN "\n" names ${loci_asset_sources} ${loci_templates} ${loci_manual})
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/embedded/names.txt" CONTENT "${names}\n" @ONLY)

  add_custom_command(
    OUTPUT "${stamp}"
    COMMAND "${LOCI_NODE}" "${CMAKE_SOURCE_DIR}/scripts/lib/build-assets.mjs" "${built}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    DEPENDS ${loci_asset_sources} "${CMAKE_BINARY_DIR}/embedded/names.txt"
            "${CMAKE_SOURCE_DIR}/scripts/lib/build-assets.mjs" "${CMAKE_SOURCE_DIR}/package-lock.json"
    COMMENT "Bundling the browser code"
    VERBATIM)
  add_custom_target(loci_assets DEPENDS "${stamp}")

  add_custom_command(
    OUTPUT ${generated}
    COMMAND "${CMAKE_COMMAND}" "-DTEMPLATES=${CMAKE_SOURCE_DIR}/templates" "-DASSETS=${built}"
            "-DMANUAL=${CMAKE_SOURCE_DIR}/docs/diagnostics"
            "-DOUT=${CMAKE_BINARY_DIR}/embedded" -P "${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake"
    DEPENDS "${stamp}" ${loci_templates} ${loci_manual} "${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake"
    COMMENT "Embedding templates, manual and assets"
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
endfunction()

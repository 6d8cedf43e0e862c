# Small vaults and every word that `loci check` says about them.
if(NOT LOCI_SANITIZE AND TARGET loci_program)
  add_test(NAME "diagnostics: every message" COMMAND "${LOCI_NODE}" --test "${CMAKE_SOURCE_DIR}/tests/diagnostics/diagnostics.test.mjs")
  set_tests_properties("diagnostics: every message" PROPERTIES TIMEOUT 120
    ENVIRONMENT "LOCI_PROGRAM=$<TARGET_FILE:loci_program>")
endif()

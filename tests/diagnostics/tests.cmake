# Small vaults and every word that `loci check` says about them, and the manual's examples run.
if(NOT LOCI_SANITIZE AND TARGET loci_program)
  add_test(NAME "diagnostics: every message" COMMAND "${LOCI_NODE}" --test "${CMAKE_CURRENT_LIST_DIR}/diagnostics.test.mjs")
  add_test(NAME "diagnostics: the manual" COMMAND "${LOCI_NODE}" --test "${CMAKE_CURRENT_LIST_DIR}/manual.test.mjs")
  set_tests_properties("diagnostics: every message" "diagnostics: the manual" PROPERTIES TIMEOUT 120
    ENVIRONMENT "LOCI_PROGRAM=$<TARGET_FILE:loci_program>")
endif()

# The workflows of this repository and those that `loci init` writes.
if(NOT LOCI_SANITIZE AND TARGET loci_program)
  add_test(NAME "workflows: linted" COMMAND "${LOCI_NODE}" "${CMAKE_SOURCE_DIR}/tests/workflows/lint.mjs" "$<TARGET_FILE:loci_program>")
endif()

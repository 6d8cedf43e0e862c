# The program as people use it: its commands over small folders, what they print and how they end.
if(NOT LOCI_SANITIZE AND TARGET loci_program)
  foreach(suite cards commands errors formats link links lunr severities)
    add_test(NAME "program: ${suite}" COMMAND "${LOCI_NODE}" --test "${CMAKE_SOURCE_DIR}/tests/cli/${suite}.test.mjs")
    set_tests_properties("program: ${suite}" PROPERTIES TIMEOUT 120 ENVIRONMENT "LOCI_PROGRAM=$<TARGET_FILE:loci_program>")
  endforeach()
endif()

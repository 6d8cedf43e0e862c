# The executable blocks of the shipped notes, and the runner itself. Both need the packages postgresql and
# redis-server; the runner starts its own servers on unix sockets.
add_test(NAME notes_blocks COMMAND node ${CMAKE_CURRENT_LIST_DIR}/run_blocks.mjs ${CMAKE_SOURCE_DIR}/notes)
# What every note promises, and that the table of what they cover is whole.
add_test(NAME notes_lint COMMAND node ${CMAKE_CURRENT_LIST_DIR}/lint.mjs ${CMAKE_SOURCE_DIR}/notes)
add_test(NAME notes_runner COMMAND node ${CMAKE_CURRENT_LIST_DIR}/runner_test.mjs)
set_tests_properties(notes_blocks notes_lint notes_runner PROPERTIES LABELS notes TIMEOUT 600)
# `loci verify` itself, on the same fixtures.
if(NOT LOCI_SANITIZE AND TARGET loci_program)
  add_test(NAME notes_verify COMMAND "${LOCI_NODE}" --test "${CMAKE_CURRENT_LIST_DIR}/verify.test.mjs")
  set_tests_properties(notes_verify PROPERTIES LABELS notes TIMEOUT 120 ENVIRONMENT "LOCI_PROGRAM=$<TARGET_FILE:loci_program>")
endif()

# The notes: every executable block runs (PostgreSQL and Redis are started by the program, on unix sockets in a temporary folder), the
# record that the pages read is of these blocks, and what every note promises holds. Needs the packages postgresql and redis-server.
if(NOT LOCI_SANITIZE AND TARGET loci_program)
  add_test(NAME notes_blocks COMMAND loci_program verify -C ${CMAKE_SOURCE_DIR} --no-record)
  add_test(NAME notes_record COMMAND loci_program verify -C ${CMAKE_SOURCE_DIR} --recorded)
  # `loci verify` itself: what is right passes, what is wrong is reported, and nothing is left behind.
  foreach(suite verify checks)
    add_test(NAME notes_${suite} COMMAND "${LOCI_NODE}" --test "${CMAKE_CURRENT_LIST_DIR}/${suite}.test.mjs")
    set_tests_properties(notes_${suite} PROPERTIES ENVIRONMENT "LOCI_PROGRAM=$<TARGET_FILE:loci_program>")
  endforeach()
  set_tests_properties(notes_blocks notes_record notes_verify notes_checks PROPERTIES LABELS notes TIMEOUT 180)
  set_tests_properties(notes_verify PROPERTIES TIMEOUT 600)  # a minute when nothing else runs
endif()
# What every note promises, and that the table of what they cover is whole.
add_test(NAME notes_lint COMMAND node ${CMAKE_CURRENT_LIST_DIR}/lint.mjs ${CMAKE_SOURCE_DIR}/notes)
set_tests_properties(notes_lint PROPERTIES LABELS notes TIMEOUT 600)

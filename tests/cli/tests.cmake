# The program as people use it: its commands over small folders, what they print and how they end.
if(NOT LOCI_SANITIZE AND TARGET loci_program)
  foreach(suite cards commands eject errors formats link links log lunr severities study)
    add_test(NAME "program: ${suite}" COMMAND "${LOCI_NODE}" --test "${CMAKE_SOURCE_DIR}/tests/cli/${suite}.test.mjs")
    set_tests_properties("program: ${suite}" PROPERTIES TIMEOUT 120 ENVIRONMENT "LOCI_PROGRAM=$<TARGET_FILE:loci_program>")
  endforeach()
  # Real processes, killed while they save: a hundred times here, a thousand by hand (tests/bench/README.md).
  if(LOCI_PYTHON)
    add_test(NAME "program: review on a terminal" COMMAND "${LOCI_PYTHON}" "${CMAKE_CURRENT_LIST_DIR}/review_screen.py"
      "$<TARGET_FILE:loci_program>")
    set_tests_properties("program: review on a terminal" PROPERTIES TIMEOUT 200)
    add_test(NAME "program: a kill loses no review" COMMAND "${LOCI_PYTHON}" "${CMAKE_SOURCE_DIR}/tests/bench/kill.py"
      --program "$<TARGET_FILE:loci_program>" --count 100)
    set_tests_properties("program: a kill loses no review" PROPERTIES TIMEOUT 300)
  endif()
endif()

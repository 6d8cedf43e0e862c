# What `cmake --install` leaves behind.
if(NOT LOCI_SANITIZE AND TARGET loci_program)
  add_test(NAME "install: one program and its manual"
    COMMAND "${CMAKE_COMMAND}" -E env "LOCI_BUILD=${CMAKE_BINARY_DIR}" "CMAKE=${CMAKE_COMMAND}"
            "${LOCI_NODE}" --test "${CMAKE_CURRENT_LIST_DIR}/install.test.mjs")
endif()

# Checks of the source itself.
if(NOT LOCI_SANITIZE)
  add_test(NAME "checks: floors" COMMAND "${LOCI_NODE}" "${CMAKE_CURRENT_LIST_DIR}/floors.mjs")
  add_test(NAME "checks: the floors check" COMMAND "${LOCI_NODE}" --test "${CMAKE_CURRENT_LIST_DIR}/floors.test.mjs")
  add_test(NAME "checks: texts of the interface" COMMAND "${LOCI_NODE}" --test "${CMAKE_CURRENT_LIST_DIR}/strings.test.mjs")
  add_test(NAME "checks: browser code" COMMAND "${LOCI_NODE}" "${CMAKE_CURRENT_LIST_DIR}/browser_code.mjs")
endif()

# Search against its two oracles: the real lunr.js, and the browser's own code on the same shards.
if(NOT LOCI_SANITIZE AND EXISTS "${CMAKE_SOURCE_DIR}/node_modules/lunr")
  add_executable(search_dump ${CMAKE_CURRENT_LIST_DIR}/search_dump.cc)
  target_link_libraries(search_dump PRIVATE loci loci_warnings)
  file(GLOB search_tests CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/*.test.mjs")
  foreach(search_test IN LISTS search_tests)
    get_filename_component(search_name "${search_test}" NAME_WE)
    add_test(NAME "search: ${search_name}" COMMAND "${LOCI_NODE}" --test "${search_test}")
    set_tests_properties("search: ${search_name}" PROPERTIES
      ENVIRONMENT "LOCI_SEARCH_DUMP=$<TARGET_FILE:search_dump>;LOCI_PROGRAM=$<TARGET_FILE:loci_program>" TIMEOUT 300)
  endforeach()
endif()

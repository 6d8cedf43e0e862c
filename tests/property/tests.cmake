# What must hold of every vault (property_test.cc says what).
if(Catch2_FOUND AND NOT LOCI_SANITIZE STREQUAL "thread")
  loci_catch_tests(loci_property "${CMAKE_CURRENT_LIST_DIR}/property_test.cc")
endif()

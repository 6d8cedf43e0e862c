# Whole small sites, compared file by file with what is expected of them (golden_test.cc).
if(Catch2_FOUND AND NOT LOCI_SANITIZE STREQUAL "thread")
  loci_catch_tests(loci_golden "${CMAKE_CURRENT_LIST_DIR}/golden_test.cc")
endif()

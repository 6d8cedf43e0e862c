# Benchmarks are run by hand (tests/bench/README.md); this is the floor that they measure against.
if(NOT LOCI_SANITIZE)
  add_executable(loci_floor EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/floor.cc")
  set_target_properties(loci_floor PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
  target_link_libraries(loci_floor PRIVATE loci_dependencies)
endif()

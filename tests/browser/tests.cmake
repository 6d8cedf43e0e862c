# The built site in Debian's Chromium: once over file://, once from a host's root, once from below it.
if(NOT LOCI_SANITIZE AND TARGET loci_program AND EXISTS "${CMAKE_SOURCE_DIR}/node_modules/playwright-core")
  function(loci_browser_test name file)
    add_test(NAME "browser: ${name}" COMMAND "${LOCI_NODE}" --test "${CMAKE_SOURCE_DIR}/tests/browser/${file}")
    set_tests_properties("browser: ${name}" PROPERTIES TIMEOUT 300 LABELS browser
      ENVIRONMENT "LOCI_PROGRAM=$<TARGET_FILE:loci_program>;LOCI_PLACE=${ARGN}")
  endfunction()
  loci_browser_test("the output as files" links.test.mjs)
  foreach(place file http sub)
    loci_browser_test("reading over ${place}" reading.test.mjs ${place})
    loci_browser_test("reviewing over ${place}" review.test.mjs ${place})
  endforeach()
  loci_browser_test("the preview server" serve.test.mjs)
endif()

# SPDX-License-Identifier: MIT
# The HTML report in a real browser: Debian's chromium, driven by its python3-selenium.
foreach(part report hostile speed)
  add_test(NAME browser.${part}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/${part}_test.py $<TARGET_FILE:caljobs-audit>
      ${PROJECT_SOURCE_DIR})
  set_tests_properties(browser.${part} PROPERTIES LABELS browser)
endforeach()

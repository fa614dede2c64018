# SPDX-License-Identifier: MIT
# Worklists and cases: they agree with check, are whole or absent, and show nobody's name.
foreach(claim agreement workbook split all_or_none cases pages privacy)
  add_test(NAME views.${claim}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/views_test.py
      $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR} ${claim})
  set_tests_properties(views.${claim} PROPERTIES LABELS views)
endforeach()

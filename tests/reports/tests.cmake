# SPDX-License-Identifier: MIT
# Reports as other programs read them.
add_test(NAME reports.formats
  COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/formats_test.py
    $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR})
add_test(NAME reports.workbook
  COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/workbook_test.py
    $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR})
# 77: no LibreOffice on this machine
set_tests_properties(reports.workbook PROPERTIES SKIP_RETURN_CODE 77)
set_tests_properties(reports.formats reports.workbook PROPERTIES LABELS reports)

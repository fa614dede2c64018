# SPDX-License-Identifier: MIT
# The manual page knows every command and option that --help knows, and no other.
add_test(NAME manual.complete
  COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/manual_test.py
    $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR}/man/caljobs-audit.1)
set_tests_properties(manual.complete PROPERTIES LABELS manual)

# SPDX-License-Identifier: MIT
add_test(NAME privacy.canaries COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/privacy/privacy_test.py
  $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR}/samples/board)
set_tests_properties(privacy.canaries PROPERTIES LABELS privacy TIMEOUT 600)

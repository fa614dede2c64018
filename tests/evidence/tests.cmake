# SPDX-License-Identifier: MIT
add_test(NAME evidence COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/evidence/verify_test.py
  $<TARGET_FILE:caljobs-audit> ${CMAKE_CURRENT_SOURCE_DIR}/acceptance/canonical-plain/input
  ${PROJECT_SOURCE_DIR}/rules)
set_tests_properties(evidence PROPERTIES LABELS evidence)

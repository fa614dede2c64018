# SPDX-License-Identifier: MIT
add_test(NAME privacy.canaries COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/privacy/privacy_test.py
  $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR}/samples/board)
set_tests_properties(privacy.canaries PROPERTIES LABELS privacy TIMEOUT 600)

# A sanitizer traces the process itself, which strace keeps it from.
if(AUDIT_SANITIZE)
  return()
endif()
find_program(AUDIT_STRACE strace REQUIRED)
add_test(NAME privacy.process COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/privacy/process_test.py
  $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR}/samples/real-reports/csv)
set_tests_properties(privacy.process PROPERTIES LABELS privacy TIMEOUT 600)

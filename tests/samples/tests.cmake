# SPDX-License-Identifier: MIT
# The samples are what they claim to be.
set(real_reports_test ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/real_reports_test.py)
add_test(NAME samples.real_reports.made COMMAND ${real_reports_test} made)
add_test(NAME samples.real_reports.audit
  COMMAND ${real_reports_test} audit $<TARGET_FILE:caljobs-audit>)
set_tests_properties(samples.real_reports.made samples.real_reports.audit PROPERTIES LABELS samples)

set(board_test ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/board_test.py)
add_test(NAME samples.board.made COMMAND ${board_test} made)
add_test(NAME samples.board.audit COMMAND ${board_test} audit $<TARGET_FILE:caljobs-audit>)
set_tests_properties(samples.board.made samples.board.audit PROPERTIES LABELS samples)

# SPDX-License-Identifier: MIT
# What a person at a terminal sees: progress, colours, the width of a window; and what --verbose says.
foreach(claim progress colours width verbose kernels)
  add_test(NAME terminal.${claim}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/terminal_test.py
      $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR} ${claim})
  set_tests_properties(terminal.${claim} PROPERTIES LABELS terminal)
endforeach()

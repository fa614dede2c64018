# SPDX-License-Identifier: MIT
# Completion, asked of each shell as a user's TAB asks it.
foreach(shell bash zsh fish)
  add_test(NAME completion.${shell}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/completion_test.py
      $<TARGET_FILE:caljobs-audit> ${shell})
  set_tests_properties(completion.${shell} PROPERTIES LABELS completion SKIP_RETURN_CODE 77)
endforeach()

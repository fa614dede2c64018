# SPDX-License-Identifier: MIT
# Inputs as they come: encodings, pipes, archives, ways to write a date.
foreach(claim late_encoding utf16 archives pipes dates workbook many)
  add_test(NAME inputs.${claim}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/inputs_test.py
      $<TARGET_FILE:caljobs-audit> ${claim})
  set_tests_properties(inputs.${claim} PROPERTIES LABELS inputs)
endforeach()

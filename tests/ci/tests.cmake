# SPDX-License-Identifier: MIT
# The recipes in samples/ci: right in form, and with commands and options that the program has.
foreach(claim forms options runs)
  add_test(NAME ci.${claim}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/recipes_test.py
      $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR} ${claim})
  set_tests_properties(ci.${claim} PROPERTIES LABELS ci)
endforeach()

# SPDX-License-Identifier: MIT
# What the house agreed on and the compiler does not check; each claim is a test of its own.
foreach(claim include_order cmake_order outside_world file_length policy_words licence_lines
              layout macros unfinished)
  add_test(NAME architecture.${claim}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/check.py ${PROJECT_SOURCE_DIR} ${claim})
  set_tests_properties(architecture.${claim} PROPERTIES LABELS architecture)
endforeach()
add_test(NAME architecture.self_test
  COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/check_test.py)

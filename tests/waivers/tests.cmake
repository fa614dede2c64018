# SPDX-License-Identifier: MIT
# Waivers, baseline and history from outside: what the program does with them, run for run.
foreach(name waivers history)
  add_test(NAME ${name}.program
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/${name}_test.py $<TARGET_FILE:caljobs-audit>)
  set_tests_properties(${name}.program PROPERTIES LABELS cases)
endforeach()

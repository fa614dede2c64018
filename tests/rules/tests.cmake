# SPDX-License-Identifier: MIT
# What the program says about rules, and what an administrator does with them.
foreach(claim docs_fresh docs_own guide init never_overwrites suspicions idle examples traceability)
  add_test(NAME rules.${claim}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/rules_test.py $<TARGET_FILE:caljobs-audit>
      ${PROJECT_SOURCE_DIR}/rules ${claim})
  set_tests_properties(rules.${claim} PROPERTIES LABELS rules)
endforeach()

# SPDX-License-Identifier: MIT
# Reports hold to the JSON Schema that ships with the program.
add_test(NAME schema.reports
  COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/validate.py $<TARGET_FILE:caljobs-audit>
    ${PROJECT_SOURCE_DIR}/rules/report.schema.json ${PROJECT_SOURCE_DIR})
set_tests_properties(schema.reports PROPERTIES LABELS schema)

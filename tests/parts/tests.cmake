# SPDX-License-Identifier: MIT
# partition, check of each part, merge: the same bytes as a single run.
function(audit_parts_test name)
  add_test(NAME parts.${name}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/parts/${ARGN})
  set_tests_properties(parts.${name} PROPERTIES LABELS parts)
endfunction()

foreach(set canonical-plain aliases-plain aliases-reports)
  audit_parts_test(${set} same_test.py $<TARGET_FILE:caljobs-audit>
    ${CMAKE_CURRENT_SOURCE_DIR}/acceptance/${set}/input)
endforeach()
foreach(set board messy real-reports)
  audit_parts_test(${set} same_test.py $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR}/samples/${set})
endforeach()
audit_parts_test(random random_test.py $<TARGET_FILE:caljobs-audit> 12)
audit_parts_test(set-aside set_aside_test.py $<TARGET_FILE:caljobs-audit>
  ${CMAKE_CURRENT_SOURCE_DIR}/acceptance/canonical-plain/input)
audit_parts_test(faults faults_test.py $<TARGET_FILE:caljobs-audit>
  ${CMAKE_CURRENT_SOURCE_DIR}/acceptance/canonical-plain/input)

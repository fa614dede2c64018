# SPDX-License-Identifier: MIT
# What nobody means well: files, rules, names, disks and signals. README.md in this folder says what
# is bounded and by how much.
function(audit_hostile_test part)
  foreach(claim IN LISTS ARGN)
    add_test(NAME hostile.${part}.${claim}
      COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/hostile/${part}_test.py
        $<TARGET_FILE:caljobs-audit> ${claim})
    set_tests_properties(hostile.${part}.${claim} PROPERTIES LABELS hostile)
  endforeach()
endfunction()

audit_hostile_test(files odd alone names sizes archives books changing unreadable rules)
audit_hostile_test(outputs signals calls full printing targets ignored split)
audit_hostile_test(memory bounded full signals sizes)
audit_hostile_test(injection reports views settings)

foreach(set canonical-plain aliases-plain aliases-reports)
  add_test(NAME hostile.metamorphic.${set}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/hostile/metamorphic_test.py
      $<TARGET_FILE:caljobs-audit> ${set})
  set_tests_properties(hostile.metamorphic.${set} PROPERTIES LABELS hostile)
endforeach()

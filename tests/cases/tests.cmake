# SPDX-License-Identifier: MIT
# tests/cases/<command>/<case>/args: one test a folder; run_case.py says what a folder holds.
file(GLOB case_arguments CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*/*/args)
foreach(arguments IN LISTS case_arguments)
  get_filename_component(case ${arguments} DIRECTORY)
  file(RELATIVE_PATH name ${CMAKE_CURRENT_LIST_DIR} ${case})
  string(REPLACE "/" "." name ${name})
  add_test(NAME case.${name}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/run_case.py $<TARGET_FILE:caljobs-audit> ${case})
  set_tests_properties(case.${name} PROPERTIES LABELS cases)
endforeach()

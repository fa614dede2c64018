# SPDX-License-Identifier: MIT
# One test a set: see README.md in this folder.
file(GLOB acceptance_answers CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*/expected.json)
foreach(answers IN LISTS acceptance_answers)
  get_filename_component(folder ${answers} DIRECTORY)
  get_filename_component(name ${folder} NAME)
  add_test(NAME acceptance.${name}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/compare.py $<TARGET_FILE:caljobs-audit>
      ${folder} ${PROJECT_SOURCE_DIR}/rules)
  add_test(NAME acceptance.${name}.threads
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/threads.py $<TARGET_FILE:caljobs-audit>
      ${folder}/input json csv)
  add_test(NAME acceptance.${name}.workbook
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/workbook.py $<TARGET_FILE:caljobs-audit>
      ${folder})
  set_tests_properties(acceptance.${name} acceptance.${name}.threads acceptance.${name}.workbook
    PROPERTIES LABELS acceptance)
endforeach()

# SPDX-License-Identifier: MIT
# The manual: what the program's tables say stands in it (docs.current), it names what --help, the
# profile, the rules and the report's schema know (manual.*), and mandoc has nothing to say of it.
add_executable(manual_tables ${CMAKE_CURRENT_LIST_DIR}/tables.cpp)
target_link_libraries(manual_tables PRIVATE audit_cli nlohmann_json::nlohmann_json)
set(make_pages ${AUDIT_PYTHON} -B ${PROJECT_SOURCE_DIR}/man/source/make_pages.py
  $<TARGET_FILE:manual_tables> ${PROJECT_SOURCE_DIR})
add_test(NAME docs.current COMMAND ${make_pages} --check)
# cmake --build build/debug --target manual: writes the pages anew.
add_custom_target(manual COMMAND ${make_pages} DEPENDS manual_tables VERBATIM)
foreach(claim options commands report_keys profile_keys rule_keys functions lint references)
  add_test(NAME manual.${claim}
    COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/manual_test.py
      $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR} ${claim})
  set_tests_properties(manual.${claim} PROPERTIES LABELS manual)
endforeach()
set_tests_properties(docs.current PROPERTIES LABELS manual)

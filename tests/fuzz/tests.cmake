# SPDX-License-Identifier: MIT
# tests/fuzz/<name>_fuzzer.cpp defines LLVMFuzzerTestOneInput. With AUDIT_FUZZ (clang) each becomes a
# libFuzzer program; in every other build it is linked with a plain main that replays
# tests/fuzz/corpus/<name>/ as the test fuzz.<name>, so that what once crashed is asked for ever.
file(GLOB fuzzer_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*_fuzzer.cpp)
add_custom_target(fuzzers)
foreach(source IN LISTS fuzzer_sources)
  get_filename_component(program ${source} NAME_WE)
  string(REPLACE "_fuzzer" "" name ${program})
  set(corpus ${CMAKE_CURRENT_LIST_DIR}/corpus/${name})
  if(AUDIT_FUZZ)
    add_executable(${program} ${source})
    target_link_options(${program} PRIVATE -fsanitize=fuzzer)
    add_test(NAME fuzz.${name} COMMAND ${program} -runs=0 ${corpus})
  else()
    add_executable(${program} ${source} ${CMAKE_CURRENT_LIST_DIR}/replay_main.cpp)
    add_test(NAME fuzz.${name} COMMAND ${program} ${corpus})
  endif()
  target_link_libraries(${program} PRIVATE audit_cli)
  target_compile_definitions(${program} PRIVATE
    AUDIT_RULES_DIR="${PROJECT_SOURCE_DIR}/rules" AUDIT_FUZZ_DIR="${CMAKE_CURRENT_LIST_DIR}")
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz)
  add_dependencies(fuzzers ${program})
endforeach()

# SPDX-License-Identifier: MIT
# Benchmarks are built when asked for: cmake --build --preset release --target bench_generate
add_executable(bench_generate EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/generate.cpp)
target_link_libraries(bench_generate PRIVATE audit_settings fmt::fmt)
set_target_properties(bench_generate PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests OUTPUT_NAME generate)

# SPDX-License-Identifier: MIT
# Benchmarks are built when asked for: cmake --build --preset release --target bench_generate
add_executable(bench_generate EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/generate.cpp)
target_link_libraries(bench_generate PRIVATE audit_settings fmt::fmt)
set_target_properties(bench_generate PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests OUTPUT_NAME generate)

# bench_parts: only where Google Benchmark is there (libbenchmark-dev).
find_package(benchmark QUIET CONFIG)
if(benchmark_FOUND)
  add_executable(bench_parts EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/parts_bench.cpp)
  target_link_libraries(bench_parts PRIVATE audit_cli benchmark::benchmark)
  target_compile_definitions(bench_parts PRIVATE
    AUDIT_RULES_DIR="${PROJECT_SOURCE_DIR}/rules" AUDIT_SAMPLES_DIR="${PROJECT_SOURCE_DIR}/samples")
  set_target_properties(bench_parts PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endif()

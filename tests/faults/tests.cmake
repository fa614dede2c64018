# SPDX-License-Identifier: MIT
# Sanitizers have an allocator and interceptors of their own.
if(AUDIT_SANITIZE)
  return()
endif()
add_library(fault_shim MODULE faults/shim.cpp)
target_compile_features(fault_shim PRIVATE cxx_std_20)
target_link_libraries(fault_shim PRIVATE ${CMAKE_DL_LIBS})
add_test(NAME faults.injected COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/faults/injected_test.py
  $<TARGET_FILE:caljobs-audit> $<TARGET_FILE:fault_shim> ${PROJECT_SOURCE_DIR}/rules)
set_tests_properties(faults.injected PROPERTIES LABELS faults TIMEOUT 600)
add_test(NAME faults.world COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/faults/world_test.py
  $<TARGET_FILE:caljobs-audit> $<TARGET_FILE:fault_shim> ${PROJECT_SOURCE_DIR}/rules)
set_tests_properties(faults.world PROPERTIES LABELS faults TIMEOUT 600)

# SPDX-License-Identifier: MIT
# The recipes of samples/cluster, run for real.
find_program(AUDIT_PARALLEL parallel)
if(AUDIT_PARALLEL)
  add_test(NAME cluster.parallel COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cluster/parallel_test.sh
    $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR}/samples/cluster/gnu-parallel.sh
    ${CMAKE_CURRENT_SOURCE_DIR}/acceptance/canonical-plain/input)
  set_tests_properties(cluster.parallel PROPERTIES LABELS cluster)
endif()

option(AUDIT_CLUSTER_TESTS "Run the Slurm recipe too: needs root and Slurm's daemons" OFF)
if(AUDIT_CLUSTER_TESTS)
  add_test(NAME cluster.slurm COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cluster/slurm_test.sh
    $<TARGET_FILE:caljobs-audit> ${PROJECT_SOURCE_DIR}/samples/cluster/slurm-array.sh
    ${CMAKE_CURRENT_SOURCE_DIR}/acceptance/canonical-plain/input)
  set_tests_properties(cluster.slurm PROPERTIES LABELS cluster)
endif()

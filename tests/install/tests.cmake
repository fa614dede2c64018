# SPDX-License-Identifier: MIT
# What `cmake --install` leaves behind works from any prefix.
add_test(NAME install.prefix
  COMMAND ${AUDIT_PYTHON} -B ${CMAKE_CURRENT_LIST_DIR}/install_test.py
    ${CMAKE_COMMAND} ${CMAKE_BINARY_DIR} ${PROJECT_SOURCE_DIR})
set_tests_properties(install.prefix PROPERTIES LABELS install)

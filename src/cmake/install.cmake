# SPDX-License-Identifier: MIT
# `cmake --install`: program, rules, manual, documentation in the usual places.
# Rules are found relative to the executable (../share/caljobs-audit), so any prefix works.
install(TARGETS caljobs-audit RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/caljobs-audit/rules)
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

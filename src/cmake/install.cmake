# SPDX-License-Identifier: MIT
# `cmake --install`: program, rules, manual, documentation in the usual places.
# Rules are found relative to the executable (../share/caljobs-audit), so any prefix works.
install(TARGETS caljobs-audit RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/caljobs-audit/rules)
install(FILES README.md LICENSE src/packaging/changelog DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES man/caljobs-audit.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# The completion scripts come from the built program itself, so that they know just what it knows.
add_custom_command(
  OUTPUT completion/caljobs-audit.bash completion/_caljobs-audit completion/caljobs-audit.fish
  COMMAND ${CMAKE_COMMAND} -E make_directory completion
  COMMAND caljobs-audit completion bash > completion/caljobs-audit.bash
  COMMAND caljobs-audit completion zsh > completion/_caljobs-audit
  COMMAND caljobs-audit completion fish > completion/caljobs-audit.fish
  DEPENDS caljobs-audit
  COMMENT "Writing completion scripts")
add_custom_target(completion ALL
  DEPENDS completion/caljobs-audit.bash completion/_caljobs-audit completion/caljobs-audit.fish)
install(FILES ${CMAKE_BINARY_DIR}/completion/caljobs-audit.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME caljobs-audit)
install(FILES ${CMAKE_BINARY_DIR}/completion/_caljobs-audit
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${CMAKE_BINARY_DIR}/completion/caljobs-audit.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

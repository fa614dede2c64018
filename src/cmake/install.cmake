# SPDX-License-Identifier: MIT
# `cmake --install`: program, rules, manual, completions, documentation in the usual places.
# Rules are found relative to the executable (../share/caljobs-audit), so any prefix works.
install(TARGETS caljobs-audit RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/caljobs-audit/rules)
install(FILES man/caljobs-audit.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES README.md LICENSE src/packaging/changelog DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The program prints its own completions, so that they know every option it has.
function(audit_completion shell file destination)
  set(output ${CMAKE_BINARY_DIR}/completions/${shell}/${file})
  add_custom_command(OUTPUT ${output} VERBATIM DEPENDS caljobs-audit
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/completions/${shell}
    COMMAND sh -c "\"$1\" completion ${shell} > \"$2\"" sh $<TARGET_FILE:caljobs-audit> ${output})
  add_custom_target(completion-${shell} ALL DEPENDS ${output})
  install(FILES ${output} DESTINATION ${CMAKE_INSTALL_DATADIR}/${destination})
endfunction()
audit_completion(bash caljobs-audit bash-completion/completions)
audit_completion(zsh _caljobs-audit zsh/vendor-completions)
audit_completion(fish caljobs-audit.fish fish/vendor_completions.d)

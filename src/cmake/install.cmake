# SPDX-License-Identifier: MIT
# `cmake --install`: program, rules, manual, documentation in the usual places.
# Rules are found relative to the executable (../share/caljobs-audit), so any prefix works.
install(TARGETS caljobs-audit RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/caljobs-audit/rules
  FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
  PATTERN "*.sh" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
install(FILES README.md src/packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY samples/ci DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples
  FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)

# Packed as Debian wants it: -n, so that the same text gives the same bytes.
find_program(AUDIT_GZIP gzip REQUIRED)
set(packed_pages)
function(audit_install_packed source folder)
  get_filename_component(name ${source} NAME)
  set(packed ${CMAKE_BINARY_DIR}/packed/${name}.gz)
  add_custom_command(OUTPUT ${packed}
    COMMAND ${AUDIT_GZIP} -9nc ${source} > ${packed}
    DEPENDS ${source} COMMENT "Packing ${name}")
  set(packed_pages ${packed_pages} ${packed} PARENT_SCOPE)
  install(FILES ${packed} DESTINATION ${folder})
endfunction()
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/packed)
audit_install_packed(${PROJECT_SOURCE_DIR}/src/packaging/changelog ${CMAKE_INSTALL_DOCDIR})
foreach(section 1 5 7)
  file(GLOB pages CONFIGURE_DEPENDS man/*.${section})
  foreach(page IN LISTS pages)
    audit_install_packed(${page} ${CMAKE_INSTALL_MANDIR}/man${section})
  endforeach()
endforeach()
add_custom_target(packed ALL DEPENDS ${packed_pages})

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

# SPDX-License-Identifier: MIT
# Packages: `cmake --build build/release --target package` makes the Debian package,
# `cmake --workflow --preset static` an archive that needs little of the machine it is unpacked on.
set(CPACK_PACKAGE_NAME caljobs-audit)
set(CPACK_PACKAGE_VENDOR "caljobs-audit developers")
set(CPACK_PACKAGE_CONTACT "caljobs-audit developers <noreply@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audit CalJOBS exports against data-entry policies")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
# What is packed is the program, not its tests, and does not depend on the packer's umask.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

if(AUDIT_STATIC)
  set(CPACK_GENERATOR TGZ)
  set(CPACK_PACKAGE_FILE_NAME caljobs-audit-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
  set(CPACK_INCLUDE_TOPLEVEL_DIRECTORY ON)
else()
  set(CPACK_GENERATOR DEB)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_SECTION utils)
  set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_SUGGESTS "systemd | cron, default-mta | mail-transport-agent")
  set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
  set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Reads the reports that workforce staff export from CalJOBS and says, record by
record, which data-entry obligations were met, which were met late, which are
overdue, and which fall due soon, with the paragraph of the policy and what to
do about it. Policies are data: the rules of several California boards come
with the program, and boards write rules of their own without programming.
Nothing is sent over a network, and no name, social security number, birth
date or note text is in any report.")
endif()
include(CPack)

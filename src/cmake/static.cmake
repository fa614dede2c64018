# SPDX-License-Identifier: MIT
# AUDIT_STATIC: every library that Debian ships as an archive goes into the program, and the compiler's
# own. What it ships as shared library only (libzip, libxlsxwriter) and the C library stay dynamic.
# Names the targets of the two libraries that can be compiled in from their headers.
set(AUDIT_FMT fmt::fmt)
set(AUDIT_TOML tomlplusplus::tomlplusplus)
if(AUDIT_STATIC)
  set(AUDIT_FMT fmt::fmt-header-only)
  set(AUDIT_TOML)
  # The order in which find_library looks, for the modules and for pkg-config's libraries.
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)
  add_link_options(-static-libstdc++ -static-libgcc)
endif()

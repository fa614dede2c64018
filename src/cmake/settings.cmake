# SPDX-License-Identifier: MIT
# How every target of the project is compiled: language, warnings, hardening, sanitizers.
add_library(audit_settings INTERFACE)
target_compile_features(audit_settings INTERFACE cxx_std_20)
target_include_directories(audit_settings INTERFACE ${PROJECT_SOURCE_DIR}/src)
set(CMAKE_CXX_EXTENSIONS OFF)

target_compile_options(audit_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Wcast-align -Woverloaded-virtual -Wdouble-promotion -Wformat=2
  -Wimplicit-fallthrough -Wextra-semi
  # gcov looks for a source where it was.
  $<$<NOT:$<BOOL:${AUDIT_COVERAGE}>>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.>
  # What g++ 12's optimiser only guesses (GCC bugs 105329, 105705 and kin) is shown, but no error.
  $<$<CXX_COMPILER_ID:GNU>:-Wlogical-op -Wduplicated-cond -Wduplicated-branches>
  $<$<BOOL:${AUDIT_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-error=restrict -Wno-error=array-bounds -Wno-error=stringop-overflow
    -Wno-error=stringop-overread -Wno-error=maybe-uninitialized>)

# Checked containers in Debug; hardening in Release (what Debian's own packages are built with).
target_compile_definitions(audit_settings INTERFACE
  $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
if(NOT AUDIT_SANITIZE)
  target_compile_options(audit_settings INTERFACE $<$<CONFIG:Release>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>)
endif()
target_link_options(audit_settings INTERFACE -Wl,-z,relro,-z,now)

if(AUDIT_SANITIZE)
  target_compile_options(audit_settings INTERFACE
    -fsanitize=${AUDIT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(audit_settings INTERFACE -fsanitize=${AUDIT_SANITIZE})
endif()
if(AUDIT_FUZZ)
  # Coverage for libFuzzer in every stage; its main comes with the targets (tests/fuzz).
  target_compile_options(audit_settings INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(audit_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(AUDIT_COVERAGE)
  # Atomic: several threads count the same lines.
  target_compile_options(audit_settings INTERFACE --coverage -fprofile-abs-path -fprofile-update=atomic)
  target_link_options(audit_settings INTERFACE --coverage)
endif()

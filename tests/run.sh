#!/bin/sh
# SPDX-License-Identifier: MIT
# Everything from nothing on Debian 12: installs what is missing, builds the release, runs every
# test. Ends with CTest's summary; the exit code is CTest's.
set -eu
cd "$(dirname "$0")/.."

sh .ci/install build test
if command -v ccache >/dev/null 2>&1; then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
cmake --preset release -DBUILD_TESTING=ON </dev/null
cmake --build --preset release </dev/null
exec ctest --preset release </dev/null

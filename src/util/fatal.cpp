// SPDX-License-Identifier: MIT
#include "util/fatal.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace audit::util {

void bug(const char* claim, const char* file, int line) {
  throw Fatal(ExitCode::bug,
              fmt::format("internal error: {} does not hold ({}:{})", claim, file, line));
}

}  // namespace audit::util

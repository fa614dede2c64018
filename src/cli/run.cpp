// SPDX-License-Identifier: MIT
#include "cli/run.hpp"

#include <cstdio>

#include "cli/version.hpp"

namespace audit::cli {

int run(int argc, char** argv) noexcept {
  (void)argc;
  (void)argv;
  std::printf("caljobs-audit %s\n", version());
  return 0;
}

}  // namespace audit::cli

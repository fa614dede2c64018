// SPDX-License-Identifier: MIT
#include "cli/commands.hpp"

namespace audit::cli {

int inspect(const Arguments& arguments) {
  (void)arguments;
  return 0;
}

}  // namespace audit::cli

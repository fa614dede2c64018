// SPDX-License-Identifier: MIT
#include "cli/commands.hpp"

namespace audit::cli {

int worklist(const Arguments& /*arguments*/) { return 0; }

}  // namespace audit::cli

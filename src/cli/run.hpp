// SPDX-License-Identifier: MIT
#pragma once

namespace audit::cli {

/// The whole program: parses the command line, runs the command, returns the exit code of spec 5.
/// Never throws: what nothing else caught is a bug (70).
int run(int argc, char** argv) noexcept;

}  // namespace audit::cli

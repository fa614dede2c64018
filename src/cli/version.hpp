// SPDX-License-Identifier: MIT
#pragma once

namespace audit::cli {

/// The program's version, from CMake's project(); e.g. "0.1.0".
const char* version();

}  // namespace audit::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace audit::findings {

enum class Severity : uint8_t { error, warning, info };
const char* show(Severity severity);

}  // namespace audit::findings

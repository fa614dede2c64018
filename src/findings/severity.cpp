// SPDX-License-Identifier: MIT
#include "findings/severity.hpp"

namespace audit::findings {

const char* show(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      return "info";
  }
  return "?";
}

}  // namespace audit::findings

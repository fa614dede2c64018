// SPDX-License-Identifier: MIT
#include "reports/neutralise.hpp"

#include "util/text.hpp"

namespace audit::reports {

bool begins_formula(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    switch (util::next_code_point(text, at)) {
      case ' ':
      case 0xA0:    // no-break space
      case 0x3000:  // ideographic space
        continue;
      case '=':
      case '+':
      case '-':
      case '@':
      case '\t':
      case '\r':
      case '\n':
      case 0xFF1D:  // full-width = + - @
      case 0xFF0B:
      case 0xFF0D:
      case 0xFF20:
        return true;
      default:
        return false;
    }
  }
  return false;
}

}  // namespace audit::reports

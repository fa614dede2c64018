// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace audit::reports {

/// `text` between tags or in a quoted attribute: control characters visible, markup escaped, and
/// nothing in it that XML forbids.
std::string xml_text(std::string_view text);

}  // namespace audit::reports

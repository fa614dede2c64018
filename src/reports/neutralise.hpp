// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace audit::reports {

/// Whether a spreadsheet could take the text for a formula (spec 7): after spaces, it begins with
/// = + - @ or their full-width forms, a tab, a carriage return or a line feed.
bool begins_formula(std::string_view text);

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
#pragma once

namespace audit::model {

/// The code of the InputWarning of a file that ends in the middle of a row: not all of the input is
/// there, which reports have to say.
inline constexpr const char* k_cut_off_warning = "cut-off";

}  // namespace audit::model

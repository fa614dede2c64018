// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace audit::util {

/// Nine digits in a row, or "123-45-6789" with any of the separators that people write, somewhere
/// in `text`.
bool looks_like_ssn(std::string_view text);

/// Which numbers without_ssn() takes for SSNs: nine bare digits may be an identifier's.
enum class SsnForm { separated, any };

/// `text` for a report: each SSN in it as "***-**-6789" (spec 7). More or fewer digits than nine
/// are none.
std::string without_ssn(std::string_view text, SsnForm form);

}  // namespace audit::util

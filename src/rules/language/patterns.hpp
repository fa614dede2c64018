// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace audit::rules {

/// What a compiled regular expression may take (spec 7).
inline constexpr int64_t k_largest_pattern = int64_t{8} << 20;

struct PatternUse {
  bool ignore_case = true;
  bool capture = false;  ///< at least one group is needed
};

/// What is wrong with a pattern, and what to write instead; both empty if nothing is.
struct PatternFault {
  std::string text;
  std::string advice;
};
PatternFault check_pattern(const std::string& pattern, PatternUse use);

}  // namespace audit::rules

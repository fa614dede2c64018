// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "findings/fingerprint.hpp"

namespace audit::findings {

/// fingerprint() for many findings of one rule and table, in memory that is kept.
class Fingerprints {
 public:
  Fingerprints(std::string_view rule, std::string_view table);
  Fingerprint of(std::string_view key, int32_t trigger);

 private:
  std::string text_;
  size_t front_;  // of text_, the same for all
};

}  // namespace audit::findings

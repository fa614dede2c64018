// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "findings/audit.hpp"
#include "reports/byte_buffer.hpp"

namespace audit::reports {

/// Findings as JSON, the same in every report that is JSON. What a rule says of all its findings is
/// spelt once. Any thread may call it.
class FindingJson {
 public:
  explicit FindingJson(const findings::Audit& audit);
  /// The finding as an object on one line.
  void append(const findings::Finding& finding, ByteBuffer& out) const;

 private:
  struct OfRule {
    std::string front;  ///< the fields before its status
    std::string cite;
  };
  std::vector<OfRule> rules_;
};

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "findings/audit.hpp"

namespace audit::reports {

/// Counts the findings that a format has written, and compares them with the audit's own totals
/// before the file is renamed into place: no format drops a row silently.
class TotalsCheck {
 public:
  explicit TotalsCheck(const findings::Audit& audit);
  void count(const findings::Finding& finding);
  void add(const TotalsCheck& part);  ///< What `part`, of the same audit, has counted.
  /// No difference, by rule and status, by group or over all.
  [[nodiscard]] bool holds() const;
  /// A difference is a bug: exit code 70.
  void finish() const;

 private:
  const findings::Audit* audit_;
  std::vector<findings::Tally> by_rule_;
  size_t written_ = 0;
};

}  // namespace audit::reports

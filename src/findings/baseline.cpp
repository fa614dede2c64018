// SPDX-License-Identifier: MIT
#include "findings/baseline.hpp"

#include <algorithm>

namespace audit::findings {

void apply_baseline(Audit& audit, const Baseline& baseline) {
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    const PackedFinding& finding = audit.findings.packed(i);
    if (!is_violation(static_cast<Status>(finding.status))) continue;
    audit.findings.set_baselined(
        i, std::ranges::binary_search(baseline.violations, finding.fingerprint));
  }
}

}  // namespace audit::findings

// SPDX-License-Identifier: MIT
#pragma once

#include "findings/audit.hpp"

/// A synthetic audit with everything in it that a report may have to show: all statuses,
/// severities, skipped and limited rules, an input that was not audited, waived and baselined
/// findings, long and hostile text. Its tallies agree with its findings.
audit::findings::Audit sample_audit();

/// change(Finding&) of every finding.
template <class Change>
void change_all(audit::findings::FindingList& findings, const Change& change) {
  for (size_t i = 0; i < findings.size(); ++i) findings.change(i, change);
}

/// `count` findings of three rules.
audit::findings::Audit large_audit(uint32_t count);

/// Nothing wrong at all.
audit::findings::Audit clean_audit();

// SPDX-License-Identifier: MIT
#include "reports/totals_check.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "util/fatal.hpp"

namespace audit::reports {

using findings::Status;
using findings::Tally;

namespace {

// Every one of these is a finding; met and pending obligations are counted only.
constexpr std::array<Status, 4> k_reported{Status::late, Status::overdue, Status::failed,
                                           Status::upcoming};

bool agree(const Tally& written, const Tally& own) {
  return written.waived == own.waived && written.baselined == own.baselined &&
         std::ranges::all_of(k_reported,
                             [&](Status status) { return written.of(status) == own.of(status); });
}

/// What agree() compares, added up.
void add_reported(const Tally& part, Tally& sum) {
  for (const Status status : k_reported) {
    sum.by_status[static_cast<size_t>(status)] += part.of(status);
  }
  sum.waived += part.waived;
  sum.baselined += part.baselined;
}

}  // namespace

TotalsCheck::TotalsCheck(const findings::Audit& audit)
    : audit_(&audit), by_rule_(audit.rules.size()) {}

void TotalsCheck::count(const findings::Finding& finding) {
  AUDIT_ASSERT(finding.rule < by_rule_.size());
  by_rule_[finding.rule].add(finding.status, finding.waived, finding.baselined);
  ++written_;
}

void TotalsCheck::add(const TotalsCheck& part) {
  AUDIT_ASSERT(part.audit_ == audit_);
  for (size_t i = 0; i < by_rule_.size(); ++i) add_reported(part.by_rule_[i], by_rule_[i]);
  written_ += part.written_;
}

bool TotalsCheck::holds() const {
  if (written_ != audit_->findings.size()) return false;
  Tally all;
  for (size_t i = 0; i < by_rule_.size(); ++i) {
    if (!agree(by_rule_[i], audit_->rules[i].tally)) return false;
    add_reported(by_rule_[i], all);
  }
  if (!agree(all, audit_->totals)) return false;
  // Each group-by divides the whole.
  std::map<std::string_view, Tally> by_group;
  for (const findings::Group& group : audit_->groups) add_reported(group.tally, by_group[group.by]);
  return std::ranges::all_of(
      by_group, [&](const auto& entry) { return agree(entry.second, audit_->totals); });
}

void TotalsCheck::finish() const { AUDIT_ASSERT(holds()); }

}  // namespace audit::reports

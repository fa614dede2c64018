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

}  // namespace

TotalsCheck::TotalsCheck(const findings::Audit& audit)
    : audit_(&audit), by_rule_(audit.rules.size()) {}

void TotalsCheck::count(const findings::Finding& finding) {
  AUDIT_ASSERT(finding.rule < by_rule_.size());
  by_rule_[finding.rule].add(finding.status, finding.waived, finding.baselined);
  ++written_;
}

void TotalsCheck::finish() const {
  AUDIT_ASSERT(written_ == audit_->findings.size());
  Tally all;
  for (size_t i = 0; i < by_rule_.size(); ++i) {
    AUDIT_ASSERT(agree(by_rule_[i], audit_->rules[i].tally));
    for (const Status status : k_reported) {
      all.by_status[static_cast<size_t>(status)] += by_rule_[i].of(status);
    }
    all.waived += by_rule_[i].waived;
    all.baselined += by_rule_[i].baselined;
  }
  AUDIT_ASSERT(agree(all, audit_->totals));
  // Each group-by divides the whole.
  std::map<std::string_view, Tally> by_group;
  for (const findings::Group& group : audit_->groups) {
    Tally& sum = by_group[group.by];
    for (const Status status : k_reported) {
      sum.by_status[static_cast<size_t>(status)] += group.tally.of(status);
    }
    sum.waived += group.tally.waived;
    sum.baselined += group.tally.baselined;
  }
  for (const auto& [by, sum] : by_group) AUDIT_ASSERT(agree(sum, audit_->totals));
}

}  // namespace audit::reports

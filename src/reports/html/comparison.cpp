// SPDX-License-Identifier: MIT
#include "reports/html/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace audit::reports::html {

using findings::Audit;
using findings::PastAudit;
using findings::PastTally;

std::vector<const PastAudit*> comparable(const Audit& audit) {
  std::vector<const PastAudit*> out;
  for (const PastAudit& past : audit.past) {
    const bool alike = past.profile == audit.run.profile &&
                       past.period.empty() == audit.run.period.empty() &&
                       past.as_of < audit.run.as_of;
    if (alike) out.push_back(&past);
  }
  return out;
}

const PastAudit* last_month(const Audit& audit) {
  const auto all = comparable(audit);
  if (all.empty()) return nullptr;
  const calendar::Date this_month = calendar::start_of_month(audit.run.as_of);
  const PastAudit* last = all.front();
  for (const PastAudit* past : all) {
    if (past->as_of < this_month) last = past;
  }
  return last;
}

const PastTally* part_of(const PastAudit* past, std::string_view by, std::string_view name) {
  if (past == nullptr) return nullptr;
  const auto found = std::ranges::find_if(
      past->parts, [&](const PastTally& part) { return part.by == by && part.name == name; });
  return found == past->parts.end() ? nullptr : &*found;
}

std::string points(double now, double before) {
  // Rates have four places: in whole hundredths of a point the difference is exact.
  constexpr double k_places = 10000;
  const int64_t hundredths = std::llround(now * k_places) - std::llround(before * k_places);
  const char* sign = hundredths > 0 ? "+" : hundredths < 0 ? "\xE2\x88\x92" : "";
  const int64_t size = std::abs(hundredths);
  return fmt::format("{}{}.{:02}", sign, size / 100, size % 100);
}

}  // namespace audit::reports::html

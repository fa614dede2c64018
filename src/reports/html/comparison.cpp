// SPDX-License-Identifier: MIT
#include "reports/html/comparison.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace audit::reports::html {

using findings::Audit;
using findings::PastAudit;

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

std::string points(double now, double before) {
  // Rates have four places: in whole hundredths of a point the difference is exact.
  constexpr double k_places = 10000;
  const int64_t hundredths = std::llround(now * k_places) - std::llround(before * k_places);
  const char* sign = hundredths > 0 ? "+" : hundredths < 0 ? "\xE2\x88\x92" : "";
  const int64_t size = std::abs(hundredths);
  return fmt::format("{}{}.{:02}", sign, size / 100, size % 100);
}

}  // namespace audit::reports::html

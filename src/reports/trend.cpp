// SPDX-License-Identifier: MIT
#include "reports/trend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "util/text.hpp"

namespace audit::reports {

using findings::Audit;
using findings::PastAudit;
using findings::PastTally;

namespace {

/// "2026-01" -> "2025-12"; empty for what is no month.
std::string month_before(const std::string& period) {
  const auto first = calendar::parse_iso(period + "-01");
  if (!first) return {};
  const auto before = calendar::add_days(*first, -1);
  return before ? calendar::iso(*before).substr(0, period.size()) : std::string{};
}

/// The newest that `fits`; the list is oldest first.
template <typename Fits>
const PastAudit* newest(const Audit& audit, const Fits& fits) {
  const PastAudit* found = nullptr;
  for (const PastAudit& past : audit.past) {
    if (past.profile == audit.run.profile && fits(past)) found = &past;
  }
  return found;
}

}  // namespace

const PastAudit* last_month(const Audit& audit) {
  if (const std::string month = month_before(audit.run.period); !month.empty()) {
    return newest(audit, [&](const PastAudit& past) { return past.period == month; });
  }
  const auto same_kind = [&](const PastAudit& past) { return past.period == audit.run.period; };
  const calendar::Date month = calendar::start_of_month(audit.run.as_of);
  const PastAudit* found =
      newest(audit, [&](const PastAudit& past) { return same_kind(past) && past.as_of < month; });
  if (found != nullptr) return found;
  return newest(audit, [&](const PastAudit& past) {
    return same_kind(past) && past.as_of < audit.run.as_of;
  });
}

const PastTally* past_part(const PastAudit& past, std::string_view by, std::string_view name) {
  const auto found = std::ranges::find_if(
      past.parts, [&](const PastTally& part) { return part.by == by && part.name == name; });
  return found == past.parts.end() ? nullptr : &*found;
}

std::string rate_change(std::optional<double> before, std::optional<double> now) {
  if (!before || !now) return {};
  // Of the rates as they are shown, so that the three numbers agree.
  const auto shown = [](double rate) { return std::round(rate * 10000) / 100; };
  const double change = shown(*now) - shown(*before);
  return std::abs(change) < 0.005 ? "0.00" : fmt::format("{:+.2f}", change);
}

std::string count_change(uint64_t before, uint64_t now) {
  if (before == now) return "0";
  return now > before ? "+" + util::with_commas(static_cast<int64_t>(now - before))
                      : "-" + util::with_commas(static_cast<int64_t>(before - now));
}

}  // namespace audit::reports

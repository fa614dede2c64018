// SPDX-License-Identifier: MIT
#include "reports/finding_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "reports/summary.hpp"

namespace audit::reports {

using findings::Finding;
using findings::Status;
using findings::Tally;

std::string date_text(int32_t days) {
  return days == calendar::k_no_date ? std::string{} : calendar::iso(calendar::Date{days});
}

std::string status_text(const Finding& finding) {
  return fmt::format("{}{}{}", findings::show(finding.status), finding.waived ? ", waived" : "",
                     finding.baselined ? ", baseline" : "");
}

std::string place_text(const Finding& finding) { return place_text(finding.file, finding.line); }

std::string place_text(std::string_view file, uint32_t line) {
  return line == 0 ? std::string(file) : fmt::format("{}:{}", file, line);
}

const char* late_unit(const Finding& finding) {
  if (finding.late_by == 0) return "";
  return finding.late_in_business_days ? "business days" : "days";
}

std::string late_text(const Finding& finding) {
  if (finding.late_by == 0) return {};
  return counted(static_cast<uint64_t>(finding.late_by),
                 finding.late_in_business_days ? "business day" : "day");
}

std::string statuses_text(const Tally& tally) {
  std::string out;
  for (const Status status : {Status::late, Status::overdue, Status::failed, Status::upcoming}) {
    if (tally.of(status) == 0) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", grouped(tally.of(status)),
                       findings::show(status));
  }
  return out;
}

std::string set_aside_text(const Tally& tally) {
  std::string out;
  if (tally.waived > 0) out = fmt::format("{} of them waived", grouped(tally.waived));
  if (tally.baselined > 0) {
    out += fmt::format("{}{} {}in the baseline", out.empty() ? "" : ", ", grouped(tally.baselined),
                       out.empty() ? "of them " : "");
  }
  return out;
}

bool is_set_aside(const Finding& finding) { return finding.waived || finding.baselined; }

std::vector<size_t> share_out(const std::vector<size_t>& counts, size_t room) {
  const auto taken_by = [&counts](size_t share) {
    return std::accumulate(counts.begin(), counts.end(), size_t{0},
                           [share](size_t sum, size_t n) { return sum + std::min(n, share); });
  };
  // The largest share that fits.
  size_t fits = 0;
  size_t most = counts.empty() ? 0 : *std::ranges::max_element(counts);
  while (fits < most) {
    const size_t middle = fits + (most - fits + 1) / 2;
    if (taken_by(middle) <= room) {
      fits = middle;
    } else {
      most = middle - 1;
    }
  }
  size_t left = room - taken_by(fits);
  std::vector<size_t> shares;
  for (const size_t count : counts) {
    const bool one_more = count > fits && left > 0;
    if (one_more) --left;
    shares.push_back(std::min(count, fits) + (one_more ? 1 : 0));
  }
  return shares;
}

}  // namespace audit::reports

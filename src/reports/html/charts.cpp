// SPDX-License-Identifier: MIT
// How old the overdue ones are, what falls due when, and how the rate has moved.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/html/comparison.hpp"
#include "reports/html/drawing.hpp"
#include "reports/html/parts.hpp"
#include "reports/summary.hpp"

namespace audit::reports::html {

using findings::Audit;
using findings::Finding;
using findings::PastAudit;
using findings::PastTally;
using findings::Status;

namespace {

constexpr size_t k_most_weeks = 8;

void append_ageing(Page& page, const Audit& audit) {
  if (audit.totals.of(Status::overdue) == 0) return;
  constexpr std::array<int64_t, 5> k_until{7, 30, 90, 180, 365};  // days, the last ones inclusive
  std::vector<Bar> bars;
  int64_t from = 1;
  for (const int64_t until : k_until) {
    bars.push_back({fmt::format("{}\xE2\x80\x93{}", from, until), 0});
    from = until + 1;
  }
  bars.push_back({fmt::format("over {}", k_until.back()), 0});
  for (const Finding& finding : audit.findings) {
    if (finding.status != Status::overdue) continue;
    const int64_t age = int64_t{audit.run.as_of.days} - finding.due;
    ++bars[static_cast<size_t>(std::ranges::lower_bound(k_until, age) - k_until.begin())].count;
  }
  append_columns(page, {"ageing", "How long the overdue ones have waited",
                        "Calendar days from the due date to the audit's date.", "Days", "Overdue",
                        "s-overdue", std::move(bars)});
}

/// Weeks begin on Monday; the first holds the audit's date.
void append_due_by_week(Page& page, const Audit& audit) {
  if (audit.totals.of(Status::upcoming) == 0) return;
  const int32_t today = audit.run.as_of.days;
  const int32_t monday = today - static_cast<int32_t>(calendar::weekday(audit.run.as_of)) + 1;
  std::vector<uint64_t> weeks;
  for (const Finding& finding : audit.findings) {
    if (finding.status != Status::upcoming) continue;
    const auto week = static_cast<size_t>(std::max(finding.due - monday, 0) / 7);
    weeks.resize(std::max(weeks.size(), std::min(week, k_most_weeks) + 1));
    ++weeks[std::min(week, k_most_weeks)];
  }
  std::vector<Bar> bars;
  for (size_t i = 0; i < weeks.size(); ++i) {
    const calendar::Date start{monday + static_cast<int32_t>(i) * 7};
    const std::string label = calendar::iso(start).substr(5);
    bars.push_back({i == k_most_weeks ? "later" : label, weeks[i]});
  }
  append_columns(page,
                 {"weeks", "What falls due, by week",
                  "Upcoming obligations by the week (from Monday, month-day) of their due date.",
                  "Week from", "Due", "s-upcoming", std::move(bars)});
}

void append_trend_row(Page& page, int32_t day, const PastTally& tally, bool new_rules) {
  page.raw("<tr><th scope=\"row\">")
      .date(day)
      .raw(new_rules ? " *" : "")
      .raw("</th><td class=\"n\">");
  page.percent(tally.rate).raw("</td>");
  page.count_cell(tally.violations).count_cell(tally.upcoming).count_cell(tally.obligations);
  page.raw("</tr>\n");
}

PastTally as_past(const findings::Tally& tally) {
  PastTally out;
  out.obligations = tally.obligations();
  out.met = tally.of(Status::met);
  out.violations = tally.violations();
  out.upcoming = tally.of(Status::upcoming);
  out.rate = tally.rate();
  return out;
}

void append_trend_table(Page& page, const Audit& audit, const std::vector<const PastAudit*>& past) {
  page.raw(
      "<details><summary>The numbers</summary><table class=\"small\"><thead><tr>"
      "<th scope=\"col\">As of</th><th scope=\"col\" class=\"n\">Rate</th>"
      "<th scope=\"col\" class=\"n\">Violations</th><th scope=\"col\" class=\"n\">Due soon</th>"
      "<th scope=\"col\" class=\"n\">Obligations</th></tr></thead><tbody>\n");
  bool any_other = false;
  append_trend_row(page, audit.run.as_of.days, as_past(audit.totals), false);
  for (size_t i = past.size(); i-- > 0;) {
    const bool other = past[i]->rules_digest != audit.run.rules_digest;
    any_other = any_other || other;
    append_trend_row(page, past[i]->as_of.days, past[i]->totals, other);
  }
  page.raw("</tbody></table>");
  if (any_other) page.raw("<p class=\"note\">* by other rules or limits than today's</p>");
  page.raw("</details>\n");
}

void append_trend(Page& page, const View& view) {
  const Audit& audit = *view.audit;
  const auto past = comparable(audit);
  std::vector<TrendPoint> points;
  for (const PastAudit* one : past) {
    if (one->totals.rate) points.push_back({one->as_of.days, *one->totals.rate});
  }
  if (const auto rate = audit.totals.rate()) points.push_back({audit.run.as_of.days, *rate});
  if (points.size() < 2) return;
  page.raw("<figure class=\"chart wide\"><figcaption><h3>Trend</h3><p class=\"note\">");
  page.raw(
      "Compliance rate of the audits in the history, and today's. The scale does not begin "
      "at 0");
  if (view.target < 1.0) page.raw("; the dashed line is the target of ").percent(view.target);
  page.raw(".</p></figcaption>\n");
  append_line(page, points, view.target);
  append_trend_table(page, audit, past);
  page.raw("</figure>\n");
}

}  // namespace

void append_charts(Page& page, const View& view) {
  const Audit& audit = *view.audit;
  const bool anything = audit.totals.of(Status::overdue) + audit.totals.of(Status::upcoming) > 0 ||
                        !comparable(audit).empty();
  if (!anything) return;
  begin_section(page, "charts", "What is waiting, and what is coming");
  page.raw("<div class=\"charts\">\n");
  append_ageing(page, audit);
  append_due_by_week(page, audit);
  append_trend(page, view);
  page.raw("</div></section>\n");
}

}  // namespace audit::reports::html

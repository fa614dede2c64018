// SPDX-License-Identifier: MIT
// Rates and violations by rule and by group, each with its denominator.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/comparison.hpp"
#include "reports/html/parts.hpp"
#include "reports/summary.hpp"
#include "reports/trend.hpp"

namespace audit::reports::html {

using findings::Audit;
using findings::Status;
using findings::Tally;

namespace {

constexpr size_t k_first_groups = 12;

struct RateColumns {
  bool change = false;
  bool waived = false;
  bool baselined = false;
};

/// The numbers that every row of both kinds ends with.
void append_counts(Page& page, const Tally& tally, const RateColumns& columns) {
  page.count_cell(tally.of(Status::overdue)).count_cell(tally.of(Status::failed));
  page.count_cell(tally.of(Status::late)).count_cell(tally.of(Status::upcoming));
  page.count_cell(fell_due(tally)).count_cell(tally.of(Status::met));
  page.count_cell(tally.of(Status::pending));
  if (columns.waived) page.count_cell(tally.waived);
  if (columns.baselined) page.count_cell(tally.baselined);
}

void append_head(Page& page, std::string_view first, const RateColumns& columns) {
  page.raw("<thead><tr>").element("th scope=\"col\"", first);
  const auto head = [&page](std::string_view text) {
    page.element("th scope=\"col\" class=\"n\"", text);
  };
  page.raw("<th scope=\"col\" class=\"wide\">Rate</th>");
  if (columns.change) head("Change");
  head("Violations");
  for (const char* name : {"Overdue", "Failed", "Late", "Due soon", "Fell due", "Met", "Pending"}) {
    head(name);
  }
  if (columns.waived) head("Waived");
  if (columns.baselined) head("Baseline");
  page.raw("</tr></thead>\n");
}

void append_change(Page& page, std::optional<double> now, const findings::PastTally* before) {
  page.raw("<td class=\"n\">");
  if (now && before != nullptr && before->rate) {
    page.raw(points(*now, *before->rate));
  } else {
    page.raw("\xE2\x80\x93");
  }
  page.raw("</td>");
}

void append_rate_cell(Page& page, const Tally& tally, double target) {
  page.raw("<td class=\"rate\"><span class=\"gauge\">");
  append_rate_bar(page, tally.rate(), target);
  page.raw("<b>").percent(tally.rate()).raw("</b></span></td>");
}

void append_total(Page& page, const View& view, const RateColumns& columns) {
  const Tally& totals = view.audit->totals;
  page.raw("<tfoot><tr><th scope=\"row\">All</th>");
  append_rate_cell(page, totals, view.target);
  if (columns.change) append_change(page, totals.rate(), &view.before->totals);
  page.count_cell(totals.violations());
  append_counts(page, totals, columns);
  page.raw("</tr></tfoot>\n");
}

RateColumns columns_of(const View& view) {
  const Tally& totals = view.audit->totals;
  return {view.before != nullptr, totals.waived > 0, totals.baselined > 0};
}

/// The worst rate first; what never fell due last; equals in the order of the findings.
std::vector<SummaryRow> rules_by_rate(const Audit& audit) {
  std::vector<SummaryRow> rows = summary_rows(audit, "rule");
  std::ranges::stable_sort(rows, {}, [](const SummaryRow& row) {
    constexpr double k_after_all = 2;
    return row.tally->rate().value_or(k_after_all);
  });
  return rows;
}

void append_rule(Page& page, const View& view, const SummaryRow& row, const RateColumns& columns) {
  const bool quiet = row.tally->violations() == 0 && row.tally->of(Status::upcoming) == 0;
  page.raw(quiet ? "<tr class=\"more\">" : "<tr>");
  page.raw("<th scope=\"row\" data-filter=\"rule\" data-value=\"").text(row.rule->id).raw("\">");
  page.element("span class=\"title\"", row.rule->title);
  page.element("code", row.rule->id);
  append_severity(page, row.rule->severity);
  page.raw("</th>");
  append_rate_cell(page, *row.tally, view.target);
  if (columns.change) {
    append_change(page, row.tally->rate(),
                  view.before == nullptr ? nullptr : past_part(*view.before, "rule", row.rule->id));
  }
  page.count_cell(row.tally->violations());
  append_counts(page, *row.tally, columns);
  page.raw("</tr>\n");
}

/// Late, overdue and failed as one bar, on the scale of the longest.
void append_stack(Page& page, const Tally& tally, uint64_t most) {
  page.raw(
      "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\">");
  double x = 0;
  const std::pair<Status, const char*> parts[] = {
      {Status::overdue, "s-overdue"},
      {Status::failed,  "s-failed" },
      {Status::late,    "s-late"   }
  };
  for (const auto& [status, style] : parts) {
    const double width = 100 * static_cast<double>(tally.of(status)) /
                         static_cast<double>(std::max<uint64_t>(most, 1));
    if (tally.of(status) == 0) continue;
    page.raw(fmt::format("<rect class=\"{}\" x=\"{:.2f}\" width=\"{:.2f}\" height=\"10\"/>", style,
                         x, width));
    x += width;
  }
  page.raw("</svg>");
}

void append_group(Page& page, std::string_view by, const SummaryRow& row,
                  const RateColumns& columns, uint64_t most, bool is_first) {
  const Tally& tally = *row.tally;
  page.raw(is_first ? "<tr>" : "<tr class=\"more\">");
  page.raw("<th scope=\"row\" data-filter=\"").text(by).raw("\" data-value=\"").text(row.name);
  page.raw("\"><span class=\"title\">").text(row.name.empty() ? "(none)" : row.name);
  page.raw("</span></th><td class=\"rate\"><span class=\"gauge\">");
  append_stack(page, tally, most);
  page.raw("<b>").count(tally.violations()).raw("</b></span></td>");
  append_counts(page, tally, columns);
  page.raw("<td class=\"n\"><b>").percent(tally.rate()).raw("</b></td></tr>\n");
}

void append_groups_by(Page& page, const View& view, const std::string& by) {
  const Audit& audit = *view.audit;
  std::vector<SummaryRow> rows = summary_rows(audit, by);
  const bool any_named =
      std::ranges::any_of(rows, [](const SummaryRow& row) { return !row.name.empty(); });
  if (!any_named) return;
  std::ranges::stable_sort(rows, [](const SummaryRow& a, const SummaryRow& b) {
    return a.tally->violations() > b.tally->violations();
  });
  const RateColumns columns = columns_of(view);
  const std::string word = group_word(by);
  page.raw("<h3>By ").text(word).raw("</h3>\n");
  begin_table(page, "Violations and rates by " + word, "rates groups");
  page.raw("<thead><tr>")
      .element("th scope=\"col\"",
               std::string(1, static_cast<char>(word[0] - 'a' + 'A')) + word.substr(1));
  page.raw("<th scope=\"col\" class=\"wide\">Violations</th>");
  for (const char* name : {"Overdue", "Failed", "Late", "Due soon", "Fell due", "Met", "Pending"}) {
    page.element("th scope=\"col\" class=\"n\"", name);
  }
  if (columns.waived) page.element("th scope=\"col\" class=\"n\"", "Waived");
  if (columns.baselined) page.element("th scope=\"col\" class=\"n\"", "Baseline");
  page.raw("<th scope=\"col\" class=\"n\">Rate</th></tr></thead>\n<tbody>\n");
  const uint64_t most = rows.front().tally->violations();
  for (size_t i = 0; i < rows.size(); ++i) {
    append_group(page, by, rows[i], columns, most, i < k_first_groups);
  }
  page.raw("</tbody>\n");
  end_table(page);
}

}  // namespace

void append_rules(Page& page, const View& view) {
  const std::vector<SummaryRow> rows = rules_by_rate(*view.audit);
  if (rows.empty()) return;
  begin_section(page, "rules", "Rate by rule");
  page.raw("<p class=\"note\">The lowest rate first. A bar shows the share that was met");
  if (view.target < 1.0) {
    page.raw(", its mark the target of ").percent(view.target);
  } else {
    page.raw("; its mark stands at 100 %");
  }
  page.raw(".</p>\n");
  begin_table(page, "Rate by rule", "rates");
  const RateColumns columns = columns_of(view);
  append_head(page, "Rule", columns);
  page.raw("<tbody>\n");
  for (const SummaryRow& row : rows) append_rule(page, view, row, columns);
  page.raw("</tbody>\n");
  append_total(page, view, columns);
  end_table(page);
  page.raw("</section>\n");
}

void append_groups(Page& page, const View& view) {
  if (view.audit->groups.empty()) return;
  begin_section(page, "groups", "Who must act");
  page.raw(
      "<p class=\"legend\"><span class=\"key k-overdue\"></span> overdue "
      "<span class=\"key k-failed\"></span> failed <span class=\"key k-late\"></span> late "
      "(in this order in each bar)</p>\n");
  for (const char* by : {"case_manager", "office", "region", "program"}) {
    append_groups_by(page, view, by);
  }
  page.raw("</section>\n");
}

}  // namespace audit::reports::html

// SPDX-License-Identifier: MIT
// The place of the findings table. The script takes it over; without one, the first findings stand
// here for themselves.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/summary.hpp"

namespace audit::reports::html {

using findings::Audit;
using findings::Finding;

namespace {

void append_late_by(Page& page, const Finding& finding) {
  page.raw("<td class=\"n\">");
  if (finding.late_by != 0) {
    const char* unit = finding.late_in_business_days ? "business day" : "day";
    page.raw(counted(static_cast<uint64_t>(finding.late_by), unit));
  }
  page.raw("</td>");
}

void append_finding(Page& page, const Audit& audit, const Finding& finding) {
  const findings::RuleResult& rule = audit.rules[finding.rule];
  page.raw("<tr><td>");
  append_status(page, finding.status);
  if (finding.waived) page.raw(" <span class=\"aside\">waived</span>");
  if (finding.baselined) page.raw(" <span class=\"aside\">baseline</span>");
  page.raw("</td><td>");
  append_severity(page, rule.severity);
  page.raw("</td><td>").element("code", rule.id).raw("</td>");
  page.element("td", finding.participant).element("td", finding.application);
  page.raw("<td class=\"date\">").date(finding.due).raw("</td>");
  append_late_by(page, finding);
  page.element("td", finding.office).element("td", finding.case_manager);
  page.raw("<td>").text(finding.message);
  if (!finding.remedy.empty()) page.raw(" <i>").text(finding.remedy).raw("</i>");
  page.raw("</td></tr>\n");
}

}  // namespace

void append_findings(Page& page, const View& view) {
  const Audit& audit = *view.audit;
  begin_section(page, "findings", "Findings");
  if (audit.findings.empty()) {
    page.raw("<p>No violations, and nothing that falls due soon");
    page.raw(is_whole(audit) ? ".</p></section>\n" : ", in what was checked.</p></section>\n");
    return;
  }
  const size_t shown = std::min(audit.findings.size(), k_static_rows);
  page.raw("<div id=\"controls\"></div>\n<p id=\"count\" role=\"status\"></p>\n");
  page.raw("<noscript><p class=\"note\">");
  page.raw(shown == audit.findings.size()
               ? "All findings"
               : fmt::format("The first {} of {} findings", grouped(shown),
                             grouped(audit.findings.size())));
  page.raw(
      ", in the order of severity and rule. With scripts switched on this table can be sorted, "
      "filtered and searched, and each finding shows its arithmetic.</p></noscript>\n");
  begin_table(page, "Findings", "findings");
  page.raw("<thead id=\"findings-head\"><tr>");
  for (const char* head : {"Status", "Severity", "Rule", "Participant", "Application", "Due",
                           "Late by", "Office", "Case manager", "What"}) {
    page.element("th scope=\"col\"", head);
  }
  page.raw("</tr></thead>\n<tbody id=\"findings-rows\">\n");
  for (size_t i = 0; i < shown; ++i) append_finding(page, audit, audit.findings[i]);
  page.raw("</tbody>");
  end_table(page);
  page.raw("<div id=\"pager\"></div>\n</section>\n");
}

}  // namespace audit::reports::html

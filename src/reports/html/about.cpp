// SPDX-License-Identifier: MIT
// What the report rests on: waivers, inputs, and what its words mean.
#include <fmt/format.h>

#include "reports/html/parts.hpp"
#include "reports/summary.hpp"

namespace audit::reports::html {

using findings::Audit;
using findings::WaiverUse;

namespace {

const char* state_in_words(WaiverUse::State state) {
  switch (state) {
    case WaiverUse::State::used:
      return "used";
    case WaiverUse::State::unmatched:
      return "matches nothing";
    case WaiverUse::State::expired:
      return "expired: no longer applied";
    case WaiverUse::State::expiring:
      return "used, expires soon";
  }
  return "";
}

}  // namespace

void append_waivers(Page& page, const View& view) {
  const Audit& audit = *view.audit;
  if (audit.waivers.empty()) return;
  begin_section(page, "waivers", "Waivers");
  page.raw(
      "<p class=\"note\">Waived violations stay in the list and in the counts; they are left "
      "out of the rates.</p>\n");
  begin_table(page, "Waivers");
  page.raw(
      "<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Until</th>"
      "<th scope=\"col\">State</th><th scope=\"col\" class=\"n\">Matches</th>"
      "<th scope=\"col\">For</th><th scope=\"col\">Reason</th><th scope=\"col\">Approved "
      "by</th></tr></thead><tbody>\n");
  for (const WaiverUse& waiver : audit.waivers) {
    page.raw("<tr><th scope=\"row\">").element("code", waiver.rule).raw("</th>");
    page.element("td class=\"date\"", waiver.until).element("td", state_in_words(waiver.state));
    page.count_cell(waiver.matched);
    page.element("td", waiver.subject);
    page.element(
        "td", waiver.note.empty() ? waiver.reason : waiver.reason + " \xE2\x80\x93 " + waiver.note);
    page.element("td", waiver.approved_by).raw("</tr>\n");
  }
  page.raw("</tbody>");
  end_table(page);
  page.raw("</section>\n");
}

void append_inputs(Page& page, const View& view) {
  const Audit& audit = *view.audit;
  begin_section(page, "inputs", "Input");
  begin_table(page, "Input files");
  page.raw("<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Table</th>");
  for (const char* head : {"Rows", "Accepted", "Rejected", "Ignored", "Other lines"}) {
    page.element("th scope=\"col\" class=\"n\"", head);
  }
  page.raw("<th scope=\"col\">Audited</th></tr></thead><tbody>\n");
  for (const model::InputFile& input : audit.inputs) {
    page.raw("<tr>").element("th scope=\"row\"", input.path);
    page.element("td", input.table.empty() ? "(unknown)" : input.table);
    page.count_cell(input.rows).count_cell(input.accepted).count_cell(input.rejected);
    page.count_cell(input.ignored).count_cell(input.lines_ignored);
    page.raw(input.audited ? "<td>yes</td></tr>\n" : "<td><strong>no</strong></td></tr>\n");
  }
  page.raw("</tbody>");
  end_table(page);
  page.raw("</section>\n");
}

void append_words(Page& page, const View& view) {
  const findings::Run& run = view.audit->run;
  begin_section(page, "words", "How to read it");
  page.raw(
      "<dl class=\"words\">\n"
      "<dt>Compliance rate</dt><dd>Of the obligations that fell due, the share that was met in "
      "time: met / (met + late + overdue + failed). Waived violations are left out of both. What "
      "is upcoming or pending has not fallen due.</dd>\n"
      "<dt>Late</dt><dd>Met after its due date. It can't be undone; it counts as a "
      "violation.</dd>\n"
      "<dt>Overdue</dt><dd>Past its due date and still not met.</dd>\n"
      "<dt>Failed</dt><dd>A requirement without a date that the record does not fulfil.</dd>\n"
      "<dt>Due soon (upcoming)</dt><dd>Not met yet, and due within ");
  page.text(run.remind)
      .raw(
          " of the audit's date. Pending ones fall due later.</dd>\n"
          "<dt>Waived, baseline</dt><dd>Set aside by the waiver file, or known from an earlier "
          "report. "
          "Both are marked and stay in the list.</dd>\n</dl>\n<p class=\"note\">Calendar ");
  page.text(run.calendar.empty() ? "none" : run.calendar);
  if (!run.rules_digest.empty()) page.raw(" \xC2\xB7 rules ").text(run.rules_digest);
  page.raw(" \xC2\xB7 caljobs-audit ").text(run.version).raw("</p>\n</section>\n");
}

}  // namespace audit::reports::html

// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "reports/case_drawing.hpp"
#include "reports/case_views.hpp"
#include "reports/finding_text.hpp"
#include "reports/html/parts.hpp"
#include "reports/html/sheet.hpp"
#include "reports/summary.hpp"

namespace audit::reports {

namespace {

using calendar::iso;
using findings::CaseEvent;
using findings::CaseFile;
using findings::CaseObligation;
using findings::CaseSpan;
using findings::DayCount;
using findings::Finding;
using findings::Status;
using html::Page;

void append_totals(Page& page, const CaseFile& file) {
  page.raw("<ul class=\"totals\" aria-label=\"Obligations by status\">");
  for (const CaseChapter& chapter : case_chapters(file)) {
    page.raw("<li>").count(chapter.obligations.size()).raw(" ");
    html::append_status(page, chapter.obligations.front()->finding.status);
    page.raw("</li>");
  }
  page.raw("</ul>\n");
  const uint64_t skipped = skipped_count(file.audit);
  if (skipped == 0) return;
  page.element("p class=\"warned\"",
               fmt::format("{} not checked for want of a table or column; the report of check "
                           "says why.",
                           counted(skipped, "rule")));
}

std::string record_words(const CaseObligation& one) {
  std::string text = fmt::format("{} {}", one.finding.table, one.finding.key);
  if (!one.record.empty()) text += fmt::format(" · {}", one.record);
  if (!one.finding.file.empty()) text += fmt::format(" · {}", place_text(one.finding));
  return text;
}

void append_count(Page& page, const DayCount& count, const char* what) {
  if (count.spans.empty()) return;
  std::string text = fmt::format("{}: {}: {}", what, count.counted, counted_days(count));
  if (count.not_counted > 0) {
    text += fmt::format("; not counted: {}: {}", count.not_counted, uncounted_days(count));
  }
  page.element("p class=\"small-print\"", text);
}

const char* to_due_word(const CaseObligation& one) {
  return one.limit.empty() ? "Days to the due date" : "Counted";
}

void append_duty(Page& page, const CaseFile& file, const CaseObligation& one) {
  const Finding& finding = one.finding;
  const findings::RuleResult& rule = file.audit.rules[finding.rule];
  page.raw(fmt::format("<article class=\"duty {}\"><h3>", findings::show(finding.status)));
  html::append_status(page, finding.status);
  page.raw(" ").text(rule.title).raw(" ");
  if (finding.waived) page.raw("<span class=\"aside\">waived</span>");
  if (finding.baselined) page.raw("<span class=\"aside\">baseline</span>");
  page.raw("</h3>\n").element("p", record_words(one));
  page.element("p class=\"sum\"", arithmetic(one));
  append_count(page, one.to_due, to_due_word(one));
  append_count(page, one.late, "Late");
  if (finding.status != Status::met && finding.status != Status::pending) {
    page.element("p", finding.message);
  }
  if (finding.status != Status::met && !finding.remedy.empty()) {
    page.raw("<p><b>What to do:</b> ").text(finding.remedy).raw("</p>\n");
  }
  if (!rule.limited_by.empty()) {
    page.element("p", fmt::format("Judged without {}.", fmt::join(rule.limited_by, ", ")));
  }
  page.element("p class=\"small-print\"",
               fmt::format("{} · {} · {} · fingerprint {}", rule.id, findings::show(rule.severity),
                           rule.cite, finding.fingerprint.hex()));
  page.raw("</article>\n");
}

/// What was met or is not yet due is one row each.
void append_rows(Page& page, const CaseFile& file, const CaseChapter& chapter) {
  html::begin_table(page, chapter.heading, "met-list stack");
  page.raw(
      "<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Record</th>"
      "<th scope=\"col\">Arithmetic</th></tr></thead>\n<tbody>\n");
  for (const CaseObligation* one : chapter.obligations) {
    const findings::RuleResult& rule = file.audit.rules[one->finding.rule];
    page.raw("<tr><td>").element("p", rule.title);
    page.element("p class=\"small-print\"", fmt::format("{} · {}", rule.id, rule.cite));
    page.raw("</td><td class=\"record\">").element("p", record_words(*one));
    page.raw("</td><td>").element("p class=\"sum\"", arithmetic(*one));
    append_count(page, one->to_due, to_due_word(*one));
    if (one->finding.status == Status::pending && !one->finding.remedy.empty()) {
      page.raw("<p><b>What to do:</b> ").text(one->finding.remedy).raw("</p>");
    }
    page.element("p class=\"small-print\"", "fingerprint " + one->finding.fingerprint.hex());
    page.raw("</td></tr>\n");
  }
  page.raw("</tbody>\n");
  html::end_table(page);
}

void append_chapters(Page& page, const CaseFile& file) {
  int number = 0;
  for (const CaseChapter& chapter : case_chapters(file)) {
    const Status status = chapter.obligations.front()->finding.status;
    html::begin_section(page, fmt::format("c{}", ++number),
                        fmt::format("{} ({})", chapter.heading, chapter.obligations.size()));
    const bool in_full =
        file.one_obligation || (status != Status::met && status != Status::pending);
    if (in_full) {
      for (const CaseObligation* one : chapter.obligations) append_duty(page, file, *one);
    } else {
      append_rows(page, file, chapter);
    }
    page.raw("</section>\n");
  }
}

void append_spans(Page& page, const CaseFile& file) {
  if (file.spans.empty()) return;
  html::begin_section(page, "spans", "From when to when");
  html::begin_table(page, "From when to when", "stack");
  page.raw(
      "<thead><tr><th scope=\"col\"></th><th scope=\"col\">From</th><th scope=\"col\">Until</th>"
      "<th scope=\"col\" class=\"n\">Days</th><th scope=\"col\">What</th></tr></thead>\n<tbody>\n");
  for (const CaseSpan& span : file.spans) {
    // A service of one day is told by the events.
    if (span.look == model::SpanDef::Look::plain && span.until == span.from) continue;
    page.raw("<tr>").element("td", span.lane).raw("<td class=\"date\">").date(span.from.days);
    page.raw("</td><td class=\"date\">");
    page.text(span.point ? "" : span.until ? iso(*span.until) : "open");
    page.raw("</td><td class=\"n\">");
    const int32_t end = span.until ? span.until->days : file.audit.run.as_of.days;
    if (!span.point && end >= span.from.days) page.raw(fmt::format("{}", end - span.from.days));
    page.raw("</td>").element("td", span.words).raw("</tr>\n");
  }
  page.raw("</tbody>\n");
  html::end_table(page);
  page.raw("</section>\n");
}

void append_events(Page& page, const CaseFile& file) {
  html::begin_section(page, "events", "What happened, day by day");
  html::begin_table(page, "What happened, day by day", "stack");
  page.raw(
      "<thead><tr><th scope=\"col\">Date</th><th scope=\"col\"></th><th scope=\"col\">Record</th>"
      "<th scope=\"col\">What</th><th scope=\"col\">Where</th></tr></thead>\n<tbody>\n");
  for (const CaseEvent& event : file.events) {
    page.raw("<tr><td class=\"date\">").date(event.date.days).raw("</td>");
    page.element("td", event.lane);
    page.element("td",
                 event.label.empty() ? event.key : fmt::format("{} · {}", event.key, event.label));
    page.element("td", event.words);
    page.element("td class=\"small-print\"", place_text(event.file, event.line));
    page.raw("</tr>\n");
  }
  page.raw("</tbody>\n");
  html::end_table(page);
  page.raw("</section>\n");
}

void append_problems(Page& page, const CaseFile& file) {
  if (file.audit.problems.empty()) return;
  html::begin_section(page, "problems", "Data problems of these records");
  page.raw("<ul>");
  for (const model::DataProblem& problem : file.audit.problems) {
    page.element("li", fmt::format("{}:{} {} {}", problem.file, problem.line, problem.column,
                                   problem.problem));
  }
  page.raw("</ul>\n</section>\n");
}

}  // namespace

void write_case_html(const CaseFile& file, const FormatOptions& /*options*/, util::Output& out) {
  Page page(out);
  std::string title = fmt::format("Case of participant {}", file.participant);
  if (!file.participant_name.empty()) title += fmt::format(", {}", file.participant_name);
  html::begin_sheet(page, file.audit.run, title,
                    fmt::format("Obligations: {}", status_counts(file)));
  append_totals(page, file);
  html::begin_section(page, "timeline", "Timeline");
  append_case_drawing(page, file);
  page.raw("</section>\n");
  append_chapters(page, file);
  append_spans(page, file);
  append_events(page, file);
  append_problems(page, file);
  html::end_sheet(page, file.audit.run);
}

}  // namespace audit::reports

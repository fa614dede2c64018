// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "reports/case_views.hpp"
#include "reports/finding_text.hpp"
#include "reports/summary.hpp"
#include "reports/text_parts.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

using calendar::iso;
using findings::CaseEvent;
using findings::CaseFile;
using findings::CaseObligation;
using findings::CaseSpan;
using findings::Finding;
using findings::Status;
using Fit = TextTable::Fit;
using Look = model::SpanDef::Look;

void append_head(TextPage& page, const CaseFile& file) {
  const findings::Run& run = file.audit.run;
  std::string title = fmt::format("Case of participant {}", util::visible(file.participant));
  if (!file.participant_name.empty()) {
    title += fmt::format(", {}", util::visible(file.participant_name));
  }
  page.paragraph(fmt::format("{}, as of {}", title, iso(run.as_of)), 0, 0, Style::bold);
  page.paragraph(fmt::format("profile {} · calendar {} · caljobs-audit {}", run.profile,
                             run.calendar, run.version),
                 0, 0, Style::dim);
  page.out += '\n';
  page.paragraph(fmt::format("Obligations: {}.", status_counts(file)), k_indent);
  const uint64_t skipped = skipped_count(file.audit);
  if (skipped > 0) {
    page.paragraph(fmt::format("{} not checked for want of a table or column; 'check' says why.",
                               counted(skipped, "rule")),
                   k_indent, 0, Style::yellow);
  }
}

void append_events(TextPage& page, const CaseFile& file) {
  page.heading("What happened");
  TextTable table({text_column("date"), text_column("", Fit::cut, 10),
                   text_column("record", Fit::wrap, 10), text_column("", Fit::wrap, 16),
                   text_column("what", Fit::wrap, 12), text_column("where", Fit::middle, 16, 1)});
  for (const CaseEvent& event : file.events) {
    table.add({cell(iso(event.date)), cell(event.lane), cell(event.key), cell(event.label),
               cell(event.words), cell(place_text(event.file, event.line))});
  }
  table.drop_empty_columns();
  page.out += table.render(k_indent, page.width, page.colour);
}

void append_spans(TextPage& page, const CaseFile& file) {
  if (file.spans.empty()) return;
  page.heading("From when to when");
  TextTable table({text_column("", Fit::cut, 10), text_column("from"), text_column("until"),
                   number_column("days"), text_column("what", Fit::wrap, 20)});
  for (const CaseSpan& span : file.spans) {
    // A service of one day is told by the events.
    if (span.look == Look::plain && span.until == span.from) continue;
    const std::string until = span.point ? "" : span.until ? iso(*span.until) : "open";
    const calendar::Date end = span.until.value_or(file.audit.run.as_of);
    const std::string days = span.point || end < span.from
                                 ? std::string{}
                                 : fmt::format("{}", end.days - span.from.days);
    table.add({cell(span.lane), cell(iso(span.from)), cell(until), cell(days),
               cell(span.words, span.look == Look::end ? Style::red : Style::plain)});
  }
  page.out += table.render(k_indent, page.width, page.colour);
}

void append_days(TextPage& page, const findings::DayCount& count, const char* what) {
  if (count.spans.empty()) return;
  page.paragraph(fmt::format("{}: {}: {}", what, count.counted, counted_days(count)), k_indent + 4,
                 2, Style::dim);
  if (every_day_counts(count)) return;
  page.paragraph(fmt::format("not counted: {}: {}", count.not_counted, uncounted_days(count)),
                 k_indent + 4, 2, Style::dim);
}

void append_obligation(TextPage& page, const CaseFile& file, const CaseObligation& one) {
  const Finding& finding = one.finding;
  const findings::RuleResult& rule = file.audit.rules[finding.rule];
  page.out += '\n';
  page.paragraph(fmt::format("{}{}{}  {}: {}", findings::show(finding.status),
                             finding.waived ? ", waived" : "",
                             finding.baselined ? ", baseline" : "", rule.id, rule.title),
                 k_indent, 4, style_of(finding.status));
  std::string record = fmt::format("{} {}", finding.table, util::visible(finding.key));
  if (!one.record.empty()) record += fmt::format(" · {}", util::visible(one.record));
  if (!finding.file.empty()) {
    record += fmt::format(" · {}", util::visible(place_text(finding.file, finding.line)));
  }
  page.paragraph(record, k_indent + 2, 2);
  page.paragraph(arithmetic(one), k_indent + 2, 2, Style::bold);
  append_days(page, one.to_due, one.limit.empty() ? "days to the due date" : "counted");
  append_days(page, one.late, "late");
  if (finding.status != Status::met && finding.status != Status::pending) {
    page.paragraph(util::visible(finding.message), k_indent + 2, 2);
  }
  if (finding.status != Status::met && !finding.remedy.empty()) {
    page.paragraph("What to do: " + util::visible(finding.remedy), k_indent + 2, 2);
  }
  if (!rule.limited_by.empty()) {
    page.paragraph(fmt::format("Judged without {}.", fmt::join(rule.limited_by, ", ")),
                   k_indent + 2, 2, Style::yellow);
  }
  page.paragraph(fmt::format("{} · {} · {}", findings::show(rule.severity), rule.cite,
                             finding.fingerprint.hex()),
                 k_indent + 2, 2, Style::dim);
}

/// What was met or is not yet due, rule by rule: two lines each where that says it all.
void append_briefly(TextPage& page, const CaseFile& file, const CaseChapter& chapter) {
  for (uint32_t rule = 0; rule < file.audit.rules.size(); ++rule) {
    bool headed = false;
    for (const CaseObligation* one : chapter.obligations) {
      if (one->finding.rule != rule) continue;
      const findings::RuleResult& of = file.audit.rules[rule];
      if (!headed) {
        page.out += '\n';
        page.paragraph(fmt::format("{}: {} · {}", of.id, of.title, of.cite), k_indent, 2);
        headed = true;
      }
      std::string record(one->finding.key);
      if (!one->record.empty()) record += fmt::format(" · {}", one->record);
      page.paragraph(util::visible(record), k_indent + 2, 2, Style::dim);
      page.paragraph(arithmetic(*one), k_indent + 4, 2);
      if (!every_day_counts(one->to_due)) append_days(page, one->to_due, "counted");
      if (one->finding.status == Status::pending && !one->finding.remedy.empty()) {
        page.paragraph("What to do: " + util::visible(one->finding.remedy), k_indent + 4, 2);
      }
    }
  }
}

}  // namespace

void write_case_text(const CaseFile& file, const FormatOptions& options, util::Output& out) {
  TextPage page;
  page.width = std::max<size_t>(options.width, k_least_width);
  page.colour = options.colour;
  append_head(page, file);
  if (!file.one_obligation) {
    append_events(page, file);
    append_spans(page, file);
    append_problems(page, file.audit);
  }
  for (const CaseChapter& chapter : case_chapters(file)) {
    page.heading(fmt::format("{} ({})", chapter.heading, chapter.obligations.size()));
    const Status status = chapter.obligations.front()->finding.status;
    if (!file.one_obligation && (status == Status::met || status == Status::pending)) {
      append_briefly(page, file, chapter);
      continue;
    }
    for (const CaseObligation* one : chapter.obligations) append_obligation(page, file, *one);
  }
  out.append(page.out);
}

}  // namespace audit::reports

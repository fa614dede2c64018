// SPDX-License-Identifier: MIT
// The first sheet of the workbook: what a manager reads before all else.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/summary.hpp"
#include "reports/xlsx_sheets.hpp"

namespace audit::reports {

using findings::Audit;
using findings::Status;
using findings::Tally;

namespace {

constexpr uint16_t k_name = 0;
constexpr uint16_t k_violations = 1;
constexpr uint16_t k_late = 2;
constexpr uint16_t k_overdue = 3;
constexpr uint16_t k_failed = 4;
constexpr uint16_t k_fell_due = 5;
constexpr uint16_t k_met = 6;
constexpr uint16_t k_rate = 7;
constexpr uint16_t k_last = k_rate;
constexpr uint16_t k_beside = k_last + 2;  // where charts stand
constexpr size_t k_worst = 10;
constexpr uint32_t k_chart_rows = 18;
constexpr double k_name_width = 42;
constexpr double k_number_width = 11;
constexpr double k_paragraph_width = k_name_width + k_number_width * k_last;

void blank_row(XlsxPage& page) { page.next_row(); }

void paragraph(XlsxPage& page, std::string_view text, XlsxTone tone) {
  page.paragraph(k_name, k_last, text, k_paragraph_width, tone);
  page.next_row();
}

void line(XlsxPage& page, std::string_view text, XlsxTone tone) {
  page.text(k_name, text, tone);
  page.next_row();
}

void append_head(XlsxPage& page, const Audit& audit) {
  const findings::Run& run = audit.run;
  line(page, fmt::format("Compliance audit as of {}", calendar::iso(run.as_of)), XlsxTone::title);
  line(page,
       fmt::format("profile {} · calendar {} · reminders {} ahead · caljobs-audit {}", run.profile,
                   run.calendar, run.remind, run.version),
       XlsxTone::muted);
  if (!run.period.empty()) {
    line(page, fmt::format("Only obligations of the period {}.", run.period), XlsxTone::bold);
  }
  blank_row(page);
}

void append_totals(XlsxPage& page, const Tally& totals) {
  const auto count = [&page](const char* label, uint64_t value, XlsxTone tone) {
    page.text(k_name, label);
    page.number(k_violations, static_cast<int64_t>(value), value == 0 ? XlsxTone::muted : tone);
    page.next_row();
  };
  page.text(k_name, "Rate: met of what fell due", XlsxTone::bold);
  if (totals.rate()) {
    page.percent(k_violations, totals.rate(), XlsxTone::bold);
  } else {
    page.text(k_violations, "nothing fell due", XlsxTone::muted);
  }
  page.next_row();
  count("Fell due (without waived)", fell_due(totals), XlsxTone::plain);
  count("Met", totals.of(Status::met), XlsxTone::good);
  count("Late", totals.of(Status::late), XlsxTone::warn);
  count("Overdue", totals.of(Status::overdue), XlsxTone::bad);
  count("Failed", totals.of(Status::failed), XlsxTone::bad);
  count("Violations (late, overdue, failed)", totals.violations(), XlsxTone::bold);
  count("  of them waived", totals.waived, XlsxTone::plain);
  count("  of them in the baseline", totals.baselined, XlsxTone::plain);
  count("Upcoming", totals.of(Status::upcoming), XlsxTone::info);
  count("Pending", totals.of(Status::pending), XlsxTone::plain);
  count("All obligations", totals.obligations(), XlsxTone::plain);
  blank_row(page);
}

/// What a reader must know before believing the rates.
void append_attention(XlsxPage& page, const Audit& audit) {
  line(page, "What was not checked, and warnings", XlsxTone::bold);
  if (is_whole(audit) && audit.warnings.empty() && limited_rules(audit).empty()) {
    line(page, "Nothing: all rules were checked, on input without a warning.", XlsxTone::plain);
    blank_row(page);
    return;
  }
  for (const model::InputFile* input : unaudited_inputs(audit)) {
    paragraph(page, fmt::format("NOT AUDITED: {}; see Data problems.", input->path), XlsxTone::bad);
  }
  if (audit.unaudited_input && unaudited_inputs(audit).empty()) {
    paragraph(page, "NOT AUDITED: some of the input; see Data problems.", XlsxTone::bad);
  }
  for (const model::InputFile* input : empty_inputs(audit)) {
    paragraph(page, fmt::format("EMPTY: {} {}.", input->path, why_empty(*input)), XlsxTone::bad);
  }
  const uint64_t skipped = skipped_count(audit);
  if (skipped > 0) {
    paragraph(page,
              fmt::format("{} of {} not checked; the sheet Rules and citations says why.", skipped,
                          counted(audit.rules.size(), "rule")),
              XlsxTone::bad);
  }
  for (const model::InputWarning& warning : audit.warnings) {
    const std::string& of = warning.file.empty() ? warning.table : warning.file;
    paragraph(page, fmt::format("{}{}{}", of, of.empty() ? "" : ": ", warning.text),
              XlsxTone::warn);
  }
  size_t limited = 0;
  for (const RulesWithReason& rules : limited_rules(audit)) limited += rules.rules.size();
  if (limited > 0) {
    paragraph(page,
              fmt::format("{} judged without optional data, and may accuse records that it would "
                          "have spared; the sheet Rules and citations says which.",
                          counted(limited, "rule") + (limited == 1 ? " was" : " were")),
              XlsxTone::warn);
  }
  if (audit.rules.empty()) {
    paragraph(page, "NOTHING WAS CHECKED: no rule is enabled.", XlsxTone::bad);
  }
  blank_row(page);
}

void append_heading(XlsxPage& page, std::string_view by) {
  struct Heading {
    uint16_t column;
    const char* text;
  };
  page.text(k_name, heading_word(by), XlsxTone::heading);
  for (const Heading& each : std::array<Heading, 7>{
           {{k_violations, "Violations"},
            {k_late, "Late"},
            {k_overdue, "Overdue"},
            {k_failed, "Failed"},
            {k_fell_due, "Fell due"},
            {k_met, "Met"},
            {k_rate, "Rate"}}
  }) {
    page.number_heading(each.column, each.text);
  }
  page.next_row();
}

void append_row(XlsxPage& page, const SummaryRow& row) {
  const auto number = [&](uint16_t column, uint64_t value) {
    page.number(column, static_cast<int64_t>(value),
                value == 0 ? XlsxTone::muted : XlsxTone::plain);
  };
  page.text(k_name, row.name.empty() ? "(none)" : row.name);
  number(k_violations, row.tally->violations());
  number(k_late, row.tally->of(Status::late));
  number(k_overdue, row.tally->of(Status::overdue));
  number(k_failed, row.tally->of(Status::failed));
  number(k_fell_due, fell_due(*row.tally));
  number(k_met, row.tally->of(Status::met));
  page.percent(k_rate, row.tally->rate());
  page.next_row();
}

XlsxChart violations_chart(std::string_view by, uint32_t first_row, uint32_t last_row) {
  XlsxChart chart;
  chart.title = fmt::format("Most violations by {}", group_word(by));
  chart.categories = k_name;
  chart.first_row = first_row;
  chart.last_row = last_row;
  chart.series = {
      {"late",    k_late,    0xF2C14E},
      {"overdue", k_overdue, 0xE07B39},
      {"failed",  k_failed,  0xA93226},
  };
  return chart;
}

/// The worst ten and their chart beside them. Returns the first row below the chart.
uint32_t append_worst(XlsxPage& page, const Audit& audit, std::string_view by, uint32_t chart_row) {
  const std::vector<SummaryRow> rows = worst_groups(audit, by, k_worst);
  const bool any_named =
      std::ranges::any_of(rows, [](const auto& row) { return !row.name.empty(); });
  if (!any_named) return chart_row;
  line(page, fmt::format("Most violations by {}", group_word(by)), XlsxTone::bold);
  append_heading(page, by);
  const uint32_t first = page.row();
  for (const SummaryRow& row : rows) append_row(page, row);
  page.chart(chart_row, k_beside, k_chart_rows, violations_chart(by, first, page.row() - 1));
  blank_row(page);
  return chart_row + k_chart_rows + 1;
}

}  // namespace

void add_summary_sheet(XlsxBook& book, const Audit& audit, const FormatOptions& options) {
  XlsxPage& page = book.add_page("Summary");
  page.width(k_name, k_name_width);
  for (uint16_t column = k_violations; column <= k_last; ++column)
    page.width(column, k_number_width);
  append_head(page, audit);
  append_totals(page, audit.totals);
  append_attention(page, audit);
  uint32_t chart_row = 3;
  chart_row = append_worst(page, audit, options.by, chart_row);
  for (const char* by : {"office", "case_manager"}) {
    if (options.by != by) chart_row = append_worst(page, audit, by, chart_row);
  }
}

}  // namespace audit::reports

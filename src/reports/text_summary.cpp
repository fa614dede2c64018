// SPDX-License-Identifier: MIT
// The upper half of the text report: the headline, what was not checked, the input, the rates.
#include <fmt/format.h>

#include <algorithm>

#include "reports/summary.hpp"
#include "reports/text_parts.hpp"
#include "util/text.hpp"

namespace audit::reports {

using findings::Audit;
using findings::RuleResult;
using findings::Severity;
using findings::Status;
using findings::Tally;
using Cell = TextTable::Cell;
using Fit = TextTable::Fit;

namespace {

constexpr size_t k_worst_groups = 5;

/// A count in a table: zeros step back.
Cell count_cell(uint64_t value, Style style = Style::plain) {
  return {grouped(value), value == 0 ? Style::dim : style};
}

Style severity_style(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Style::red;
    case Severity::warning:
      return Style::yellow;
    case Severity::info:
      break;
  }
  return Style::cyan;
}

std::string ids_of(const RulesWithReason& rules) {
  std::string out;
  for (const RuleResult* rule : rules.rules) {
    if (!out.empty()) out += ", ";
    out += rule->id;
  }
  return out;
}

size_t rules_in(const std::vector<RulesWithReason>& all) {
  size_t count = 0;
  for (const RulesWithReason& rules : all) count += rules.rules.size();
  return count;
}

std::string violations_in_words(const Tally& totals) {
  std::string parts;
  for (const Status status : {Status::late, Status::overdue, Status::failed}) {
    if (totals.of(status) == 0) continue;
    parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", grouped(totals.of(status)),
                         findings::show(status));
  }
  return fmt::format("{}: {}.", counted(totals.violations(), "violation"), parts);
}

std::string set_aside_in_words(const Tally& totals) {
  std::string text;
  if (totals.waived > 0) {
    text = fmt::format("{} of them waived, and left out of the rate. ", grouped(totals.waived));
  }
  if (totals.baselined > 0) {
    text += fmt::format("{} of them known from the baseline.", grouped(totals.baselined));
  }
  return text;
}

std::string why_unaudited(const model::InputFile& input) {
  if (input.table.empty()) return "It is none of the known tables.";
  if (input.rejected == 0) return "Its table counts as absent.";
  return fmt::format("{} of {} could not be read, so its table counts as absent.",
                     grouped(input.rejected), counted(input.rows, "row"));
}

void append_unaudited(TextPage& page, const Audit& audit) {
  const auto unaudited = unaudited_inputs(audit);
  for (const model::InputFile* input : unaudited) {
    page.paragraph(fmt::format("! NOT AUDITED: {}. {} The data problems at the end say why.",
                               input->path, why_unaudited(*input)),
                   k_indent, 2, Style::red);
  }
  if (audit.unaudited_input && unaudited.empty()) {
    page.paragraph(
        "! NOT AUDITED: some of the input. The data problems at the end say which, and why.",
        k_indent, 2, Style::red);
  }
  for (const model::InputFile* input : empty_inputs(audit)) {
    page.paragraph(fmt::format("! EMPTY: {} {}.", input->path, why_empty(*input)), k_indent, 2,
                   Style::red);
  }
}

void append_reasons(TextPage& page, const std::vector<RulesWithReason>& all) {
  for (const RulesWithReason& rules : all) {
    page.paragraph(rules.reason, k_indent + 2, 2);
    page.paragraph(ids_of(rules), k_indent + 6, 0, Style::dim);
  }
}

void append_limited(TextPage& page, const Audit& audit) {
  const auto limited = limited_rules(audit);
  if (limited.empty()) return;
  const bool is_one = rules_in(limited) == 1;
  page.paragraph(fmt::format("! {} {} judged without optional data, and may accuse records that {} "
                             "would have spared. Missing:",
                             counted(rules_in(limited), "rule"), is_one ? "was" : "were",
                             is_one ? "it" : "they"),
                 k_indent, 2, Style::yellow);
  append_reasons(page, limited);
}

void add_tally(TextTable& table, Cell severity, Cell name, const Tally& tally) {
  const auto optional = [](uint64_t value) { return value == 0 ? "" : grouped(value); };
  table.add({std::move(severity), std::move(name), count_cell(fell_due(tally)),
             count_cell(tally.of(Status::met)), count_cell(tally.of(Status::late), Style::yellow),
             count_cell(tally.of(Status::overdue), Style::red),
             count_cell(tally.of(Status::failed), Style::red),
             count_cell(tally.of(Status::upcoming), Style::cyan),
             count_cell(tally.of(Status::pending)), cell(optional(tally.waived)),
             cell(optional(tally.baselined)), cell(percent(tally.rate()), Style::bold)});
}

TextTable summary_table(std::string_view by) {
  return TextTable({text_column(by == "rule" ? "severity" : "", Fit::fixed, 0, 2),
                    text_column(group_word(by), Fit::cut, by == "rule" ? 30 : 20),
                    number_column("fell due"), number_column("met"), number_column("late"),
                    number_column("overdue"), number_column("failed"), number_column("upcoming", 3),
                    number_column("pending", 4), number_column("waived", 1),
                    number_column("baseline", 5), number_column("rate")});
}

std::string shown_name(const std::string& name) { return name.empty() ? "(none)" : name; }

}  // namespace

void TextPage::heading(std::string_view text) {
  out += '\n';
  out += styled(util::visible(text), Style::bold, colour);
  out += '\n';
}

void TextPage::paragraph(std::string_view text, size_t indent, size_t hanging, Style style) {
  const size_t room = width > indent + hanging ? width - indent - hanging : 1;
  bool first = true;
  for (const std::string& line : wrap(util::visible(text), room)) {
    out.append(first ? indent : indent + hanging, ' ');
    out += styled(line, style, colour);
    out += '\n';
    first = false;
  }
}

void append_headline(TextPage& page, const Audit& audit) {
  const findings::Run& run = audit.run;
  page.out += styled(fmt::format("Compliance audit as of {}", calendar::iso(run.as_of)),
                     Style::bold, page.colour);
  page.out += '\n';
  page.paragraph(fmt::format("profile {} · calendar {} · reminders {} ahead · caljobs-audit {}",
                             run.profile, run.calendar, run.remind, run.version),
                 0, 0, Style::dim);
  if (!run.period.empty()) {
    page.paragraph(fmt::format("Only obligations of the period {}.", run.period), 0);
  }
  page.out += '\n';

  const Tally& totals = audit.totals;
  if (const auto rate = totals.rate()) {
    page.paragraph(
        fmt::format("{} met: {} of {} that fell due.", percent(rate),
                    grouped(totals.of(Status::met)), counted(fell_due(totals), "obligation")),
        k_indent, 0, Style::bold);
  } else {
    page.paragraph("Nothing fell due, so there is no rate.", k_indent, 0, Style::bold);
  }
  if (totals.violations() > 0) {
    page.paragraph(violations_in_words(totals), k_indent);
    const std::string aside = set_aside_in_words(totals);
    if (!aside.empty()) page.paragraph(aside, k_indent);
  } else {
    page.paragraph(is_whole(audit) ? "No violations."
                                   : "No violations in what was checked. NOT EVERYTHING WAS.",
                   k_indent);
  }
  if (totals.of(Status::upcoming) > 0) {
    page.paragraph(fmt::format("{} within {}.",
                               totals.of(Status::upcoming) == 1
                                   ? "1 obligation falls due"
                                   : grouped(totals.of(Status::upcoming)) + " obligations fall due",
                               run.remind),
                   k_indent);
  }
}

void append_attention(TextPage& page, const Audit& audit) {
  const auto skipped = skipped_rules(audit);
  page.heading("What was not checked, and warnings");
  append_unaudited(page, audit);
  if (!skipped.empty()) {
    page.paragraph(
        fmt::format(
            "! {} of {} not checked. Not in the input, and which rules need it:", rules_in(skipped),
            counted(audit.rules.size(), "rule") + (rules_in(skipped) == 1 ? " was" : " were")),
        k_indent, 2, Style::red);
    append_reasons(page, skipped_by_absence(audit));
  }
  for (const model::InputWarning& warning : audit.warnings) {
    const std::string& of = warning.file.empty() ? warning.table : warning.file;
    page.paragraph(
        fmt::format("! {}{}{} [{}]", of, of.empty() ? "" : ": ", warning.text, warning.code),
        k_indent, 2, Style::yellow);
  }
  append_limited(page, audit);
  if (audit.rules.empty()) {
    page.paragraph("! NOTHING WAS CHECKED: no rule is enabled.", k_indent, 2, Style::red);
  }
  if (is_whole(audit) && audit.warnings.empty() && limited_rules(audit).empty()) {
    page.paragraph(
        fmt::format("Nothing: {} checked, on input without a warning.",
                    audit.rules.size() == 1 ? "the one rule was"
                                            : fmt::format("all {} rules were", audit.rules.size())),
        k_indent, 0, Style::green);
  }
}

void append_inputs(TextPage& page, const Audit& audit) {
  page.heading("Input");
  TextTable table({text_column("file", Fit::middle, 30), text_column("table", Fit::cut, 10),
                   number_column("rows"), number_column("accepted"), number_column("rejected"),
                   number_column("ignored"), number_column("other lines", 2),
                   text_column("", Fit::fixed, 0, 1)});
  for (const model::InputFile& input : audit.inputs) {
    table.add({cell(input.path), cell(input.table.empty() ? "(unknown)" : input.table),
               count_cell(input.rows), count_cell(input.accepted),
               count_cell(input.rejected, Style::red), count_cell(input.ignored),
               count_cell(input.lines_ignored),
               cell(input.audited ? "" : "NOT AUDITED", Style::red)});
  }
  table.drop_empty_columns();
  page.out += table.render(k_indent, page.width, page.colour);
  if (const uint64_t problems = problem_count(audit); problems > 0) {
    page.paragraph(
        fmt::format("{} in it; see the end of this report.", counted(problems, "data problem")),
        k_indent);
  }
}

void append_summary(TextPage& page, const Audit& audit, std::string_view by) {
  const std::vector<SummaryRow> rows = summary_rows(audit, by);
  if (rows.empty()) return;
  page.heading(fmt::format("By {}", group_word(by)));
  TextTable table = summary_table(by);
  for (const SummaryRow& row : rows) {
    Cell severity;
    if (row.rule != nullptr) {
      severity = {findings::show(row.rule->severity), severity_style(row.rule->severity)};
    }
    add_tally(table, severity, {shown_name(row.name)}, *row.tally);
  }
  table.add_separator();
  add_tally(table, {}, {"all", Style::bold}, audit.totals);
  table.drop_empty_columns();
  page.out += table.render(k_indent, page.width, page.colour);
  if (const size_t skipped = rules_in(skipped_rules(audit)); skipped > 0) {
    page.paragraph(
        fmt::format("Not in it: {} not checked; see above.",
                    counted(skipped, "rule") + (skipped == 1 ? " that was" : " that were")),
        k_indent);
  }
}

void append_worst_groups(TextPage& page, const Audit& audit, std::string_view by) {
  const std::vector<SummaryRow> rows = worst_groups(audit, by, k_worst_groups);
  const bool any_named =
      std::ranges::any_of(rows, [](const auto& row) { return !row.name.empty(); });
  if (!any_named) return;
  page.heading(fmt::format("Most violations by {}", group_word(by)));
  TextTable table({text_column(group_word(by), Fit::cut, 16), number_column("violations"),
                   number_column("late"), number_column("overdue"), number_column("failed"),
                   number_column("fell due"), number_column("rate")});
  for (const SummaryRow& row : rows) {
    const Tally& tally = *row.tally;
    table.add({cell(shown_name(row.name)), count_cell(tally.violations(), Style::bold),
               count_cell(tally.of(Status::late), Style::yellow),
               count_cell(tally.of(Status::overdue), Style::red),
               count_cell(tally.of(Status::failed), Style::red), count_cell(fell_due(tally)),
               cell(percent(tally.rate()))});
  }
  page.out += table.render(k_indent, page.width, page.colour);
}

}  // namespace audit::reports

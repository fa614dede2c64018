// SPDX-License-Identifier: MIT
// The monthly report as Markdown: headline, changes, rates, what was not checked. The findings
// follow in markdown_findings.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "reports/finding_text.hpp"
#include "reports/formats.hpp"
#include "reports/markdown_parts.hpp"
#include "reports/markdown_text.hpp"
#include "reports/summary.hpp"
#include "reports/totals_check.hpp"
#include "reports/trend.hpp"

namespace audit::reports {

using findings::Audit;
using findings::PastAudit;
using findings::PastTally;
using findings::Status;
using findings::Tally;

namespace {

constexpr size_t k_worst_groups = 5;
constexpr size_t k_worst_in_summary = 10;

std::string title_of(const findings::Run& run) {
  if (run.period.empty()) return "Compliance audit as of " + calendar::iso(run.as_of);
  return fmt::format("Compliance report {}, as of {}", md_text(run.period),
                     calendar::iso(run.as_of));
}

void append_headline(std::string& out, const Audit& audit) {
  const Tally& totals = audit.totals;
  out += fmt::format("# {}\n\n", title_of(audit.run));
  if (totals.rate()) {
    out += fmt::format("**{} met**: {} of {} that fell due.\n", percent(totals.rate()),
                       grouped(totals.of(Status::met)), counted(fell_due(totals), "obligation"));
  } else {
    out += "Nothing fell due, so there is no rate.\n";
  }
  out += '\n';
  if (totals.violations() > 0) {
    Tally violations = totals;
    violations.by_status[static_cast<size_t>(Status::upcoming)] = 0;
    const std::string aside = set_aside_text(totals);
    out += fmt::format("- {}: {}{}{}\n", counted(totals.violations(), "violation"),
                       statuses_text(violations), aside.empty() ? "" : "; ", aside);
  } else {
    out += is_whole(audit) ? "- No violations\n"
                           : "- No violations in what was checked; **not everything was**\n";
  }
  if (const uint64_t upcoming = totals.of(Status::upcoming); upcoming > 0) {
    out += fmt::format("- {} due within {}\n", counted(upcoming, "obligation"),
                       md_text(audit.run.remind));
  }
  if (const uint64_t problems = problem_count(audit); problems > 0) {
    out += fmt::format("- {} in the input\n", counted(problems, "data problem"));
  }
}

/// The totals beside those of last month.
void append_changes(std::string& out, const Audit& audit, const PastAudit& past) {
  const PastTally& before = past.totals;
  const Tally& now = audit.totals;
  const std::string of = past.period.empty() ? calendar::iso(past.as_of) : md_text(past.period);
  out += fmt::format("\n## Change since {}\n\n", of);
  MdTable table({MdTable::text(""), MdTable::number(of),
                 MdTable::number(audit.run.period.empty() ? calendar::iso(audit.run.as_of)
                                                          : md_text(audit.run.period)),
                 MdTable::number("Change")});
  table.add(
      {"Rate", percent(before.rate), percent(now.rate()), rate_change(before.rate, now.rate())});
  const auto row = [&table](const char* name, uint64_t then, uint64_t today) {
    table.add({name, grouped(then), grouped(today), count_change(then, today)});
  };
  row("Obligations", before.obligations, now.obligations());
  row("Met", before.met, now.of(Status::met));
  row("Violations", before.violations, now.violations());
  row("Upcoming", before.upcoming, now.of(Status::upcoming));
  out += table.render();
  if (past.rules_digest != audit.run.rules_digest) {
    out +=
        "\nThe rules or their limits have changed since, so that part of the change may be "
        "theirs.\n";
  }
}

std::string name_of(const SummaryRow& row) {
  if (row.rule != nullptr) return md_code(row.name);
  return row.name.empty() ? "(none)" : md_text(row.name);
}

std::vector<MdTable::Column> summary_columns(std::string_view by, bool with_past) {
  std::vector<MdTable::Column> columns = {
      MdTable::text(heading_word(by)),    MdTable::text_if_any("Severity"),
      MdTable::number("Fell due"),        MdTable::number("Met"),
      MdTable::number_if_any("Late"),     MdTable::number_if_any("Overdue"),
      MdTable::number_if_any("Failed"),   MdTable::number_if_any("Upcoming"),
      MdTable::number_if_any("Pending"),  MdTable::number_if_any("Waived"),
      MdTable::number_if_any("Baseline"), MdTable::number("Rate")};
  if (with_past) {
    columns.push_back(MdTable::number_if_any("Before"));
    columns.push_back(MdTable::number_if_any("Change"));
  }
  return columns;
}

std::vector<std::string> tally_cells(std::string name, const char* severity, const Tally& tally) {
  return {std::move(name),
          severity,
          grouped(fell_due(tally)),
          grouped(tally.of(Status::met)),
          grouped(tally.of(Status::late)),
          grouped(tally.of(Status::overdue)),
          grouped(tally.of(Status::failed)),
          grouped(tally.of(Status::upcoming)),
          grouped(tally.of(Status::pending)),
          grouped(tally.waived),
          grouped(tally.baselined),
          percent(tally.rate())};
}

void append_past_cells(std::vector<std::string>& cells, const PastTally* before,
                       std::optional<double> now) {
  const auto rate = before == nullptr ? std::nullopt : before->rate;
  cells.push_back(rate ? percent(rate) : "");
  cells.push_back(rate_change(rate, now));
}

void append_rows(std::string& out, const Audit& audit, std::string_view by,
                 const std::vector<SummaryRow>& rows, bool with_total) {
  const PastAudit* past = last_month(audit);
  MdTable table(summary_columns(by, past != nullptr));
  for (const SummaryRow& row : rows) {
    auto cells = tally_cells(
        name_of(row), row.rule == nullptr ? "" : findings::show(row.rule->severity), *row.tally);
    if (past != nullptr) {
      append_past_cells(cells, past_part(*past, by, row.name), row.tally->rate());
    }
    table.add(std::move(cells));
  }
  if (with_total) {
    auto cells = tally_cells("**all**", "", audit.totals);
    if (past != nullptr) append_past_cells(cells, &past->totals, audit.totals.rate());
    table.add(std::move(cells));
  }
  out += table.render();
}

/// Rows without an obligation, such as a month's rules for what did not occur in it, are taken out
/// of the table and named below it.
std::vector<SummaryRow> take_idle(std::vector<SummaryRow>& rows) {
  const auto idle = std::stable_partition(
      rows.begin(), rows.end(), [](const SummaryRow& row) { return row.tally->obligations() > 0; });
  std::vector<SummaryRow> taken(idle, rows.end());
  rows.erase(idle, rows.end());
  return taken;
}

void append_idle(std::string& out, const std::vector<SummaryRow>& idle) {
  if (idle.empty()) return;
  std::string names;
  for (const SummaryRow& row : idle) names += (names.empty() ? "" : ", ") + name_of(row);
  out += fmt::format("\nNothing to judge: {}.\n", names);
}

void append_summary(std::string& out, const Audit& audit, const FormatOptions& options) {
  std::vector<SummaryRow> rows = summary_rows(audit, options.by);
  if (rows.empty()) return;
  const std::vector<SummaryRow> idle = take_idle(rows);
  const size_t all = rows.size();
  // A mail need not hold what is in order; its numbers are in the last row all the same.
  if (options.summary_only) rows = worst_groups(audit, options.by, k_worst_in_summary);
  out += fmt::format("\n## By {}\n\n", group_word(options.by));
  append_rows(out, audit, options.by, rows, true);
  if (rows.size() < all) {
    out += fmt::format("\nThe {} with the most violations, of {}; **all** is over all of them.\n",
                       rows.size(), grouped(all));
  } else {
    append_idle(out, idle);
  }
}

void append_worst(std::string& out, const Audit& audit, std::string_view by) {
  const std::vector<SummaryRow> rows = worst_groups(audit, by, k_worst_groups);
  const auto is_named = [](const SummaryRow& row) { return !row.name.empty(); };
  if (std::ranges::none_of(rows, is_named)) return;
  out += fmt::format("\n## Most violations by {}\n\n", group_word(by));
  append_rows(out, audit, by, rows, false);
}

}  // namespace

void write_markdown(const Audit& audit, const FormatOptions& options, util::Output& out) {
  TotalsCheck check(audit);
  for (const findings::Finding& finding : audit.findings) check.count(finding);
  check.finish();

  std::string page;
  append_headline(page, audit);
  if (const PastAudit* past = last_month(audit)) append_changes(page, audit, *past);
  append_summary(page, audit, options);
  for (const char* by : {"office", "case_manager"}) {
    if (options.by != by) append_worst(page, audit, by);
  }
  append_md_attention(page, audit, options.summary_only);
  if (!options.summary_only) {
    append_md_findings(page, audit);
    append_md_problems(page, audit);
  }
  page += fmt::format("\n---\n\nProfile {}, calendar {}, caljobs-audit {}.\n",
                      md_text(audit.run.profile), md_text(audit.run.calendar), audit.run.version);
  out.append(page);
}

}  // namespace audit::reports

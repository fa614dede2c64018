// SPDX-License-Identifier: MIT
// One sheet a case manager, with the columns of the CSV file: what is filled in there can be read
// back by `waivers draft`.
#include "reports/finding_text.hpp"
#include "reports/worklist.hpp"
#include "reports/xlsx_book.hpp"

namespace audit::reports {

namespace {

using findings::Finding;
using findings::Status;

XlsxColumn column_of(WorklistColumn column) {
  using enum WorklistColumn;
  XlsxColumn made{.heading = std::string(worklist_header(column)),
                  .type = XlsxType::text,
                  .width = 14,
                  .wrap = false};
  switch (column) {
    case due:
    case trigger:
    case until:
      made.type = XlsxType::date;
      made.width = 11;
      break;
    case days_left:
    case late_by:
      made.type = XlsxType::number;
      made.width = 9;
      break;
    case what:
    case what_to_do:
      made.width = 48;
      made.wrap = true;
      break;
    case case_manager:
    case rule:
    case office:
    case cite:
    case disposition:
    case reason:
      made.width = 24;
      break;
    default:
      break;
  }
  return made;
}

void add_item(XlsxTable& table, const Worklist& list, const WorkItem& item) {
  const Finding& finding = item.finding;
  table.text(finding.case_manager);
  table.text(findings::show(finding.status));
  table.date(finding.due);
  if (item.days_left) {
    table.number(*item.days_left);
  } else {
    table.blank();
  }
  table.text(item.rule->id);
  table.text(finding.message);
  table.text(finding.remedy);
  table.text(finding.participant);
  table.text(finding.application);
  table.text(finding.table);
  table.text(finding.key);
  table.date(finding.trigger);
  table.number_or_blank(finding.late_by);
  table.text(late_unit(finding));
  table.text(finding.office);
  table.text(item.rule->cite);
  table.text(finding.fingerprint.hex());
  for (size_t i = 0; i < k_worklist_answers; ++i) table.blank();
  if (list.with_names) table.text(finding.participant_name);
  table.end_row();
}

XlsxTable& add_sheet(XlsxBook& book, const Worklist& list, const std::string& name) {
  std::vector<XlsxColumn> columns;
  for (size_t i = 0; i < k_worklist_columns; ++i) {
    columns.push_back(column_of(static_cast<WorklistColumn>(i)));
  }
  if (list.with_names) {
    columns.push_back({.heading = std::string(k_worklist_name_header),
                       .type = XlsxType::text,
                       .width = 24,
                       .wrap = false});
  }
  XlsxTable& table = book.add_table(name, std::move(columns));
  const auto status = static_cast<size_t>(WorklistColumn::status);
  table.colour(status, findings::show(Status::overdue), XlsxTone::bad);
  table.colour(status, findings::show(Status::failed), XlsxTone::bad);
  table.colour(status, findings::show(Status::late), XlsxTone::warn);
  table.colour(status, findings::show(Status::upcoming), XlsxTone::info);
  table.freeze_columns(2);
  return table;
}

}  // namespace

void write_worklist_xlsx(const Worklist& list, const FormatOptions& /*options*/,
                         util::Output& out) {
  XlsxBook book({.title = "Worklist", .as_of = list.audit->run.as_of});
  for (const WorkSection& section : list.sections) {
    XlsxTable& table = add_sheet(book, list, section_name(section));
    for (const WorkItem& item : section.items) add_item(table, list, item);
  }
  if (list.sections.empty()) add_sheet(book, list, "Nothing to do");
  book.write(out);
}

}  // namespace audit::reports

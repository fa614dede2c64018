// SPDX-License-Identifier: MIT
#include "reports/csv_row.hpp"
#include "reports/finding_text.hpp"
#include "reports/worklist.hpp"

namespace audit::reports {

namespace {

using findings::Finding;

/// In the order of k_worklist_headers.
void write_item(CsvRow row, const Worklist& list, const WorkItem& item) {
  const Finding& finding = item.finding;
  row.text(finding.case_manager);
  row.own(findings::show(finding.status));
  row.date(finding.due);
  row.own(item.days_left ? fmt::format("{}", *item.days_left) : std::string{});
  row.text(item.rule->id);
  row.text(finding.message);
  row.text(finding.remedy);
  row.text(finding.participant);
  row.text(finding.application);
  row.text(finding.table);
  row.text(finding.key);
  row.date(finding.trigger);
  row.number(finding.late_by);
  row.own(late_unit(finding));
  row.text(finding.office);
  row.text(item.rule->cite);
  row.own(finding.fingerprint.hex());
  for (size_t i = 0; i < k_worklist_answers; ++i) row.own("");
  if (list.with_names) row.text(finding.participant_name);
  row.end();
}

}  // namespace

void write_worklist_csv(const Worklist& list, const FormatOptions& options, util::Output& out) {
  ByteBuffer text;
  text.put(k_byte_order_mark);
  CsvRow header(text, options.csv_raw);
  for (const std::string_view name : k_worklist_headers) header.own(name);
  if (list.with_names) header.own(k_worklist_name_header);
  header.end();
  for (const WorkSection& section : list.sections) {
    for (const WorkItem& item : section.items) write_item({text, options.csv_raw}, list, item);
  }
  out.append(text.view());
}

}  // namespace audit::reports

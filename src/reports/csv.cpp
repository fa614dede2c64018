// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <string>
#include <vector>

#include "reports/csv_row.hpp"
#include "reports/finding_text.hpp"
#include "reports/formats.hpp"
#include "reports/totals_check.hpp"

namespace audit::reports {

namespace {

using findings::Finding;

constexpr const char* k_header =
    "rule,severity,status,participant,participant_name,application,record_table,record_key,"
    "file,line,trigger,due,met_on,late_by,late_unit,region,office,case_manager,program,"
    "message,remedy,cite,waived,baselined,limited_by,fingerprint\r\n";
constexpr size_t k_flush_bytes = size_t{256} * 1024;

void write_row(CsvRow row, const findings::RuleResult& rule, const Finding& finding,
               const std::string& limited_by) {
  row.text(rule.id);
  row.own(findings::show(rule.severity));
  row.own(findings::show(finding.status));
  row.text(finding.participant);
  row.text(finding.participant_name);
  row.text(finding.application);
  row.text(finding.table);
  row.text(finding.key);
  row.text(finding.file);
  row.number(finding.line);
  row.date(finding.trigger);
  row.date(finding.due);
  row.date(finding.met_on);
  row.number(finding.late_by);
  row.own(late_unit(finding));
  row.text(finding.region);
  row.text(finding.office);
  row.text(finding.case_manager);
  row.text(finding.program);
  row.text(finding.message);
  row.text(finding.remedy);
  row.text(rule.cite);
  row.boolean(finding.waived);
  row.boolean(finding.baselined);
  row.text(limited_by);
  row.own(finding.fingerprint.hex());
  row.end();
}

}  // namespace

void write_csv(const findings::Audit& audit, const FormatOptions& options, util::Output& out) {
  TotalsCheck check(audit);
  std::string buffer = k_byte_order_mark;
  buffer += k_header;
  std::vector<std::string> limited_by;  // of each rule
  for (const findings::RuleResult& rule : audit.rules) {
    limited_by.push_back(fmt::format("{}", fmt::join(rule.limited_by, "; ")));
  }
  for (const Finding& finding : audit.findings) {
    write_row(CsvRow(buffer, options.csv_raw), audit.rules[finding.rule], finding,
              limited_by[finding.rule]);
    check.count(finding);
    if (buffer.size() < k_flush_bytes) continue;
    out.append(buffer);
    buffer.clear();
  }
  out.append(buffer);
  check.finish();
}

}  // namespace audit::reports

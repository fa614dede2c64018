// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "reports/csv_row.hpp"
#include "reports/finding_runs.hpp"
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

/// A rule's own cells, spelt once.
struct OfRule {
  std::string id;
  std::string cite;
  std::string limited_by;
};

std::vector<OfRule> spell_rules(const findings::Audit& audit, bool raw) {
  const auto cell = [raw](std::string_view text) {
    ByteBuffer bytes;
    CsvRow(bytes, raw).text(text);
    return std::string(bytes.view());
  };
  std::vector<OfRule> rules;
  for (const findings::RuleResult& rule : audit.rules) {
    rules.push_back({cell(rule.id), cell(rule.cite),
                     cell(fmt::format("{}", fmt::join(rule.limited_by, "; ")))});
  }
  return rules;
}

void write_record(CsvRow& row, const Finding& finding) {
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
  row.plain(late_unit(finding));
  row.text(finding.region);
  row.text(finding.office);
  row.text(finding.case_manager);
  row.text(finding.program);
  row.text(finding.message);
  row.text(finding.remedy);
}

void write_row(CsvRow row, findings::Severity severity, const OfRule& rule,
               const Finding& finding) {
  row.plain(rule.id);
  row.plain(findings::show(severity));
  row.plain(findings::show(finding.status));
  write_record(row, finding);
  row.plain(rule.cite);
  row.boolean(finding.waived);
  row.boolean(finding.baselined);
  row.plain(rule.limited_by);
  std::array<char, findings::Fingerprint::k_digits> fingerprint{};
  finding.fingerprint.put_hex(fingerprint.data());
  row.plain({fingerprint.data(), fingerprint.size()});
  row.end();
}

}  // namespace

void write_csv(const findings::Audit& audit, const FormatOptions& options, util::Output& out) {
  TotalsCheck check(audit);
  const std::vector<OfRule> rules = spell_rules(audit, options.csv_raw);
  out.append(k_byte_order_mark);
  out.append(k_header);
  const auto write = [&](size_t /*at*/, const Finding& finding, ByteBuffer& bytes) {
    write_row(CsvRow(bytes, options.csv_raw), audit.rules[finding.rule].severity,
              rules[finding.rule], finding);
  };
  write_findings(audit, options.threads, write, check, out);
  check.finish();
}

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
#include "reports/finding_json.hpp"
#include "reports/finding_runs.hpp"
#include "reports/formats.hpp"
#include "reports/json_fields.hpp"
#include "reports/json_part.hpp"
#include "reports/json_writer.hpp"
#include "reports/report_schema.hpp"
#include "reports/totals_check.hpp"

namespace audit::reports {

namespace {

using findings::Audit;
using findings::Finding;
using findings::Status;
using findings::Tally;

void nullable_field(JsonWriter& json, std::string_view name, std::string_view value) {
  json.key(name);
  json.text_or_null(value);
}

void status_field(JsonWriter& json, const Tally& tally, Status status) {
  number_field(json, findings::show(status), tally.of(status));
}

void rate_field(JsonWriter& json, const Tally& tally) {
  json.key("rate");
  json.real_or_null(tally.rate());
}

void write_run(JsonWriter& json, const findings::Run& run) {
  json.line(2);
  json.key("tool");
  json.begin_object();
  text_field(json, "name", "caljobs-audit");
  text_field(json, "version", run.version);
  json.end_object();

  json.line(2);
  json.key("run");
  json.begin_object();
  text_field(json, "as_of", calendar::iso(run.as_of));
  nullable_field(json, "profile", run.profile);
  nullable_field(json, "calendar", run.calendar);
  nullable_field(json, "remind", run.remind);
  json.line(4);  // what differs between two equal runs stands on this line alone
  nullable_field(json, "started_at", run.started_at);
  json.key("seconds");
  json.real(run.seconds);
  json.line(4);
  nullable_field(json, "period", run.period);
  nullable_field(json, "rules_digest", run.rules_digest);
  json.end_object();
}

void write_input(JsonWriter& json, const model::InputFile& input) {
  text_field(json, "path", input.path);
  nullable_field(json, "table", input.table);
  number_field(json, "rows", input.rows);
  number_field(json, "accepted", input.accepted);
  number_field(json, "rejected", input.rejected);
  number_field(json, "ignored", input.ignored);
  number_field(json, "lines_ignored", input.lines_ignored);
  nullable_field(json, "digest", input.digest);
}

void write_rule(JsonWriter& json, const findings::RuleResult& rule) {
  text_field(json, "id", rule.id);
  text_field(json, "title", rule.title);
  text_field(json, "severity", findings::show(rule.severity));
  nullable_field(json, "cite", rule.cite);
  json.key("evaluated");
  json.boolean(rule.skipped_because.empty());
  nullable_field(json, "skipped_because", rule.skipped_because);
  json.key("limited_by");
  json.begin_array();
  for (const std::string& name : rule.limited_by) json.text(name);
  json.end_array();
  number_field(json, "obligations", rule.tally.obligations());
  for (const Status status : {Status::met, Status::late, Status::overdue, Status::failed,
                              Status::upcoming, Status::pending}) {
    status_field(json, rule.tally, status);
  }
  number_field(json, "waived", rule.tally.waived);
  number_field(json, "baselined", rule.tally.baselined);
  rate_field(json, rule.tally);
}

void write_findings_field(JsonWriter& json, const Audit& audit, unsigned threads,
                          TotalsCheck& check, util::Output& out) {
  json.line(2);
  json.key("findings");
  json.begin_array();
  json.flush();
  const FindingJson rendered(audit);
  const auto write = [&](size_t at, const Finding& finding, ByteBuffer& bytes) {
    if (at > 0) bytes.put(',');
    bytes.words("\n    ");
    rendered.append(finding, bytes);
  };
  write_findings(audit, threads, write, check, out);
  if (!audit.findings.empty()) json.line(2);
  json.end_array();
}

void write_problem(JsonWriter& json, const model::DataProblem& problem) {
  nullable_field(json, "file", problem.file);
  json.key("line");
  json.number_or_null(problem.line);
  nullable_field(json, "column", problem.column);
  text_field(json, "problem", problem.problem);
  json.key("row_rejected");
  json.boolean(problem.row_rejected);
  json.key("count");
  if (problem.count > 1) {
    json.number(problem.count);
  } else {
    json.null();
  }
}

void write_totals(JsonWriter& json, const Tally& totals) {
  json.line(2);
  json.key("totals");
  json.begin_object();
  number_field(json, "obligations", totals.obligations());
  number_field(json, "violations", totals.violations());
  status_field(json, totals, Status::upcoming);
  number_field(json, "waived", totals.waived);
  number_field(json, "baselined", totals.baselined);
  rate_field(json, totals);
  json.end_object();
}

void write_group(JsonWriter& json, const findings::Group& group) {
  text_field(json, "by", group.by);
  nullable_field(json, "name", group.name);
  number_field(json, "obligations", group.tally.obligations());
  for (const Status status :
       {Status::met, Status::late, Status::overdue, Status::failed, Status::upcoming}) {
    status_field(json, group.tally, status);
  }
  number_field(json, "waived", group.tally.waived);
  rate_field(json, group.tally);
}

void write_waiver(JsonWriter& json, const findings::WaiverUse& waiver) {
  text_field(json, "rule", waiver.rule);
  text_field(json, "until", waiver.until);
  text_field(json, "state", findings::show(waiver.state));
  number_field(json, "matched", waiver.matched);
}

void write_warning(JsonWriter& json, const model::InputWarning& warning) {
  text_field(json, "code", warning.code);
  nullable_field(json, "file", warning.file);
  nullable_field(json, "table", warning.table);
  text_field(json, "text", warning.text);
}

}  // namespace

void write_json(const Audit& audit, const FormatOptions& options, util::Output& out) {
  JsonWriter json(out);
  TotalsCheck check(audit);
  json.begin_object();
  json.line(2);
  text_field(json, "schema", k_report_schema);
  write_run(json, audit.run);
  list_field(json, 2, "inputs", audit.inputs, [&](const auto& input) { write_input(json, input); });
  list_field(json, 2, "rules", audit.rules, [&](const auto& rule) { write_rule(json, rule); });
  write_findings_field(json, audit, options.threads, check, out);
  list_field(json, 2, "data_problems", audit.problems,
             [&](const auto& p) { write_problem(json, p); });
  write_totals(json, audit.totals);
  list_field(json, 2, "groups", audit.groups, [&](const auto& group) { write_group(json, group); });
  list_field(json, 2, "waivers", audit.waivers,
             [&](const auto& waiver) { write_waiver(json, waiver); });
  list_field(json, 2, "warnings", audit.warnings, [&](const auto& w) { write_warning(json, w); });
  if (options.part != nullptr) write_part(json, audit, *options.part);
  json.line(0);
  json.end_object();
  json.end_document();
  json.flush();
  check.finish();
}

void write_ndjson(const Audit& audit, const FormatOptions& options, util::Output& out) {
  TotalsCheck check(audit);
  const FindingJson rendered(audit);
  const auto write = [&](size_t /*at*/, const Finding& finding, ByteBuffer& bytes) {
    rendered.append(finding, bytes);
    bytes.put('\n');
  };
  write_findings(audit, options.threads, write, check, out);
  check.finish();
}

}  // namespace audit::reports

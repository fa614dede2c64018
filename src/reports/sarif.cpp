// SPDX-License-Identifier: MIT
// SARIF 2.1.0 (OASIS), for code-scanning viewers.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/finding_text.hpp"
#include "reports/formats.hpp"
#include "reports/json_writer.hpp"
#include "reports/sarif_text.hpp"
#include "reports/summary.hpp"
#include "reports/totals_check.hpp"

namespace audit::reports {

namespace {

using findings::Audit;
using findings::Finding;
using findings::RuleResult;
using findings::Severity;
using findings::Status;
using findings::Tally;

// Viewers show 5,000 results of a run and say nothing of the rest (and refuse a file with more than
// 25,000): so a file never holds more than are shown.
constexpr size_t k_most_results = 5000;

constexpr const char* k_sarif_schema = "https://json.schemastore.org/sarif-2.1.0.json";

const char* level_of(Severity severity) {
  if (severity == Severity::error) return "error";
  return severity == Severity::warning ? "warning" : "note";
}

class SarifFile {
 public:
  SarifFile(const Audit& audit, util::Output& out) : audit_(&audit), json_(out), check_(audit) {}
  void write();

 private:
  const Audit* audit_;
  JsonWriter json_;
  TotalsCheck check_;

  void field(std::string_view name, std::string_view value) {
    json_.key(name);
    json_.text(value);
  }
  void field_if_any(std::string_view name, std::string_view value) {
    if (!value.empty()) field(name, value);
  }
  void count(std::string_view name, uint64_t value) {
    json_.key(name);
    json_.number(value);
  }
  void message(std::string_view name, std::string_view text) {
    json_.key(name);
    json_.begin_object();
    field("text", text);
    json_.end_object();
  }

  void write_driver();
  void write_rule(const RuleResult& rule);
  void write_invocation();
  void write_notification(const char* level, std::string_view text, const RuleResult* rule);
  void write_run_properties();
  void write_results();
  void begin_result(const RuleResult& rule, const char* level, std::string_view text);
  void write_location(const Finding& finding);
  void write_fingerprints(std::string_view fingerprint);
  void write_marks(bool waived, bool baselined);
  void write_finding(const Finding& finding);
  void write_finding_properties(const Finding& finding);
  void write_rest(const RuleFindings& of, size_t listed);
};

void SarifFile::write() {
  json_.begin_object();
  json_.line(2);
  field("$schema", k_sarif_schema);
  json_.line(2);
  field("version", "2.1.0");
  json_.line(2);
  json_.key("runs");
  json_.begin_array();
  json_.begin_object();
  write_driver();
  write_invocation();
  json_.line(4);
  json_.key("automationDetails");
  json_.begin_object();
  field("id", fmt::format("caljobs-audit/{}/", uri_of(audit_->run.profile)));
  json_.end_object();
  json_.line(4);
  field("columnKind", "unicodeCodePoints");
  write_results();
  write_run_properties();
  json_.line(2);
  json_.end_object();
  json_.end_array();
  json_.line(0);
  json_.end_object();
  json_.end_document();
  json_.flush();
  check_.finish();
}

void SarifFile::write_driver() {
  json_.line(4);
  json_.key("tool");
  json_.begin_object();
  json_.key("driver");
  json_.begin_object();
  field("name", "caljobs-audit");
  field("version", audit_->run.version);
  json_.line(6);
  json_.key("rules");
  json_.begin_array();
  for (const RuleResult& rule : audit_->rules) write_rule(rule);
  if (!audit_->rules.empty()) json_.line(6);
  json_.end_array();
  json_.end_object();
  json_.end_object();
}

void SarifFile::write_rule(const RuleResult& rule) {
  json_.line(8);
  json_.begin_object();
  field("id", rule.id);
  message("shortDescription", sarif_text(rule.title));
  if (!rule.cite.empty()) message("help", sarif_text(rule.cite));
  json_.key("defaultConfiguration");
  json_.begin_object();
  field("level", level_of(rule.severity));
  json_.end_object();
  json_.key("properties");
  json_.begin_object();
  field_if_any("table", rule.table);
  json_.key("evaluated");
  json_.boolean(rule.skipped_because.empty());
  count("obligations", rule.tally.obligations());
  count("violations", rule.tally.violations());
  count("upcoming", rule.tally.of(Status::upcoming));
  count("waived", rule.tally.waived);
  count("baselined", rule.tally.baselined);
  count("fell_due", fell_due(rule.tally));
  json_.key("rate");
  json_.real_or_null(rule.tally.rate());
  json_.end_object();
  json_.end_object();
}

/// What was not checked: a viewer shows it with the run.
void SarifFile::write_invocation() {
  json_.line(4);
  json_.key("invocations");
  json_.begin_array();
  json_.begin_object();
  json_.key("executionSuccessful");
  json_.boolean(unaudited_inputs(*audit_).empty() && !audit_->unaudited_input);
  json_.line(6);
  json_.key("toolExecutionNotifications");
  json_.begin_array();
  for (const model::InputFile* input : unaudited_inputs(*audit_)) {
    write_notification("error", input->path + ": not audited", nullptr);
  }
  for (const model::InputFile* input : empty_inputs(*audit_)) {
    write_notification("error", input->path + ": " + why_empty(*input), nullptr);
  }
  if (audit_->unaudited_input && unaudited_inputs(*audit_).empty()) {
    write_notification("error", "some of the input was not audited", nullptr);
  }
  for (const RuleResult& rule : audit_->rules) {
    if (rule.skipped_because.empty()) continue;
    write_notification("warning", "not checked: " + rule.skipped_because, &rule);
  }
  for (const model::InputWarning& warning : audit_->warnings) {
    const std::string& of = warning.file.empty() ? warning.table : warning.file;
    write_notification("warning", of + (of.empty() ? "" : ": ") + warning.text, nullptr);
  }
  json_.end_array();
  json_.end_object();
  json_.end_array();
}

void SarifFile::write_notification(const char* level, std::string_view text,
                                   const RuleResult* rule) {
  json_.line(8);
  json_.begin_object();
  field("level", level);
  message("message", sarif_text(text));
  if (rule != nullptr) {
    json_.key("associatedRule");
    json_.begin_object();
    field("id", rule->id);
    count("index", static_cast<uint64_t>(rule - audit_->rules.data()));
    json_.end_object();
  }
  json_.end_object();
}

void SarifFile::write_run_properties() {
  const Tally& totals = audit_->totals;
  json_.line(4);
  json_.key("properties");
  json_.begin_object();
  field("as_of", calendar::iso(audit_->run.as_of));
  field_if_any("period", audit_->run.period);
  field("profile", audit_->run.profile);
  field_if_any("rules_digest", audit_->run.rules_digest);
  count("obligations", totals.obligations());
  count("violations", totals.violations());
  count("upcoming", totals.of(Status::upcoming));
  count("waived", totals.waived);
  count("baselined", totals.baselined);
  json_.key("rate");
  json_.real_or_null(totals.rate());
  json_.end_object();
}

void SarifFile::write_results() {
  const std::vector<RuleFindings> by_rule = findings_by_rule(*audit_);
  std::vector<size_t> counts;
  for (const RuleFindings& of : by_rule) counts.push_back(of.end - of.begin);
  // Where not all fit, there is room for one summarising result a rule.
  const bool all_fit = audit_->findings.size() <= k_most_results;
  const size_t kept = std::min(by_rule.size(), k_most_results);
  const auto shares = share_out(counts, all_fit ? k_most_results : k_most_results - kept);
  json_.line(4);
  json_.key("results");
  json_.begin_array();
  for (size_t i = 0; i < by_rule.size(); ++i) {
    for (size_t n = 0; n < shares[i]; ++n) write_finding(audit_->findings[by_rule[i].begin + n]);
    if (shares[i] < counts[i]) write_rest(by_rule[i], shares[i]);
  }
  if (!audit_->findings.empty()) json_.line(4);
  json_.end_array();
}

void SarifFile::begin_result(const RuleResult& rule, const char* level, std::string_view text) {
  json_.line(6);
  json_.begin_object();
  field("ruleId", rule.id);
  count("ruleIndex", static_cast<uint64_t>(&rule - audit_->rules.data()));
  field("level", level);
  message("message", sarif_text(text));
}

/// The record's line in its file; the first file of its table where the record is of none.
void SarifFile::write_location(const Finding& finding) {
  std::string file(finding.file);
  if (file.empty()) {
    const auto of_table =
        std::ranges::find(audit_->inputs, finding.table, &model::InputFile::table);
    if (of_table != audit_->inputs.end()) file = of_table->path;
  }
  json_.key("locations");
  json_.begin_array();
  json_.begin_object();
  if (!file.empty()) {
    json_.key("physicalLocation");
    json_.begin_object();
    json_.key("artifactLocation");
    json_.begin_object();
    field("uri", uri_of(file));
    if (!file.starts_with('/')) field("uriBaseId", "%SRCROOT%");
    json_.end_object();
    if (finding.line != 0) {
      json_.key("region");
      json_.begin_object();
      count("startLine", finding.line);
      json_.end_object();
    }
    json_.end_object();
  }
  json_.key("logicalLocations");
  json_.begin_array();
  json_.begin_object();
  field_if_any("name", finding.key);
  field("fullyQualifiedName", fmt::format("{}/{}", finding.table, finding.key));
  field("kind", "record");
  json_.end_object();
  json_.end_array();
  json_.end_object();
  json_.end_array();
}

void SarifFile::write_fingerprints(std::string_view fingerprint) {
  for (const char* kind : {"fingerprints", "partialFingerprints"}) {
    json_.key(kind);
    json_.begin_object();
    field("caljobsAudit/v1", fingerprint);
    json_.end_object();
  }
}

/// `suppressions` stands with every result as soon as one has it, as the standard wants it; so does
/// `baselineState`.
void SarifFile::write_marks(bool waived, bool baselined) {
  if (audit_->totals.waived > 0) {
    json_.key("suppressions");
    json_.begin_array();
    if (waived) {
      json_.begin_object();
      field("kind", "external");
      field("status", "accepted");
      field("justification", "waived");
      json_.end_object();
    }
    json_.end_array();
  }
  if (audit_->totals.baselined > 0) field("baselineState", baselined ? "unchanged" : "new");
}

void SarifFile::write_finding(const Finding& finding) {
  const RuleResult& rule = audit_->rules[finding.rule];
  const char* level =
      findings::is_violation(finding.status) ? level_of(rule.severity) : level_of(Severity::info);
  std::string text = fmt::format("{}: {}", findings::show(finding.status), finding.message);
  if (!finding.remedy.empty()) text.append(" → ").append(finding.remedy);
  begin_result(rule, level, text);
  write_location(finding);
  write_fingerprints(finding.fingerprint.hex());
  write_marks(finding.waived, finding.baselined);
  write_finding_properties(finding);
  json_.end_object();
  check_.count(finding);
}

void SarifFile::write_finding_properties(const Finding& finding) {
  json_.key("properties");
  json_.begin_object();
  field("status", findings::show(finding.status));
  field_if_any("participant", finding.participant);
  field_if_any("participant_name", finding.participant_name);
  field_if_any("application", finding.application);
  field_if_any("trigger", date_text(finding.trigger));
  field_if_any("due", date_text(finding.due));
  field_if_any("met_on", date_text(finding.met_on));
  if (finding.late_by != 0) {
    count("late_by", static_cast<uint64_t>(finding.late_by));
    field("late_unit", late_unit(finding));
  }
  field_if_any("region", finding.region);
  field_if_any("office", finding.office);
  field_if_any("case_manager", finding.case_manager);
  field_if_any("program", finding.program);
  json_.end_object();
}

/// One result for all findings of a rule past the first `listed`.
void SarifFile::write_rest(const RuleFindings& of, size_t listed) {
  Tally rest;
  bool all_waived = true;
  for (size_t i = of.begin + listed; i < of.end; ++i) {
    const Finding finding = audit_->findings[i];
    rest.add(finding.status, finding.waived, finding.baselined);
    all_waived = all_waived && finding.waived;
    check_.count(finding);
  }
  const size_t count_of_rest = of.end - of.begin - listed;
  const Finding first = audit_->findings[of.begin + listed];
  const bool violations = rest.violations() > 0;
  begin_result(
      *of.rule, violations ? level_of(of.rule->severity) : level_of(Severity::info),
      fmt::format("{} of this rule: {}. They are not listed here, since viewers show at most {} "
                  "results; the whole list is what the same audit writes with -o report.csv, "
                  "report.xlsx or report.json.",
                  counted(count_of_rest, "more finding"), statuses_text(rest),
                  grouped(k_most_results)));
  write_location(first);
  write_fingerprints("more:" + of.rule->id);
  write_marks(all_waived, rest.baselined == count_of_rest);
  json_.key("properties");
  json_.begin_object();
  count("summarises", count_of_rest);
  for (const Status status : {Status::late, Status::overdue, Status::failed, Status::upcoming}) {
    count(findings::show(status), rest.of(status));
  }
  count("waived", rest.waived);
  count("baselined", rest.baselined);
  json_.end_object();
  json_.end_object();
}

}  // namespace

void write_sarif(const Audit& audit, const FormatOptions& /*options*/, util::Output& out) {
  SarifFile(audit, out).write();
}

}  // namespace audit::reports

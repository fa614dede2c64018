// SPDX-License-Identifier: MIT
#include "reports/json_part.hpp"

#include <string>
#include <string_view>

#include "reports/json_fields.hpp"

namespace audit::reports {

namespace {

using findings::Status;

void truth_field(JsonWriter& json, std::string_view name, bool value) {
  json.key(name);
  json.boolean(value);
}

void texts_field(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name);
  json.begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

void write_lists(JsonWriter& json, const findings::Audit& audit) {
  list_field(json, 4, "inputs", audit.inputs, [&](const model::InputFile& input) {
    text_field(json, "encoding", input.encoding);
    text_field(json, "delimiter", std::string(1, input.delimiter));
    number_field(json, "header_line", input.header_line);
    number_field(json, "bytes", input.bytes);
    truth_field(json, "audited", input.audited);
  });
  list_field(json, 4, "rules", audit.rules, [&](const findings::RuleResult& rule) {
    json.key("table");
    json.text_or_null(rule.table);
    truth_field(json, "in_business_days", rule.in_business_days);
    texts_field(json, "absent", rule.absent);
  });
  list_field(json, 4, "groups", audit.groups, [&](const findings::Group& group) {
    number_field(json, "pending", group.tally.of(Status::pending));
    number_field(json, "baselined", group.tally.baselined);
  });
  list_field(json, 4, "findings", audit.findings, [&](const findings::Finding& finding) {
    number_field(json, "paused_days", static_cast<uint64_t>(finding.paused_days));
    number_field(json, "counted_days", static_cast<uint64_t>(finding.counted_days));
    json.key("program");
    json.text_or_null(finding.program);
  });
  list_field(json, 4, "data_problems", audit.problems,
             [&](const model::DataProblem& problem) { text_field(json, "kind", problem.kind); });
  list_field(json, 4, "waivers", audit.waivers, [&](const findings::WaiverUse& waiver) {
    text_field(json, "reason", waiver.reason);
    text_field(json, "approved_by", waiver.approved_by);
    text_field(json, "covers", waiver.subject);
    number_field(json, "lapsed", waiver.lapsed);
    text_field(json, "note", waiver.note);
  });
  list_field(json, 4, "days_off", audit.days_off, [&](const findings::DayOff& day) {
    json.key("date");
    json.date_or_null(day.date);
    text_field(json, "name", day.name);
  });
}

}  // namespace

void write_part(JsonWriter& json, const findings::Audit& audit, const findings::Part& part) {
  json.line(2);
  json.key("part");
  json.begin_object();
  json.line(4);
  number_field(json, "number", part.number);
  number_field(json, "of", part.of);
  text_field(json, "whole", part.whole);
  text_field(json, "fail_on", part.fail_on);
  texts_field(json, "shortcomings", part.shortcomings);
  truth_field(json, "unaudited_input", audit.unaudited_input);
  write_lists(json, audit);
  json.end_object();
}

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
#include "reports/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "reports/report_schema.hpp"
#include "reports/totals_check.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

using Json = nlohmann::json;
using findings::Status;

constexpr int k_list_depth = 2;  // of an element of one of the report's lists

/// What the file holds is no report; becomes the Fatal's text.
class Unfit : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string text_of(const Json& json, const char* key) {
  const Json& value = json.at(key);
  return value.is_null() ? std::string() : value.get<std::string>();
}

template <typename Number>
Number number_of(const Json& json, const char* key) {
  const Json& value = json.at(key);
  if (value.is_null()) return Number{};
  if (!value.is_number_integer()) throw Unfit(fmt::format("{} is no whole number", key));
  return value.get<Number>();
}

int32_t date_of(const Json& json, const char* key) {
  const std::string text = text_of(json, key);
  if (text.empty()) return calendar::k_no_date;
  const auto date = calendar::parse_iso(text);
  if (!date) throw Unfit(fmt::format("{} is no date", key));
  return date->days;
}

Status status_of(const std::string& text) {
  for (int i = 0; i < findings::k_statuses; ++i) {
    if (text == findings::show(static_cast<Status>(i))) return static_cast<Status>(i);
  }
  throw Unfit(fmt::format("there is no status '{}'", util::visible(text)));
}

findings::Severity severity_of(const std::string& text) {
  using findings::Severity;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
    if (text == findings::show(severity)) return severity;
  }
  throw Unfit(fmt::format("there is no severity '{}'", util::visible(text)));
}

findings::WaiverUse::State state_of(const std::string& text) {
  using State = findings::WaiverUse::State;
  for (const State state : {State::used, State::unmatched, State::expired, State::expiring}) {
    if (text == findings::show(state)) return state;
  }
  throw Unfit(fmt::format("a waiver cannot be '{}'", util::visible(text)));
}

findings::Tally tally_of(const Json& json) {
  findings::Tally tally;
  for (int i = 0; i < findings::k_statuses; ++i) {
    const char* const name = findings::show(static_cast<Status>(i));
    if (json.contains(name)) {
      tally.by_status[static_cast<size_t>(i)] = number_of<uint64_t>(json, name);
    }
  }
  tally.waived = number_of<uint64_t>(json, "waived");
  if (json.contains("baselined")) tally.baselined = number_of<uint64_t>(json, "baselined");
  return tally;
}

model::InputFile input_of(const Json& json) {
  model::InputFile input;
  input.path = text_of(json, "path");
  input.table = text_of(json, "table");
  input.rows = number_of<uint64_t>(json, "rows");
  input.accepted = number_of<uint64_t>(json, "accepted");
  input.rejected = number_of<uint64_t>(json, "rejected");
  input.ignored = number_of<uint64_t>(json, "ignored");
  input.lines_ignored = number_of<uint64_t>(json, "lines_ignored");
  input.digest = text_of(json, "digest");
  return input;
}

findings::RuleResult rule_of(const Json& json) {
  findings::RuleResult rule;
  rule.id = text_of(json, "id");
  rule.title = text_of(json, "title");
  rule.severity = severity_of(text_of(json, "severity"));
  rule.cite = text_of(json, "cite");
  rule.skipped_because = text_of(json, "skipped_because");
  json.at("limited_by").get_to(rule.limited_by);
  rule.tally = tally_of(json);
  return rule;
}

findings::Fingerprint fingerprint_of(const Json& json) {
  const auto print = findings::parse_fingerprint(text_of(json, "fingerprint"));
  if (!print) throw Unfit("a fingerprint is not 32 hex digits");
  return *print;
}

/// All but the rule, which is known once all is read. A view of `texts`.
findings::Finding finding_of(const Json& json, findings::Texts& texts) {
  const auto text_of = [&texts](const Json& object, const char* key) {
    return texts[texts.add(reports::text_of(object, key))];
  };
  findings::Finding finding;
  finding.status = status_of(std::string(text_of(json, "status")));
  finding.participant = text_of(json, "participant");
  finding.application = text_of(json, "application");
  const Json& record = json.at("record");
  finding.table = text_of(record, "table");
  finding.key = text_of(record, "key");
  finding.file = text_of(record, "file");
  finding.line = number_of<uint32_t>(record, "line");
  finding.trigger = date_of(json, "trigger");
  finding.due = date_of(json, "due");
  finding.met_on = date_of(json, "met_on");
  finding.late_by = number_of<int32_t>(json, "late_by");
  finding.late_in_business_days = text_of(json, "late_unit") == "business days";
  finding.region = text_of(json, "region");
  finding.office = text_of(json, "office");
  finding.case_manager = text_of(json, "case_manager");
  finding.participant_name = text_of(json, "participant_name");
  finding.message = text_of(json, "message");
  finding.remedy = text_of(json, "remedy");
  finding.waived = json.at("waived").get<bool>();
  finding.baselined = json.at("baselined").get<bool>();
  finding.fingerprint = fingerprint_of(json);
  return finding;
}

model::DataProblem problem_of(const Json& json) {
  model::DataProblem problem;
  problem.file = text_of(json, "file");
  problem.line = number_of<uint32_t>(json, "line");
  problem.column = text_of(json, "column");
  problem.problem = text_of(json, "problem");
  problem.row_rejected = json.at("row_rejected").get<bool>();
  if (!json.at("count").is_null()) problem.count = number_of<uint64_t>(json, "count");
  return problem;
}

findings::WaiverUse waiver_of(const Json& json) {
  findings::WaiverUse waiver;
  waiver.rule = text_of(json, "rule");
  waiver.until = text_of(json, "until");
  waiver.state = state_of(text_of(json, "state"));
  waiver.matched = number_of<uint64_t>(json, "matched");
  return waiver;
}

findings::Run run_of(const Json& report) {
  const Json& json = report.at("run");
  findings::Run run;
  run.version = text_of(report.at("tool"), "version");
  const int32_t as_of = date_of(json, "as_of");
  if (as_of == calendar::k_no_date) throw Unfit("as_of is no date");
  run.as_of = calendar::Date{as_of};
  run.profile = text_of(json, "profile");
  run.calendar = text_of(json, "calendar");
  run.remind = text_of(json, "remind");
  run.period = text_of(json, "period");
  run.started_at = text_of(json, "started_at");
  run.seconds = json.at("seconds").get<double>();
  run.rules_digest = text_of(json, "rules_digest");
  return run;
}

/// Takes the lists' elements while the text is parsed and leaves the rest to a small document.
class Reader {
 public:
  ReadReport read(std::istream& file);

 private:
  bool take(int depth, Json::parse_event_t event, Json& parsed);
  void take_element(const Json& json);
  void settle_rules();
  void settle_part(const Json& json);
  void settle_findings(const Json& findings);
  void settle_waivers(const Json& waivers);

  std::string section_;
  ReadReport report_;
  std::vector<std::string> rule_ids_;  // of the findings
};

bool Reader::take(int depth, Json::parse_event_t event, Json& parsed) {
  if (event == Json::parse_event_t::key && depth == 1) section_ = parsed.get<std::string>();
  if (event != Json::parse_event_t::object_end || depth != k_list_depth) return true;
  static constexpr std::array<std::string_view, 7> k_lists = {
      "inputs", "rules", "findings", "data_problems", "groups", "waivers", "warnings"};
  if (std::find(k_lists.begin(), k_lists.end(), section_) == k_lists.end()) return true;
  take_element(parsed);
  return false;
}

void Reader::take_element(const Json& json) {
  findings::Audit& audit = report_.audit;
  if (section_ == "findings") {
    audit.findings.push_back(finding_of(json, audit.findings.texts()));
    rule_ids_.push_back(text_of(json, "rule"));
  } else if (section_ == "inputs") {
    audit.inputs.push_back(input_of(json));
  } else if (section_ == "rules") {
    audit.rules.push_back(rule_of(json));
  } else if (section_ == "data_problems") {
    audit.problems.push_back(problem_of(json));
  } else if (section_ == "groups") {
    audit.groups.push_back({text_of(json, "by"), text_of(json, "name"), tally_of(json)});
  } else if (section_ == "waivers") {
    audit.waivers.push_back(waiver_of(json));
  } else {
    audit.warnings.push_back({text_of(json, "code"), text_of(json, "file"), text_of(json, "table"),
                              text_of(json, "text")});
  }
}

void Reader::settle_rules() {
  findings::Audit& audit = report_.audit;
  std::map<std::string, uint32_t> by_id;
  for (uint32_t i = 0; i < audit.rules.size(); ++i) by_id[audit.rules[i].id] = i;
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    const auto rule = by_id.find(rule_ids_[i]);
    if (rule == by_id.end()) {
      throw Unfit(
          fmt::format("it does not list rule '{}' of a finding", util::visible(rule_ids_[i])));
    }
    audit.findings.change(i, [&](findings::Finding& finding) { finding.rule = rule->second; });
    audit.rules[rule->second].table = audit.findings[i].table;
  }
  for (const findings::RuleResult& rule : audit.rules) {
    for (int i = 0; i < findings::k_statuses; ++i) {
      audit.totals.by_status[static_cast<size_t>(i)] +=
          rule.tally.by_status[static_cast<size_t>(i)];
    }
    audit.totals.waived += rule.tally.waived;
    audit.totals.baselined += rule.tally.baselined;
  }
}

/// `list` of the part's fields, which must go with `count` of the report's.
const Json& list_of(const Json& json, const char* name, size_t count) {
  const Json& list = json.at(name);
  if (!list.is_array() || list.size() != count) {
    throw Unfit(fmt::format("its part does not go with its {}", name));
  }
  return list;
}

void Reader::settle_part(const Json& json) {
  findings::Audit& audit = report_.audit;
  findings::Part part;
  part.number = number_of<uint32_t>(json, "number");
  part.of = number_of<uint32_t>(json, "of");
  part.whole = text_of(json, "whole");
  part.fail_on = text_of(json, "fail_on");
  json.at("shortcomings").get_to(part.shortcomings);
  audit.unaudited_input = json.at("unaudited_input").get<bool>();
  const Json& inputs = list_of(json, "inputs", audit.inputs.size());
  for (size_t i = 0; i < inputs.size(); ++i) {
    model::InputFile& input = audit.inputs[i];
    input.encoding = text_of(inputs[i], "encoding");
    const std::string delimiter = text_of(inputs[i], "delimiter");
    input.delimiter = delimiter.empty() ? ',' : delimiter.front();
    input.header_line = number_of<uint32_t>(inputs[i], "header_line");
    input.bytes = number_of<uint64_t>(inputs[i], "bytes");
    input.audited = inputs[i].at("audited").get<bool>();
  }
  const Json& rules = list_of(json, "rules", audit.rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    audit.rules[i].table = text_of(rules[i], "table");
    audit.rules[i].in_business_days = rules[i].at("in_business_days").get<bool>();
    rules[i].at("absent").get_to(audit.rules[i].absent);
  }
  const Json& groups = list_of(json, "groups", audit.groups.size());
  for (size_t i = 0; i < groups.size(); ++i) {
    findings::Tally& tally = audit.groups[i].tally;
    tally.by_status[static_cast<size_t>(Status::pending)] =
        number_of<uint64_t>(groups[i], "pending");
    tally.baselined = number_of<uint64_t>(groups[i], "baselined");
  }
  settle_findings(list_of(json, "findings", audit.findings.size()));
  const Json& problems = list_of(json, "data_problems", audit.problems.size());
  for (size_t i = 0; i < problems.size(); ++i)
    audit.problems[i].kind = text_of(problems[i], "kind");
  settle_waivers(list_of(json, "waivers", audit.waivers.size()));
  for (const Json& day : json.at("days_off")) {
    audit.days_off.push_back({date_of(day, "date"), text_of(day, "name")});
  }
  report_.part = std::move(part);
  // Now it has all that a format writes, and the formats take a difference for a bug of ours.
  TotalsCheck totals(audit);
  for (const findings::Finding& finding : audit.findings) totals.count(finding);
  if (!totals.holds()) {
    throw Unfit("its counts do not go with its findings; it was changed after it was written");
  }
}

void Reader::settle_findings(const Json& findings) {
  findings::Audit& audit = report_.audit;
  for (size_t i = 0; i < findings.size(); ++i) {
    const std::string program = text_of(findings[i], "program");
    audit.findings.change(i, [&](findings::Finding& finding) {
      finding.paused_days = number_of<int32_t>(findings[i], "paused_days");
      finding.counted_days = number_of<int32_t>(findings[i], "counted_days");
      finding.program = program;
      // The unit of a lateness that is none is not in the report; it is the rule's.
      finding.late_in_business_days = audit.rules[finding.rule].in_business_days;
    });
  }
}

void Reader::settle_waivers(const Json& waivers) {
  findings::Audit& audit = report_.audit;
  for (size_t i = 0; i < waivers.size(); ++i) {
    audit.waivers[i].reason = text_of(waivers[i], "reason");
    audit.waivers[i].approved_by = text_of(waivers[i], "approved_by");
    audit.waivers[i].subject = text_of(waivers[i], "covers");
    audit.waivers[i].lapsed = number_of<uint64_t>(waivers[i], "lapsed");
    audit.waivers[i].note = text_of(waivers[i], "note");
  }
}

ReadReport Reader::read(std::istream& file) {
  const Json json = Json::parse(file, [this](int depth, Json::parse_event_t event, Json& parsed) {
    return take(depth, event, parsed);
  });
  if (!json.is_object() || json.value("schema", "") != k_report_schema) {
    throw Unfit(fmt::format("it is no JSON report of this program ({})", k_report_schema));
  }
  report_.audit.run = run_of(json);
  for (const char* list : {"inputs", "rules", "findings", "data_problems", "groups"}) {
    if (!json.contains(list)) throw Unfit(fmt::format("it lacks the list '{}'", list));
  }
  settle_rules();
  if (json.contains("part")) settle_part(json.at("part"));
  return std::move(report_);
}

util::Fatal refusal(const std::string& name, const std::string& why) {
  return {util::ExitCode::usage,
          fmt::format("report '{}' cannot be used: {}", util::visible(name), why)};
}

ReadReport read_stream(std::istream& stream, const std::string& name) {
  try {
    return Reader().read(stream);
  } catch (const Unfit& unfit) {
    throw refusal(name, unfit.what());
  } catch (const std::ios_base::failure&) {
    throw refusal(name, "it cannot be read to its end");
  } catch (const nlohmann::json::parse_error&) {
    throw refusal(name, "it is no JSON, or not whole");
  } catch (const nlohmann::json::exception&) {
    throw refusal(name, "it is no JSON report of this program, or a field of it has been changed");
  }
}

}  // namespace

ReadReport read_report(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw refusal(path, "it cannot be read");
  return read_stream(file, path);
}

ReadReport read_report_text(const std::string& text, const std::string& name) {
  std::istringstream stream(text);
  return read_stream(stream, name);
}

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "reports/format.hpp"
#include "reports/json_writer.hpp"
#include "sample_audit.hpp"
#include "util/fatal.hpp"

using namespace audit;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

std::string written(const char* format, const findings::Audit& audit) {
  util::StringOutput out;
  reports::find_format(format)->write(audit, {}, out);
  return out.text();
}

bool is_of_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return type == "null" && value.is_null();
}

/// The keywords of JSON Schema that rules/report.schema.json uses, and no others.
void validate(const json& schema, const json& value, const std::string& at) {
  CAPTURE(at);
  for (const auto& [keyword, rule] : schema.items()) {
    if (keyword == "type") {
      bool fits = rule.is_string() && is_of_type(value, rule);
      for (const json& type : rule.is_array() ? rule : json::array()) {
        fits = fits || is_of_type(value, type);
      }
      CHECK_MESSAGE(fits, at << " is of the wrong type");
    } else if (keyword == "const") {
      CHECK(value == rule);
    } else if (keyword == "enum") {
      CHECK(std::ranges::find(rule, value) != rule.end());
    } else if (keyword == "pattern") {
      if (value.is_string()) {
        CHECK(std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>())));
      }
    } else if (keyword == "minimum") {
      if (value.is_number()) CHECK(value.get<double>() >= rule.get<double>());
    } else if (keyword == "maximum") {
      if (value.is_number()) CHECK(value.get<double>() <= rule.get<double>());
    } else if (keyword == "items") {
      for (size_t i = 0; i < value.size(); ++i)
        validate(rule, value[i], at + "/" + std::to_string(i));
    } else if (keyword == "properties") {
      for (const auto& [name, property] : rule.items()) {
        if (value.contains(name)) validate(property, value[name], at + "/" + name);
      }
    } else if (keyword == "required") {
      for (const json& name : rule) CHECK_MESSAGE(value.contains(name), at << " lacks " << name);
    } else if (keyword == "additionalProperties") {
      REQUIRE(rule == false);
      for (const auto& [name, ignored] : value.items()) {
        CHECK_MESSAGE(schema["properties"].contains(name), at << " has an unknown key " << name);
      }
    } else {
      const bool is_annotation =
          keyword == "description" || keyword == "title" || keyword[0] == '$';
      CHECK_MESSAGE(is_annotation, "this test does not know the keyword " << keyword);
    }
  }
}

std::vector<std::string> keys(const ordered_json& object) {
  std::vector<std::string> out;
  for (const auto& [key, ignored] : object.items()) out.push_back(key);
  return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("json: the report is as its published schema says") {
  std::ifstream file(AUDIT_RULES_DIR "/report.schema.json");
  const json schema = json::parse(file);
  for (const findings::Audit& audit :
       {sample_audit(), clean_audit(), large_audit(100), findings::Audit{}}) {
    validate(schema, json::parse(written("json", audit)), "");
  }
}

TEST_CASE("json: the keys stand in the order of the contract") {
  const ordered_json report = ordered_json::parse(written("json", sample_audit()));
  CHECK(keys(report) == Names{"schema", "tool", "run", "inputs", "rules", "findings",
                              "data_problems", "totals", "groups", "waivers", "warnings"});
  CHECK(keys(report["run"]) == Names{"as_of", "profile", "calendar", "remind", "started_at",
                                     "seconds", "period", "rules_digest"});
  CHECK(keys(report["inputs"][0]) == Names{"path", "table", "rows", "accepted", "rejected",
                                           "ignored", "lines_ignored", "digest"});
  CHECK(keys(report["rules"][0]) == Names{"id", "title", "severity", "cite", "evaluated",
                                          "skipped_because", "limited_by", "obligations", "met",
                                          "late", "overdue", "failed", "upcoming", "pending",
                                          "waived", "baselined", "rate"});
  CHECK(keys(report["findings"][0]) ==
        Names{"rule",    "severity",     "status",           "participant", "application", "record",
              "trigger", "due",          "met_on",           "late_by",     "late_unit",   "region",
              "office",  "case_manager", "participant_name", "message",     "remedy",      "cite",
              "waived",  "baselined",    "fingerprint"});
  CHECK(keys(report["findings"][0]["record"]) == Names{"table", "key", "file", "line"});
  CHECK(keys(report["totals"]) ==
        Names{"obligations", "violations", "upcoming", "waived", "baselined", "rate"});
  CHECK(keys(report["groups"][0]) == Names{"by", "name", "obligations", "met", "late", "overdue",
                                           "failed", "upcoming", "waived", "rate"});
}

TEST_CASE("json: what is read back is what the audit holds") {
  const findings::Audit audit = sample_audit();
  const json report = json::parse(written("json", audit));
  CHECK(report["run"]["as_of"] == "2026-01-31");
  CHECK(report["run"]["period"] == "2026-01");
  CHECK(report["totals"]["obligations"] == audit.totals.obligations());
  CHECK(report["totals"]["violations"] == 7);
  CHECK(report["totals"]["rate"] == 0.9988);
  CHECK(report["rules"][0]["rate"] == 0.9973);
  CHECK(report["rules"][3]["evaluated"] == false);
  CHECK(report["rules"][3]["rate"].is_null());
  CHECK(report["rules"][2]["limited_by"] == json{"staff", "activities.status"});
  REQUIRE(report["findings"].size() == audit.findings.size());
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    CHECK(report["findings"][i]["rule"] == audit.rules[audit.findings[i].rule].id);
    CHECK(report["findings"][i]["fingerprint"] == audit.findings[i].fingerprint.hex());
  }
  const json& late = report["findings"][0];
  CHECK(late["status"] == "late");
  CHECK(late["record"] == json{
                              {"table", "activities"                    },
                              {"key",   "A-17"                          },
                              {"file",  "exports/2026-01/activities.csv"},
                              {"line",  18                              }
  });
  CHECK(late["trigger"] == "2026-01-05");
  CHECK(late["due"] == "2026-01-12");
  CHECK(late["met_on"] == "2026-01-13");
  CHECK(late["late_by"] == 1);
  CHECK(late["late_unit"] == "business days");
  const json& hostile = report["findings"].back();
  CHECK(hostile["participant"].is_null());
  CHECK(hostile["trigger"].is_null());
  CHECK(hostile["late_unit"].is_null());
  CHECK(hostile["participant_name"].is_null());
  CHECK(hostile["message"] == audit.findings.back().message);
  CHECK(report["data_problems"][0]["count"].is_null());
  CHECK(report["data_problems"][2]["count"] == 1234);
  CHECK(report["data_problems"][2]["line"].is_null());
  CHECK(report["warnings"][0]["code"] == "stale");
  CHECK(report["waivers"].empty());
}

TEST_CASE("json: two runs differ in one line only") {
  findings::Audit audit = sample_audit();
  const std::string first = written("json", audit);
  audit.run.started_at = "2026-02-01T06:00:00-08:00";
  audit.run.seconds = 3;
  const std::string second = written("json", audit);
  int differing = 0;
  std::istringstream a(first);
  std::istringstream b(second);
  std::string line_a;
  std::string line_b;
  while (std::getline(a, line_a) && std::getline(b, line_b)) differing += line_a != line_b ? 1 : 0;
  CHECK(differing == 1);
}

TEST_CASE("json: text is escaped, nothing hidden is passed on") {
  struct Row {
    std::string text;
    const char* expected;
  };
  for (const Row& row : {
           Row{"plain é 日",       "\"plain é 日\""},
           {"a\"b\\c",            "\"a\\\"b\\\\c\"" },
           {"\n\t\r",             "\"\\n\\t\\r\""   },
           {std::string("\0\x1B", 2),                 "\"\\u0000\\u001b\""},
           {"\x7F",                    "\"\\u007f\""                                },
           {"\xC2\x85",                    "\"\\u0085\""},
           {"\xE2\x80\xAE",                    "\"\\u202e\""                            },
           {"\xE2\x80\xA8",                    "\"\\u2028\""},
           {"a\xFF",                    "\"a\\\\xFF\""                                   },
           {"",                    "\"\"" }
  }) {
    std::string out;
    reports::append_json_text(out, row.text);
    CHECK(out == row.expected);
    CHECK(json::accept(out));
  }
}

TEST_CASE("json: numbers keep a point where they are rates") {
  struct Row {
    double value;
    const char* expected;
  };
  for (const Row& row : {
           Row{1,      "1.0"   },
           {0,      "0.0"   },
           {0.8696, "0.8696"},
           {0.5,    "0.5"   },
           {0.12,   "0.12"  }
  }) {
    util::StringOutput out;
    reports::JsonWriter writer(out);
    writer.real(row.value);
    writer.flush();
    CHECK(out.text() == row.expected);
  }
}

TEST_CASE("ndjson: one finding a line, the same as in the report") {
  const findings::Audit audit = sample_audit();
  const json report = json::parse(written("json", audit));
  std::istringstream lines(written("ndjson", audit));
  std::string line;
  size_t count = 0;
  while (std::getline(lines, line)) CHECK(json::parse(line) == report["findings"][count++]);
  CHECK(count == audit.findings.size());
  CHECK(written("ndjson", clean_audit()).empty());
}

TEST_CASE("json: totals that do not fit the findings are a bug, in every format") {
  for (const reports::Format& format : reports::formats()) {
    CAPTURE(format.name);
    util::StringOutput out;
    findings::Audit missing = sample_audit();
    missing.findings = {};
    for (const findings::Finding& finding : sample_audit().findings) {
      if (finding.key != "A-30") missing.findings.push_back(finding);
    }
    CHECK_THROWS_AS(format.write(missing, {}, out), util::Fatal);
    findings::Audit wrong_status = sample_audit();
    wrong_status.findings.change(
        0, [](findings::Finding& finding) { finding.status = findings::Status::failed; });
    CHECK_THROWS_AS(format.write(wrong_status, {}, out), util::Fatal);
    findings::Audit not_waived = sample_audit();
    change_all(not_waived.findings, [](findings::Finding& finding) { finding.waived = false; });
    CHECK_THROWS_AS(format.write(not_waived, {}, out), util::Fatal);
    findings::Audit wrong_totals = sample_audit();
    wrong_totals.totals.add(findings::Status::late);
    CHECK_THROWS_AS(format.write(wrong_totals, {}, out), util::Fatal);
  }
}

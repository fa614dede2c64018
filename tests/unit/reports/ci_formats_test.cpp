// SPDX-License-Identifier: MIT
// SARIF, JUnit and GitHub annotations: marks, limits and totals.
#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/format.hpp"
#include "sample_audit.hpp"

using namespace audit;
using nlohmann::json;

namespace {

std::string written(const char* format, const findings::Audit& audit) {
  util::StringOutput out;
  reports::find_format(format)->write(audit, {}, out);
  return out.text();
}

size_t count_of(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// By rule and status, those that are summarised included.
std::map<std::string, int> sarif_counts(const json& run) {
  std::map<std::string, int> counts;
  for (const json& result : run["results"]) {
    const std::string rule = result["ruleId"];
    const json& properties = result["properties"];
    if (!properties.contains("summarises")) {
      ++counts[rule + " " + properties["status"].get<std::string>()];
      continue;
    }
    int sum = 0;
    for (const char* status : {"late", "overdue", "failed", "upcoming"}) {
      sum += properties[status].get<int>();
      if (properties[status] > 0) counts[rule + " " + status] += properties[status].get<int>();
    }
    CHECK(sum == properties["summarises"]);
  }
  return counts;
}

std::map<std::string, int> audit_counts(const findings::Audit& audit) {
  std::map<std::string, int> counts;
  for (const findings::Finding& finding : audit.findings) {
    ++counts[audit.rules[finding.rule].id + " " + findings::show(finding.status)];
  }
  return counts;
}

}  // namespace

TEST_CASE("sarif: every finding is a result with its place, fingerprint and marks") {
  const findings::Audit audit = sample_audit();
  const json run = json::parse(written("sarif", audit))["runs"][0];
  REQUIRE(run["results"].size() == audit.findings.size());
  CHECK(sarif_counts(run) == audit_counts(audit));
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    const findings::Finding finding = audit.findings[i];
    const json& result = run["results"][i];
    const findings::RuleResult& rule = audit.rules[finding.rule];
    CHECK(result["ruleId"] == rule.id);
    CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<size_t>()]["id"] == rule.id);
    CHECK(result["fingerprints"]["caljobsAudit/v1"] == finding.fingerprint.hex());
    // One is waived and baselined, so every result says whether it is.
    CHECK(result["suppressions"].size() == (finding.waived ? 1 : 0));
    CHECK(result["baselineState"] == (finding.baselined ? "unchanged" : "new"));
    const json& place = result["locations"][0]["physicalLocation"];
    if (finding.line == 0) {
      CHECK_FALSE(place.contains("region"));
    } else {
      CHECK(place["region"]["startLine"] == finding.line);
    }
  }
  CHECK(run["results"][3]["level"] == "note");  // upcoming
  CHECK_FALSE(run["invocations"][0]["executionSuccessful"].get<bool>());
  // two inputs not audited, three rules skipped, one warning
  CHECK(run["invocations"][0]["toolExecutionNotifications"].size() == 6);
}

TEST_CASE("sarif: without waivers and baseline nothing says suppressed or new") {
  const std::string text = written("sarif", large_audit(40));
  CHECK(text.find("suppressions") == std::string::npos);
  CHECK(text.find("baselineState") == std::string::npos);
  CHECK(json::parse(text)["runs"][0]["invocations"][0]["executionSuccessful"].get<bool>());
  CHECK(json::parse(written("sarif", clean_audit()))["runs"][0]["results"].empty());
}

TEST_CASE("sarif: at the limit of what viewers show, and past it") {
  for (const uint32_t count : {4999U, 5000U, 5001U, 30000U}) {
    CAPTURE(count);
    const findings::Audit audit = large_audit(count);
    const json run = json::parse(written("sarif", audit))["runs"][0];
    CHECK(run["results"].size() == std::min(count, 5000U));
    CHECK(sarif_counts(run) == audit_counts(audit));
    size_t summarising = 0;
    for (const json& result : run["results"]) {
      if (!result["properties"].contains("summarises")) continue;
      ++summarising;
      CHECK(result["message"]["text"].get<std::string>().find("report.csv") != std::string::npos);
    }
    CHECK(summarising == (count > 5000 ? 3 : 0));  // one a rule
  }
}

TEST_CASE("junit: a suite per table, a case per rule") {
  findings::Audit audit = sample_audit();
  for (findings::RuleResult& rule : audit.rules) rule.table = "activities";
  audit.rules[1].table = "case_notes";
  const std::string text = written("junit", audit);
  CHECK(count_of(text, "<testcase ") == audit.rules.size() + 2);  // two inputs not audited
  CHECK(count_of(text, "<skipped ") == 3);
  CHECK(count_of(text, "<failure ") == 3);
  CHECK(count_of(text, "<error ") == 2);
  CHECK(text.find("name=\"activities\" package=\"caljobs-audit\" id=\"0\" tests=\"5\" "
                  "failures=\"2\" errors=\"0\" skipped=\"3\"") != std::string::npos);
  CHECK(text.find("<failure type=\"warning\" message=\"2 violations of 4,002 that fell due: 2 "
                  "failed; rate 99.95 %\">") != std::string::npos);
  CHECK(text.find("overdue, waived, baseline: participant 100061") != std::string::npos);
  CHECK(text.find("\\u001b[31m") != std::string::npos);
}

TEST_CASE("junit: what is waived or known fails no test, and is told") {
  findings::Audit audit = clean_audit();
  findings::Finding finding;
  finding.status = findings::Status::overdue;
  finding.message = "known for long";
  finding.baselined = true;
  audit.findings.push_back(finding);
  audit.rules[0].tally.add(finding.status, false, true);
  audit.totals.add(finding.status, false, true);
  const std::string text = written("junit", audit);
  CHECK(text.find("failures=\"0\"") != std::string::npos);
  CHECK(text.find("<failure") == std::string::npos);
  CHECK(text.find("overdue, baseline: participant (none): known for long") != std::string::npos);
  CHECK(text.find("1 of them in the baseline") != std::string::npos);
}

TEST_CASE("junit: a long list is cut and says by how many") {
  const std::string text = written("junit", large_audit(3000));
  CHECK(count_of(text, "participant ") == 60);
  CHECK(count_of(text, "… and 980 more") == 3);
}

TEST_CASE("github: commands are escaped, waived ones are no errors") {
  const std::string text = written("github", sample_audit());
  const auto lines = lines_of(text);
  CHECK(lines[0].starts_with("::error title=Not audited::"));
  CHECK(count_of(text, "::error ") == 5);  // four violations, and the input
  CHECK(text.find("::notice file=exports/2026-01/activities.csv,line=21,title=entry.activity%3A "
                  "Activity entered within 5 business days (upcoming)::300 began") !=
        std::string::npos);
  CHECK(text.find("::notice title=service.gap%3A A service at least every 90 days (overdue%2C "
                  "waived%2C baseline)::") != std::string::npos);
  CHECK(text.find('\x1B') == std::string::npos);
  for (const std::string& line : lines) CHECK(line.starts_with("::"));
  findings::Audit audit = clean_audit();
  CHECK(written("github", audit).empty());
}

TEST_CASE("github: at most ten of a level, the last for the rest") {
  findings::Audit audit = large_audit(4000);
  const std::string text = written("github", audit);
  for (const char* level : {"::error ", "::warning ", "::notice "}) {
    CHECK(count_of(text, level) == 10);
  }
  size_t told = 0;
  for (const std::string& line : lines_of(text)) {
    const size_t at = line.find(" title=");
    if (line.find(" more findings::") == std::string::npos) {
      ++told;
      continue;
    }
    std::string number = line.substr(at + 7, line.find(" more") - at - 7);
    for (size_t comma = number.find("%2C"); comma != std::string::npos;
         comma = number.find("%2C")) {
      number.erase(comma, 3);
    }
    told += std::stoul(number);
  }
  CHECK(told == audit.findings.size());
}

TEST_CASE("ci formats: an input that was cut off makes none of them look green") {
  findings::Audit audit = clean_audit();
  const std::string before = written("junit", audit) + written("github", audit);
  CHECK(before.find("cut off") == std::string::npos);
  audit.warnings.push_back({"cut-off", "b.csv", "activities", "it ends in the middle of a row"});
  const std::string junit = written("junit", audit);
  CHECK(count_of(junit, "<error ") == 1);
  CHECK(junit.find("message=\"cut off: it ends in the middle of a row\"") != std::string::npos);
  CHECK(written("github", audit).find("::error title=Not audited::b.csv was cut off\n") !=
        std::string::npos);
  CHECK(written("sarif", audit).find("it ends in the middle of a row") != std::string::npos);
}

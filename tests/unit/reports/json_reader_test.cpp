// SPDX-License-Identifier: MIT
#include "reports/json_reader.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/format.hpp"
#include "sample_audit.hpp"
#include "util/fatal.hpp"

using namespace audit;
using reports::read_report_text;

namespace {

std::string written(const char* format, const findings::Audit& audit,
                    const findings::Part* part = nullptr) {
  util::StringOutput out;
  reports::FormatOptions options;
  options.part = part;
  reports::find_format(format)->write(audit, options, out);
  return out.text();
}

findings::Part some_part() { return {2, 3, "0123456789abcdef", "warning", {"a reason"}}; }

std::string why_refused(const std::string& text) {
  try {
    read_report_text(text, "report.json");
  } catch (const util::Fatal& fatal) {
    CHECK(fatal.code() == util::ExitCode::usage);
    return fatal.what();
  }
  return "not refused";
}

/// A report that is not of a part does not say how many of a group's violations are baselined.
/// The first line in which two texts differ; empty: none.
std::string difference(const std::string& a, const std::string& b) {
  std::istringstream lines_a(a);
  std::istringstream lines_b(b);
  std::string line_a;
  std::string line_b;
  while (std::getline(lines_a, line_a)) {
    if (!std::getline(lines_b, line_b)) return "more lines";
    if (line_a != line_b) return line_a.substr(0, 300) + " | " + line_b.substr(0, 300);
  }
  return a == b ? "" : "fewer lines";
}

findings::Audit without_baseline(findings::Audit audit) {
  for (size_t i = 0; i < audit.findings.size(); ++i) audit.findings.set_baselined(i, false);
  for (findings::RuleResult& rule : audit.rules) rule.tally.baselined = 0;
  for (findings::Group& group : audit.groups) group.tally.baselined = 0;
  audit.totals.baselined = 0;
  return audit;
}

}  // namespace

TEST_CASE("a report that was read is written as it was") {
  for (const findings::Audit& audit :
       {without_baseline(sample_audit()), clean_audit(), large_audit(500), findings::Audit{}}) {
    const std::string text = written("json", audit);
    const reports::ReadReport read = read_report_text(text, "report.json");
    CHECK_FALSE(read.part);
    CHECK(written("json", read.audit) == text);
  }
}

TEST_CASE("a part's report gives back all that any format shows") {
  for (findings::Audit audit : {sample_audit(), clean_audit(), large_audit(500)}) {
    audit.past.clear();  // no part is in a history
    const findings::Part part = some_part();
    const std::string text = written("json", audit, &part);
    const reports::ReadReport read = read_report_text(text, "report.json");
    REQUIRE(read.part);
    CHECK(read.part->number == 2);
    CHECK(read.part->of == 3);
    CHECK(read.part->whole == part.whole);
    CHECK(read.part->fail_on == "warning");
    CHECK(read.part->shortcomings == part.shortcomings);
    CHECK(read.audit.unaudited_input == audit.unaudited_input);
    CHECK(written("json", read.audit, &*read.part) == text);
    for (const reports::Format& format : reports::formats()) {
      CAPTURE(std::string(format.name));
      CHECK(difference(written(format.name, read.audit), written(format.name, audit)).empty());
    }
  }
}

TEST_CASE("what is no report is refused, by name") {
  CHECK(why_refused("").find("'report.json' cannot be used: it is no JSON") != std::string::npos);
  CHECK(why_refused("{").find("no JSON, or not whole") != std::string::npos);
  CHECK(why_refused("[]").find("no JSON report of this program") != std::string::npos);
  CHECK(why_refused("{\"schema\": 1}").find("report") != std::string::npos);
  const std::string good = written("json", sample_audit());
  CHECK(why_refused(good.substr(0, good.size() / 2)).find("not whole") != std::string::npos);
  CHECK_THROWS_AS(reports::read_report("no-such-file.json"), util::Fatal);
}

TEST_CASE("a part's report whose counts do not go with its findings was changed by hand") {
  const findings::Part part = some_part();
  const auto good = nlohmann::json::parse(written("json", sample_audit(), &part));
  const auto refused = [](const nlohmann::json& changed) {
    return why_refused(changed.dump()).find("its counts do not go with its findings") !=
           std::string::npos;
  };
  CHECK_FALSE(refused(good));
  nlohmann::json changed = good;
  changed["findings"][0]["waived"] = !changed["findings"][0]["waived"].get<bool>();
  CHECK(refused(changed));
  changed = good;
  const std::string rule = good["findings"][0]["rule"];
  const std::string status = good["findings"][0]["status"];
  for (nlohmann::json& one : changed["rules"]) {
    if (one["id"] == rule) one[status] = one[status].get<int>() + 1;
  }
  CHECK(refused(changed));
  changed = good;
  changed["groups"][0]["waived"] = changed["groups"][0]["waived"].get<int>() + 1;
  CHECK(refused(changed));
}

TEST_CASE("no change of a field makes the reader crash") {
  const findings::Part part = some_part();
  const nlohmann::json good = nlohmann::json::parse(written("json", sample_audit(), &part));
  const std::vector<nlohmann::json> values = {
      nullptr, -1, 1.5, "text", true, nlohmann::json::array(), nlohmann::json::object()};
  const auto flat = good.flatten();
  size_t tried = 0;
  for (const auto& [pointer, ignored] : flat.items()) {
    if (tried++ % 7 != 0) continue;
    for (const nlohmann::json& value : values) {
      nlohmann::json changed = good;
      changed[nlohmann::json::json_pointer(pointer)] = value;
      try {
        read_report_text(changed.dump(), "report.json");
      } catch (const util::Fatal&) {
        continue;  // said so
      }
    }
  }
  CHECK(tried > 100);
}

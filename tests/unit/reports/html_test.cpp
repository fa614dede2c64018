// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "reports/format.hpp"
#include "reports/html/comparison.hpp"
#include "reports/html/page.hpp"
#include "reports/summary.hpp"
#include "reports/trend.hpp"
#include "sample_audit.hpp"
#include "util/text.hpp"

using namespace audit;
using calendar::Date;
using findings::Status;
using nlohmann::json;
namespace html = reports::html;

namespace {

std::string written(const findings::Audit& audit, double target = 1.0) {
  util::StringOutput out;
  reports::FormatOptions options;
  options.target = target;
  reports::find_format("html")->write(audit, options, out);
  return out.text();
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

size_t times(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// What stands between two marks, the first time that they occur.
std::string between(const std::string& text, const std::string& open, const std::string& close) {
  const size_t begin = text.find(open);
  REQUIRE_MESSAGE(begin != std::string::npos, open);
  const size_t end = text.find(close, begin + open.size());
  REQUIRE_MESSAGE(end != std::string::npos, close);
  return text.substr(begin + open.size(), end - begin - open.size());
}

json data_of(const std::string& page) {
  return json::parse(between(page, "<script type=\"application/json\" id=\"data\">", "</script>"));
}

/// The page without its own style sheet and script: what the audit made.
std::string made_by_audit(std::string page) {
  for (const auto& [open, close] :
       {std::pair("<style>", "</style>"), std::pair("<script>", "</script>")}) {
    const size_t begin = page.find(open) + std::string(open).size();
    page.erase(begin, page.find(close, begin) - begin);
  }
  return page;
}

int32_t day(const char* text) { return calendar::parse_iso(text).value().days; }

findings::PastAudit past(const char* as_of, uint64_t violations, std::optional<double> rate) {
  findings::PastAudit out;
  out.as_of = Date{day(as_of)};
  out.profile = "slo-34-19";
  out.rules_digest = sample_audit().run.rules_digest;
  out.totals.violations = violations;
  out.totals.rate = rate;
  return out;
}

/// An audit with one overdue and one upcoming finding for each pair of dates given.
findings::Audit dated(const std::vector<const char*>& overdue,
                      const std::vector<const char*>& upcoming) {
  findings::Audit audit = clean_audit();
  const auto add = [&audit](Status status, const char* due) {
    findings::Finding finding;
    finding.status = status;
    finding.due = day(due);
    audit.findings.push_back(finding);
    audit.rules[0].tally.add(status);
    audit.totals.add(status);
  };
  for (const char* due : overdue) add(Status::overdue, due);
  for (const char* due : upcoming) add(Status::upcoming, due);
  return audit;
}

/// label -> count, of the numbers below a chart.
std::vector<std::string> numbers_of(const std::string& page, const std::string& chart) {
  const size_t at = page.find("id=\"" + chart + "-t\"");
  REQUIRE(at != std::string::npos);
  std::string body = between(page.substr(at), "<tbody>", "</tbody>");
  std::vector<std::string> out;
  while (holds(body, "<td class=\"n")) {
    body = body.substr(body.find("<th scope=\"row\">"));
    const std::string label = between(body, "<th scope=\"row\">", "</th>");
    const std::string cell = between(body, "<td class=\"n", "</td>");
    out.push_back(label + "=" + cell.substr(cell.find('>') + 1));
    body = body.substr(body.find("</tr>"));
  }
  return out;
}

}  // namespace

TEST_CASE("html: every finding is in the data, field by field") {
  const findings::Audit audit = sample_audit();
  const json data = data_of(written(audit));
  const json& found = data["findings"];
  REQUIRE(data["count"] == audit.findings.size());
  for (const auto& [name, column] : found.items()) {
    const auto& the_name = name;  // clang 14 captures no binding
    CAPTURE(the_name);
    REQUIRE((column.is_array() ? column : column["at"]).size() == audit.findings.size());
  }
  const auto date = [](const json& value) {
    return value.is_null() ? calendar::k_no_date : value.get<int32_t>();
  };
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    CAPTURE(i);
    const findings::Finding finding = audit.findings[i];
    const auto recurring = [&](const char* name) {
      return found[name]["list"][found[name]["at"][i].get<size_t>()].get<std::string>();
    };
    CHECK(data["rules"][found["rule"][i].get<size_t>()]["id"] == audit.rules[finding.rule].id);
    CHECK(found["status"][i] == static_cast<int>(finding.status));
    CHECK(found["aside"][i] == (finding.waived ? 1 : 0) + (finding.baselined ? 2 : 0));
    CHECK(date(found["trigger"][i]) == finding.trigger);
    CHECK(date(found["due"][i]) == finding.due);
    CHECK(date(found["met"][i]) == finding.met_on);
    CHECK(found["late"][i] == finding.late_by);
    CHECK(found["line"][i] == finding.line);
    CHECK(recurring("participant") == util::visible(finding.participant));
    CHECK(recurring("application") == util::visible(finding.application));
    CHECK(recurring("office") == util::visible(finding.office));
    CHECK(recurring("case_manager") == util::visible(finding.case_manager));
    CHECK(recurring("file") == util::visible(finding.file));
    CHECK(recurring("remedy") == util::visible(finding.remedy));
    CHECK(found["key"][i] == util::visible(finding.key));
    CHECK(found["message"][i] == util::visible(finding.message));
    CHECK(found["fingerprint"][i] == finding.fingerprint.hex());
  }
}

TEST_CASE("html: no text becomes markup, wherever it stands") {
  const std::array<std::string, 7> canaries = {"</script><script>x</script>",
                                               "<!--<script>",
                                               "\"><img src=x>",
                                               "' onclick='x",
                                               "</style><b>",
                                               "\xE2\x80\xAE\xE2\x80\xA8\x1B[31m",
                                               "&lt;<&amp;\xFF"};
  for (const std::string& canary : canaries) {
    CAPTURE(canary);
    findings::Audit audit = sample_audit();
    audit.run.profile = audit.run.period = audit.run.calendar = audit.run.remind = canary;
    audit.run.version = audit.run.rules_digest = audit.run.started_at = canary;
    for (auto& rule : audit.rules) {
      rule.title = rule.cite = rule.table = canary;
      rule.id += canary;
      if (!rule.skipped_because.empty()) rule.skipped_because += canary;
      for (std::string& text : rule.absent) text += canary;
      for (std::string& text : rule.limited_by) text += canary;
    }
    change_all(audit.findings, [&](findings::Finding& f) {
      f.participant = f.application = f.table = f.key = f.file = f.region = f.office = canary;
      f.case_manager = f.program = f.participant_name = f.message = f.remedy = canary;
    });
    for (auto& group : audit.groups) group.name += canary;
    for (auto& problem : audit.problems) problem.file = problem.column = problem.problem = canary;
    audit.problems.resize(audit.problems.size() + 300, audit.problems.front());
    for (auto& warning : audit.warnings) {
      warning.code = warning.file = warning.table = warning.text = canary;
    }
    for (auto& input : audit.inputs) input.path = input.table = canary;
    audit.waivers.push_back({canary, canary, canary, canary, canary, {}, 1, 0, canary});
    audit.days_off.push_back({day("2026-01-01"), canary});

    const std::string page = made_by_audit(written(audit));
    CHECK(times(page, "<script") == 2);
    CHECK(times(page, "</script") == 2);
    CHECK(times(page, "<style") == 1);
    CHECK(times(page, "<!--") == 0);
    CHECK(times(page, "<img") == 0);
    CHECK(times(page.substr(0, page.find("id=\"data\"")), "onclick='") == 0);
    CHECK_FALSE(holds(page, "\xE2\x80\xAE"));
    CHECK_FALSE(holds(page, "\xE2\x80\xA8"));
    CHECK_FALSE(holds(page, "\x1B"));
    CHECK_FALSE(holds(page, "\xFF"));
    CHECK(data_of(page)["findings"]["message"][0] == util::visible(canary));
  }
}

TEST_CASE("html: escaping") {
  std::string out;
  html::append_escaped(out, "<a href=\"x\" id='y'>&\n\xE2\x80\xAEz");
  CHECK(out == "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;\\u000a\\u202ez");
  out.clear();
  html::append_script_text(out, "</script>\"\\\xE2\x80\xA8");
  CHECK(out == "\"\\u003c/script>\\\"\\\\\\\\u2028\"");
  CHECK(json::parse(out) == "</script>\"\\\\u2028");
}

TEST_CASE("html: asks for nothing from outside and styles nothing inline") {
  const std::string page = written(sample_audit());
  CHECK(holds(page, "default-src 'none'; style-src 'sha256-"));
  CHECK(holds(page, "; script-src 'sha256-"));
  CHECK_FALSE(holds(page, "unsafe-inline"));
  const std::string made = made_by_audit(page);
  for (const char* part :
       {" style=", " src=", "url(", "@import", " href=\"http", "<link", " onclick="}) {
    CAPTURE(part);
    CHECK_FALSE(holds(made, part));
  }
  // The script sets texts, never markup.
  for (const char* part :
       {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("}) {
    CAPTURE(part);
    CHECK_FALSE(holds(page, part));
  }
}

TEST_CASE("html: numbers agree with the audit") {
  const findings::Audit audit = sample_audit();
  const std::string page = written(audit);
  CHECK(holds(page, "<p class=\"big\">" + reports::percent(audit.totals.rate()) + "</p>"));
  CHECK(holds(page, reports::grouped(audit.totals.of(Status::met)) + " of " +
                        reports::counted(reports::fell_due(audit.totals), "obligation")));
  CHECK(holds(page, "1 waived and left out of the rate."));
  CHECK(holds(page, "<small> of 6</small>"));
  CHECK(holds(page, ">waived</span>"));
  CHECK(holds(page, ">baseline</span>"));
  CHECK(times(between(page, "<tbody id=\"findings-rows\">", "</tbody>"), "<tr>") ==
        audit.findings.size());
  uint64_t open = 0;
  for (const auto& f : audit.findings) {
    open += !f.waived && (f.status == Status::overdue || f.status == Status::failed) ? 1 : 0;
  }
  CHECK(holds(page, "Needs action now</h3><p class=\"big\">" + std::to_string(open) + "</p>"));
}

TEST_CASE("html: says what was not checked") {
  const std::string page = written(sample_audit());
  const std::string part = between(page, "<section id=\"unchecked\"", "</section>");
  CHECK(holds(part, "3 of 6 rules not checked"));
  CHECK(holds(part, "x.follow-up.three-attempts"));
  CHECK(holds(part, "<strong>Not audited:</strong> exports/2026-01/unknown.csv"));
  CHECK(holds(part, "<code>stale</code>"));
  CHECK(holds(part, "1,236 data problems"));
  CHECK(holds(part, "Rules judged without optional data"));
  CHECK_FALSE(holds(page, "No violations."));
}

TEST_CASE("html: nothing wrong, nothing checked, nothing at all") {
  const std::string clean = written(clean_audit());
  CHECK(holds(clean, "<p>No violations.</p>"));
  CHECK(holds(clean, "Nothing: the one rule was checked"));
  CHECK(holds(clean, "No violations, and nothing that falls due soon.</p>"));

  findings::Audit cut = clean_audit();
  cut.warnings.push_back({"cut-off", "a.csv", "activities", "it ends in the middle of a row"});
  const std::string some = written(cut);
  CHECK(holds(some, "<strong>1 input file cut off.</strong>"));
  CHECK(holds(some, "None in what was checked. Not everything was."));
  CHECK_FALSE(holds(some, "No violations.</p>"));
  CHECK_FALSE(holds(some, "on all of the input"));

  findings::Audit skipped = clean_audit();
  skipped.rules[0].skipped_because = "table x was not given";
  skipped.rules[0].tally = {};
  skipped.totals = {};
  skipped.groups.clear();
  const std::string page = written(skipped);
  CHECK(holds(page, "Nothing fell due, so there is no rate."));
  CHECK(holds(page, "None in what was checked. Not everything was."));
  CHECK(holds(page, "1 of 1 rule not checked"));
  CHECK_FALSE(holds(page, "No violations.</p>"));
  CHECK_FALSE(holds(page, "<section id=\"rules\""));

  const std::string none = written({});
  CHECK(holds(none, "Nothing was checked: no rule is enabled."));
  CHECK_FALSE(holds(none, "No violations.</p>"));
  CHECK(data_of(none)["count"] == 0);
}

TEST_CASE("html: two runs differ in one line at most") {
  findings::Audit audit = sample_audit();
  const std::string first = written(audit);
  CHECK(first == written(audit));
  audit.run.started_at = "2027-02-03T04:05:06+00:00";
  audit.run.seconds = 98.7;
  const std::string second = written(audit);
  const auto same = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  const auto end = std::mismatch(first.rbegin(), first.rend(), second.rbegin(), second.rend());
  const std::string differs(same.first, end.first.base());
  CHECK(first != second);
  CHECK_FALSE(holds(differs, "\n"));
}

TEST_CASE("html: ageing at the edges of its steps") {
  // As of 2026-01-31.
  const std::string page = written(
      dated({"2026-01-30", "2026-01-24", "2026-01-23", "2026-01-01", "2025-12-31", "2025-11-02",
             "2025-11-01", "2025-08-04", "2025-08-03", "2025-01-31", "2025-01-30", "1999-01-01"},
            {}));
  CHECK(numbers_of(page, "ageing") == std::vector<std::string>{"1–7=2", "8–30=2", "31–90=2",
                                                               "91–180=2", "181–365=2",
                                                               "over 365=2"});
  CHECK_FALSE(holds(page, "id=\"weeks-t\""));
}

TEST_CASE("html: what falls due, by weeks from Monday") {
  // 2026-01-31 is a Saturday of the week from 2026-01-26.
  const std::string page =
      written(dated({}, {"2026-01-31", "2026-02-01", "2026-02-02", "2026-02-08", "2026-02-16"}));
  CHECK(numbers_of(page, "weeks") ==
        std::vector<std::string>{"01-26=2", "02-02=2", "02-09=0", "02-16=1"});
  const std::string far = written(dated({}, {"2026-03-22", "2026-03-23", "9999-12-31"}));
  const auto numbers = numbers_of(far, "weeks");
  REQUIRE(numbers.size() == 9);
  CHECK(numbers[7] == "03-16=1");
  CHECK(numbers[8] == "later=2");
}

TEST_CASE("html: the last month") {
  findings::Audit audit = sample_audit();  // as of 2026-01-31
  audit.run.period.clear();
  CHECK(reports::last_month(audit) == nullptr);
  audit.past = {past("2025-11-30", 1, 0.5), past("2025-12-15", 2, 0.6), past("2025-12-31", 3, 0.7),
                past("2026-01-15", 4, 0.8), past("2026-01-31", 5, 0.9)};
  REQUIRE(reports::last_month(audit) != nullptr);
  CHECK(reports::last_month(audit)->totals.violations == 3);
  CHECK(html::comparable(audit).size() == 4);  // not the one of the same day
  audit.past[2].profile = "another";
  CHECK(reports::last_month(audit)->totals.violations == 2);
  audit.past[1].period = "2025-12";
  CHECK(reports::last_month(audit)->totals.violations == 1);
  audit.past.erase(audit.past.begin(), audit.past.begin() + 3);
  CHECK(reports::last_month(audit)->totals.violations == 4);  // the first month of a history
  audit.past.clear();
  CHECK(reports::last_month(audit) == nullptr);

  CHECK(html::points(0.8696, 0.86) == "+0.96");
  CHECK(html::points(0.5, 0.75) == "−25.00");
  CHECK(html::points(0.5, 0.5) == "0.00");
}

TEST_CASE("html: comparison and trend only where there is a history") {
  findings::Audit audit = sample_audit();
  audit.run.period.clear();
  const std::string without = written(audit);
  CHECK_FALSE(holds(without, "points since"));
  CHECK_FALSE(holds(without, "<svg class=\"trend\""));
  CHECK_FALSE(holds(without, ">Change</th>"));
  audit.past = {past("2025-11-30", 9, std::nullopt), past("2025-12-31", 2, 0.5)};
  audit.past[1].parts.push_back({"rule", "entry.activity", 10, 5, 5, 0, 0, 0, 0.5});
  const std::string with = written(audit);
  CHECK(
      holds(with, html::points(*audit.totals.rate(), 0.5) + " points since 2025-12-31 (50.00 %)"));
  CHECK(holds(with, "more than on 2025-12-31 (2)"));
  CHECK(holds(with, "<svg class=\"trend\""));
  CHECK(times(between(with, "<svg class=\"trend\"", "</svg>"), "<circle") == 2);
  CHECK(holds(with, ">Change</th>"));
  CHECK_FALSE(holds(with, "have changed since"));
  audit.past[1].rules_digest = "xxh3:other";
  CHECK(holds(written(audit), "have changed since 2025-12-31"));
}

TEST_CASE("html: a target moves the marks and is said") {
  CHECK_FALSE(holds(written(sample_audit()), "Target:"));
  const std::string page = written(sample_audit(), 0.925);
  CHECK(holds(page, "Target: 92.50 %."));
  CHECK(holds(page, "class=\"s-target\" x=\"92.50\""));
}

TEST_CASE("html: waivers are listed") {
  findings::Audit audit = sample_audit();
  CHECK_FALSE(holds(written(audit), "<section id=\"waivers\""));
  audit.waivers.push_back({"entry.activity", "2026-02-28", "Outage <1>", "Ada", "office North",
                           findings::WaiverUse::State::expired, 0, 2, ""});
  const std::string part = between(written(audit), "<section id=\"waivers\"", "</section>");
  CHECK(holds(part, "2026-02-28"));
  CHECK(holds(part, "Outage &lt;1&gt;"));
  CHECK(holds(part, "expired"));
}

TEST_CASE("html: long lists stand in the data, the first ones in the page") {
  findings::Audit audit = large_audit(5000);
  audit.problems.resize(450);
  const std::string page = written(audit);
  CHECK(times(between(page, "<tbody id=\"findings-rows\">", "</tbody>"), "<tr>") == 200);
  CHECK(holds(page, "The first 200 of 5,000 findings"));
  CHECK(data_of(page)["findings"]["message"].size() == 5000);
  CHECK(times(between(page, "<tbody id=\"problems\">", "</tbody>"), "<tr>") == 200);
  CHECK(data_of(page)["problems"].size() == 250);
}

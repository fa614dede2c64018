// SPDX-License-Identifier: MIT
// JUnit's XML: a suite per table, a case per rule. Elements, attributes and their order are what
// the schema of Ant's task asks for, the strictest in use.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/finding_text.hpp"
#include "reports/formats.hpp"
#include "reports/summary.hpp"
#include "reports/totals_check.hpp"
#include "reports/xml_text.hpp"

namespace audit::reports {

namespace {

using findings::Audit;
using findings::Finding;
using findings::RuleResult;
using findings::Status;
using findings::Tally;

constexpr size_t k_listed_of_rule = 20;

struct Case {
  const RuleResult* rule = nullptr;
  findings::FindingList::Iterator begin;  // its findings stand together
  findings::FindingList::Iterator end;
};

struct Suite {
  std::vector<Case> cases;
  Tally tally;
  size_t failures = 0;
  size_t skipped = 0;
};

bool fails(const Case& each) {
  return std::any_of(each.begin, each.end, [](const Finding& finding) {
    return findings::is_violation(finding.status) && !is_set_aside(finding);
  });
}

void add(Tally& into, const Tally& from) {
  for (size_t i = 0; i < into.by_status.size(); ++i) into.by_status[i] += from.by_status[i];
  into.waived += from.waived;
  into.baselined += from.baselined;
}

/// By table; rules whose table nothing says stand under "rules".
std::map<std::string, Suite> suites_of(const Audit& audit) {
  std::map<std::string, Suite> suites;
  const std::vector<RuleFindings> found = findings_by_rule(audit);
  for (const RuleResult& rule : audit.rules) {
    Suite& suite = suites[rule.table.empty() ? "rules" : rule.table];
    Case each;
    each.rule = &rule;
    const auto of = std::ranges::find(found, &rule, &RuleFindings::rule);
    if (of != found.end()) {
      each.begin = audit.findings.begin() + static_cast<std::ptrdiff_t>(of->begin);
      each.end = audit.findings.begin() + static_cast<std::ptrdiff_t>(of->end);
    }
    if (!rule.skipped_because.empty()) ++suite.skipped;
    if (fails(each)) ++suite.failures;
    add(suite.tally, rule.tally);
    suite.cases.push_back(each);
  }
  return suites;
}

/// One finding in a line of text.
std::string line_of(const Finding& finding) {
  std::string out = fmt::format("{}: participant {}", status_text(finding),
                                finding.participant.empty() ? "(none)" : finding.participant);
  if (!finding.participant_name.empty()) out += fmt::format(" ({})", finding.participant_name);
  if (!finding.application.empty()) out += fmt::format(", application {}", finding.application);
  if (!finding.case_manager.empty()) out += fmt::format(", {}", finding.case_manager);
  if (!finding.file.empty()) out += ", " + place_text(finding);
  return out + fmt::format(": {}", finding.message);
}

std::string summary_of(const Tally& tally) {
  std::string out = fmt::format("{} of {} that fell due", counted(tally.violations(), "violation"),
                                grouped(fell_due(tally)));
  const std::string statuses = statuses_text(tally);
  if (!statuses.empty()) out += ": " + statuses;
  const std::string aside = set_aside_text(tally);
  if (!aside.empty()) out += "; " + aside;
  return out + "; rate " + percent(tally.rate());
}

/// The rule, what to do, and as many findings as fit.
std::string details_of(const Case& each) {
  const RuleResult& rule = *each.rule;
  std::string out = fmt::format("{}\n", xml_text(rule.title));
  if (!rule.cite.empty()) out += fmt::format("Citation: {}\n", xml_text(rule.cite));
  if (!rule.limited_by.empty()) {
    out += fmt::format("Judged without {}; may accuse records that it would have spared.\n",
                       xml_text(fmt::format("{}", fmt::join(rule.limited_by, ", "))));
  }
  const auto count = static_cast<size_t>(each.end - each.begin);
  const auto last = each.begin + static_cast<std::ptrdiff_t>(std::min(count, k_listed_of_rule));
  for (auto finding = each.begin; finding != last; ++finding) {
    out += xml_text(line_of(*finding)) + "\n";
  }
  if (count > k_listed_of_rule) {
    out += fmt::format("… and {} more (all of them in -o report.csv)\n",
                       grouped(count - k_listed_of_rule));
  }
  return out;
}

void append_case(std::string& out, const std::string& table, const Case& each) {
  const RuleResult& rule = *each.rule;
  out += fmt::format(R"(    <testcase name="{}" classname="{}" time="0")", xml_text(rule.id),
                     xml_text("caljobs-audit." + table));
  if (!rule.skipped_because.empty()) {
    out += fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n",
                       xml_text(rule.skipped_because));
  } else if (fails(each)) {
    out += fmt::format(
        ">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        findings::show(rule.severity), xml_text(summary_of(rule.tally)), details_of(each));
  } else {
    out += "/>\n";
  }
}

void append_property(std::string& out, const char* name, std::string_view value) {
  out += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml_text(value));
}

/// The numbers of the suite, so that nothing has to be added up.
void append_properties(std::string& out, const Audit& audit, const Tally& tally) {
  out += "    <properties>\n";
  append_property(out, "as_of", calendar::iso(audit.run.as_of));
  append_property(out, "profile", audit.run.profile);
  append_property(out, "version", audit.run.version);
  const auto number = [&out](const char* name, uint64_t value) {
    append_property(out, name, fmt::format("{}", value));
  };
  number("obligations", tally.obligations());
  number("violations", tally.violations());
  for (const Status status : {Status::met, Status::late, Status::overdue, Status::failed,
                              Status::upcoming, Status::pending}) {
    number(findings::show(status), tally.of(status));
  }
  number("waived", tally.waived);
  number("baselined", tally.baselined);
  append_property(out, "rate", tally.rate() ? fmt::format("{:.4f}", *tally.rate()) : "");
  out += "    </properties>\n";
}

struct SuiteHead {
  std::string name;
  size_t id = 0;
  size_t tests = 0;
  size_t failures = 0;
  size_t errors = 0;
  size_t skipped = 0;
};

void append_head(std::string& out, const Audit& audit, const SuiteHead& head) {
  // The as-of date stands for the time, and no machine is named, so that equal runs give equal
  // bytes.
  out += fmt::format(
      "  <testsuite name=\"{}\" package=\"caljobs-audit\" id=\"{}\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\" skipped=\"{}\" time=\"0\" timestamp=\"{}T00:00:00\" hostname=\"localhost\">\n",
      xml_text(head.name), head.id, head.tests, head.failures, head.errors, head.skipped,
      calendar::iso(audit.run.as_of));
}

/// What passes and yet has findings: upcoming, waived and known ones.
void append_quiet(std::string& out, const Suite& suite) {
  out += "    <system-out>";
  for (const Case& each : suite.cases) {
    if (each.begin == each.end || fails(each)) continue;
    out += fmt::format("{}: {}\n{}\n", xml_text(each.rule->id),
                       xml_text(summary_of(each.rule->tally)), details_of(each));
  }
  out += "</system-out>\n    <system-err></system-err>\n  </testsuite>\n";
}

/// Inputs that were not audited are errors of a suite of their own: else all would look green.
void append_input_suite(std::string& out, const Audit& audit, size_t id) {
  struct Fault {
    std::string name;
    std::string text;
  };
  std::vector<Fault> faults;
  for (const model::InputFile* input : unaudited_inputs(audit)) {
    faults.push_back({input->path, "not audited; the data problems say why"});
  }
  for (const model::InputFile* input : empty_inputs(audit)) {
    faults.push_back({input->path, why_empty(*input)});
  }
  for (const model::InputWarning* warning : cut_off_inputs(audit)) {
    faults.push_back({warning->file, "cut off: " + warning->text});
  }
  if (faults.empty() && audit.unaudited_input) {
    faults.push_back({"input", "some of it was not audited; the data problems say why"});
  }
  if (faults.empty()) return;
  append_head(out, audit, {"input", id, faults.size(), 0, faults.size(), 0});
  out += "    <properties></properties>\n";
  for (const Fault& fault : faults) {
    out += fmt::format(
        "    <testcase name=\"{}\" classname=\"caljobs-audit.input\" time=\"0\">\n"
        "      <error type=\"input\" message=\"{}\"/>\n    </testcase>\n",
        xml_text(fault.name), xml_text(fault.text));
  }
  out += "    <system-out></system-out>\n    <system-err></system-err>\n  </testsuite>\n";
}

}  // namespace

void write_junit(const Audit& audit, const FormatOptions& /*options*/, util::Output& out) {
  TotalsCheck check(audit);
  out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
  size_t id = 0;
  for (const auto& [table, suite] : suites_of(audit)) {
    std::string text;
    append_head(text, audit, {table, id++, suite.cases.size(), suite.failures, 0, suite.skipped});
    append_properties(text, audit, suite.tally);
    for (const Case& each : suite.cases) {
      append_case(text, table, each);
      std::for_each(each.begin, each.end, [&](const Finding& finding) { check.count(finding); });
    }
    append_quiet(text, suite);
    out.append(text);
  }
  std::string text;
  append_input_suite(text, audit, id);
  out.append(text + "</testsuites>\n");
  check.finish();
}

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "reports/format.hpp"
#include "sample_audit.hpp"

using namespace audit;

namespace {

std::string written(const findings::Audit& audit, const reports::FormatOptions& options = {}) {
  util::StringOutput out;
  reports::find_format("md")->write(audit, options, out);
  return out.text();
}

bool holds(const std::string& text, const char* what) {
  return text.find(what) != std::string::npos;
}

findings::PastAudit december() {
  findings::PastAudit past;
  past.as_of = calendar::parse_iso("2026-01-02").value();
  past.period = "2025-12";
  past.profile = "slo-34-19";
  past.rules_digest = sample_audit().run.rules_digest;
  past.totals = {"", "", 5000, 4900, 100, 7, 0, 0, 0.98};
  past.parts = {
      {"rule",   "entry.activity",  1000, 900, 100, 0, 0, 0, 0.9},
      {"office", "San Luis Obispo", 10,   5,   5,   0, 0, 0, 0.5}
  };
  return past;
}

}  // namespace

TEST_CASE("markdown: headline, rates with what they are a share of, what was not checked") {
  const std::string text = written(sample_audit());
  CHECK(text.starts_with("# Compliance report 2026-01, as of 2026-01-31\n"));
  CHECK(holds(text, "**99.88 % met**: 5,117 of 5,123 obligations that fell due."));
  CHECK(holds(text,
              "- 7 violations: 2 late, 3 overdue, 2 failed; 1 of them waived, 1 in the baseline"));
  CHECK(holds(
      text, "| `entry.activity` | error | 1,103 | 1,100 | 2 | 1 | 0 | 1 | 4 | 0 | 0 | 99.73 % |"));
  CHECK(holds(text, "- **3 rules were not checked**"));
  CHECK(holds(text, "overdue, waived, baseline"));
  CHECK_FALSE(holds(text, "## Change"));
  CHECK_FALSE(holds(text, "\x1B"));
}

TEST_CASE("markdown: changes against last month where the history has it") {
  findings::Audit audit = sample_audit();
  audit.past = {december()};
  std::string text = written(audit);
  CHECK(holds(text, "## Change since 2025-12\n"));
  CHECK(holds(text, "| Rate | 98.00 % | 99.88 % | +1.88 |"));
  CHECK(holds(text, "| Violations | 100 | 7 | -93 |"));
  CHECK(holds(text, "| 99.73 % | 90.00 % | +9.73 |"));  // entry.activity
  CHECK_FALSE(holds(text, "rules or their limits have changed"));
  audit.past[0].rules_digest = "another";
  text = written(audit, {.by = "office"});
  CHECK(holds(text, "rules or their limits have changed"));
  CHECK(holds(text, "| 50.00 % |"));
}

TEST_CASE("markdown: the summary alone holds no findings") {
  const std::string text = written(sample_audit(), {.by = "case_manager", .summary_only = true});
  CHECK(holds(text, "## By case manager"));
  CHECK(holds(text, "- Warning “stale”: `exports/2026-01/case_notes.csv`"));
  CHECK_FALSE(holds(text, "## Findings"));
  CHECK_FALSE(holds(text, "100023"));
}

TEST_CASE("markdown: hostile names stay in their cells") {
  findings::Audit audit = sample_audit();
  change_all(audit.findings, [](findings::Finding& finding) {
    finding.case_manager = "A | B <script> [x](http://e.test) `c`";
    finding.office = finding.case_manager;
    finding.message = finding.case_manager;
    finding.file = "a`|b.csv";
  });
  const std::string text = written(audit);
  CHECK_FALSE(holds(text, "<script>"));
  CHECK_FALSE(holds(text, "[x]("));
  CHECK_FALSE(holds(text, "http://"));
  CHECK_FALSE(holds(text, "A | B"));
}

TEST_CASE("markdown: a long list is cut and says by how many") {
  const std::string text = written(large_audit(3000));
  CHECK(holds(text, "… and 990 more"));
}

TEST_CASE("formats: names of participants stand where they are given") {
  findings::Audit audit = sample_audit();
  for (const reports::Format& format : reports::formats()) {
    CAPTURE(format.name);
    if (std::string(format.name) == "github" || std::string(format.name) == "xlsx") continue;
    for (const char* name : {"", "Invented, Pat"}) {
      change_all(audit.findings,
                 [&](findings::Finding& finding) { finding.participant_name = name; });
      util::StringOutput out;
      format.write(audit, {}, out);
      CHECK(holds(out.text(), "Invented, Pat") == (*name != '\0'));
    }
  }
}

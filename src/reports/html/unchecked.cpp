// SPDX-License-Identifier: MIT
// What this audit could not check: an audit that keeps silent about it reads as an all-clear.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/parts.hpp"
#include "reports/summary.hpp"

namespace audit::reports::html {

using findings::Audit;

namespace {

void append_inputs_not_audited(Page& page, const Audit& audit) {
  const auto unaudited = unaudited_inputs(audit);
  const auto empty = empty_inputs(audit);
  if (unaudited.empty() && empty.empty() && !audit.unaudited_input) return;
  page.raw("<h3>Input that was not audited</h3>\n<ul class=\"plain\">\n");
  for (const model::InputFile* input : unaudited) {
    page.raw("<li><strong>Not audited:</strong> ").text(input->path).raw(". ");
    if (input->table.empty()) {
      page.raw("It is none of the known tables.");
    } else if (input->rejected == 0) {
      page.raw("Its table counts as absent.");
    } else {
      page.raw(fmt::format("{} of {} could not be read, so its table counts as absent.",
                           grouped(input->rejected), counted(input->rows, "row")));
    }
    page.raw(" The data problems say why.</li>\n");
  }
  if (unaudited.empty() && audit.unaudited_input) {
    page.raw(
        "<li><strong>Not audited:</strong> some of the input. The data problems say which, and "
        "why.</li>\n");
  }
  for (const model::InputFile* input : empty) {
    page.raw("<li><strong>Empty:</strong> ").text(input->path + " " + why_empty(*input));
    page.raw(".</li>\n");
  }
  page.raw("</ul>\n");
}

void append_reasons(Page& page, std::string_view label, std::string_view head,
                    const std::vector<RulesWithReason>& all) {
  begin_table(page, label);
  page.raw("<thead><tr>").element("th scope=\"col\"", head);
  page.raw("<th scope=\"col\">Rules</th></tr></thead><tbody>\n");
  for (const RulesWithReason& one : all) {
    page.raw("<tr>").element("th scope=\"row\"", one.reason).raw("<td><ul class=\"plain\">");
    for (const findings::RuleResult* rule : one.rules) {
      page.raw("<li>").text(rule->title).raw(" ").element("code", rule->id).raw("</li>");
    }
    page.raw("</ul></td></tr>\n");
  }
  page.raw("</tbody>");
  end_table(page);
}

void append_skipped(Page& page, const Audit& audit) {
  const auto skipped = skipped_by_absence(audit);
  if (skipped.empty()) return;
  page.raw(fmt::format("<h3>{} of {} not checked</h3>\n", grouped(skipped_count(audit)),
                       counted(audit.rules.size(), "rule")));
  page.raw(
      "<p class=\"note\">They are in no rate and in no count above. A rule stands under each "
      "thing that it misses.</p>\n");
  append_reasons(page, "Rules that were not checked", "Not in the input", skipped);
}

void append_limited(Page& page, const Audit& audit) {
  const auto limited = limited_rules(audit);
  if (limited.empty()) return;
  page.raw(
      "<h3>Rules judged without optional data</h3>\n<p class=\"note\">They may accuse records "
      "that they would have spared.</p>\n");
  append_reasons(page, "Rules judged without optional data", "Not in the input", limited);
}

void append_warnings(Page& page, const Audit& audit) {
  if (audit.warnings.empty()) return;
  page.raw("<h3>Warnings on the input</h3>\n");
  begin_table(page, "Warnings on the input");
  page.raw(
      "<thead><tr><th scope=\"col\">Where</th><th scope=\"col\">What</th>"
      "<th scope=\"col\">Code</th></tr></thead><tbody>\n");
  for (const model::InputWarning& warning : audit.warnings) {
    page.raw("<tr>").element("th scope=\"row\"",
                             warning.file.empty() ? warning.table : warning.file);
    page.element("td", warning.text).raw("<td>").element("code", warning.code).raw("</td></tr>\n");
  }
  page.raw("</tbody>");
  end_table(page);
}

void append_problem(Page& page, const model::DataProblem& problem) {
  page.raw("<tr>").element("td", problem.file).raw("<td class=\"n\">");
  if (problem.line != 0) page.raw(fmt::format("{}", problem.line));
  page.raw("</td>").element("td", problem.column).raw("<td>").text(problem.problem);
  if (problem.count > 1) page.raw(fmt::format(" (total {})", grouped(problem.count)));
  page.raw(problem.row_rejected ? "</td><td>rejected</td></tr>\n" : "</td><td></td></tr>\n");
}

void append_problems(Page& page, const Audit& audit) {
  if (audit.problems.empty()) return;
  page.raw(fmt::format("<h3>{}</h3>\n", counted(problem_count(audit), "data problem")));
  begin_table(page, "Data problems");
  page.raw(
      "<thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"n\">Line</th>"
      "<th scope=\"col\">Column</th><th scope=\"col\">Problem</th><th scope=\"col\">Row</th>"
      "</tr></thead><tbody id=\"problems\">\n");
  const size_t shown = std::min(audit.problems.size(), k_static_rows);
  for (size_t i = 0; i < shown; ++i) append_problem(page, audit.problems[i]);
  page.raw("</tbody>");
  end_table(page);
  if (shown < audit.problems.size()) {
    page.raw(
        fmt::format("<p class=\"note\" id=\"problems-note\">The first {} of {} listed here. "
                    "All of them are in the JSON report.</p>\n",
                    grouped(shown), grouped(audit.problems.size())));
  }
}

}  // namespace

void append_unchecked(Page& page, const View& view) {
  const Audit& audit = *view.audit;
  begin_section(page, "unchecked", "What this audit could not check");
  append_inputs_not_audited(page, audit);
  append_skipped(page, audit);
  append_limited(page, audit);
  append_warnings(page, audit);
  if (audit.rules.empty())
    page.raw("<p><strong>Nothing was checked: no rule is enabled.</strong></p>\n");
  if (is_whole(audit) && audit.warnings.empty() && limited_rules(audit).empty()) {
    page.raw(fmt::format("<p>Nothing: {} checked, on input without a warning.</p>\n",
                         audit.rules.size() == 1
                             ? "the one rule was"
                             : fmt::format("all {} rules were", grouped(audit.rules.size()))));
  }
  append_problems(page, audit);
  page.raw("</section>\n");
}

}  // namespace audit::reports::html

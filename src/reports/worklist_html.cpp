// SPDX-License-Identifier: MIT
// A page to print or to tick off on: one section a case manager, each on a page of its own.
#include <fmt/format.h>

#include "reports/html/parts.hpp"
#include "reports/html/sheet.hpp"
#include "reports/summary.hpp"
#include "reports/worklist.hpp"

namespace audit::reports {

namespace {

using findings::Finding;
using html::Page;

void append_people(Page& page, const Worklist& list) {
  if (list.sections.size() < 2) return;
  html::begin_section(page, "people", "Who has what to do");
  html::begin_table(page, "Case managers", "who-list");
  page.raw(
      "<thead><tr><th scope=\"col\">Case manager</th><th scope=\"col\" class=\"n\">Items</th>"
      "<th scope=\"col\">Of these</th></tr></thead>\n<tbody>\n");
  for (size_t i = 0; i < list.sections.size(); ++i) {
    const WorkSection& section = list.sections[i];
    page.raw(fmt::format("<tr><th scope=\"row\"><a href=\"#s{}\">", i + 1));
    page.text(section_name(section)).raw("</a></th>").count_cell(section.items.size());
    page.element("td", section_counts(section)).raw("</tr>\n");
  }
  page.raw("</tbody>\n");
  html::end_table(page);
  page.raw("</section>\n");
}

void append_due(Page& page, const WorkItem& item) {
  page.raw("<td class=\"due\">");
  if (item.finding.due != calendar::k_no_date) page.date(item.finding.due);
  if (item.days_left) {
    page.element(*item.days_left < 0 ? "b class=\"past\"" : "b", days_left_words(item));
  }
  page.raw("</td>");
}

void append_item(Page& page, const WorkItem& item) {
  const Finding& finding = item.finding;
  page.raw(
      "<tr><td class=\"box\"><i role=\"img\" aria-label=\"to be ticked\"></i></td>"
      "<td class=\"state\">");
  html::append_status(page, finding.status);
  if (finding.baselined) page.raw(" <span class=\"aside\">baseline</span>");
  page.raw("</td>");
  append_due(page, item);
  page.raw("<td class=\"who\"><p>").element("b", finding.participant).raw("</p>");
  if (!finding.participant_name.empty()) page.element("p", finding.participant_name);
  if (!finding.application.empty()) {
    page.element("p class=\"muted\"", fmt::format("application {}", finding.application));
  }
  page.raw("</td><td class=\"what\">").element("p", finding.message);
  if (!finding.remedy.empty()) page.element("p class=\"todo\"", finding.remedy);
  page.element("p class=\"small-print\"", fmt::format("{} · {} {} · {}", item.rule->id,
                                                      finding.table, finding.key, item.rule->cite));
  page.raw("</td></tr>\n");
}

void append_person(Page& page, const WorkSection& section, size_t number) {
  page.raw(
      fmt::format("<section class=\"person\" id=\"s{0}\" aria-labelledby=\"s{0}-h\">\n"
                  "<h2 id=\"s{0}-h\">",
                  number));
  page.text(section_name(section))
      .raw("</h2>\n")
      .element("p class=\"note\"", section_counts(section));
  html::begin_table(page, section_name(section), "work");
  page.raw(
      "<thead><tr><th scope=\"col\" aria-label=\"done\"></th><th scope=\"col\">Status</th>"
      "<th scope=\"col\">Due</th><th scope=\"col\">Participant</th>"
      "<th scope=\"col\">What, and what to do</th></tr></thead>\n<tbody>\n");
  for (const WorkItem& item : section.items) append_item(page, item);
  page.raw("</tbody>\n");
  html::end_table(page);
  page.raw("</section>\n");
}

}  // namespace

void write_worklist_html(const Worklist& list, const FormatOptions& /*options*/,
                         util::Output& out) {
  Page page(out);
  const findings::Run& run = list.audit->run;
  html::begin_sheet(
      page, run, "Worklist",
      fmt::format("{} for {} · what falls due within {} is listed", counted(list.items, "item"),
                  counted(list.sections.size(), "case manager"), run.remind));
  if (list.items == 0) page.raw("<p class=\"warned\">Nothing is to be done.</p>\n");
  if (!is_whole(*list.audit)) {
    page.raw(
        "<p class=\"warned\">Not everything was checked: the report of <code>check</code> says "
        "which rules and inputs.</p>\n");
  }
  if (list.waived > 0) {
    page.element("p class=\"note\"", fmt::format("{} left out since a waiver covers them.",
                                                 counted(list.waived, "waived item")));
  }
  append_people(page, list);
  for (size_t i = 0; i < list.sections.size(); ++i) append_person(page, list.sections[i], i + 1);
  html::end_sheet(page, run);
}

}  // namespace audit::reports

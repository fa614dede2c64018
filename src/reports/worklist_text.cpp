// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "reports/summary.hpp"
#include "reports/text_parts.hpp"
#include "reports/worklist.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

using findings::Finding;
using findings::Status;

void append_head(TextPage& page, const Worklist& list) {
  const findings::Run& run = list.audit->run;
  page.paragraph(fmt::format("Worklist as of {}", calendar::iso(run.as_of)), 0, 0, Style::bold);
  page.paragraph(
      fmt::format("profile {} · calendar {} · what falls due within {} · caljobs-audit {}",
                  run.profile, run.calendar, run.remind, run.version),
      0, 0, Style::dim);
  page.out += '\n';
  if (list.items == 0) {
    page.paragraph("Nothing is to be done.", k_indent, 0,
                   is_whole(*list.audit) ? Style::green : Style::plain);
  } else {
    page.paragraph(fmt::format("{} for {}.", counted(list.items, "item"),
                               counted(list.sections.size(), "case manager")),
                   k_indent);
  }
  if (list.waived > 0) {
    page.paragraph(
        fmt::format("{} left out since a waiver covers them.", counted(list.waived, "waived item")),
        k_indent);
  }
  if (!is_whole(*list.audit)) {
    page.paragraph("Not everything was checked: 'check' says which rules and inputs.", k_indent, 0,
                   Style::yellow);
  }
}

/// A head to find one's place by, then what and what to do; cells of a table would be too narrow.
void append_item(TextPage& page, const WorkItem& item) {
  const Finding& finding = item.finding;
  std::string head = fmt::format("{:<8}", findings::show(finding.status));
  if (finding.due != calendar::k_no_date) head += fmt::format("  {}", calendar::iso({finding.due}));
  if (item.days_left) head += fmt::format(", {}", days_left_words(item));
  head += fmt::format("  participant {}", util::visible(finding.participant));
  if (!finding.participant_name.empty()) {
    head += fmt::format(", {}", util::visible(finding.participant_name));
  }
  if (!finding.application.empty()) {
    head += fmt::format(" · application {}", util::visible(finding.application));
  }
  if (finding.baselined) head += " · baseline";
  page.out += '\n';
  page.paragraph(head, k_indent, 10, style_of(finding.status));
  page.paragraph(util::visible(finding.message), k_indent + 2, 2);
  if (!finding.remedy.empty()) {
    page.paragraph("To do: " + util::visible(finding.remedy), k_indent + 2, 2);
  }
  page.paragraph(fmt::format("{} · {} {} · {}", item.rule->id, finding.table,
                             util::visible(finding.key), item.rule->cite),
                 k_indent + 2, 2, Style::dim);
}

void append_section(TextPage& page, const WorkSection& section) {
  page.heading(
      fmt::format("{}: {}", util::visible(section_name(section)), section_counts(section)));
  for (const WorkItem& item : section.items) append_item(page, item);
}

}  // namespace

void write_worklist_text(const Worklist& list, const FormatOptions& options, util::Output& out) {
  TextPage page;
  page.width = std::max<size_t>(options.width, k_least_width);
  page.colour = options.colour;
  append_head(page, list);
  for (const WorkSection& section : list.sections) append_section(page, section);
  out.append(page.out);
}

}  // namespace audit::reports

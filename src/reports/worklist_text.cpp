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
using Fit = TextTable::Fit;

constexpr size_t k_least_width = 60;
constexpr size_t k_indent = 2;

Style style_of(Status status) {
  switch (status) {
    case Status::overdue:
    case Status::failed:
      return Style::red;
    case Status::upcoming:
      return Style::cyan;
    default:
      return Style::yellow;
  }
}

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

void append_section(TextPage& page, const WorkSection& section) {
  page.heading(
      fmt::format("{}: {}", util::visible(section_name(section)), section_counts(section)));
  const size_t most = std::clamp<size_t>(page.width / 3, 20, 60);
  TextTable table({text_column("status", Fit::wrap, 8), text_column("due"),
                   text_column("", Fit::wrap, 7), text_column("participant", Fit::wrap, 11),
                   text_column("name", Fit::cut, 12), text_column("application", Fit::wrap, 11),
                   text_column("rule", Fit::wrap, 12, 1), text_column("what", Fit::wrap, most / 2),
                   text_column("what to do", Fit::wrap, most / 2)});
  for (const WorkItem& item : section.items) {
    const Finding& finding = *item.finding;
    const std::string due =
        finding.due == calendar::k_no_date ? std::string{} : calendar::iso({finding.due});
    table.add({cell(findings::show(finding.status), style_of(finding.status)), cell(due),
               cell(days_left_words(item)), cell(finding.participant),
               cell(finding.participant_name), cell(finding.application), cell(item.rule->id),
               cell(finding.message), cell(finding.remedy)});
  }
  table.drop_empty_columns();
  page.out += table.render(k_indent, page.width, page.colour);
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

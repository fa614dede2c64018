// SPDX-License-Identifier: MIT
#include "reports/case_views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/summary.hpp"

namespace audit::reports {

namespace {

using calendar::iso;
using calendar::k_no_date;
using findings::CaseFile;
using findings::CaseObligation;
using findings::DayCount;
using findings::DayKind;
using findings::DaySpan;
using findings::Finding;
using findings::Status;

constexpr std::array k_order{Status::overdue, Status::failed,  Status::upcoming,
                             Status::late,    Status::pending, Status::met};

const char* heading_of(Status status) {
  switch (status) {
    case Status::overdue:
      return "Overdue";
    case Status::failed:
      return "Failed";
    case Status::upcoming:
      return "Falls due soon";
    case Status::late:
      return "Done late";
    case Status::pending:
      return "Not yet due";
    case Status::met:
      break;
  }
  return "Met";
}

std::string show(const DaySpan& span) {
  if (span.first == span.last) return iso(span.first);
  return fmt::format("{} to {}", iso(span.first), iso(span.last));
}

std::string lateness(const CaseObligation& one) {
  const Finding& finding = one.finding;
  const char* unit = finding.late_in_business_days ? "business day" : "day";
  return counted(static_cast<uint64_t>(finding.late_by), unit) + " late";
}

/// How the due date came about.
std::string way_to_due(const CaseObligation& one) {
  const Finding& finding = one.finding;
  const std::string due = iso({finding.due});
  if (finding.trigger == k_no_date || finding.trigger == finding.due) {
    return one.formula.empty() ? fmt::format("due {}", due)
                               : fmt::format("due {} = {}", due, one.formula);
  }
  std::string text = fmt::format("{} + ", iso({finding.trigger}));
  if (!one.limit.empty()) {
    text += one.limit;
    if (finding.paused_days > 0)
      text += fmt::format(" + {} of suspension",
                          counted(static_cast<uint64_t>(finding.paused_days), "day"));
    return text + fmt::format(" → due {}", due);
  }
  text += fmt::format("{} → due {}",
                      counted(static_cast<uint64_t>(finding.due - finding.trigger), "day"), due);
  if (!one.formula.empty()) text += fmt::format(" = {}", one.formula);
  return text;
}

}  // namespace

const std::vector<ViewFormat<CaseFile>>& case_formats() {
  static const std::vector<ViewFormat<CaseFile>> all = {
      {"text", ".txt",  write_case_text},
      {"html", ".html", write_case_html}
  };
  return all;
}

std::vector<CaseChapter> case_chapters(const CaseFile& file) {
  std::vector<CaseChapter> chapters;
  for (const Status status : k_order) {
    CaseChapter chapter{.heading = heading_of(status), .obligations = {}};
    for (const CaseObligation& one : file.obligations) {
      if (one.finding.status == status) chapter.obligations.push_back(&one);
    }
    if (!chapter.obligations.empty()) chapters.push_back(std::move(chapter));
  }
  return chapters;
}

std::string arithmetic(const CaseObligation& one) {
  const Finding& finding = one.finding;
  if (finding.due == k_no_date) {
    const std::string on = finding.trigger == k_no_date
                               ? std::string{}
                               : fmt::format("of {}: ", iso({finding.trigger}));
    return on +
           (finding.status == Status::met ? "the condition holds" : "the condition does not hold");
  }
  std::string text = way_to_due(one);
  if (finding.met_on != k_no_date) {
    text += fmt::format("; met {}", iso({finding.met_on}));
    text += finding.late_by > 0 ? ", " + lateness(one) : ", on time";
  } else {
    text += "; not yet met";
    if (finding.late_by > 0) {
      text += fmt::format(", {} on {}", lateness(one), iso({one.late_until}));
    }
  }
  return text;
}

std::string counted_days(const DayCount& count) {
  std::string text;
  for (const DaySpan& span : count.spans) {
    if (span.kind != DayKind::counted) continue;
    if (!text.empty()) text += ", ";
    text += show(span);
    if (span.days() > 1) text += fmt::format(" ({})", span.days());
  }
  return text;
}

std::string uncounted_days(const DayCount& count) {
  std::string text;
  for (const DaySpan& span : count.spans) {
    if (span.kind == DayKind::counted) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", show(span), findings::show(span.kind));
    if (!span.reason.empty()) text += fmt::format(" ({})", span.reason);
  }
  return text;
}

bool every_day_counts(const DayCount& count) { return count.not_counted == 0; }

std::string status_counts(const CaseFile& file) {
  std::string text;
  for (const Status status : k_order) {
    const auto count = std::ranges::count_if(
        file.obligations, [&](const CaseObligation& one) { return one.finding.status == status; });
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", count, findings::show(status));
  }
  return text.empty() ? "none" : text;
}

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "findings/case_file.hpp"
#include "reports/format.hpp"
#include "reports/view.hpp"

namespace audit::reports {

const std::vector<ViewFormat<findings::CaseFile>>& case_formats();

// One a file.
void write_case_text(const findings::CaseFile& file, const FormatOptions& options,
                     util::Output& out);
void write_case_html(const findings::CaseFile& file, const FormatOptions& options,
                     util::Output& out);

// What the views share, so that they say the same.

/// The obligations in the order in which a person asks for them: what is to be done or went wrong
/// first, what was met last.
struct CaseChapter {
  const char* heading;
  std::vector<const findings::CaseObligation*> obligations;
};
std::vector<CaseChapter> case_chapters(const findings::CaseFile& file);

/// "trigger 2026-01-05 + 5 business days → due 2026-01-12; met 2026-01-09, on time".
std::string arithmetic(const findings::CaseObligation& one);

/// "2026-01-06 to 2026-01-09 (4), 2026-01-12": the days of those spans that are (not) counted.
std::string counted_days(const findings::DayCount& count);
/// "2026-01-10 to 2026-01-11 weekend, 2026-01-19 Martin Luther King Jr. Day".
std::string uncounted_days(const findings::DayCount& count);

/// Every holiday and suspension has a row of its own worth reading; without any, all days count.
bool every_day_counts(const findings::DayCount& count);

/// "3 overdue, 1 late, 40 met": how many obligations of each status, those that there are.
std::string status_counts(const findings::CaseFile& file);

}  // namespace audit::reports

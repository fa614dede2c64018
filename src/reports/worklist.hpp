// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "findings/audit.hpp"
#include "reports/view.hpp"
#include "reports/worklist_columns.hpp"

namespace audit::reports {

/// What of an audit is somebody's work.
struct WorklistChoice {
  std::optional<uint32_t> days;  ///< upcoming ones up to so many days ahead; else all of them
  std::string case_manager;      ///< only this one's; empty: everybody's
  bool with_late = false;        ///< also what was met late in the last 30 days
};

/// One thing to do.
struct WorkItem {
  findings::Finding finding;
  const findings::RuleResult* rule = nullptr;
  std::optional<int64_t> days_left;  ///< calendar days to the due date; negative: it has passed
};

/// What one case manager has to do: overdue first, then what failed, then what falls due, each by
/// due date (else trigger); what was late last.
struct WorkSection {
  std::string case_manager;  ///< empty: nobody's
  std::vector<WorkItem> items;
};

/// A view of an audit that outlives it. Waived findings are nobody's work: they are counted only.
struct Worklist {
  const findings::Audit* audit = nullptr;
  WorklistChoice choice;
  bool with_names = false;
  std::vector<WorkSection> sections;  ///< by name, nobody's last
  uint64_t items = 0;
  uint64_t waived = 0;  ///< left out
};
Worklist make_worklist(const findings::Audit& audit, const WorklistChoice& choice);

/// The same list with one of its sections.
Worklist only_section(const Worklist& list, size_t section);

const std::vector<ViewFormat<Worklist>>& worklist_formats();

// One a file.
void write_worklist_text(const Worklist& list, const FormatOptions& options, util::Output& out);
void write_worklist_csv(const Worklist& list, const FormatOptions& options, util::Output& out);
void write_worklist_xlsx(const Worklist& list, const FormatOptions& options, util::Output& out);
void write_worklist_html(const Worklist& list, const FormatOptions& options, util::Output& out);

// What the views share.
std::string section_name(const WorkSection& section);
/// "3 days left", "due today", "2 days overdue"; empty without a due date.
std::string days_left_words(const WorkItem& item);
/// "4 overdue, 2 failed, 3 upcoming".
std::string section_counts(const WorkSection& section);

/// A file name for each section, without extension: letters, digits and '-', no two alike (letter
/// case aside), none that a file share keeps for itself.
std::vector<std::string> file_names(const std::vector<WorkSection>& sections);

}  // namespace audit::reports

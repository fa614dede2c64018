// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "findings/finding_list.hpp"
#include "findings/obligation.hpp"
#include "findings/past.hpp"
#include "findings/row_list.hpp"
#include "findings/severity.hpp"
#include "findings/texts.hpp"
#include "model/dataset.hpp"

namespace audit::findings {

/// What the engine says about one rule: the input of assemble(). Skipped rules have no obligations.
struct RuleOutcome {
  std::string id;
  std::string title;
  Severity severity = Severity::error;
  std::string cite;
  model::TableIndex table = model::k_none;
  bool in_business_days = false;
  std::string skipped_because;          ///< empty: evaluated
  std::vector<std::string> absent;      ///< what was not in the input, one entry a table or column
  std::vector<std::string> limited_by;  ///< optional tables and columns that were absent
  std::vector<Obligation> obligations;  ///< in row order, then due dates
  /// Rows of met and pending obligations that are not among `obligations`: there are many of them,
  /// and no report says more of one than that it was counted.
  RowList met_rows;
  RowList pending_rows;
  /// Messages and remedies of the obligations that become findings (violations and upcoming ones),
  /// in their order among `obligations`.
  TextList messages;
  TextList remedies;
};

/// Exact numbers of one rule, group or the whole.
struct Tally {
  std::array<uint64_t, k_statuses> by_status{};
  uint64_t waived = 0;
  uint64_t baselined = 0;
  uint64_t waived_met = 0;  ///< always 0 today; waivers touch violations only

  [[nodiscard]] uint64_t of(Status status) const { return by_status[static_cast<size_t>(status)]; }
  [[nodiscard]] uint64_t obligations() const;
  [[nodiscard]] uint64_t violations() const;  ///< waived ones included
  void add(Status status, bool is_waived = false, bool is_baselined = false);
  /// met / (met + late + overdue + failed), waived violations left out of both; four places;
  /// nothing where nothing fell due.
  [[nodiscard]] std::optional<double> rate() const;
};

struct RuleResult {
  std::string id;
  std::string title;
  Severity severity = Severity::error;
  std::string cite;
  std::string table;              ///< whose records carry the obligation
  bool in_business_days = false;  ///< how its lateness counts
  std::string skipped_because;    ///< empty: evaluated
  std::vector<std::string>
      absent;  ///< of it: what was not in the input, one entry a table or column
  std::vector<std::string> limited_by;
  Tally tally;
};

struct Group {
  std::string by;    ///< "region", "office", "case_manager", "program"
  std::string name;  ///< empty = none
  Tally tally;
};

struct Run {
  calendar::Date as_of;
  std::string profile;
  std::string calendar;
  std::string remind;
  std::string period;      ///< as given, or empty
  std::string started_at;  ///< ISO 8601 with offset; the only part that differs between equal runs
  double seconds = 0;      ///< likewise
  std::string rules_digest;
  std::string version;
};

/// A weekday of the calendar that is no business day: what a report explains an arithmetic with.
struct DayOff {
  int32_t date = calendar::k_no_date;
  std::string name;
};

/// The one result: every report is a view of it.
struct Audit {
  Run run;
  std::vector<model::InputFile> inputs;
  std::vector<RuleResult> rules;  ///< by id
  FindingList findings;           ///< in the fixed order of spec 5
  std::vector<model::DataProblem> problems;
  std::vector<model::InputWarning> warnings;
  std::vector<Group> groups;
  Tally totals;
  std::vector<WaiverUse> waivers;  ///< in the order of the waiver file
  std::vector<PastAudit> past;     ///< earlier audits of the store, oldest first; none without one
  std::vector<DayOff> days_off;    ///< holidays of the years of the findings' dates, by date
  bool unaudited_input = false;    ///< some input could not be read, recognised or audited
};

/// Orders, counts and describes: outcomes (any order) become the audit. Takes each record's
/// participant, application, region, office, case manager (its own, else its application's), key,
/// file and line from `data` by the roles of its schema. with_names: fill participant_name. The
/// audit shares the text pools of `data` and may outlive it.
struct AssembleOptions {
  Run run;
  bool with_names = false;
  unsigned threads = 1;
};
Audit assemble(std::vector<RuleOutcome> outcomes, const model::Dataset& data,
               const AssembleOptions& options);

}  // namespace audit::findings

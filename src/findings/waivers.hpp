// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "findings/audit.hpp"

namespace audit::findings {

/// A waiver that was found good: it names known rules, and whom it is for.
struct Waiver {
  std::string rule;                ///< as written: an id, or a prefix ending in ".*"
  std::vector<std::string> rules;  ///< the ids that it names, ascending; enabled or not
  // What a violation must be about; an empty text is not asked for, and one of them is given.
  std::string participant;   ///< these three are identifiers: compared exactly
  std::string application;   ///< "
  std::string record;        ///< "; a key of the table that the rule judges
  std::string office;        ///< these two as the rule language compares texts
  std::string case_manager;  ///< "
  std::string approved_by;
  std::string reason;
  calendar::Date approved_on;
  calendar::Date until;  ///< its last day
};

/// Whom it is for, in words: "participant 123456, office North".
std::string subject_of(const Waiver& waiver);

/// What the date alone says of a waiver: `expired` after its last day, `expiring` while that lies
/// within the reminder window, else `used`.
WaiverUse::State state_on(const Waiver& waiver, calendar::Date as_of, calendar::Date remind_until);

/// Marks the violations (upcoming obligations never) that a waiver covers, and fills
/// Audit::waivers. A waiver of a record by a prefix is ambiguous where records of several tables
/// have its key: then it covers none, and says so. recount_set_aside() is due afterwards.
void apply_waivers(Audit& audit, const std::vector<Waiver>& waivers, calendar::Date remind_until);

/// Makes `waived` and `baselined` of all tallies (rules, groups, totals) what the findings say.
void recount_set_aside(Audit& audit);

}  // namespace audit::findings

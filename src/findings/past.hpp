// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calendar/date.hpp"

namespace audit::findings {

/// The numbers of one rule, one group or a whole audit of the past, as the history keeps them.
struct PastTally {
  std::string by;    ///< "rule", "office", "case_manager", "region", "program"; empty: the totals
  std::string name;  ///< rule id or group name
  uint64_t obligations = 0;
  uint64_t met = 0;
  uint64_t violations = 0;  ///< waived ones included
  uint64_t upcoming = 0;
  uint64_t waived = 0;
  uint64_t baselined = 0;
  std::optional<double> rate;
};

/// One earlier audit of the same store: what trends are drawn from.
struct PastAudit {
  calendar::Date as_of;
  std::string profile;
  std::string rules_digest;  ///< differs from today's: the rules have changed since
  std::string period;        ///< as given, or empty
  PastTally totals;
  std::vector<PastTally> parts;  ///< by rule and by group
};

/// What became of one waiver of the waiver file.
struct WaiverUse {
  enum class State : uint8_t { used, unmatched, expired, expiring };
  std::string rule;
  std::string until;  ///< YYYY-MM-DD
  std::string reason;
  std::string approved_by;
  std::string subject;             ///< whom it is for: "participant 123456, office North"
  State state = State::unmatched;  ///< expiring: used, and its last day is in the reminder window
  uint64_t matched = 0;            ///< violations that it covers; of an expired one none
  uint64_t lapsed = 0;             ///< violations that an expired one would have covered
  std::string note;                ///< unmatched: why, where there is a reason to tell
};
const char* show(WaiverUse::State state);

}  // namespace audit::findings

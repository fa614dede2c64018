// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "calendar/date.hpp"
#include "findings/fingerprint.hpp"
#include "findings/obligation.hpp"

namespace audit::findings {

/// A violation or an upcoming obligation, as reported. Empty texts are null; dates as in columns.
/// The texts are views of a list's (FindingList), or of whatever it was made from.
struct Finding {
  uint32_t rule = 0;  ///< into Audit::rules
  Status status = Status::failed;
  std::string_view participant;
  std::string_view application;
  std::string_view table;
  std::string_view key;
  std::string_view file;
  uint32_t line = 0;  ///< 0 = null
  int32_t trigger = calendar::k_no_date;
  int32_t due = calendar::k_no_date;
  int32_t met_on = calendar::k_no_date;
  int32_t late_by = 0;  ///< 0 = null
  bool late_in_business_days = false;
  int32_t paused_days = 0;
  int32_t counted_days = 0;  ///< as in Obligation
  std::string_view region;
  std::string_view office;
  std::string_view case_manager;
  std::string_view program;
  std::string_view participant_name;  ///< under --with-names only
  std::string_view message;
  std::string_view remedy;
  bool waived = false;
  bool baselined = false;
  Fingerprint fingerprint;
};

}  // namespace audit::findings

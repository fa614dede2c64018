// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "calendar/calendar.hpp"
#include "calendar/date.hpp"
#include "model/schema.hpp"

namespace audit::findings {

enum class Status : uint8_t { met, late, overdue, failed, upcoming, pending };
inline constexpr int k_statuses = 6;
const char* show(Status status);
/// late, overdue or failed.
bool is_violation(Status status);

/// What a form knows of one obligation; dates as in columns (calendar::k_no_date = none).
/// From these, and nothing else, judge() says the status.
struct Facts {
  uint32_t row = 0;
  int32_t trigger = calendar::k_no_date;
  int32_t due = calendar::k_no_date;
  int32_t met_on = calendar::k_no_date;
  int32_t stop = calendar::k_no_date;  ///< recurring, last anchor: where lateness ends; else none
  bool required = true;  ///< requirement: whether the condition holds (then due is none)
  bool dated = false;    ///< a deadline or recurring obligation (false: a requirement)
  int64_t paused_days = 0;
};

struct Obligation {
  uint32_t row = 0;
  int32_t trigger = calendar::k_no_date;
  int32_t due = calendar::k_no_date;
  int32_t met_on = calendar::k_no_date;  ///< none if later than as-of
  Status status = Status::met;
  int32_t late_by = 0;       ///< 0 = none (null); at least 1 for late and overdue
  int32_t paused_days = 0;   ///< days of suspension that were not counted
  int32_t counted_days = 0;  ///< where some were not: those from trigger to due date that were, in
                             ///< the unit of the deadline (days or business days), as paused_days
};

/// The one place where a status is decided (spec 1 and 3).
struct Judge {
  calendar::Date as_of;
  calendar::Date remind_until;  ///< as_of + the reminder window
  bool in_business_days = false;
  const calendar::Calendar* calendar = nullptr;

  [[nodiscard]] Obligation operator()(const Facts& facts) const;
};

}  // namespace audit::findings

// SPDX-License-Identifier: MIT
#include <algorithm>

#include "findings/obligation.hpp"
#include "util/fatal.hpp"

namespace audit::findings {

namespace {

using calendar::k_no_date;

int64_t days_between(const Judge& judge, int32_t from, int32_t to) {
  if (!judge.in_business_days) return int64_t{to} - from;
  return judge.calendar->business_days(calendar::Date{from}, calendar::Date{to});
}

/// Days from the due date to `end`, at least one: what is late is never "0 days" late, even when a
/// Friday's deadline was met on the Saturday.
int32_t days_late(const Judge& judge, int32_t due, int32_t end) {
  return static_cast<int32_t>(std::max<int64_t>(days_between(judge, due, end), 1));
}

}  // namespace

const char* show(Status status) {
  switch (status) {
    case Status::met:
      return "met";
    case Status::late:
      return "late";
    case Status::overdue:
      return "overdue";
    case Status::failed:
      return "failed";
    case Status::upcoming:
      return "upcoming";
    case Status::pending:
      return "pending";
  }
  return "?";
}

bool is_violation(Status status) {
  return status == Status::late || status == Status::overdue || status == Status::failed;
}

Obligation Judge::operator()(const Facts& facts) const {
  Obligation out;
  out.row = facts.row;
  out.trigger = facts.trigger;
  out.paused_days = static_cast<int32_t>(facts.paused_days);
  if (!facts.dated) {
    out.status = facts.required ? Status::met : Status::failed;
    return out;
  }
  AUDIT_ASSERT(facts.due != k_no_date);
  AUDIT_ASSERT(!in_business_days || calendar != nullptr);
  out.due = facts.due;
  if (facts.paused_days > 0 && facts.trigger != k_no_date) {
    const int64_t counted = days_between(*this, facts.trigger, facts.due) - facts.paused_days;
    out.counted_days = static_cast<int32_t>(counted);
  }
  if (facts.met_on != k_no_date && facts.met_on <= as_of.days) out.met_on = facts.met_on;

  if (out.met_on != k_no_date) {
    out.status = out.met_on <= out.due ? Status::met : Status::late;
    if (out.status == Status::late) out.late_by = days_late(*this, out.due, out.met_on);
    return out;
  }
  const int32_t end = facts.stop == k_no_date ? as_of.days : facts.stop;
  if (out.due < end) {
    out.status = Status::overdue;
    out.late_by = days_late(*this, out.due, end);
  } else {
    out.status = out.due <= remind_until.days ? Status::upcoming : Status::pending;
  }
  return out;
}

}  // namespace audit::findings

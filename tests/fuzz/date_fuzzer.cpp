// SPDX-License-Identifier: MIT
// Dates, durations and date formats: what is read is written back the same, and sums stay in range.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "calendar/calendar.hpp"

using namespace audit::calendar;

namespace {

void require(bool claim) {
  if (!claim) std::abort();
}

void add_everything(Date date, Duration duration) {
  static const Calendar calendar;
  const auto sum = calendar.add(date, duration);
  if (!sum) return;
  require(sum->days >= k_first_day && sum->days <= k_last_day);
  if (duration.unit != Unit::business_days) return;
  if (duration.count >= 0 || calendar.is_business_day(date)) {
    require(calendar.business_days(date, *sum) == duration.count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view head = text.substr(0, 10);
  const std::string_view tail = text.substr(head.size());
  const auto date = parse_iso(head);
  if (date) require(iso(*date) == head);
  const Date at = date.value_or(Date{20484});
  if (const auto duration = parse_duration(tail)) {
    require(parse_duration(show(*duration)) == duration);
    add_everything(at, *duration);
    add_everything(at, {-duration->count, duration->unit});
  }
  if (valid_format(tail)) format_date(at, tail);
  return 0;
}

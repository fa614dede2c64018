// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "config/keys.hpp"
#include "config/reference.hpp"

namespace audit::config {

/// A [[suspension]] of a calendar or profile; its rules are looked up once all rules are known.
struct SuspensionDraft {
  static constexpr const char* k_what = "a suspension";
  static const Keys<SuspensionDraft>& keys();

  calendar::Date from;
  calendar::Date until;
  std::string reason;
  std::vector<Text> rules;
  util::Spot spot;
};

struct HolidayDraft {
  static constexpr const char* k_what = "a holiday";
  static const Keys<HolidayDraft>& keys();

  std::string name;
  Text date;
  Text weekday;
  int month = 1;
  int nth = 1;
  std::optional<calendar::Date> on;
  int offset = 0;
  std::optional<std::string> on_saturday;
  std::optional<std::string> on_sunday;
  int from_year = 1;
  int to_year = 9999;
  util::Spot spot;
};

struct CalendarDraft {
  static constexpr const char* k_what = "a calendar";
  static const Keys<CalendarDraft>& keys();

  Text name;
  std::string title;
  Text extends;
  std::vector<HolidayDraft> holidays;
  std::vector<SuspensionDraft> suspensions;
};

/// A calendar file with all that it extends: holidays of the extended calendar first, but for those
/// that the file itself defines by the same name.
struct CalendarFile {
  std::string name;
  std::string title;
  std::vector<calendar::Holiday> holidays;
  std::vector<SuspensionDraft> suspensions;
};

/// Reads a bundled calendar by name, or a file. Faults (a circle of `extends` too) are reported.
CalendarFile read_calendar(const Files& files, const std::string& rules_folder,
                           const Reference& reference, util::Diagnostics& diagnostics);

/// Reports a suspension that ends before it starts. True if it is good.
bool check_suspension(const SuspensionDraft& suspension, util::Diagnostics& diagnostics);

}  // namespace audit::config

// SPDX-License-Identifier: MIT
#include "config/calendar_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "util/text.hpp"

namespace audit::config {
namespace {

using calendar::Holiday;
using calendar::Observance;

constexpr auto k_weekdays = std::to_array<const char*>(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"});

constexpr int k_leap_year = 2000;  // in which every month and day exists
constexpr int k_days_a_year = 366;

std::string check_range(const char* what, int value, int low, int high) {
  if (value >= low && value <= high) return {};
  return fmt::format("{} runs from {} to {}", what, low, high);
}

std::string check_year(int value) { return check_range("a year", value, 1, 9999); }

std::string check_not_empty(const std::string& text) {
  return util::trim(text).empty() ? "the text is empty" : "";
}

std::string check_weekday(const Text& name) {
  if (std::ranges::find(k_weekdays, name.text) != k_weekdays.end()) return {};
  const std::vector<std::string> known(k_weekdays.begin(), k_weekdays.end());
  const std::string near = util::nearest_name(name.text, known);
  return fmt::format(
      "unknown weekday '{}'; {}", name.text,
      near.empty() ? "write it as 'monday'" : fmt::format("did you mean '{}'?", near));
}

std::string check_observance(const std::optional<std::string>& name) {
  if (!name || *name == "friday" || *name == "monday" || *name == "same") return {};
  return fmt::format("'{}' is no day to move to; write \"friday\", \"monday\" or \"same\"", *name);
}

struct MonthDay {
  unsigned month = 0;
  unsigned day = 0;
};

/// "03-31", of a day that exists in leap years at least.
std::optional<MonthDay> parse_month_day(std::string_view text) {
  const auto date = calendar::parse_iso(fmt::format("{:04}-{}", k_leap_year, text));
  if (!date) return std::nullopt;
  const calendar::CivilDate parts = calendar::civil(*date);
  return MonthDay{parts.month, parts.day};
}

std::string check_month_day(const Text& text) {
  if (parse_month_day(text.text)) return {};
  return fmt::format("'{}' is no day of the year; write month and day as \"03-31\"", text.text);
}

Observance observance(const std::optional<std::string>& name) {
  if (name && *name == "friday") return Observance::friday_before;
  if (name && *name == "monday") return Observance::monday_after;
  return Observance::as_is;
}

Holiday make_holiday(const HolidayDraft& draft) {
  Holiday holiday;
  holiday.name = draft.name;
  if (draft.on) {
    holiday.kind = Holiday::Kind::one_off;
    holiday.date = *draft.on;
  } else if (draft.weekday.given()) {
    holiday.kind = Holiday::Kind::nth_weekday;
    const auto found = std::ranges::find(k_weekdays, draft.weekday.text);
    holiday.weekday = static_cast<unsigned>(found - k_weekdays.begin()) + 1;
    holiday.month = static_cast<unsigned>(draft.month);
    holiday.nth = draft.nth;
  } else {
    const MonthDay parts = parse_month_day(draft.date.text).value_or(MonthDay{1, 1});
    holiday.month = parts.month;
    holiday.day = parts.day;
  }
  holiday.offset = draft.offset;
  holiday.on_saturday = observance(draft.on_saturday);
  holiday.on_sunday = observance(draft.on_sunday);
  holiday.first_year = draft.from_year;
  holiday.last_year = draft.to_year;
  return holiday;
}

void check_holiday(const HolidayDraft& draft, util::Diagnostics& diagnostics) {
  if (draft.from_year > draft.to_year) {
    diagnostics.error(
        draft.spot, fmt::format("'{}' ends before it starts: from_year {}, to_year {}", draft.name,
                                draft.from_year, draft.to_year));
  }
  const bool moved = draft.on_saturday || draft.on_sunday || draft.offset != 0;
  if (draft.on && (moved || draft.from_year != 1 || draft.to_year != HolidayDraft{}.to_year)) {
    diagnostics.error(
        draft.spot,
        fmt::format("'{}' is one day: it has no offset, observance or years", draft.name));
  }
}

class CalendarReader {
 public:
  CalendarReader(const Files& files, const std::string& rules_folder,
                 util::Diagnostics& diagnostics)
      : files_(files),
        bundle_{join_path(rules_folder, "calendars"), "calendar"},
        diagnostics_(diagnostics) {}

  CalendarFile read(const Reference& reference) {
    const auto opened = open_reference(files_, bundle_, reference, diagnostics_);
    if (!opened) return {};
    if (std::ranges::find(open_, opened->identity, &Opened::identity) != open_.end()) {
      diagnostics_.error(reference.text.spot,
                         fmt::format("calendars extend each other in a circle: {}, {}",
                                     list_paths(open_), opened->path));
      return {};
    }
    Node root;
    if (!parse_toml(opened->path, opened->text, root, diagnostics_)) return {};
    const auto decoded = CalendarDraft::keys().decode(root, CalendarDraft::k_what, diagnostics_);
    const CalendarDraft& draft = decoded.value;
    open_.push_back(*opened);
    CalendarFile calendar;
    if (draft.extends.given()) calendar = read({draft.extends, folder_of(opened->path)});
    open_.pop_back();
    add(draft, calendar);
    if (calendar.name.empty()) calendar.name = stem_of(opened->path);
    return calendar;
  }

 private:
  void add(const CalendarDraft& draft, CalendarFile& calendar) {
    calendar.name = draft.name.text;
    calendar.title = draft.title;
    std::erase_if(calendar.holidays, [&](const Holiday& old) {
      return std::ranges::any_of(draft.holidays, [&](const HolidayDraft& own) {
        return util::equal_folded(own.name, old.name);
      });
    });
    for (const HolidayDraft& holiday : draft.holidays) {
      check_holiday(holiday, diagnostics_);
      calendar.holidays.push_back(make_holiday(holiday));
    }
    for (const SuspensionDraft& suspension : draft.suspensions) {
      check_suspension(suspension, diagnostics_);
      calendar.suspensions.push_back(suspension);
    }
  }

  const Files& files_;
  Bundle bundle_;
  util::Diagnostics& diagnostics_;
  std::vector<Opened> open_;  // files whose `extends` is being read
};

}  // namespace

const Keys<SuspensionDraft>& SuspensionDraft::keys() {
  static const auto k_keys =
      Keys<SuspensionDraft>{}
          .required("from", &SuspensionDraft::from, "The first day.")
          .required("until", &SuspensionDraft::until, "The last day.")
          .required("reason", &SuspensionDraft::reason, "Why deadlines move on.", check_not_empty)
          .required("rules", &SuspensionDraft::rules,
                    "Ids of the rules whose deadlines move on, or prefixes ending in \".*\".",
                    [](const std::vector<Text>& named) {
                      return named.empty() ? std::string("a suspension names at least one rule")
                                           : std::string();
                    });
  return k_keys;
}

const Keys<HolidayDraft>& HolidayDraft::keys() {
  static const auto k_keys =
      Keys<HolidayDraft>{}
          .required("name", &HolidayDraft::name, "The holiday's name.", check_not_empty)
          .optional("date", &HolidayDraft::date, "The same day every year, as \"03-31\".",
                    check_month_day)
          .optional("weekday", &HolidayDraft::weekday,
                    "\"monday\" to \"sunday\", with month and nth.", check_weekday)
          .optional("month", &HolidayDraft::month, "1 to 12.",
                    [](int number) { return check_range("a month", number, 1, 12); })
          .optional("nth", &HolidayDraft::nth,
                    "The n-th such weekday of the month; -1 is the last.",
                    [](int number) {
                      return number == -1 ? std::string()
                                          : check_range("nth (or -1 for the last)", number, 1, 5);
                    })
          .optional("on", &HolidayDraft::on, "One day of one year.")
          .optional("offset", &HolidayDraft::offset, "Days added afterwards.",
                    [](int days) {
                      return check_range("an offset", days, -k_days_a_year, k_days_a_year);
                    })
          .optional("on_saturday", &HolidayDraft::on_saturday,
                    "What becomes of it on a Saturday: \"friday\", \"monday\" or \"same\".",
                    check_observance)
          .optional("on_sunday", &HolidayDraft::on_sunday,
                    "What becomes of it on a Sunday: \"friday\", \"monday\" or \"same\".",
                    check_observance)
          .optional("from_year", &HolidayDraft::from_year, "The first year.", check_year)
          .optional("to_year", &HolidayDraft::to_year, "The last year.", check_year)
          .exactly_one({"date", "weekday", "on"})
          .together({"weekday", "month", "nth"});
  return k_keys;
}

const Keys<CalendarDraft>& CalendarDraft::keys() {
  static const auto k_keys =
      Keys<CalendarDraft>{}
          .required("name", &CalendarDraft::name, "The calendar's name, as reports show it.")
          .optional("title", &CalendarDraft::title, "Whose holidays these are.")
          .optional("extends", &CalendarDraft::extends,
                    "A calendar whose holidays count too, but for those defined here by the same "
                    "name: a bundled name or a file.")
          .optional("holiday", &CalendarDraft::holidays, "The holidays.")
          .optional("suspension", &CalendarDraft::suspensions, "Days on which deadlines rest.");
  return k_keys;
}

CalendarFile read_calendar(const Files& files, const std::string& rules_folder,
                           const Reference& reference, util::Diagnostics& diagnostics) {
  return CalendarReader(files, rules_folder, diagnostics).read(reference);
}

bool check_suspension(const SuspensionDraft& suspension, util::Diagnostics& diagnostics) {
  if (suspension.until >= suspension.from) return true;
  diagnostics.error(suspension.spot,
                    fmt::format("the suspension ends before it starts: {} to {}",
                                calendar::iso(suspension.from), calendar::iso(suspension.until)));
  return false;
}

}  // namespace audit::config

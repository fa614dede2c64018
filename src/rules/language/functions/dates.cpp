// SPDX-License-Identifier: MIT
#include "rules/language/functions/functions.hpp"

namespace audit::rules {
namespace {

using model::Type;

FunctionDoc of_date(std::string name, FunctionId id, Type result, std::string doc,
                    std::string example) {
  FunctionDoc row;
  row.signature = name + "(d)";
  row.name = std::move(name);
  row.parameters = {
      {"d", Role::value, Type::date}
  };
  row.result = result;
  row.function = id;
  row.doc = std::move(doc);
  row.example = std::move(example);
  return row;
}

FunctionDoc business_days() {
  FunctionDoc row;
  row.name = "business_days";
  row.signature = "business_days(a, b)";
  row.parameters = {
      {"a", Role::value, Type::date},
      {"b", Role::value, Type::date}
  };
  row.result = Type::number;
  row.function = FunctionId::business_days;
  row.doc = "How many business days come after a, up to and with b; negative when b is before a.";
  row.example = "business_days(2026-01-05, 2026-01-09) == 4";
  return row;
}

FunctionDoc add_quarters() {
  FunctionDoc row;
  row.name = "add_quarters";
  row.signature = "add_quarters(d, n)";
  row.parameters = {
      {"d", Role::value, Type::date  },
      {"n", Role::value, Type::number}
  };
  row.result = Type::date;
  row.function = FunctionId::add_quarters;
  row.doc = "Moves a date by whole quarters; clamps to the month's last day.";
  row.example = "add_quarters(2025-11-30, 1) == 2026-02-28";
  return row;
}

FunctionDoc format_date() {
  FunctionDoc row;
  row.name = "format_date";
  row.signature = R"(format_date(d, "%d%m%y"))";
  row.parameters = {
      {"d",      Role::value,  Type::date},
      {"format", Role::format, Type::text}
  };
  row.result = Type::text;
  row.function = FunctionId::format_date;
  row.doc = "The date as text. %Y, %y, %m, %d and %% are known; the rest stands for itself.";
  row.example = R"(format_date(2026-01-05, "%d.%m.%Y") == "05.01.2026")";
  return row;
}

}  // namespace

std::vector<FunctionDoc> date_functions() {
  return {
      business_days(),
      of_date("start_of_month", FunctionId::start_of_month, Type::date,
              "The first day of the date's month.", "start_of_month(2026-02-14) == 2026-02-01"),
      of_date("end_of_month", FunctionId::end_of_month, Type::date,
              "The last day of the date's month.", "end_of_month(2026-02-14) == 2026-02-28"),
      of_date("start_of_quarter", FunctionId::start_of_quarter, Type::date,
              "The first day of the date's calendar quarter.",
              "start_of_quarter(2026-02-14) == 2026-01-01"),
      of_date("end_of_quarter", FunctionId::end_of_quarter, Type::date,
              "The last day of the date's calendar quarter.",
              "end_of_quarter(2026-02-14) == 2026-03-31"),
      add_quarters(),
      of_date("year", FunctionId::year, Type::number, "The date's year.",
              "year(2026-02-14) == 2026"),
      of_date("month", FunctionId::month, Type::number, "The date's month, 1 to 12.",
              "month(2026-02-14) == 2"),
      of_date("day", FunctionId::day, Type::number, "The date's day of the month, 1 to 31.",
              "day(2026-02-14) == 14"),
      of_date("weekday", FunctionId::weekday, Type::number, "The day of the week; Monday is 1.",
              "weekday(2026-02-14) == 6"),
      format_date(),
  };
}

}  // namespace audit::rules

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

#include "differential/plain_expressions.hpp"

namespace audit::tests {

// Arithmetic and functions as spec 3 tells them; a number of days is walked, day after day.

inline std::optional<calendar::Date> PlainEvaluator::move(calendar::Date date,
                                                          calendar::Duration duration,
                                                          int sign) const {
  using calendar::Unit;
  const int64_t count = duration.count * sign;
  switch (duration.unit) {
    case Unit::days:
      return calendar::add_days(date, count);
    case Unit::weeks:
      return calendar::add_days(date, count * 7);
    case Unit::months:
      return calendar::add_months(date, count);
    case Unit::quarters:
      return calendar::add_months(date, count * 3);
    case Unit::years:
      return calendar::add_months(date, count * 12);
    case Unit::business_days:
      break;
  }
  std::optional<calendar::Date> day = date;
  for (int64_t counted = 0; day && counted < std::abs(count);) {
    day = calendar::add_days(*day, count < 0 ? -1 : 1);
    if (day && calendar_.is_business_day(*day)) ++counted;
  }
  return day;
}

inline Cell PlainEvaluator::arithmetic(const Expression& expression, const Record& record) const {
  const auto date = as_date(value(expression.args[0], record));
  const Cell duration = value(expression.args[1], record);
  if (!date || !duration) return {};
  const int sign = expression.op == Op::subtract_duration ? -1 : 1;
  return maybe_date(move(*date, std::get<calendar::Duration>(*duration), sign));
}

inline int64_t PlainEvaluator::business_days(calendar::Date a, calendar::Date b) const {
  if (b < a) return -business_days(b, a);
  int64_t count = 0;
  for (int32_t day = a.days + 1; day <= b.days; ++day) {
    if (calendar_.is_business_day({day})) ++count;
  }
  return count;
}

inline Cell PlainEvaluator::call(const Expression& expression, const Record& record) const {
  using rules::FunctionId;
  switch (expression.function) {
    case FunctionId::if_else:
    case FunctionId::first_present:
    case FunctionId::min:
    case FunctionId::max:
      return choice(expression, record);
    case FunctionId::length:
    case FunctionId::words:
    case FunctionId::digits:
    case FunctionId::extract:
    case FunctionId::has_words:
    case FunctionId::all_words:
      return text_call(expression, record);
    default:
      return date_call(expression, record);
  }
}

inline Cell PlainEvaluator::choice(const Expression& expression, const Record& record) const {
  using rules::FunctionId;
  const auto& args = expression.args;
  if (expression.function == FunctionId::if_else) {
    if (holds(args[0], record)) return value(args[1], record);
    return args.size() > 2 ? value(args[2], record) : Cell{};
  }
  Cell best;
  for (const Expression& arg : args) {
    const Cell next = value(arg, record);
    if (!next) continue;
    if (expression.function == FunctionId::first_present) return next;
    const auto rank = [](const Cell& cell) {
      return std::holds_alternative<calendar::Date>(*cell)
                 ? int64_t{std::get<calendar::Date>(*cell).days}
                 : std::get<rules::Number>(*cell).scaled;
    };
    const bool better = !best || (expression.function == FunctionId::max ? rank(next) > rank(best)
                                                                         : rank(next) < rank(best));
    if (better) best = next;
  }
  return best;
}

inline Cell PlainEvaluator::date_call(const Expression& expression, const Record& record) const {
  using rules::FunctionId;
  const auto date = as_date(value(expression.args[0], record));
  if (!date) return {};
  switch (expression.function) {
    case FunctionId::business_days: {
      const auto until = as_date(value(expression.args[1], record));
      return until ? whole(business_days(*date, *until)) : Cell{};
    }
    case FunctionId::add_quarters: {
      const auto quarters = as_number(value(expression.args[1], record));
      if (!quarters || *quarters % model::k_number_scale != 0) return {};
      const int64_t count = *quarters / model::k_number_scale;
      if (std::abs(count) > 100000) return {};
      return maybe_date(calendar::add_months(*date, count * 3));
    }
    case FunctionId::start_of_month:
      return calendar::start_of_month(*date);
    case FunctionId::end_of_month:
      return calendar::end_of_month(*date);
    case FunctionId::start_of_quarter:
      return calendar::start_of_quarter(*date);
    case FunctionId::end_of_quarter:
      return calendar::end_of_quarter(*date);
    case FunctionId::year:
      return whole(calendar::civil(*date).year);
    case FunctionId::month:
      return whole(calendar::civil(*date).month);
    case FunctionId::day:
      return whole(calendar::civil(*date).day);
    case FunctionId::weekday:
      return whole(calendar::weekday(*date));
    case FunctionId::format_date:
      return made_text(calendar::format_date(*date, constant_text(expression.args[1])));
    default:
      std::abort();
  }
}

inline Cell PlainEvaluator::text_call(const Expression& expression, const Record& record) const {
  using rules::FunctionId;
  const auto text = as_text(value(expression.args[0], record));
  const bool test = expression.type == model::Type::boolean;
  if (!text) return test ? Cell{false} : Cell{};
  switch (expression.function) {
    case FunctionId::length:
      return whole(static_cast<int64_t>(decoded(*text).size()));
    case FunctionId::words:
      return whole(plain_count_words(*text));
    case FunctionId::digits: {
      std::string digits;
      for (const char c : *text) {
        if (c >= '0' && c <= '9') digits += c;
      }
      return made_text(digits);
    }
    case FunctionId::extract: {
      std::string group;
      const bool found =
          plain_matches(*text, constant_text(expression.args[1]), false, false, &group);
      return found ? made_text(group) : Cell{};
    }
    case FunctionId::has_words: {
      const auto needle = as_text(value(expression.args[1], record));
      return needle && plain_has_words(*text, *needle);
    }
    default:
      break;
  }
  for (const std::u32string& word : plain_words(*text)) {
    const std::string one = encoded(word);
    if (!plain_matches(one, constant_text(expression.args[1]), true, true)) continue;
    bool known = false;
    for (const rules::Value& member : expression.set->values) {
      known = known || plain_folded(std::get<std::string>(member)) == plain_folded(one);
    }
    if (!known) return false;
  }
  return true;
}

inline Cell PlainEvaluator::missing_columns(const Expression& expression,
                                            const Record& record) const {
  const model::TableDef& def = world_.schema.tables[record.table];
  std::string names;
  for (const model::ColumnIndex index : expression.columns) {
    if (!world_.exported[record.table][index]) continue;
    if (def.key == index && def.has_default_key()) continue;
    if (world_.cells[record.table][record.row][index]) continue;
    names += (names.empty() ? "" : ", ") + def.columns[index].name;
  }
  return made_text(names);
}

}  // namespace audit::tests

// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <set>

#include "differential/plain_functions.hpp"

namespace audit::tests {

// Rules to obligations, one record at a time (spec 1 and 3).

inline std::optional<calendar::Date> PlainEvaluator::date(
    const std::optional<Expression>& expression, const Record& record) const {
  return expression ? as_date(value(*expression, record)) : std::nullopt;
}

inline void PlainEvaluator::requirement(const rules::TypedRule& rule, const Record& record,
                                        std::vector<findings::Obligation>& out) const {
  findings::Obligation one;
  one.row = record.row;
  if (const auto trigger = date(rule.date, record)) one.trigger = trigger->days;
  one.status = holds(*rule.require, record) ? findings::Status::met : findings::Status::failed;
  out.push_back(one);
}

/// What follows from the due date, the day it happened (if by as-of) and where lateness ends.
inline void PlainEvaluator::settle(const rules::TypedRule& rule, calendar::Date end,
                                   findings::Obligation& one) const {
  using findings::Status;
  const int32_t as_of = options_.as_of.days;
  if (one.met_on != calendar::k_no_date && one.met_on > as_of) one.met_on = calendar::k_no_date;
  int32_t ended = end.days;
  if (one.met_on != calendar::k_no_date) {
    one.status = one.met_on <= one.due ? Status::met : Status::late;
    ended = one.met_on;
  } else if (one.due < end.days) {
    one.status = Status::overdue;
  } else {
    const auto last = move(options_.as_of, rule.remind, 1);
    one.status = !last || one.due <= last->days ? Status::upcoming : Status::pending;
  }
  if (one.status != Status::late && one.status != Status::overdue) return;
  const int64_t days =
      rule.in_business_days ? business_days({one.due}, {ended}) : int64_t{ended} - one.due;
  one.late_by = static_cast<int32_t>(std::max<int64_t>(days, 1));
}

/// One day on for each suspended day after the trigger and up to the due date as moved.
inline bool PlainEvaluator::pause(const rules::TypedRule& rule, calendar::Date trigger,
                                  findings::Obligation& one) const {
  const auto is_suspended = [&](int32_t day) {
    for (const calendar::Suspension& suspension : calendar_.suspensions()) {
      for (const std::string& pattern : suspension.rules) {
        const bool prefix = pattern.ends_with(".*");
        const bool named = prefix ? rule.id.rfind(pattern.substr(0, pattern.size() - 1), 0) == 0
                                  : rule.id == pattern;
        if (named && suspension.from.days <= day && day <= suspension.until.days) return true;
      }
    }
    return false;
  };
  for (int32_t day = trigger.days + 1; day <= one.due; ++day) {
    if (!is_suspended(day)) continue;
    if (rule.in_business_days && !calendar_.is_business_day({day})) continue;
    ++one.paused_days;
    const calendar::Duration step{
        1, rule.in_business_days ? calendar::Unit::business_days : calendar::Unit::days};
    const auto moved = move({one.due}, step, 1);
    if (!moved) return false;
    one.due = moved->days;
  }
  return true;
}

inline void PlainEvaluator::deadline(const rules::TypedRule& rule, const Record& record,
                                     std::vector<findings::Obligation>& out) const {
  findings::Obligation one;
  one.row = record.row;
  std::optional<calendar::Date> trigger;
  std::optional<calendar::Date> due = date(rule.due, record);
  if (rule.from) {
    trigger = date(rule.from, record);
    const Cell within = value(*rule.within, record);
    if (trigger && within) due = move(*trigger, std::get<calendar::Duration>(*within), 1);
  } else {
    trigger = rule.date ? date(rule.date, record) : due;
  }
  if (!due) return;
  one.due = due->days;
  if (trigger) one.trigger = trigger->days;
  const bool trigger_is_due = !rule.from && !rule.date;
  if (trigger && !trigger_is_due && !pause(rule, *trigger, one)) return;
  const auto met_on = date(rule.met_on, record);
  const bool happened = met_on && *met_on <= options_.as_of;
  if (happened) one.met_on = met_on->days;
  const auto lapses = date(rule.lapses, record);
  if (!happened && lapses && one.due >= lapses->days) return;
  settle(rule, options_.as_of, one);
  out.push_back(one);
}

inline void PlainEvaluator::recurring(const rules::TypedRule& rule, const Record& record,
                                      std::vector<findings::Obligation>& out) const {
  const auto from = date(rule.from, record);
  const auto until = date(rule.until, record);
  const Cell every = value(*rule.every, record);
  if (!from || !every || (until && *until < *from)) return;
  std::set<calendar::Date> anchors{*from};
  for (const uint32_t child : children(*rule.events, record)) {
    const auto day = as_date(column(rule.events->table, child, rule.events->column));
    if (day && *from <= *day && *day <= options_.as_of && (!until || *day <= *until)) {
      anchors.insert(*day);
    }
  }
  const bool ended = until && *until <= options_.as_of;
  const calendar::Date stop = ended ? *until : options_.as_of;
  for (auto anchor = anchors.begin(); anchor != anchors.end(); ++anchor) {
    const auto due = move(*anchor, std::get<calendar::Duration>(*every), 1);
    if (!due) continue;
    findings::Obligation one;
    one.row = record.row;
    one.trigger = anchor->days;
    one.due = due->days;
    if (!pause(rule, *anchor, one)) continue;
    const auto next = std::next(anchor);
    if (next != anchors.end()) {
      one.met_on = next->days;
    } else if (one.due >= stop.days && ended) {
      continue;
    }
    settle(rule, stop, one);
    out.push_back(one);
  }
}

inline bool PlainEvaluator::judged(const rules::TypedRule& rule,
                                   const findings::Obligation& one) const {
  const auto within = [](int32_t day, std::optional<calendar::Date> from,
                         std::optional<calendar::Date> until) {
    return (!from || from->days <= day) && (!until || day <= until->days);
  };
  for (const rules::EffectiveRange& range : rule.effective) {
    if (one.trigger != calendar::k_no_date && !within(one.trigger, range.from, range.until)) {
      return false;
    }
  }
  const engine::Window& window = options_.window;
  if (!window.from && !window.until) return true;
  const int32_t day = one.due != calendar::k_no_date ? one.due : one.trigger;
  return day != calendar::k_no_date && within(day, window.from, window.until);
}

inline std::string PlainEvaluator::render(const rules::Template& text, const Record& record) const {
  std::string out;
  for (const auto& part : text.parts) {
    if (const auto* words = std::get_if<std::string>(&part)) {
      out += *words;
      continue;
    }
    const auto& expression = std::get<Expression>(part);
    const Cell cell = value(expression, record);
    if (!cell) {
      const bool met_on = expression.op == Op::own && expression.own == rules::OwnWord::met_on;
      out += met_on ? "not yet" : "(none)";
    } else if (const auto* day = std::get_if<calendar::Date>(&*cell)) {
      out += calendar::iso(*day);
    } else if (const auto* number = std::get_if<rules::Number>(&*cell)) {
      std::string digits = fmt::format("{:05}", std::abs(number->scaled));
      digits.insert(digits.size() - 4, ".");
      while (digits.back() == '0') digits.pop_back();
      if (digits.back() == '.') digits.pop_back();
      out += (number->scaled < 0 ? "-" : "") + digits;
    } else if (const auto* flag = std::get_if<bool>(&*cell)) {
      out += *flag ? "true" : "false";
    } else if (const auto* duration = std::get_if<calendar::Duration>(&*cell)) {
      out += calendar::show(*duration);
    } else {
      out += std::get<std::string>(*cell);
    }
  }
  return out;
}

inline findings::RuleOutcome PlainEvaluator::outcome(const rules::TypedRule& rule) const {
  findings::RuleOutcome outcome;
  for (uint32_t row = 0; row < world_.rows(rule.table); ++row) {
    Record record;
    record.table = rule.table;
    record.row = row;
    if (rule.where && !holds(*rule.where, record)) continue;
    std::vector<findings::Obligation> found;
    if (rule.form == rules::Form::requirement) requirement(rule, record, found);
    if (rule.form == rules::Form::deadline) deadline(rule, record, found);
    if (rule.form == rules::Form::recurring) recurring(rule, record, found);
    for (const findings::Obligation& one : found) {
      if (!judged(rule, one)) continue;
      outcome.obligations.push_back(one);
      if (one.status == findings::Status::met || one.status == findings::Status::pending) continue;
      Record told = record;
      told.own = &one;
      outcome.messages.push_back(render(rule.message, told));
      outcome.remedies.push_back(render(rule.remedy, told));
    }
  }
  return outcome;
}

}  // namespace audit::tests

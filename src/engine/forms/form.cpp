// SPDX-License-Identifier: MIT
#include "engine/forms/form.hpp"

#include <algorithm>
#include <string_view>

namespace audit::engine {

bool names_rule(const calendar::Suspension& suspension, const std::string& id) {
  return std::ranges::any_of(suspension.rules, [&](std::string_view pattern) {
    if (!pattern.ends_with(".*")) return pattern == id;
    pattern.remove_suffix(1);  // the dot belongs to the prefix
    return id.starts_with(pattern);
  });
}

Pauses::Pauses(const rules::TypedRule& rule, const calendar::Calendar& calendar)
    : calendar_(calendar), in_business_days_(rule.in_business_days) {
  for (const calendar::Suspension& suspension : calendar.suspensions()) {
    if (names_rule(suspension, rule.id)) suspensions_.push_back(&suspension);
  }
}

bool Pauses::apply(findings::Facts& facts) const {
  if (suspensions_.empty() || facts.trigger == calendar::k_no_date) return true;
  const calendar::Paused paused =
      calendar::pause(calendar_, suspensions_, {facts.trigger}, {facts.due}, in_business_days_);
  if (!paused.due) return false;
  facts.due = paused.due->days;
  facts.paused_days = paused.paused_days;
  return true;
}

FormPtr make_form(Compiler& compiler, const rules::TypedRule& rule) {
  switch (rule.form) {
    case rules::Form::requirement:
      return make_requirement(compiler, rule);
    case rules::Form::deadline:
      return make_deadline(compiler, rule);
    case rules::Form::recurring:
      break;
  }
  return make_recurring(compiler, rule);
}

NodePtr compile_optional(Compiler& compiler, const std::optional<rules::Expression>& expression,
                         model::TableIndex table) {
  return expression ? compiler.compile(*expression, table) : nullptr;
}

}  // namespace audit::engine

// SPDX-License-Identifier: MIT
// Days are looked at one by one, the slow and obvious way, so that what a person reads is no second
// telling of how the engine came to the due date but a recount that can disagree with it.
#include "engine/explain.hpp"

#include <algorithm>

#include "engine/compiler.hpp"
#include "engine/forms/form.hpp"
#include "engine/messages.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

namespace {

using calendar::Date;
using calendar::k_no_date;
using findings::DayCount;
using findings::DayKind;
using findings::DaySpan;
using findings::Obligation;

constexpr unsigned k_saturday = 6;
constexpr int64_t k_longest_count = 3653;  // days that a person would still look through

/// Says of each day whether a deadline of a rule counts it.
class DayCounter {
 public:
  DayCounter(const rules::TypedRule& rule, const calendar::Calendar& calendar, Date first,
             Date last)
      : calendar_(calendar), in_business_days_(rule.in_business_days) {
    for (const calendar::Suspension& suspension : calendar.suspensions()) {
      if (names_rule(suspension, rule.id)) suspensions_.push_back(&suspension);
    }
    const bool listed = int64_t{last.days} - first.days < 2 * k_longest_count;
    if (in_business_days_ && listed) holidays_ = calendar.holidays_between(first, last);
  }

  /// The days first..last; suspensions count only where they pause a deadline, not once it passed.
  [[nodiscard]] DayCount count(Date first, Date last, bool with_suspensions) const {
    DayCount count;
    if (int64_t{last.days} - first.days >= k_longest_count) return count;
    for (int32_t day = first.days; day <= last.days; ++day) {
      DaySpan span = look_at({day}, with_suspensions);
      ++(span.kind == DayKind::counted ? count.counted : count.not_counted);
      const bool joins = !count.spans.empty() && count.spans.back().kind == span.kind &&
                         count.spans.back().reason == span.reason;
      if (joins) {
        count.spans.back().last = span.last;
      } else {
        count.spans.push_back(std::move(span));
      }
    }
    return count;
  }

 private:
  [[nodiscard]] DaySpan look_at(Date date, bool with_suspensions) const {
    DaySpan span{.first = date, .last = date, .kind = DayKind::counted, .reason = {}};
    if (in_business_days_ && !calendar_.is_business_day(date)) {
      span.kind = calendar::weekday(date) >= k_saturday ? DayKind::weekend : DayKind::holiday;
      const auto named = std::ranges::find(holidays_, date, &calendar::DayOff::date);
      if (span.kind == DayKind::holiday && named != holidays_.end()) span.reason = named->name;
      return span;
    }
    const auto found =
        std::ranges::find_if(suspensions_, [&](const calendar::Suspension* suspension) {
          return suspension->from <= date && date <= suspension->until;
        });
    if (with_suspensions && found != suspensions_.end()) {
      span.kind = DayKind::suspended;
      span.reason = (*found)->reason;
    }
    return span;
  }

  const calendar::Calendar& calendar_;
  bool in_business_days_;
  std::vector<const calendar::Suspension*> suspensions_;
  std::vector<calendar::DayOff> holidays_;
};

/// A rule's texts, limit and end, compiled for its records.
class Explainer {
 public:
  Explainer(const rules::TypedRule& rule, const Bindings& bindings)
      : rule_(rule),
        compiler_(bindings),
        message_(compiler_, rule.message, rule.table),
        remedy_(compiler_, rule.remedy, rule.table),
        limit_(compile_optional(compiler_, rule.every ? rule.every : rule.within, rule.table)),
        until_(compile_optional(compiler_, rule.until, rule.table)) {}

  [[nodiscard]] std::vector<Explanation> run(std::span<const Obligation> obligations) const {
    std::vector<Explanation> out(obligations.size());
    if (obligations.empty()) return out;
    std::vector<uint32_t> rows;
    std::vector<const Obligation*> own;
    for (const Obligation& obligation : obligations) {
      rows.push_back(obligation.row);
      own.push_back(&obligation);
    }
    Batch batch;
    batch.rows = rows;
    batch.own = own;
    Scratch scratch(compiler_.slots());
    findings::TextList messages;
    findings::TextList remedies;
    message_.render(batch, scratch, messages);
    remedy_.render(batch, scratch, remedies);
    for (size_t i = 0; i < out.size(); ++i) {
      out[i].message = messages[i];
      out[i].remedy = remedies[i];
    }
    if (limit_) {
      const auto& limits = limit_->evaluate(batch, scratch).durations;
      for (size_t i = 0; i < out.size(); ++i) {
        if (DurationKind::present(limits[i])) out[i].limit = calendar::show(limits[i]);
      }
    }
    std::vector<int32_t> ends(out.size(), k_no_date);
    if (until_) ends = until_->evaluate(batch, scratch).dates;
    for (size_t i = 0; i < out.size(); ++i) count_days(obligations[i], ends[i], out[i]);
    return out;
  }

 private:
  void count_days(const Obligation& obligation, int32_t until, Explanation& out) const {
    if (obligation.due == k_no_date) return;
    const Date as_of = compiler_.bindings().as_of;
    const int32_t first = obligation.trigger == k_no_date ? obligation.due : obligation.trigger;
    if (obligation.late_by > 0) {
      const bool ended = rule_.every && until != k_no_date && until <= as_of.days;
      out.late_until = obligation.met_on != k_no_date ? obligation.met_on
                       : ended                        ? until
                                                      : as_of.days;
    }
    const DayCounter counter(rule_, compiler_.bindings().calendar, {first},
                             {std::max(obligation.due, out.late_until)});
    const bool due_is_trigger = rule_.form == rules::Form::deadline && !rule_.from && !rule_.date;
    if (!due_is_trigger && obligation.trigger != k_no_date) {
      out.to_due = counter.count({obligation.trigger + 1}, {obligation.due}, true);
    }
    if (out.late_until != k_no_date) {
      out.late = counter.count({obligation.due + 1}, {out.late_until}, false);
    }
  }

  const rules::TypedRule& rule_;
  Compiler compiler_;
  Message message_;
  Message remedy_;
  NodePtr limit_;  // may be absent
  NodePtr until_;  // may be absent
};

}  // namespace

std::vector<Explanation> explain(const rules::TypedRule& rule, const Plan& plan,
                                 const model::Dataset& data, const calendar::Calendar& calendar,
                                 Date as_of, std::span<const Obligation> obligations) {
  const Bindings bindings{.data = data, .plan = plan, .calendar = calendar, .as_of = as_of};
  return Explainer(rule, bindings).run(obligations);
}

}  // namespace audit::engine

// SPDX-License-Identifier: MIT
#include "engine/rule_program.hpp"

#include <algorithm>
#include <utility>

namespace audit::engine {

namespace {

using calendar::Date;
using calendar::k_no_date;
using findings::Obligation;

findings::Judge make_judge(const rules::TypedRule& rule, const Bindings& bindings) {
  const Date end =
      bindings.calendar.add(bindings.as_of, rule.remind).value_or(Date{calendar::k_last_day});
  return {.as_of = bindings.as_of,
          .remind_until = end,
          .in_business_days = rule.in_business_days,
          .calendar = &bindings.calendar};
}

bool lies_within(int32_t day, std::optional<Date> from, std::optional<Date> until) {
  return (!from || from->days <= day) && (!until || day <= until->days);
}

}  // namespace

bool is_finding(findings::Status status) {
  return findings::is_violation(status) || status == findings::Status::upcoming;
}

RuleProgram::RuleProgram(const rules::TypedRule& rule, const Bindings& bindings,
                         const RunOptions& options)
    : rule_(rule),
      options_(options),
      compiler_(bindings),
      slot_(compiler_.take_slot()),
      where_(compile_optional(compiler_, rule.where, rule.table)),
      form_(make_form(compiler_, rule)),
      message_(compiler_, rule.message, rule.table),
      remedy_(compiler_, rule.remedy, rule.table),
      judge_(make_judge(rule, bindings)) {}

Judged RuleProgram::run(RowRange range) const {
  Judged out;
  Scratch scratch(compiler_.slots());
  std::vector<findings::Facts> facts;
  std::vector<uint32_t> rows;
  for_each_batch(range, options_, rows, [&](uint32_t /*first*/) {
    Batch all;
    all.rows = rows;
    Remaining selected(all, scratch.vectors[slot_]);
    if (where_) {
      const std::vector<uint8_t>& holds = where_->evaluate(all, scratch).bools;
      selected.retain([&](size_t i) { return holds[i] == 1; });
    }
    if (!selected.empty()) judge(selected.batch(), scratch, facts, out);
  });
  return out;
}

void RuleProgram::judge(const Batch& batch, Scratch& scratch, std::vector<findings::Facts>& facts,
                        Judged& out) const {
  const size_t first = out.obligations.size();
  facts.clear();
  form_->collect(batch, scratch, facts);
  for (const findings::Facts& one : facts) {
    if (!is_effective(one.trigger)) continue;
    const Obligation obligation = judge_(one);
    if (!is_in_window(obligation)) continue;
    if (!options_.only_findings || is_finding(obligation.status)) {
      out.obligations.push_back(obligation);
    } else if (obligation.status == findings::Status::met) {
      out.met_rows.push_back(obligation.row);
    } else {
      out.pending_rows.push_back(obligation.row);
    }
  }
  tell(first, scratch, out);
}

// Messages of the findings among the obligations from `first` on.
void RuleProgram::tell(size_t first, Scratch& scratch, Judged& out) const {
  std::vector<uint32_t> rows;
  std::vector<const Obligation*> own;
  const auto flush = [&] {
    Batch batch;
    batch.rows = rows;
    batch.own = own;
    message_.render(batch, scratch, out.messages);
    remedy_.render(batch, scratch, out.remedies);
    rows.clear();
    own.clear();
  };
  for (size_t i = first; i < out.obligations.size(); ++i) {
    const Obligation& obligation = out.obligations[i];
    if (!is_finding(obligation.status)) continue;
    rows.push_back(obligation.row);
    own.push_back(&obligation);
    if (rows.size() >= options_.batch_rows) flush();
  }
  if (!rows.empty()) flush();
}

// By trigger date; an obligation without one is always judged.
bool RuleProgram::is_effective(int32_t trigger) const {
  return trigger == k_no_date ||
         std::ranges::all_of(rule_.effective, [&](const rules::EffectiveRange& range) {
           return lies_within(trigger, range.from, range.until);
         });
}

bool RuleProgram::is_in_window(const Obligation& obligation) const {
  const Window& window = options_.window;
  if (!window.from && !window.until) return true;
  const int32_t day = obligation.due != k_no_date ? obligation.due : obligation.trigger;
  return day != k_no_date && lies_within(day, window.from, window.until);
}

}  // namespace audit::engine

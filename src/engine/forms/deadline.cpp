// SPDX-License-Identifier: MIT
// Form 2: something must happen by a date. Either from + within, or the due date itself.
#include "engine/forms/form.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

namespace {

using calendar::k_no_date;
using findings::Facts;

/// `due` of a rule that has `from`: the sum of the two, as an expression.
rules::Expression sum_of(const rules::Expression& from, const rules::Expression& within) {
  rules::Expression sum;
  sum.op = rules::Op::add_duration;
  sum.type = model::Type::date;
  sum.args = {from, within};
  return sum;
}

class Deadline : public Form {
 public:
  Deadline(Compiler& compiler, const rules::TypedRule& rule)
      : trigger_(compile_optional(compiler, rule.from ? rule.from : rule.date, rule.table)),
        due_(compiler.compile(rule.due ? *rule.due : sum_of(*rule.from, *rule.within), rule.table)),
        met_on_(compile_optional(compiler, rule.met_on, rule.table)),
        lapses_(compile_optional(compiler, rule.lapses, rule.table)),
        pauses_(rule, compiler.bindings().calendar),
        as_of_(compiler.bindings().as_of.days) {}

  void collect(const Batch& batch, Scratch& scratch, std::vector<Facts>& out) const override {
    const std::vector<int32_t>& due = due_->evaluate(batch, scratch).dates;
    const std::vector<int32_t>* trigger = dates_of(trigger_, batch, scratch);
    const std::vector<int32_t>* met_on = dates_of(met_on_, batch, scratch);
    const std::vector<int32_t>* lapses = dates_of(lapses_, batch, scratch);
    for (size_t i = 0; i < batch.size(); ++i) {
      if (due[i] == k_no_date) continue;
      Facts facts;
      facts.row = batch.rows[i];
      facts.dated = true;
      facts.due = due[i];
      facts.trigger = trigger != nullptr ? (*trigger)[i] : due[i];
      facts.met_on = met_on != nullptr ? (*met_on)[i] : k_no_date;
      // A trigger that is the due date leaves no days between them to pause.
      if (trigger != nullptr && !pauses_.apply(facts)) continue;
      if (lapses == nullptr || !has_lapsed(facts, (*lapses)[i])) out.push_back(facts);
    }
  }

 private:
  static const std::vector<int32_t>* dates_of(const NodePtr& node, const Batch& batch,
                                              Scratch& scratch) {
    return node ? &node->evaluate(batch, scratch).dates : nullptr;
  }

  // Not done by the as-of date, and due on or after the day from which it is asked no more.
  [[nodiscard]] bool has_lapsed(const Facts& facts, int32_t lapses) const {
    const bool happened = facts.met_on != k_no_date && facts.met_on <= as_of_;
    return !happened && lapses != k_no_date && facts.due >= lapses;
  }

  NodePtr trigger_;  // absent: the due date
  NodePtr due_;
  NodePtr met_on_;
  NodePtr lapses_;  // may be absent
  Pauses pauses_;
  int32_t as_of_;
};

}  // namespace

FormPtr make_deadline(Compiler& compiler, const rules::TypedRule& rule) {
  AUDIT_ASSERT(rule.due.has_value() || (rule.from.has_value() && rule.within.has_value()));
  return std::make_unique<Deadline>(compiler, rule);
}

}  // namespace audit::engine

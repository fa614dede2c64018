// SPDX-License-Identifier: MIT
// Form 1: an undated condition. It holds: met; it does not, or is missing: failed.
#include "engine/forms/form.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

namespace {

class Requirement : public Form {
 public:
  Requirement(NodePtr require, NodePtr date)
      : require_(std::move(require)), date_(std::move(date)) {}

  void collect(const Batch& batch, Scratch& scratch,
               std::vector<findings::Facts>& out) const override {
    const std::vector<uint8_t>& holds = require_->evaluate(batch, scratch).bools;
    const std::vector<int32_t>* dates = date_ ? &date_->evaluate(batch, scratch).dates : nullptr;
    for (size_t i = 0; i < batch.size(); ++i) {
      findings::Facts facts;
      facts.row = batch.rows[i];
      if (dates != nullptr) facts.trigger = (*dates)[i];
      facts.required = holds[i] == 1;
      out.push_back(facts);
    }
  }

 private:
  NodePtr require_;
  NodePtr date_;  // may be absent
};

}  // namespace

FormPtr make_requirement(Compiler& compiler, const rules::TypedRule& rule) {
  AUDIT_ASSERT(rule.require.has_value());
  NodePtr require = compiler.compile(*rule.require, rule.table);
  return std::make_unique<Requirement>(std::move(require),
                                       compile_optional(compiler, rule.date, rule.table));
}

}  // namespace audit::engine

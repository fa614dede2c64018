// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "engine/forms/form.hpp"
#include "engine/messages.hpp"
#include "engine/ranges.hpp"

namespace audit::engine {

/// What a rule makes of some of its records, in row order.
struct Judged {
  std::vector<findings::Obligation> obligations;
  findings::RowList met_rows;  ///< as in RuleOutcome
  findings::RowList pending_rows;
  findings::TextList messages;  ///< of the violations and upcoming ones among the obligations
  findings::TextList remedies;
};

/// A rule bound to a data set: immutable, any thread may run it.
class RuleProgram {
 public:
  RuleProgram(const rules::TypedRule& rule, const Bindings& bindings, const RunOptions& options);

  /// Judges some records of the rule's table.
  [[nodiscard]] Judged run(RowRange range) const;

  [[nodiscard]] const rules::TypedRule& rule() const { return rule_; }

 private:
  void judge(const Batch& batch, Scratch& scratch, std::vector<findings::Facts>& facts,
             Judged& out) const;
  void tell(size_t first, Scratch& scratch, Judged& out) const;
  [[nodiscard]] bool is_effective(int32_t trigger) const;
  [[nodiscard]] bool is_in_window(const findings::Obligation& obligation) const;

  const rules::TypedRule& rule_;
  RunOptions options_;
  Compiler compiler_;
  size_t slot_;    // of the rows at hand
  NodePtr where_;  // may be absent
  FormPtr form_;
  Message message_;
  Message remedy_;
  findings::Judge judge_;
};

/// Whether an obligation becomes a finding: a violation or an upcoming one.
bool is_finding(findings::Status status);

}  // namespace audit::engine

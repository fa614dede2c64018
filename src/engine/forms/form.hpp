// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "engine/compiler.hpp"
#include "findings/obligation.hpp"
#include "rules/typed_rule.hpp"

namespace audit::engine {

/// Moves deadlines on over the suspensions that name a rule (spec 3, "systems go down").
class Pauses {
 public:
  Pauses(const rules::TypedRule& rule, const calendar::Calendar& calendar);

  /// The due date as moved into `facts`, and how many days were not counted. Facts without a
  /// trigger are not paused. False: the moved date is past year 9999.
  bool apply(findings::Facts& facts) const;

 private:
  const calendar::Calendar& calendar_;
  std::vector<const calendar::Suspension*> suspensions_;
  bool in_business_days_;
};

/// What a rule's form makes of the records that its `where` selects. Immutable, as nodes are.
class Form {
 public:
  Form() = default;
  virtual ~Form() = default;
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;
  Form(Form&&) = delete;
  Form& operator=(Form&&) = delete;

  /// Appends the facts of the batch's obligations, in row order, then by due date.
  virtual void collect(const Batch& batch, Scratch& scratch,
                       std::vector<findings::Facts>& out) const = 0;
};

using FormPtr = std::unique_ptr<const Form>;

FormPtr make_form(Compiler& compiler, const rules::TypedRule& rule);

// One a file.
FormPtr make_requirement(Compiler& compiler, const rules::TypedRule& rule);
FormPtr make_deadline(Compiler& compiler, const rules::TypedRule& rule);
FormPtr make_recurring(Compiler& compiler, const rules::TypedRule& rule);

/// The node of an expression that a rule may not have.
NodePtr compile_optional(Compiler& compiler, const std::optional<rules::Expression>& expression,
                         model::TableIndex table);

/// Whether a suspension's `rules` (ids, or prefixes ending in ".*") name the rule.
bool names_rule(const calendar::Suspension& suspension, const std::string& id);

}  // namespace audit::engine

// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "unit/engine/world.hpp"

namespace audit::tests {

/// The slow twin of the engine, written from the words of the rule language: one record at a time,
/// all records of a table looked at for every child set, derived columns computed anew wherever
/// they are read. Nothing of the engine is used.
class PlainEvaluator {
 public:
  PlainEvaluator(const World& world, const rules::RuleSet& rules,
                 const calendar::Calendar& calendar, const engine::RunOptions& options)
      : world_(world), rules_(rules), calendar_(calendar), options_(options) {}

  /// A record that an expression is read in.
  struct Record {
    model::TableIndex table = model::k_none;
    uint32_t row = 0;
    const Record* outer = nullptr;
    const findings::Obligation* own = nullptr;
  };

  [[nodiscard]] Cell value(const rules::Expression& expression, const Record& record) const;
  [[nodiscard]] bool holds(const rules::Expression& expression, const Record& record) const;
  [[nodiscard]] findings::RuleOutcome outcome(const rules::TypedRule& rule) const;

 private:
  using Expression = rules::Expression;

  [[nodiscard]] std::optional<uint32_t> climb(const std::vector<model::RelationIndex>& hops,
                                              uint32_t row) const;
  [[nodiscard]] Cell column(model::TableIndex table, uint32_t row, model::ColumnIndex index) const;
  [[nodiscard]] Cell path(const rules::Path& path, const Record& record) const;
  [[nodiscard]] bool parent_present(const rules::Path& path, const Record& record) const;
  [[nodiscard]] Cell own_word(rules::OwnWord word, const Record& record) const;
  [[nodiscard]] bool compare(const Expression& expression, const Record& record) const;
  [[nodiscard]] bool equal(const Expression& expression, const Record& record) const;
  [[nodiscard]] bool in_set(const Expression& expression, const Record& record) const;
  [[nodiscard]] bool text_test(const Expression& expression, const Record& record) const;
  [[nodiscard]] Cell arithmetic(const Expression& expression, const Record& record) const;
  [[nodiscard]] Cell call(const Expression& expression, const Record& record) const;
  [[nodiscard]] Cell choice(const Expression& expression, const Record& record) const;
  [[nodiscard]] Cell date_call(const Expression& expression, const Record& record) const;
  [[nodiscard]] Cell text_call(const Expression& expression, const Record& record) const;
  [[nodiscard]] Cell missing_columns(const Expression& expression, const Record& record) const;
  [[nodiscard]] std::vector<uint32_t> children(const rules::Selection& selection,
                                               const Record& record) const;
  [[nodiscard]] Cell aggregate(const Expression& expression, const Record& record) const;
  [[nodiscard]] std::optional<calendar::Date> move(calendar::Date date, calendar::Duration duration,
                                                   int sign) const;
  [[nodiscard]] int64_t business_days(calendar::Date a, calendar::Date b) const;

  [[nodiscard]] std::optional<calendar::Date> date(const std::optional<Expression>& expression,
                                                   const Record& record) const;
  void requirement(const rules::TypedRule& rule, const Record& record,
                   std::vector<findings::Obligation>& out) const;
  void deadline(const rules::TypedRule& rule, const Record& record,
                std::vector<findings::Obligation>& out) const;
  void recurring(const rules::TypedRule& rule, const Record& record,
                 std::vector<findings::Obligation>& out) const;
  bool pause(const rules::TypedRule& rule, calendar::Date trigger,
             findings::Obligation& obligation) const;
  void settle(const rules::TypedRule& rule, calendar::Date end,
              findings::Obligation& obligation) const;
  [[nodiscard]] bool judged(const rules::TypedRule& rule,
                            const findings::Obligation& obligation) const;
  [[nodiscard]] std::string render(const rules::Template& text, const Record& record) const;

  const World& world_;
  const rules::RuleSet& rules_;
  const calendar::Calendar& calendar_;
  const engine::RunOptions& options_;
};

}  // namespace audit::tests

// SPDX-License-Identifier: MIT
#include "cli/shared_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "ingest/needs.hpp"

namespace audit::cli {

namespace {

using model::TableIndex;
using rules::Expression;

/// Follows all that a rule reads, derived columns too.
class Walk {
 public:
  explicit Walk(const rules::Settings& settings)
      : settings_(settings), own_(ingest::reaches_participants(settings.schema)) {}

  bool crosses(const rules::TypedRule& rule) {
    crosses_ = !own_[rule.table];
    for (const auto* expression :
         {&rule.where, &rule.require, &rule.date, &rule.from, &rule.within, &rule.due, &rule.met_on,
          &rule.lapses, &rule.every, &rule.until}) {
      if (*expression) visit(**expression);
    }
    if (rule.events) visit(*rule.events);
    for (const rules::Template* text : {&rule.message, &rule.remedy}) {
      for (const auto& part : text->parts) {
        if (const auto* expression = std::get_if<Expression>(&part)) visit(*expression);
      }
    }
    return crosses_;
  }

 private:
  void visit(const Expression& expression) {
    for (const Expression& argument : expression.args) visit(argument);
    if (expression.op == rules::Op::aggregate) visit(expression.selection);
    if (expression.op == rules::Op::column) follow(expression.path.table, expression.path.column);
  }

  void visit(const rules::Selection& selection) {
    // Down from a record that belongs to no participant: to everyone's.
    const TableIndex from = settings_.schema.relations[selection.children].parent;
    crosses_ = crosses_ || !own_[from];
    if (selection.where) visit(*selection.where);
    follow(selection.table, selection.column);
  }

  void follow(TableIndex table, model::ColumnIndex column) {
    const auto is_it = [&](const rules::DerivedColumn& derived) {
      return derived.table == table && derived.column == column;
    };
    const auto derived = std::ranges::find_if(settings_.rules.derived, is_it);
    if (derived == settings_.rules.derived.end()) return;
    if (followed_.insert(&*derived).second) visit(derived->value);
    followed_.erase(&*derived);
  }

  const rules::Settings& settings_;
  std::vector<bool> own_;                           // by table: its records belong to participants
  std::set<const rules::DerivedColumn*> followed_;  // those on the way to here
  bool crosses_ = false;
};

}  // namespace

std::vector<std::string> rules_across_participants(const rules::Settings& settings) {
  Walk walk(settings);
  std::vector<std::string> faults;
  for (const rules::TypedRule& rule : settings.rules.rules) {
    if (walk.crosses(rule)) faults.push_back(fmt::format("rule {}", rule.id));
  }
  return faults;
}

}  // namespace audit::cli

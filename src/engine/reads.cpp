// SPDX-License-Identifier: MIT
#include "engine/reads.hpp"

#include <algorithm>
#include <optional>

#include "engine/measure.hpp"

namespace audit::engine {

using rules::Expression;
using rules::Op;

void Reader::rule(const rules::TypedRule& rule) {
  reads_.tables.insert(rule.table);
  for (const std::optional<Expression>* part :
       {&rule.where, &rule.require, &rule.date, &rule.from, &rule.within, &rule.due, &rule.met_on,
        &rule.lapses, &rule.every, &rule.until}) {
    if (*part) expression(**part, rule.table);
  }
  if (rule.events) selection(*rule.events);
  parts(rule.message, rule.table);
  parts(rule.remedy, rule.table);
}

void Reader::parts(const rules::Template& text, model::TableIndex table) {
  for (const auto& part : text.parts) {
    if (const auto* shown = std::get_if<Expression>(&part)) expression(*shown, table);
  }
}

void Reader::expression(const Expression& expression, model::TableIndex table) {
  switch (expression.op) {
    case Op::column:
      return path(expression.path, true);
    case Op::parent_present:
      return hops(expression.path.hops);
    case Op::missing_columns:
    case Op::filled:
      return looked(expression, table);
    case Op::aggregate:
      selection(expression.selection);
      // The condition of all() is read in the child, as `where` is.
      for (const Expression& argument : expression.args) {
        this->expression(argument, expression.selection.table);
      }
      return;
    default:
      break;
  }
  const size_t first = probed(expression) ? 1 : 0;
  for (size_t i = first; i < expression.args.size(); ++i)
    this->expression(expression.args[i], table);
}

// A measure of one personal text becomes a probe: what it looks at is read, but never stored.
bool Reader::probed(const Expression& expression) {
  if (expression.args.empty() || expression.args[0].op != Op::column) return false;
  const Expression& text = expression.args[0];
  const rules::Path& where = text.path;
  const model::TableDef& def = schema_.tables[where.table];
  if (text.type != model::Type::text || where.column >= def.columns.size()) return false;
  if (!def.columns[where.column].personal || def.key == where.column) return false;
  std::optional<Measure> measure = measure_of(expression);
  if (!measure) return false;
  path(where, false);
  const std::pair key{
      Reads::Place{where.table, where.column},
      measure->probe.name
  };
  reads_.probes.emplace(key, std::move(measure->probe));
  return true;
}

void Reader::path(const rules::Path& path, bool stored) {
  hops(path.hops);
  column(path.table, path.column, stored);
}

void Reader::hops(const std::vector<model::RelationIndex>& hops) {
  for (const model::RelationIndex hop : hops) {
    reads_.relations.insert(hop);
    reads_.tables.insert(schema_.relations[hop].parent);
  }
}

void Reader::selection(const rules::Selection& selection) {
  hops(selection.hops);
  reads_.relations.insert(selection.children);
  reads_.children.insert(selection.children);
  reads_.tables.insert(selection.table);
  if (selection.where) expression(*selection.where, selection.table);
  if (selection.column != model::k_none) column(selection.table, selection.column, true);
}

void Reader::column(model::TableIndex table, model::ColumnIndex column, bool stored) {
  if (column < schema_.tables[table].columns.size()) {
    reads_.columns.insert({table, column});
    if (stored) reads_.kept.insert({table, column});
    return;
  }
  const auto found = std::ranges::find_if(rules_.derived, [&](const rules::DerivedColumn& derived) {
    return derived.table == table && derived.column == column;
  });
  if (found == rules_.derived.end()) return;
  const auto index = static_cast<size_t>(found - rules_.derived.begin());
  if (reads_.derived.insert(index).second) expression(found->value, found->table);
}

void Reader::looked(const Expression& expression, model::TableIndex table) {
  for (const model::ColumnIndex column : expression.columns) {
    if (column < schema_.tables[table].columns.size()) reads_.looked.insert({table, column});
  }
}

}  // namespace audit::engine

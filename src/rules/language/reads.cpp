// SPDX-License-Identifier: MIT
#include "rules/language/language.hpp"

#include <algorithm>

namespace audit::rules {
namespace {

template <typename T>
void add(std::vector<T>& to, const T& entry) {
  if (std::ranges::find(to, entry) == to.end()) to.push_back(entry);
}

void collect_path(const Path& path, Reads& reads) {
  for (const model::RelationIndex hop : path.hops) add(reads.relations, hop);
  if (path.column != model::k_none) add(reads.columns, {path.table, path.column});
}

}  // namespace

void collect_reads(const Selection& selection, model::TableIndex table, Reads& reads) {
  static_cast<void>(table);  // a selection names its own tables
  for (const model::RelationIndex hop : selection.hops) add(reads.relations, hop);
  add(reads.relations, selection.children);
  add(reads.tables, selection.table);
  if (selection.column != model::k_none) add(reads.columns, {selection.table, selection.column});
  if (selection.where != nullptr) collect_reads(*selection.where, selection.table, reads);
}

void collect_reads(const Expression& expression, model::TableIndex table, Reads& reads) {
  switch (expression.op) {
    case Op::column:
    case Op::parent_present:
      collect_path(expression.path, reads);
      break;
    case Op::missing_columns:
    case Op::filled:
      for (const model::ColumnIndex column : expression.columns) {
        add(reads.if_exported, {table, column});
      }
      break;
    case Op::aggregate:
      collect_reads(expression.selection, table, reads);
      break;
    default:
      break;
  }
  const bool in_child = expression.op == Op::aggregate;  // the condition of all()
  for (const Expression& argument : expression.args) {
    collect_reads(argument, in_child ? expression.selection.table : table, reads);
  }
}

}  // namespace audit::rules

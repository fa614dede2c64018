// SPDX-License-Identifier: MIT
// Derived columns may use each other in any order, across tables. Each is checked when all that it
// uses are; where a check meets one that is not, that one comes first. A chain that comes back to
// itself is a cycle.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/language/checker.hpp"
#include "rules/language/language.hpp"
#include "rules/language/lexer.hpp"
#include "rules/language/parser.hpp"
#include "rules/language/personal.hpp"

namespace audit::rules {
namespace {

using State = DerivedName::State;

bool is_name(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::ranges::all_of(name, fits);
}

class Deriver {
 public:
  Deriver(const std::vector<DerivedDraft>& drafts, const model::Schema& schema, const Sets& sets,
          util::Diagnostics& diagnostics)
      : drafts_(drafts), schema_(schema), sets_(sets), diagnostics_(diagnostics), names_(schema) {}

  std::vector<DerivedColumn> run() {
    register_names();
    for (size_t position = 0; position < order_.size(); ++position) {
      if (names_.derived(position).state == State::pending) settle(position);
    }
    return std::move(made_);
  }

 private:
  /// What is wrong with a derived column's name; empty if nothing.
  [[nodiscard]] std::string clash(const DerivedDraft& draft) const {
    if (!is_name(draft.name)) return "a name is written in lower case letters, digits and '_'";
    if (is_reserved(draft.name)) return fmt::format("'{}' is a reserved word", draft.name);
    const model::TableDef& table = schema_.tables[draft.table];
    if (table.find(draft.name)) {
      return fmt::format("table '{}' has a column '{}' already", table.name, draft.name);
    }
    if (schema_.find_relation(draft.table, draft.name)) {
      return fmt::format("'{}' is a relation of table '{}'", draft.name, table.name);
    }
    if (schema_.find_child_set(draft.table, draft.name) || schema_.find_table(draft.name)) {
      return fmt::format("'{}' is the name of a table", draft.name);
    }
    if (names_.column(draft.table, draft.name)) {
      return fmt::format("derived column '{}.{}' is defined twice", table.name, draft.name);
    }
    return {};
  }

  void register_names() {
    for (size_t index = 0; index < drafts_.size(); ++index) {
      const DerivedDraft& draft = drafts_[index];
      if (draft.table >= schema_.tables.size()) continue;  // reported by whoever read the draft
      std::string fault = clash(draft);
      if (!fault.empty()) {
        diagnostics_.error(draft.name_spot, std::move(fault), "choose another name");
        continue;
      }
      names_.add(
          {draft.table, model::k_none, draft.name, model::Type::boolean, false, State::pending});
      order_.push_back(index);
    }
  }

  /// Checks one and, before it, all that it needs. No recursion: a chain may be long.
  void settle(size_t start) {
    std::vector<size_t> path{start};
    while (!path.empty()) {
      const size_t position = path.back();
      if (names_.derived(position).state != State::pending) {
        path.pop_back();
        continue;
      }
      const auto needed = attempt(position);
      if (!needed) {
        path.pop_back();
        continue;
      }
      const auto met = std::ranges::find(path, *needed);
      if (met == path.end()) {
        path.push_back(*needed);
      } else {
        report_cycle({met, path.end()});
      }
    }
  }

  /// Checks a column; the first one that must come before it, if any.
  std::optional<size_t> attempt(size_t position) {
    const DerivedDraft& draft = drafts_[order_[position]];
    util::Diagnostics found;
    Faults faults(draft.value, found, diagnostics_.source(draft.value.spot.file));
    const Node root = parse_expression(draft.value.text, faults);
    Scope scope;
    scope.schema = &schema_;
    scope.sets = &sets_;
    scope.table = draft.table;
    Checker checker(names_, scope, faults);
    auto checked = checker.expression(root);
    for (const size_t needed : checker.pending()) {
      if (names_.derived(needed).state == State::pending) return needed;
    }
    if (checked && checked->type == model::Type::duration) {
      faults.error(root.range, "a column can't hold a duration",
                   "write the duration where it is used");
    }
    for (const util::Diagnostic& entry : found.list()) {
      diagnostics_.error(entry.spot, entry.text, entry.advice);
    }
    DerivedName& name = names_.derived(position);
    name.state = State::broken;
    if (!checked || faults.any()) return std::nullopt;
    finish(position, std::move(*checked));
    return std::nullopt;
  }

  void finish(size_t position, Expression value) {
    const DerivedDraft& draft = drafts_[order_[position]];
    DerivedName& name = names_.derived(position);
    DerivedColumn column;
    column.table = draft.table;
    const auto before = std::ranges::count(made_, draft.table, &DerivedColumn::table);
    column.column = static_cast<model::ColumnIndex>(schema_.tables[draft.table].columns.size()) +
                    static_cast<model::ColumnIndex>(before);
    column.name = draft.name;
    column.type = value.type;
    column.doc = draft.doc;
    column.pack = draft.pack;
    column.personal = find_personal(value, names_) != nullptr;
    column.value = std::move(value);
    column.source = draft.value.text;
    name.column = column.column;
    name.type = column.type;
    name.personal = column.personal;
    name.state = State::checked;
    made_.push_back(std::move(column));
  }

  void report_cycle(const std::vector<size_t>& cycle) {
    std::string way;
    for (const size_t position : cycle) way += full_name(position) + " → ";
    way += full_name(cycle.front());
    diagnostics_.error(
        drafts_[order_[cycle.front()]].name_spot,
        cycle.size() == 1 ? fmt::format("derived column '{}' uses itself", full_name(cycle.front()))
                          : fmt::format("derived columns use each other in a cycle: {}", way));
    for (const size_t position : cycle) names_.derived(position).state = State::broken;
  }

  [[nodiscard]] std::string full_name(size_t position) {
    const DerivedName& name = names_.derived(position);
    return fmt::format("{}.{}", schema_.tables[name.table].name, name.name);
  }

  const std::vector<DerivedDraft>& drafts_;
  const model::Schema& schema_;
  const Sets& sets_;
  util::Diagnostics& diagnostics_;
  Names names_;
  std::vector<size_t> order_;  ///< position in names_ → index of the draft
  std::vector<DerivedColumn> made_;
};

}  // namespace

std::vector<DerivedColumn> check_derived(const std::vector<DerivedDraft>& drafts,
                                         const model::Schema& schema, const Sets& sets,
                                         util::Diagnostics& diagnostics) {
  return Deriver(drafts, schema, sets, diagnostics).run();
}

}  // namespace audit::rules

// SPDX-License-Identifier: MIT
// What a path leads to: through parents, at most one child set, to a column or a record.
#include <fmt/format.h>

#include <utility>

#include "rules/language/checker.hpp"
#include "rules/language/foreign.hpp"
#include "rules/language/lexer.hpp"
#include "util/text.hpp"

namespace audit::rules {

using model::Type;

std::optional<Checker::Target> Checker::resolve(const Node& path) {
  Target target;
  target.outer = path.outer;
  target.table = table();
  if (path.outer) {
    if (!has_outer()) {
      faults_.error({path.range.begin, path.names.front().range.end},
                    "`outer.` stands in the where of an aggregate only",
                    fmt::format("write `{}`", path.names.front().text));
      return std::nullopt;
    }
    target.table = outer_table();
  }
  for (size_t at = 0; at < path.names.size(); ++at) {
    if (!step(path, at, target)) return std::nullopt;
  }
  return target;
}

/// One name further. False after a report.
bool Checker::step(const Node& path, size_t at, Target& target) {
  const Name& name = path.names[at];
  const bool last = at + 1 == path.names.size();
  const bool in_children = target.children != model::k_none;
  const auto column = names_.column(target.table, name.text);
  if (last && column) {
    target.column = column;
    return true;
  }
  const model::Schema& schema = names_.schema();
  const auto parent = schema.find_relation(target.table, name.text);
  const auto children = schema.find_child_set(target.table, name.text);
  if (in_children && (parent || children)) {
    faults_.error(
        name.range,
        fmt::format("a selection takes one column of its child set, '{}' is none", name.text),
        "use a where, or an aggregate within the where");
    return false;
  }
  if (parent) {
    target.hops.push_back(*parent);
    target.table = schema.relations[*parent].parent;
    return true;
  }
  if (children) {
    target.children = *children;
    target.table = schema.relations[*children].child;
    return true;
  }
  if (column) {
    faults_.error(path.names[at + 1].range,
                  fmt::format("'{}' is a column of table '{}', not a record: nothing follows it",
                              name.text, schema.tables[target.table].name));
    return false;
  }
  unknown_name(path, at, target);
  return false;
}

void Checker::unknown_name(const Node& path, size_t at, const Target& target) {
  const Name& name = path.names[at];
  const std::string& table = names_.schema().tables[target.table].name;
  const bool last = at + 1 == path.names.size();
  faults_.error(
      name.range,
      fmt::format("unknown {} '{}' in table '{}'", last ? "column" : "relation", name.text, table),
      advice_on_name(path, at, target));
}

std::string Checker::advice_on_name(const Node& path, size_t at, const Target& target) const {
  const std::string& word = path.names[at].text;
  const bool first = at == 0 && !path.outer;
  const std::vector<std::string> known = names_.known(target.table);
  if (first && has_outer()) {
    const model::TableIndex outer = outer_table();
    const model::Schema& schema = names_.schema();
    if (names_.column(outer, word) || schema.find_relation(outer, word) ||
        schema.find_child_set(outer, word)) {
      const std::string whole = faults_.quote(path.range);
      return fmt::format("the enclosing record's is written `outer.{}`", whole);
    }
  }
  std::string near = util::nearest_name(word, known);
  if (near.empty()) near = util::nearest_name(lower_ascii(word), known);
  if (!near.empty()) return fmt::format("did you mean '{}'?", near);
  const std::string elsewhere = names_.elsewhere(target.table, word);
  if (!elsewhere.empty()) return fmt::format("did you mean '{}'?", elsewhere);
  if (!first || path.names.size() > 1) return {};
  std::string foreign = foreign_value(word);
  if (!foreign.empty()) return foreign;
  if (find_function(word, false) != nullptr || find_function(word, true) != nullptr) {
    return fmt::format("'{}' is a function: write `{}(…)`", word, word);
  }
  if (scope_.parameters != nullptr && scope_.parameters->contains(word)) {
    return fmt::format("a parameter is written `${}`", word);
  }
  if (scope_.sets != nullptr && scope_.sets->contains(word)) {
    return fmt::format("a set is written `@{}`", word);
  }
  if (names_.schema().find_table(word)) {
    return fmt::format("table '{}' can't be reached from '{}'", word,
                       names_.schema().tables[target.table].name);
  }
  return fmt::format("a text is written \"{}\"", word);
}

/// A derived column's type is known only once it was checked itself.
bool Checker::usable(const Names::Column& column) {
  if (column.derived == nullptr || column.derived->state == DerivedName::State::checked)
    return true;
  if (column.derived->state == DerivedName::State::pending) {
    pending_.push_back(names_.position(*column.derived));
  } else {
    met_broken_ = true;
  }
  return false;
}

Checker::Checked Checker::own(const Node& node) {
  const OwnWord word = *own_word(node.names.front().text);
  constexpr Type types[] = {Type::date, Type::date, Type::date, Type::number, Type::text};
  Expression expression = made(Op::own, types[static_cast<size_t>(word)], node);
  expression.own = word;
  return expression;
}

Checker::Checked Checker::column(const Node& node) {
  const bool may_be_own = !node.outer && node.names.size() == 1 && own_word(node.names[0].text);
  if (may_be_own) {
    // In a message the obligation's own come first; in a where a name is a column of the child.
    const bool is_column = names_.column(table(), node.names[0].text).has_value();
    if (scope_.own_words && (!has_outer() || !is_column)) return own(node);
    if (!is_column) {
      faults_.error(node.range,
                    fmt::format("'{}' is the obligation's own: only messages and remedies know it",
                                node.names[0].text));
      return std::nullopt;
    }
  }
  const auto target = resolve(node);
  if (!target) return std::nullopt;
  if (!target->column || target->children != model::k_none) {
    not_a_column(node, *target);
    return std::nullopt;
  }
  if (!usable(*target->column)) return std::nullopt;
  Expression expression = made(Op::column, target->column->type, node);
  expression.path = {target->outer, target->hops, target->table, target->column->index};
  return expression;
}

void Checker::not_a_column(const Node& node, const Target& target) {
  const std::string path = quote(node);
  if (target.children == model::k_none) {
    faults_.error(node.range, fmt::format("'{}' is a record, not a value", path),
                  fmt::format("write `{}.` and a column, or `{} is present`", path, path));
  } else if (target.column) {
    faults_.error(node.range, fmt::format("'{}' is a column of many records, not one value", path),
                  fmt::format("write `min({})`, `max({})`, `distinct({})`", path, path, path));
  } else {
    faults_.error(node.range, fmt::format("'{}' is a child set, not a value", path),
                  fmt::format("write `exists({})`, `count({})`, `max({}.…)`", path, path, path));
  }
}

}  // namespace audit::rules

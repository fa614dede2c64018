// SPDX-License-Identifier: MIT
#pragma once

#include <re2/re2.h>

#include <set>

#include "differential/plain_evaluator.hpp"
#include "differential/plain_texts.hpp"

namespace audit::tests {

// How expressions mean what they mean (spec 3, "Meaning"), one operation after another.

using rules::Op;

inline std::optional<calendar::Date> as_date(const Cell& cell) {
  if (!cell) return std::nullopt;
  return std::get<calendar::Date>(*cell);
}
inline std::optional<std::string> as_text(const Cell& cell) {
  if (!cell) return std::nullopt;
  return std::get<std::string>(*cell);
}
inline std::optional<int64_t> as_number(const Cell& cell) {
  if (!cell) return std::nullopt;
  return std::get<rules::Number>(*cell).scaled;
}
inline Cell whole(int64_t number) { return rules::Number{number * model::k_number_scale}; }
/// An empty text is missing.
inline Cell made_text(std::string text) {
  if (util::trim(text).empty()) return std::nullopt;
  return text;
}
inline Cell maybe_date(std::optional<calendar::Date> date) {
  if (!date) return std::nullopt;
  return *date;
}
inline std::string constant_text(const rules::Expression& expression) {
  const auto* text = std::get_if<std::string>(&expression.value);
  return text == nullptr ? std::string{} : *text;
}
inline bool plain_matches(const std::string& text, const std::string& pattern, bool whole_text,
                          bool case_sensitive, std::string* group = nullptr) {
  re2::RE2::Options options;
  options.set_case_sensitive(case_sensitive);
  const re2::RE2 regex(pattern, options);
  if (whole_text) return re2::RE2::FullMatch(text, regex);
  return group == nullptr ? re2::RE2::PartialMatch(text, regex)
                          : re2::RE2::PartialMatch(text, regex, group);
}

inline std::optional<uint32_t> PlainEvaluator::climb(const std::vector<model::RelationIndex>& hops,
                                                     uint32_t row) const {
  for (const model::RelationIndex hop : hops) {
    const model::Relation& relation = world_.schema.relations[hop];
    if (!world_.present[relation.child] || !world_.present[relation.parent]) return std::nullopt;
    row = world_.parents[hop][row];
    if (row == model::k_none) return std::nullopt;
  }
  return row;
}

inline Cell PlainEvaluator::column(model::TableIndex table, uint32_t row,
                                   model::ColumnIndex index) const {
  if (index < world_.schema.tables[table].columns.size()) return world_.cells[table][row][index];
  for (const rules::DerivedColumn& derived : rules_.derived) {
    if (derived.table != table || derived.column != index) continue;
    Record record;
    record.table = table;
    record.row = row;
    return value(derived.value, record);
  }
  std::abort();
}

inline Cell PlainEvaluator::path(const rules::Path& path, const Record& record) const {
  const Record& start = path.outer ? *record.outer : record;
  const auto row = climb(path.hops, start.row);
  return row ? column(path.table, *row, path.column) : Cell{};
}

inline bool PlainEvaluator::parent_present(const rules::Path& path, const Record& record) const {
  const Record& start = path.outer ? *record.outer : record;
  return climb(path.hops, start.row).has_value();
}

inline Cell PlainEvaluator::own_word(rules::OwnWord word, const Record& record) const {
  const Record* at = &record;
  while (at->own == nullptr) at = at->outer;
  const findings::Obligation& own = *at->own;
  const auto date_of = [](int32_t day) {
    return day == calendar::k_no_date ? Cell{} : Cell{calendar::Date{day}};
  };
  switch (word) {
    case rules::OwnWord::trigger:
      return date_of(own.trigger);
    case rules::OwnWord::due:
      return date_of(own.due);
    case rules::OwnWord::met_on:
      return date_of(own.met_on);
    case rules::OwnWord::late_by:
      return own.late_by == 0 ? Cell{} : whole(own.late_by);
    case rules::OwnWord::status:
      return std::string(findings::show(own.status));
  }
  return {};
}

inline bool PlainEvaluator::holds(const Expression& expression, const Record& record) const {
  const Cell cell = value(expression, record);
  return cell && std::get<bool>(*cell);
}

inline Cell PlainEvaluator::value(const Expression& expression, const Record& record) const {
  const auto& args = expression.args;
  switch (expression.op) {
    case Op::literal:
      if (std::holds_alternative<std::monostate>(expression.value)) return {};
      if (const auto* text = std::get_if<std::string>(&expression.value)) return made_text(*text);
      return expression.value;
    case Op::column:
      return path(expression.path, record);
    case Op::as_of:
      return options_.as_of;
    case Op::parent_present:
      return parent_present(expression.path, record);
    case Op::logical_and:
      for (const Expression& arg : args) {
        if (!holds(arg, record)) return false;
      }
      return true;
    case Op::logical_or:
      for (const Expression& arg : args) {
        if (holds(arg, record)) return true;
      }
      return false;
    case Op::logical_not:
      return !holds(args[0], record);
    case Op::equal:
      return equal(expression, record);
    case Op::not_equal:
      return !equal(expression, record);
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return compare(expression, record);
    case Op::in_set:
      return in_set(expression, record);
    case Op::not_in_set:
      return !in_set(expression, record);
    case Op::is_missing:
      return !value(args[0], record).has_value();
    case Op::is_present:
      return value(args[0], record).has_value();
    case Op::matches:
    case Op::starts_with:
    case Op::contains:
    case Op::contains_any:
      return text_test(expression, record);
    case Op::add_duration:
    case Op::subtract_duration:
      return arithmetic(expression, record);
    case Op::call:
      return call(expression, record);
    case Op::missing_columns:
      return missing_columns(expression, record);
    case Op::filled:
      return !missing_columns(expression, record).has_value();
    case Op::aggregate:
      return aggregate(expression, record);
    case Op::own:
      return own_word(expression.own, record);
  }
  std::abort();
}

// Every comparison with a missing operand is false.
inline bool PlainEvaluator::compare(const Expression& expression, const Record& record) const {
  const Cell left = value(expression.args[0], record);
  const Cell right = value(expression.args[1], record);
  if (!left || !right) return false;
  int64_t a = 0;
  int64_t b = 0;
  if (std::holds_alternative<calendar::Date>(*left)) {
    a = std::get<calendar::Date>(*left).days;
    b = std::get<calendar::Date>(*right).days;
  } else {
    a = std::get<rules::Number>(*left).scaled;
    b = std::get<rules::Number>(*right).scaled;
  }
  switch (expression.op) {
    case Op::less:
      return a < b;
    case Op::less_equal:
      return a <= b;
    case Op::greater:
      return a > b;
    default:
      return a >= b;
  }
}

inline bool PlainEvaluator::equal(const Expression& expression, const Record& record) const {
  const Cell left = value(expression.args[0], record);
  const Cell right = value(expression.args[1], record);
  if (!left || !right) return false;
  if (!std::holds_alternative<std::string>(*left)) return *left == *right;
  for (const Expression& arg : expression.args) {
    if (arg.type == model::Type::identifier) return *left == *right;
  }
  return plain_folded(std::get<std::string>(*left)) == plain_folded(std::get<std::string>(*right));
}

inline bool PlainEvaluator::in_set(const Expression& expression, const Record& record) const {
  for (const rules::Value& member : expression.set->values) {
    Expression literal;
    literal.type = expression.set->type;
    literal.value = member;
    Expression same;
    same.op = Op::equal;
    same.args = {expression.args[0], literal};
    if (equal(same, record)) return true;
  }
  return false;
}

inline bool PlainEvaluator::text_test(const Expression& expression, const Record& record) const {
  const auto text = as_text(value(expression.args[0], record));
  if (!text) return false;
  if (expression.op == Op::matches) {
    return plain_matches(*text, constant_text(expression), false, false);
  }
  if (expression.op == Op::contains_any) {
    for (const rules::Value& phrase : expression.set->values) {
      if (plain_has_phrase(*text, std::get<std::string>(phrase))) return true;
    }
    return false;
  }
  const auto part = as_text(value(expression.args[1], record));
  if (!part) return false;
  const bool exact = expression.args[0].type == model::Type::identifier;
  const std::u32string given = exact ? decoded(*text) : plain_folded(*text);
  const std::u32string wanted = exact ? decoded(*part) : plain_folded(*part);
  const size_t at = given.find(wanted);
  return expression.op == Op::starts_with ? at == 0 : at != std::u32string::npos;
}

inline std::vector<uint32_t> PlainEvaluator::children(const rules::Selection& selection,
                                                      const Record& record) const {
  const Record& start = selection.outer ? *record.outer : record;
  const auto parent = climb(selection.hops, start.row);
  std::vector<uint32_t> found;
  const model::Relation& relation = world_.schema.relations[selection.children];
  if (!parent || !world_.present[relation.child]) return found;
  for (uint32_t row = 0; row < world_.rows(selection.table); ++row) {
    if (world_.parents[selection.children][row] != *parent) continue;
    Record child;
    child.table = selection.table;
    child.row = row;
    child.outer = &record;
    if (!selection.where || holds(*selection.where, child)) found.push_back(row);
  }
  return found;
}

inline Cell PlainEvaluator::aggregate(const Expression& expression, const Record& record) const {
  using rules::AggregateKind;
  const rules::Selection& selection = expression.selection;
  const std::vector<uint32_t> rows = children(selection, record);
  if (expression.kind == AggregateKind::count) return whole(static_cast<int64_t>(rows.size()));
  if (expression.kind == AggregateKind::exists) return !rows.empty();
  Cell result;
  std::set<std::u32string> texts;
  std::set<int64_t> others;
  for (const uint32_t row : rows) {
    if (expression.kind == AggregateKind::all) {
      Record child;
      child.table = selection.table;
      child.row = row;
      child.outer = &record;
      if (!holds(expression.args[0], child)) return false;
      continue;
    }
    const Cell next = column(selection.table, row, selection.column);
    if (!next) continue;
    const auto* number = std::get_if<rules::Number>(&*next);
    const auto* day = std::get_if<calendar::Date>(&*next);
    if (expression.kind == AggregateKind::distinct) {
      const auto& defs = world_.schema.tables[selection.table].columns;
      const bool exact =
          selection.column < defs.size() && defs[selection.column].type == model::Type::identifier;
      if (const auto* text = std::get_if<std::string>(&*next)) {
        texts.insert(exact ? decoded(*text) : plain_folded(*text));
      } else {
        others.insert(number != nullptr ? number->scaled
                                        : (day != nullptr ? day->days : std::get<bool>(*next)));
      }
    } else if (expression.kind == AggregateKind::sum) {
      result = rules::Number{(result ? *as_number(result) : 0) + number->scaled};
    } else {
      const int64_t rank = number != nullptr ? number->scaled : day->days;
      const auto kept = [&] {
        return number != nullptr ? *as_number(result) : as_date(result)->days;
      };
      const bool better =
          !result || (expression.kind == AggregateKind::max ? rank > kept() : rank < kept());
      if (better) result = next;
    }
  }
  if (expression.kind == AggregateKind::all) return true;
  if (expression.kind == AggregateKind::distinct) {
    return whole(static_cast<int64_t>(texts.size() + others.size()));
  }
  return result;
}

}  // namespace audit::tests

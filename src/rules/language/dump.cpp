// SPDX-License-Identifier: MIT
// The typed tree on one line, for tests and for finding faults: "(and (present parents.name) …)".
#include <fmt/format.h>

#include "model/dataset.hpp"
#include "rules/language/expression.hpp"
#include "rules/language/functions/functions.hpp"
#include "rules/language/token.hpp"

namespace audit::rules {
namespace {

const char* name_of(Op op) {
  switch (op) {
    case Op::logical_and:
      return "and";
    case Op::logical_or:
      return "or";
    case Op::logical_not:
      return "not";
    case Op::equal:
      return "==";
    case Op::not_equal:
      return "!=";
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::greater:
      return ">";
    case Op::greater_equal:
      return ">=";
    case Op::in_set:
      return "in";
    case Op::not_in_set:
      return "not-in";
    case Op::is_missing:
      return "missing";
    case Op::is_present:
      return "present";
    case Op::matches:
      return "matches";
    case Op::starts_with:
      return "starts-with";
    case Op::contains:
      return "contains";
    case Op::contains_any:
      return "contains-any";
    case Op::add_duration:
      return "+";
    case Op::subtract_duration:
      return "-";
    default:
      return "?";
  }
}

const char* name_of(AggregateKind kind) {
  constexpr const char* names[] = {"count", "exists", "all",      "min",
                                   "max",   "sum",    "distinct", "list"};
  return names[static_cast<size_t>(kind)];
}

class Dumper {
 public:
  explicit Dumper(const model::Schema& schema) : schema_(schema) {}

  [[nodiscard]] std::string expression(const Expression& e) const {
    switch (e.op) {
      case Op::literal:
        return value(e.value);
      case Op::column: {
        const std::string way = route(e.path.outer, e.path.hops);
        return way + (e.path.hops.empty() ? "" : " ") + column(e.path.table, e.path.column);
      }
      case Op::as_of:
        return "as_of";
      case Op::parent_present:
        return fmt::format("(present {})", route(e.path.outer, e.path.hops));
      case Op::own:
        return show(e.own);
      case Op::call:
        return fmt::format("({}{})", function_doc(e.function).name, rest(e));
      case Op::missing_columns:
      case Op::filled:
        return columns(e);
      case Op::aggregate:
        return aggregate(e);
      default:
        return fmt::format("({}{})", name_of(e.op), rest(e));
    }
  }

 private:
  [[nodiscard]] static std::string value(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return fmt::format("\"{}\"", *text);
    if (const auto* date = std::get_if<calendar::Date>(&value)) return calendar::iso(*date);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* span = std::get_if<calendar::Duration>(&value)) return calendar::show(*span);
    const auto* number = std::get_if<Number>(&value);
    if (number == nullptr) return "none";
    std::string text = fmt::format("{}.{:04}", number->scaled / model::k_number_scale,
                                   number->scaled % model::k_number_scale);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
  }

  [[nodiscard]] std::string route(bool outer, const std::vector<model::RelationIndex>& hops) const {
    std::string text = outer ? "outer:" : "";
    for (const model::RelationIndex hop : hops) text += "↑" + schema_.relations[hop].name + " ";
    if (!hops.empty()) text.pop_back();
    return text;
  }

  [[nodiscard]] std::string column(model::TableIndex table, model::ColumnIndex column) const {
    const model::TableDef& def = schema_.tables[table];
    const std::string name = column < def.columns.size()
                                 ? def.columns[column].name
                                 : fmt::format("derived{}", column - def.columns.size());
    return fmt::format("{}.{}", def.name, name);
  }

  [[nodiscard]] std::string rest(const Expression& e) const {
    std::string text;
    for (const Expression& argument : e.args) text += " " + expression(argument);
    if (e.op == Op::matches) text += " " + value(e.value);
    if (e.set != nullptr) text += " " + set(*e.set);
    return text;
  }

  [[nodiscard]] static std::string set(const ValueSet& set) {
    if (!set.name.empty()) return "@" + set.name;
    std::string text;
    for (const Value& entry : set.values) text += (text.empty() ? "{" : ", ") + value(entry);
    return text + "}";
  }

  [[nodiscard]] static std::string columns(const Expression& e) {
    std::string text = e.op == Op::filled ? "(filled" : "(missing-columns";
    for (const model::ColumnIndex column : e.columns) text += fmt::format(" #{}", column);
    return text + ")";
  }

  [[nodiscard]] std::string aggregate(const Expression& e) const {
    const Selection& s = e.selection;
    std::string text = fmt::format("({} {}↓", name_of(e.kind), route(s.outer, s.hops));
    text += s.column == model::k_none ? schema_.tables[s.table].name : column(s.table, s.column);
    if (s.where != nullptr) text += " where " + expression(*s.where);
    for (const Expression& condition : e.args) text += " : " + expression(condition);
    return text + ")";
  }

  const model::Schema& schema_;
};

}  // namespace

std::string dump(const Expression& expression, const model::Schema& schema) {
  return Dumper(schema).expression(expression);
}

}  // namespace audit::rules

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/language/language.hpp"

namespace audit::tests {

/// Writes random expressions that are right in a scope: every text of expression() checks without a
/// fault there and has the type asked for. Used against the checker (each text is good), and to
/// feed the engine and its slow twin.
///
///   ExpressionGenerator generator(scope, seed);
///   const std::string text = generator.expression(model::Type::boolean, 4);
///
/// Equal scopes and seeds give equal texts on every platform: no library distribution is used. All
/// of the language occurs but own words (trigger, due, …). Columns (derived, of parents, of the
/// outer record), relations, sets and parameters come from the scope; what a scope lacks is left
/// out. Fill the pools with values of your data, so that comparisons hold now and then.
class ExpressionGenerator {
 public:
  /// Literals. Texts hold no quotes of both kinds.
  std::vector<std::string> texts = {"205", "a", "left message", "", "N/A", "Yes", "12 b", "A  a"};
  std::vector<std::string> numbers = {"0", "1", "2", "3", "4.5", "10", "0.0001"};
  std::vector<std::string> dates = {"2026-01-05", "2025-12-31", "2024-02-29", "2026-03-31",
                                    "1999-12-31"};
  std::vector<std::string> durations = {"0 days",    "1 day",   "5 days",  "5 business days",
                                        "2 weeks",   "1 month", "90 days", "1 business day",
                                        "1 quarter", "1 year"};
  std::vector<std::string> patterns = {"^[0-9]+$", "a", "[a-z]+ [a-z]+", "^$", "20[56]|b"};

  ExpressionGenerator(const rules::Scope& scope, uint64_t seed)
      : scope_(scope), random_(seed), records_{scope.table} {}

  /// `depth` bounds the nesting; 0 gives a literal or a column.
  std::string expression(model::Type type, int depth) {
    switch (type) {
      case model::Type::boolean:
        return condition(depth);
      case model::Type::number:
        return number(depth);
      case model::Type::date:
        return date(depth);
      case model::Type::duration:
        return duration(depth);
      default:
        return text(depth);
    }
  }

  /// "participant.case_notes.contact_date where …", for check_events; empty if the table has no
  /// child set with a date.
  std::string events(int depth) {
    for (int attempt = 0; attempt < 20; ++attempt) {
      const auto set = child_set();
      if (!set) return {};
      const std::string column = own_column(set->table, model::Type::date);
      if (column.empty()) continue;
      return set->path + "." + column + where(*set, depth);
    }
    return {};
  }

 private:
  struct ChildSet {
    std::string path;
    model::TableIndex table = model::k_none;
  };

  uint64_t below(uint64_t limit) { return random_() % limit; }
  bool chance(uint64_t percent) { return below(100) < percent; }
  template <typename T>
  const T& any(const std::vector<T>& pool) {
    return pool[below(pool.size())];
  }
  const model::Schema& schema() const { return *scope_.schema; }

  static bool alike(model::Type a, model::Type b) {
    const auto is_text = [](model::Type t) {
      return t == model::Type::text || t == model::Type::identifier;
    };
    return a == b || (is_text(a) && is_text(b));
  }

  /// A column or derived column of the table itself, or empty.
  std::string own_column(model::TableIndex table, std::optional<model::Type> type) {
    std::vector<std::string> fitting;
    for (const auto& column : schema().tables[table].columns) {
      if (!type || alike(column.type, *type)) fitting.push_back(column.name);
    }
    if (scope_.derived != nullptr) {
      for (const auto& column : *scope_.derived) {
        if (column.table == table && (!type || alike(column.type, *type)))
          fitting.push_back(column.name);
      }
    }
    return fitting.empty() ? std::string() : any(fitting);
  }

  /// Up through zero to two parents; `table` becomes the one reached.
  std::string hops(model::TableIndex& table) {
    std::string path;
    while (chance(35) && path.size() < 40) {
      const auto& relations = schema().tables[table].relations;
      if (relations.empty()) break;
      const auto& relation = schema().relations[any(relations)];
      path += relation.name + ".";
      table = relation.parent;
    }
    return path;
  }

  std::string start(model::TableIndex& table) {
    table = records_.back();
    if (records_.size() < 2 || !chance(30)) return {};
    table = records_[records_.size() - 2];
    return "outer.";
  }

  std::string column(model::Type type) {
    for (int attempt = 0; attempt < 8; ++attempt) {
      model::TableIndex table = model::k_none;
      const std::string path = start(table);
      const std::string way = path + hops(table);
      const std::string name = own_column(table, type);
      if (!name.empty()) return way + name;
    }
    return {};
  }

  std::string parent() {
    model::TableIndex table = model::k_none;
    std::string path = start(table);
    path += hops(table);
    const auto& relations = schema().tables[table].relations;
    if (relations.empty()) return {};
    return path + schema().relations[any(relations)].name;
  }

  std::optional<ChildSet> child_set() {
    for (int attempt = 0; attempt < 8; ++attempt) {
      model::TableIndex table = model::k_none;
      const std::string path = start(table);
      const std::string way = path + hops(table);
      std::vector<model::TableIndex> children;
      for (const auto& relation : schema().relations) {
        const auto first = schema().find_child_set(table, schema().tables[relation.child].name);
        const bool hidden =
            schema().find_relation(table, schema().tables[relation.child].name).has_value();
        if (relation.parent == table && first && !hidden) children.push_back(relation.child);
      }
      if (children.empty()) continue;
      const model::TableIndex child = any(children);
      return ChildSet{way + schema().tables[child].name, child};
    }
    return std::nullopt;
  }

  std::string where(const ChildSet& set, int depth) {
    if (!chance(70)) return {};
    return " where " + in_child(set, depth);
  }
  std::string in_child(const ChildSet& set, int depth) {
    records_.push_back(set.table);
    std::string inner = condition(depth - 1);
    records_.pop_back();
    return inner;
  }

  /// A set of the type, with its sign; or empty.
  std::string set_of(model::Type type) {
    std::vector<std::string> fitting;
    if (scope_.sets != nullptr) {
      for (const auto& [name, set] : *scope_.sets) {
        if (alike(set->type, type)) fitting.push_back("@" + name);
      }
    }
    return fitting.empty() ? std::string() : any(fitting);
  }
  std::string parameter(model::Type type) {
    std::vector<std::string> fitting;
    if (scope_.parameters != nullptr) {
      for (const auto& [name, value] : *scope_.parameters) {
        if (alike(value.type, type)) fitting.push_back("$" + name);
      }
    }
    return fitting.empty() ? std::string() : any(fitting);
  }

  std::string quoted(const std::string& text) {
    const bool has_double = text.find('"') != std::string::npos;
    const char quote = has_double || chance(50) ? '\'' : '"';
    return quote + text + quote;
  }
  std::string literal(model::Type type) {
    if (chance(15)) {
      const std::string name = parameter(type);
      if (!name.empty()) return name;
    }
    switch (type) {
      case model::Type::boolean:
        return chance(50) ? "true" : "false";
      case model::Type::number:
        return any(numbers);
      case model::Type::date:
        return chance(30) ? "as_of" : any(dates);
      case model::Type::duration:
        return any(durations);
      default:
        return quoted(any(texts));
    }
  }
  std::string leaf(model::Type type) {
    if (type != model::Type::duration && chance(75)) {
      const std::string path = column(type);
      if (!path.empty()) return path;
    }
    return literal(type);
  }

  std::string choice(model::Type type, int depth) {
    const std::string a = expression(type, depth - 1);
    const std::string b = expression(type, depth - 1);
    if (chance(30)) return "if(" + condition(depth - 1) + ", " + a + ")";
    if (chance(40)) return "if(" + condition(depth - 1) + ", " + a + ", " + b + ")";
    return "first_present(" + a + ", " + b + (chance(30) ? ", " + leaf(type) : "") + ")";
  }
  std::string extreme(model::Type type, int depth) {
    const std::string name = chance(50) ? "min(" : "max(";
    if (chance(50)) {
      return name + expression(type, depth - 1) + ", " + expression(type, depth - 1) + ")";
    }
    const std::string column = aggregate_column(type, depth);
    return column.empty() ? leaf(type) : name + column + ")";
  }
  /// "S.column where …" with a column of this type (any, if none is given), or empty.
  std::string aggregate_column(std::optional<model::Type> type, int depth) {
    const auto set = child_set();
    if (!set) return {};
    const std::string column = own_column(set->table, type);
    return column.empty() ? std::string() : set->path + "." + column + where(*set, depth);
  }

  std::string number(int depth) {
    if (depth <= 0) return leaf(model::Type::number);
    switch (below(10)) {
      case 0:
        return choice(model::Type::number, depth);
      case 1:
        return extreme(model::Type::number, depth);
      case 2:
        return "business_days(" + date(depth - 1) + ", " + date(depth - 1) + ")";
      case 3: {
        const std::vector<std::string> parts = {"year", "month", "day", "weekday"};
        return any(parts) + "(" + date(depth - 1) + ")";
      }
      case 4:
        return (chance(50) ? "length(" : "words(") + text(depth - 1) + ")";
      case 5:
      case 6: {
        const auto set = child_set();
        return set ? "count(" + set->path + where(*set, depth) + ")" : leaf(model::Type::number);
      }
      case 7: {
        const std::string column = aggregate_column(model::Type::number, depth);
        return column.empty() ? leaf(model::Type::number) : "sum(" + column + ")";
      }
      case 8: {
        const std::string column = aggregate_column(std::nullopt, depth);
        return column.empty() ? leaf(model::Type::number) : "distinct(" + column + ")";
      }
      default:
        return leaf(model::Type::number);
    }
  }

  std::string date(int depth) {
    if (depth <= 0) return leaf(model::Type::date);
    switch (below(8)) {
      case 0:
        return choice(model::Type::date, depth);
      case 1:
      case 2:
        return extreme(model::Type::date, depth);
      case 3:
        return "(" + date(depth - 1) + (chance(50) ? " + " : " - ") + duration(depth - 1) + ")";
      case 4: {
        const std::vector<std::string> names = {"start_of_month", "end_of_month",
                                                "start_of_quarter", "end_of_quarter"};
        return any(names) + "(" + date(depth - 1) + ")";
      }
      case 5:
        return "add_quarters(" + date(depth - 1) + ", " + column_or("2", model::Type::number) + ")";
      default:
        return leaf(model::Type::date);
    }
  }
  /// A column of the type, or the literal.
  std::string column_or(const std::string& otherwise, model::Type type) {
    const std::string path = chance(60) ? column(type) : std::string();
    return path.empty() ? otherwise : path;
  }

  std::string duration(int depth) {
    if (depth > 0 && chance(15)) return choice(model::Type::duration, depth);
    return literal(model::Type::duration);
  }

  std::string text(int depth) {
    if (depth <= 0) return leaf(model::Type::text);
    switch (below(8)) {
      case 0:
        return choice(model::Type::text, depth);
      case 1:
        return "digits(" + text(depth - 1) + ")";
      case 2:
        return "extract(" + text(depth - 1) + ", '([a-z0-9]+)')";
      case 3:
        return "format_date(" + date(depth - 1) + ", '%Y-%m/%d %y%%')";
      case 4:
        return chance(30) ? "missing_columns(" + names() + ")" : leaf(model::Type::text);
      default:
        return leaf(model::Type::text);
    }
  }
  std::string names() {
    const auto& columns = schema().tables[records_.back()].columns;
    if (columns.empty() || chance(30)) return {};
    std::string list = chance(30) ? "except " : "";
    list += any(columns).name;
    if (chance(50)) list += ", " + any(columns).name;
    return list;
  }

  std::string condition(int depth) {
    if (depth <= 0) return chance(50) ? presence() : leaf(model::Type::boolean);
    switch (below(12)) {
      case 0:
      case 1:
        return chain(" and ", depth);
      case 2:
        return chain(" or ", depth);
      case 3:
        return "not " + atom(depth - 1);
      case 4:
        return presence();
      case 5:
        return ordered(depth);
      case 6:
        return equality(depth);
      case 7:
        return membership(depth);
      case 8:
        return text_condition(depth);
      case 9:
      case 10:
        return quantified(depth);
      default:
        return chance(20) ? "filled(" + names() + ")" : atom(depth - 1);
    }
  }
  std::string atom(int depth) { return "(" + condition(depth) + ")"; }
  std::string chain(const std::string& word, int depth) {
    std::string all = atom(depth - 1);
    const uint64_t more = 1 + below(3);
    for (uint64_t i = 0; i < more; ++i) all += word + (chance(50) ? atom(depth - 1) : presence());
    return all;
  }
  std::string presence() {
    const std::string is = chance(50) ? " is present" : " is missing";
    if (chance(25)) {
      const std::string path = parent();
      if (!path.empty()) return path + is;
    }
    const std::vector<model::Type> types = {model::Type::text, model::Type::number,
                                            model::Type::date, model::Type::boolean};
    return leaf(any(types)) + is;
  }
  /// Two different texts of one type: an expression compared with itself is a fault.
  std::string compared(model::Type type, const std::vector<std::string>& signs, int depth) {
    for (int attempt = 0; attempt < 10; ++attempt) {
      const std::string a = operand(type, depth);
      const std::string b = operand(type, depth);
      if (a != b) return a + any(signs) + b;
    }
    return "true";
  }
  std::string operand(model::Type type, int depth) {
    return type == model::Type::boolean ? atom(depth - 1) : expression(type, depth - 1);
  }
  std::string ordered(int depth) {
    return compared(chance(70) ? model::Type::date : model::Type::number,
                    {" < ", " <= ", " > ", " >= "}, depth);
  }
  std::string equality(int depth) {
    const std::vector<model::Type> types = {model::Type::text, model::Type::text,
                                            model::Type::number, model::Type::date,
                                            model::Type::boolean};
    return compared(any(types), {" == ", " != "}, depth);
  }
  std::string membership(int depth) {
    const std::vector<model::Type> types = {model::Type::text, model::Type::number,
                                            model::Type::date};
    const model::Type type = any(types);
    const std::string word = chance(50) ? " in " : " not in ";
    const std::string set = chance(50) ? set_of(type) : std::string();
    if (!set.empty()) return expression(type, depth - 1) + word + set;
    std::string list;
    const uint64_t more = 1 + below(3);
    for (uint64_t i = 0; i < more; ++i) {
      const std::string entry = type == model::Type::text     ? quoted(any(texts))
                                : type == model::Type::number ? any(numbers)
                                                              : any(dates);
      list += (i == 0 ? "" : ", ") + entry;
    }
    return expression(type, depth - 1) + word + "(" + list + ")";
  }
  std::string text_condition(int depth) {
    const std::string a = text(depth - 1);
    const std::string set = set_of(model::Type::text);
    switch (below(6)) {
      case 0:
        return a + " matches " + quoted(any(patterns));
      case 1:
        return a + " starts with " + other(a);
      case 2:
        return a + " contains " + other(a);
      case 3:
        return "has_words(" + a + ", " + text(depth - 1) + ")";
      case 4:
        return set.empty() ? a + " is present" : a + " contains any " + set;
      default:
        return set.empty() ? a + " is missing" : "all_words(" + a + ", '[A-Z]{1,6}', " + set + ")";
    }
  }
  std::string other(const std::string& than) {
    const std::string found = leaf(model::Type::text);
    if (found != than) return found;
    return than == "'z'" ? "\"y\"" : "'z'";
  }
  std::string quantified(int depth) {
    const auto set = child_set();
    if (!set) return presence();
    if (chance(60)) return "exists(" + set->path + where(*set, depth) + ")";
    return "all(" + set->path + where(*set, depth) + ", " + in_child(*set, depth) + ")";
  }

  rules::Scope scope_;
  std::mt19937_64 random_;
  std::vector<model::TableIndex> records_;
};

}  // namespace audit::tests

// SPDX-License-Identifier: MIT
#pragma once

#include <random>

#include "unit/engine/world.hpp"

namespace audit::tests {

/// Random schemas, data, expressions and rules. Equal seeds make equal worlds on every machine.
class EngineGenerator {
 public:
  explicit EngineGenerator(uint32_t seed) : random_(seed) {}

  World world() {
    make_schema();
    for (model::TableIndex table = 0; table < world_.schema.tables.size(); ++table) fill(table);
    link();
    return world_;
  }

  /// Derived columns and rules over the world last made.
  rules::RuleSet rules(size_t count) {
    rules_ = {};
    make_sets();
    const size_t derived = below(4);
    for (size_t i = 0; i < derived; ++i) derive(i);
    for (size_t i = 0; i < count; ++i) rules_.rules.push_back(rule(i));
    return rules_;
  }

  calendar::Calendar calendar() {
    std::vector<calendar::Holiday> holidays;
    for (size_t i = below(5); i > 0; --i) {
      calendar::Holiday holiday;
      holiday.name = "Day off";
      holiday.kind = calendar::Holiday::Kind::one_off;
      holiday.date = near_date();
      holidays.push_back(holiday);
    }
    std::vector<calendar::Suspension> suspensions;
    for (size_t i = below(3); i > 0; --i) {
      calendar::Suspension suspension;
      suspension.from = near_date();
      suspension.until = {suspension.from.days + static_cast<int32_t>(below(9))};
      suspension.rules = {one_of<std::string>({"rule.*", "rule.1", "other.*"})};
      suspensions.push_back(suspension);
    }
    return {"random", std::move(holidays), std::move(suspensions)};
  }

  calendar::Date near_date() { return {k_middle + static_cast<int32_t>(below(40)) - 20}; }
  size_t below(size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  bool chance(size_t percent) { return below(100) < percent; }

 private:
  using Expression = rules::Expression;
  using Op = rules::Op;
  using Type = model::Type;
  static constexpr int32_t k_middle = 20484;  // 2026-01-31

  template <class T>
  T one_of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

  void make_schema();
  void fill(model::TableIndex table);
  void link();
  void make_sets();
  void derive(size_t number);
  rules::TypedRule rule(size_t number);
  rules::Template text(model::TableIndex table);
  rules::Value random_value(Type type);
  std::string random_text();

  /// Where an expression stands: its table, and that of the enclosing record, if any.
  struct Place {
    model::TableIndex table = model::k_none;
    model::TableIndex outer = model::k_none;
    bool own = false;
  };
  Expression expression(Type type, Place place, int depth);
  Expression leaf(Type type, Place place);
  Expression truth(Place place, int depth);
  Expression comparison(Place place, int depth);
  Expression text_test(Place place, int depth);
  Expression call(rules::FunctionId function, Type type, std::vector<Expression> args);
  Expression choice(Type type, Place place, int depth);
  Expression of_date(Place place, int depth);
  Expression of_number(Place place, int depth);
  Expression of_text(Place place, int depth);
  Expression literal(Type type, rules::Value value);
  Expression constant(const std::string& value) { return literal(Type::text, value); }
  Expression looked(Place place, Op op, Type type);
  std::optional<Expression> column(Type type, Place place);
  std::optional<Expression> own_word(Type type);
  std::optional<Expression> aggregate(Type type, Place place, int depth);
  std::optional<rules::Selection> selection(Place place, int depth);
  std::optional<model::ColumnIndex> column_of(model::TableIndex table, Type type);
  std::vector<model::RelationIndex> climb(model::TableIndex& table);

  std::mt19937 random_;
  World world_;
  rules::RuleSet rules_;
};

inline void EngineGenerator::make_schema() {
  world_ = {};
  const size_t tables = 2 + below(3);
  for (size_t i = 0; i < tables; ++i) {
    model::TableDef def;
    def.name = "t" + std::to_string(i) + "s";
    def.singular = "t" + std::to_string(i);
    const size_t columns = 3 + below(8);
    for (size_t c = 0; c <= columns; ++c) {
      model::ColumnDef column;
      column.name = "c" + std::to_string(c);
      column.type = c == 0 ? Type::identifier
                           : one_of<Type>({Type::text, Type::text, Type::identifier, Type::number,
                                           Type::date, Type::date, Type::boolean});
      column.personal = column.type == Type::text && chance(40);
      column.optional = true;
      def.columns.push_back(column);
    }
    if (chance(70)) def.key = 0;
    if (def.key && chance(30)) def.default_key = {{1}};
    def.optional = true;
    world_.schema.tables.push_back(def);
  }
  for (model::TableIndex child = 0; child < tables; ++child) {
    for (size_t i = 1 + below(2); i > 0 && child > 0; --i) {
      model::Relation relation;
      relation.child = child;
      relation.parent = static_cast<model::TableIndex>(below(child + (chance(10) ? 1 : 0)));
      relation.name = "p" + std::to_string(world_.schema.relations.size());
      const auto index = static_cast<model::RelationIndex>(world_.schema.relations.size());
      world_.schema.tables[child].relations.push_back(index);
      world_.schema.relations.push_back(relation);
    }
  }
}

inline void EngineGenerator::fill(model::TableIndex table) {
  const auto& columns = world_.schema.tables[table].columns;
  const bool present = chance(92);
  world_.present.push_back(present);
  world_.exported.emplace_back();
  for (size_t c = 0; c < columns.size(); ++c) {
    world_.exported.back().push_back(present && (c == 0 || chance(92)));
  }
  world_.cells.emplace_back();
  for (size_t row = present ? below(22) : 0; row > 0; --row) {
    std::vector<Cell> cells;
    for (size_t c = 0; c < columns.size(); ++c) {
      const bool filled = world_.exported.back()[c] && (c == 0 || chance(75));
      cells.push_back(filled ? Cell{random_value(columns[c].type)} : Cell{});
    }
    world_.cells.back().push_back(std::move(cells));
  }
}

inline void EngineGenerator::link() {
  for (const model::Relation& relation : world_.schema.relations) {
    std::vector<uint32_t> parents;
    for (uint32_t row = 0; row < world_.rows(relation.child); ++row) {
      const uint32_t rows = world_.rows(relation.parent);
      parents.push_back(rows == 0 || chance(15) ? model::k_none
                                                : static_cast<uint32_t>(below(rows)));
    }
    world_.parents.push_back(std::move(parents));
  }
}

inline std::string EngineGenerator::random_text() {
  return one_of<std::string>({"abc",
                              "ABC",
                              "Abc",
                              "left message",
                              "Left  Message",
                              "xleft message",
                              "left\nmessage",
                              "I left message, OK",
                              "\u00E9left message",
                              "left message\u00E9",
                              "left message_",
                              "205",
                              "205 - Orientation",
                              "N/A",
                              "A-1 b_2",
                              "the FAQ of LVM",
                              "12-34",
                              "- !",
                              "\u0416\u0436",
                              "a\u00A0b",
                              "a b",
                              "caf\u00E9 CAF\u00C9",
                              "no answer",
                              "(no) answer"});
}

inline rules::Value EngineGenerator::random_value(Type type) {
  switch (type) {
    case Type::date:
      if (chance(2)) return calendar::Date{calendar::k_last_day - static_cast<int32_t>(below(40))};
      if (chance(2)) return calendar::Date{calendar::k_first_day + static_cast<int32_t>(below(40))};
      return near_date();
    case Type::number:
      return rules::Number{one_of<int64_t>({0, 10000, 20000, 30000, 5000, -10000, 125, 1000000})};
    case Type::boolean:
      return chance(50);
    case Type::duration:
      return calendar::Duration{
          static_cast<int64_t>(below(12)),
          one_of<calendar::Unit>({calendar::Unit::days, calendar::Unit::business_days,
                                  calendar::Unit::weeks, calendar::Unit::months,
                                  calendar::Unit::quarters, calendar::Unit::years})};
    case Type::identifier:
      return one_of<std::string>({"a", "A", "b1", "B1", "205", "7"});
    case Type::text:
      break;
  }
  return random_text();
}

inline void EngineGenerator::make_sets() {
  const auto put = [&](const char* name, Type type, size_t count) {
    rules::ValueSet set;
    set.name = name;
    set.type = type;
    for (size_t i = 0; i < count; ++i) set.values.push_back(random_value(type));
    rules_.sets[name] = std::make_shared<const rules::ValueSet>(std::move(set));
  };
  put("texts", Type::text, 1 + below(4));
  rules::ValueSet phrases;
  phrases.name = "phrases";
  for (const char* phrase : {"left message", "No  Answer", "a", "caf\u00C9", "205 -", ""}) {
    if (chance(40)) phrases.values.emplace_back(phrase);
  }
  rules_.sets["phrases"] = std::make_shared<const rules::ValueSet>(std::move(phrases));
  put("numbers", Type::number, 1 + below(3));
  put("dates", Type::date, 1 + below(20));
}

inline void EngineGenerator::derive(size_t number) {
  rules::DerivedColumn derived;
  derived.table = static_cast<model::TableIndex>(below(world_.schema.tables.size()));
  derived.name = "d" + std::to_string(number);
  derived.type = one_of<Type>({Type::date, Type::number, Type::text, Type::boolean});
  derived.value = expression(derived.type, {.table = derived.table}, 3);
  const auto before =
      std::ranges::count(rules_.derived, derived.table, &rules::DerivedColumn::table);
  derived.column = static_cast<model::ColumnIndex>(
      world_.schema.tables[derived.table].columns.size() + static_cast<size_t>(before));
  rules_.derived.push_back(std::move(derived));
}

inline rules::Template EngineGenerator::text(model::TableIndex table) {
  rules::Template text;
  const Place place{.table = table, .outer = model::k_none, .own = true};
  for (size_t i = below(4); i > 0; --i) {
    text.parts.emplace_back(std::string("|"));
    const Type type =
        one_of<Type>({Type::date, Type::number, Type::text, Type::boolean, Type::duration});
    text.parts.emplace_back(expression(type, place, 2));
  }
  Expression met_on;
  met_on.op = Op::own;
  met_on.own = rules::OwnWord::met_on;
  met_on.type = Type::date;
  text.parts.emplace_back(met_on);
  return text;
}

inline rules::TypedRule EngineGenerator::rule(size_t number) {
  rules::TypedRule rule;
  rule.id = "rule." + std::to_string(number);
  rule.table = static_cast<model::TableIndex>(below(world_.schema.tables.size()));
  const Place place{.table = rule.table};
  const auto dated = [&] { return expression(Type::date, place, 2); };
  if (chance(60)) rule.where = expression(Type::boolean, place, 3);
  const auto events = selection(place, 2);
  const size_t form = below(3);
  if (form == 2 && events && column_of(events->table, Type::date)) {
    rule.form = rules::Form::recurring;
    rule.from = dated();
    rule.every = chance(70) ? literal(Type::duration, random_value(Type::duration))
                            : expression(Type::duration, place, 1);
    rule.events = events;
    rule.events->column = *column_of(events->table, Type::date);
    if (chance(60)) rule.until = dated();
  } else if (form == 1) {
    rule.form = rules::Form::deadline;
    if (chance(60)) {
      rule.from = dated();
      rule.within = expression(Type::duration, place, 1);
    } else {
      rule.due = dated();
      if (chance(50)) rule.date = dated();
    }
    rule.met_on = dated();
    if (chance(30)) rule.lapses = dated();
  } else {
    rule.form = rules::Form::requirement;
    rule.require = expression(Type::boolean, place, 4);
    if (chance(50)) rule.date = dated();
  }
  rule.in_business_days = chance(40);
  rule.remind = {static_cast<int64_t>(below(20)), calendar::Unit::days};
  if (chance(20)) rule.effective.push_back({.from = near_date(), .until = {}});
  if (chance(20)) rule.effective.push_back({.from = {}, .until = near_date()});
  rule.message = text(rule.table);
  rule.remedy = text(rule.table);
  return rule;
}

}  // namespace audit::tests

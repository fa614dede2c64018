// SPDX-License-Identifier: MIT
#pragma once

#include "differential/engine_generator.hpp"

namespace audit::tests {

// Random expressions of a type, over the columns that a record reaches.

inline rules::Expression EngineGenerator::literal(Type type, rules::Value value) {
  Expression made;
  made.op = Op::literal;
  made.type = type;
  made.value = std::move(value);
  return made;
}

inline rules::Expression EngineGenerator::call(rules::FunctionId function, Type type,
                                               std::vector<Expression> args) {
  Expression made;
  made.op = Op::call;
  made.type = type;
  made.function = function;
  made.args = std::move(args);
  return made;
}

/// Up to two parents on from `table`.
inline std::vector<model::RelationIndex> EngineGenerator::climb(model::TableIndex& table) {
  std::vector<model::RelationIndex> hops;
  while (hops.size() < 2 && !world_.schema.tables[table].relations.empty() && chance(35)) {
    hops.push_back(one_of(world_.schema.tables[table].relations));
    table = world_.schema.relations[hops.back()].parent;
  }
  return hops;
}

inline std::optional<model::ColumnIndex> EngineGenerator::column_of(model::TableIndex table,
                                                                    Type type) {
  std::vector<model::ColumnIndex> fitting;
  const auto& columns = world_.schema.tables[table].columns;
  for (model::ColumnIndex c = 0; c < columns.size(); ++c) {
    if (columns[c].type == type) fitting.push_back(c);
  }
  for (const rules::DerivedColumn& derived : rules_.derived) {
    if (derived.table == table && derived.type == type) fitting.push_back(derived.column);
  }
  if (fitting.empty()) return std::nullopt;
  return one_of(fitting);
}

inline std::optional<rules::Expression> EngineGenerator::column(Type type, Place place) {
  Expression made;
  made.op = Op::column;
  made.path.outer = place.outer != model::k_none && chance(45);
  model::TableIndex table = made.path.outer ? place.outer : place.table;
  made.path.hops = climb(table);
  if (type == Type::text && chance(15)) type = Type::identifier;
  const auto found = column_of(table, type);
  if (!found) return std::nullopt;
  made.type = type;
  made.path.table = table;
  made.path.column = *found;
  return made;
}

inline std::optional<rules::Expression> EngineGenerator::own_word(Type type) {
  Expression made;
  made.op = Op::own;
  made.type = type;
  switch (type) {
    case Type::date:
      made.own = one_of<rules::OwnWord>(
          {rules::OwnWord::trigger, rules::OwnWord::due, rules::OwnWord::met_on});
      return made;
    case Type::number:
      made.own = rules::OwnWord::late_by;
      return made;
    case Type::text:
      made.own = rules::OwnWord::status;
      return made;
    default:
      return std::nullopt;
  }
}

inline rules::Expression EngineGenerator::leaf(Type type, Place place) {
  if (type == Type::duration) return literal(type, random_value(type));
  if (place.own && chance(25)) {
    if (auto word = own_word(type)) return *word;
  }
  if (chance(75)) {
    if (auto found = column(type, place)) return *found;
  }
  if (type == Type::date && chance(25)) {
    Expression made;
    made.op = Op::as_of;
    made.type = type;
    return made;
  }
  return literal(type, random_value(type));
}

inline rules::Expression EngineGenerator::expression(Type type, Place place, int depth) {
  if (depth <= 0 || chance(15)) return leaf(type, place);
  if (chance(30)) {
    if (auto found = aggregate(type, place, depth)) return *found;
  }
  if (chance(15)) return choice(type, place, depth);
  switch (type) {
    case Type::boolean:
      return truth(place, depth);
    case Type::date:
      return of_date(place, depth);
    case Type::number:
      return of_number(place, depth);
    case Type::text:
      return of_text(place, depth);
    default:
      return leaf(type, place);
  }
}

inline rules::Expression EngineGenerator::choice(Type type, Place place, int depth) {
  using rules::FunctionId;
  std::vector<Expression> args;
  const size_t kind = below(type == Type::date || type == Type::number ? 3 : 2);
  if (kind == 0) {
    args.push_back(expression(Type::boolean, place, depth - 1));
    args.push_back(expression(type, place, depth - 1));
    if (chance(60)) args.push_back(expression(type, place, depth - 1));
    return call(FunctionId::if_else, type, std::move(args));
  }
  for (size_t i = 2 + below(2); i > 0; --i) args.push_back(expression(type, place, depth - 1));
  if (kind == 1) return call(FunctionId::first_present, type, std::move(args));
  return call(chance(50) ? FunctionId::min : FunctionId::max, type, std::move(args));
}

inline rules::Expression EngineGenerator::looked(Place place, Op op, Type type) {
  Expression made;
  made.op = op;
  made.type = type;
  const auto& columns = world_.schema.tables[place.table].columns;
  for (model::ColumnIndex c = 0; c < columns.size(); ++c) {
    if (chance(40)) made.columns.push_back(c);
  }
  return made;
}

inline rules::Expression EngineGenerator::truth(Place place, int depth) {
  Expression made;
  made.type = Type::boolean;
  switch (below(7)) {
    case 0:
    case 1:
      made.op = chance(50) ? Op::logical_and : Op::logical_or;
      for (size_t i = 2 + below(3); i > 0; --i) {
        made.args.push_back(expression(Type::boolean, place, depth - 1));
      }
      return made;
    case 2:
      made.op = Op::logical_not;
      made.args.push_back(expression(Type::boolean, place, depth - 1));
      return made;
    case 3: {
      const Type type = one_of<Type>({Type::text, Type::date, Type::number, Type::boolean});
      made.op = chance(50) ? Op::is_missing : Op::is_present;
      made.args.push_back(expression(type, place, depth - 1));
      model::TableIndex table = place.table;
      std::vector<model::RelationIndex> hops = climb(table);
      if (!hops.empty() && chance(50)) {
        made.args.clear();
        made.op = Op::parent_present;
        made.path.hops = std::move(hops);
        made.path.table = table;
      }
      return made;
    }
    case 4:
      return text_test(place, depth);
    case 5:
      return chance(20) ? looked(place, Op::filled, Type::boolean) : comparison(place, depth);
    default:
      return comparison(place, depth);
  }
}

inline rules::Expression EngineGenerator::comparison(Place place, int depth) {
  Expression made;
  made.type = Type::boolean;
  const Type type = one_of<Type>({Type::text, Type::text, Type::date, Type::date, Type::number,
                                  Type::boolean, Type::duration});
  const bool ordered = (type == Type::date || type == Type::number) && chance(70);
  made.args.push_back(expression(type, place, depth - 1));
  if (chance(25) && (type == Type::text || type == Type::date || type == Type::number)) {
    made.op = chance(50) ? Op::in_set : Op::not_in_set;
    made.set = rules_.sets.at(type == Type::text   ? "texts"
                              : type == Type::date ? "dates"
                                                   : "numbers");
    return made;
  }
  made.op = ordered ? one_of<Op>({Op::less, Op::less_equal, Op::greater, Op::greater_equal})
                    : one_of<Op>({Op::equal, Op::not_equal});
  made.args.push_back(expression(type, place, depth - 1));
  return made;
}

inline rules::Expression EngineGenerator::text_test(Place place, int depth) {
  using rules::FunctionId;
  Expression text = chance(60) ? leaf(Type::text, place) : expression(Type::text, place, depth - 1);
  Expression made;
  made.type = Type::boolean;
  switch (below(6)) {
    case 0:
      made.op = Op::matches;
      made.value = one_of<std::string>({"^[0-9]+", "abc|left", "e$", "\\bB", "^.$"});
      break;
    case 1:
      made.op = Op::contains_any;
      made.set = rules_.sets.at("phrases");
      break;
    case 2:
      made.op = Op::starts_with;
      break;
    case 3:
      made.op = Op::contains;
      break;
    case 4:
      made = call(
          FunctionId::has_words, Type::boolean,
          {text, chance(50) ? constant(random_text()) : expression(Type::text, place, depth - 1)});
      return made;
    default:
      made = call(FunctionId::all_words, Type::boolean, {text, constant("[A-Z]{2,6}")});
      made.set = rules_.sets.at("texts");
      return made;
  }
  made.args.push_back(text);
  if (made.op == Op::starts_with || made.op == Op::contains) {
    made.args.push_back(chance(50) ? constant(one_of<std::string>({"a", "Left", "MESSAGE", "2"}))
                                   : expression(Type::text, place, depth - 1));
  }
  return made;
}

inline rules::Expression EngineGenerator::of_date(Place place, int depth) {
  using rules::FunctionId;
  Expression date = expression(Type::date, place, depth - 1);
  switch (below(4)) {
    case 0: {
      const auto function =
          one_of<FunctionId>({FunctionId::start_of_month, FunctionId::end_of_month,
                              FunctionId::start_of_quarter, FunctionId::end_of_quarter});
      return call(function, Type::date, {std::move(date)});
    }
    case 1:
      return call(FunctionId::add_quarters, Type::date,
                  {std::move(date), expression(Type::number, place, depth - 1)});
    default:
      break;
  }
  Expression made;
  made.op = chance(50) ? Op::add_duration : Op::subtract_duration;
  made.type = Type::date;
  made.args = {std::move(date), expression(Type::duration, place, depth - 1)};
  return made;
}

inline rules::Expression EngineGenerator::of_number(Place place, int depth) {
  using rules::FunctionId;
  if (chance(40)) {
    return call(chance(50) ? FunctionId::length : FunctionId::words, Type::number,
                {expression(Type::text, place, depth - 1)});
  }
  const auto function = one_of<FunctionId>(
      {FunctionId::year, FunctionId::month, FunctionId::day, FunctionId::weekday});
  if (chance(70)) return call(function, Type::number, {expression(Type::date, place, depth - 1)});
  // Near dates only: the twin counts day by day.
  return call(FunctionId::business_days, Type::number,
              {literal(Type::date, near_date()), literal(Type::date, near_date())});
}

inline rules::Expression EngineGenerator::of_text(Place place, int depth) {
  using rules::FunctionId;
  switch (below(4)) {
    case 0:
      return call(FunctionId::digits, Type::text, {expression(Type::text, place, depth - 1)});
    case 1:
      return call(FunctionId::extract, Type::text,
                  {expression(Type::text, place, depth - 1),
                   constant(one_of<std::string>({"([0-9]+)", "LEFT(.*)", "^(a)?"}))});
    case 2:
      return call(FunctionId::format_date, Type::text,
                  {expression(Type::date, place, depth - 1),
                   constant(one_of<std::string>({"%d%m%y", "%Y-%m", "x%%", " "}))});
    default:
      return chance(50) ? looked(place, Op::missing_columns, Type::text) : leaf(Type::text, place);
  }
}

inline std::optional<rules::Selection> EngineGenerator::selection(Place place, int depth) {
  rules::Selection made;
  made.outer = place.outer != model::k_none && chance(25);
  model::TableIndex table = made.outer ? place.outer : place.table;
  made.hops = climb(table);
  std::vector<model::RelationIndex> below_table;
  for (model::RelationIndex r = 0; r < world_.schema.relations.size(); ++r) {
    if (world_.schema.relations[r].parent == table) below_table.push_back(r);
  }
  if (below_table.empty()) return std::nullopt;
  made.children = one_of(below_table);
  made.table = world_.schema.relations[made.children].child;
  if (chance(70)) {
    const Place child{.table = made.table, .outer = place.table, .own = place.own};
    made.where = std::make_shared<const Expression>(expression(Type::boolean, child, depth - 1));
  }
  return made;
}

inline std::optional<rules::Expression> EngineGenerator::aggregate(Type type, Place place,
                                                                   int depth) {
  using rules::AggregateKind;
  const auto selected = selection(place, depth);
  if (!selected) return std::nullopt;
  Expression made;
  made.op = Op::aggregate;
  made.type = type;
  made.selection = *selected;
  std::optional<model::ColumnIndex> column;
  if (type == Type::boolean) {
    made.kind = chance(60) ? AggregateKind::exists : AggregateKind::all;
    if (made.kind == AggregateKind::all) {
      const Place child{.table = selected->table, .outer = place.table, .own = place.own};
      made.args.push_back(expression(Type::boolean, child, depth - 1));
    }
    return made;
  }
  if (type == Type::number && chance(50)) {
    made.kind = chance(50) ? AggregateKind::count : AggregateKind::distinct;
    const Type of =
        one_of<Type>({Type::text, Type::identifier, Type::date, Type::number, Type::boolean});
    if (made.kind == AggregateKind::distinct) column = column_of(selected->table, of);
    if (made.kind == AggregateKind::distinct && !column) return std::nullopt;
    if (column) made.selection.column = *column;
    return made;
  }
  if (type != Type::number && type != Type::date) return std::nullopt;
  made.kind = one_of<AggregateKind>({AggregateKind::min, AggregateKind::max});
  if (type == Type::number && chance(40)) made.kind = AggregateKind::sum;
  column = column_of(selected->table, type);
  if (!column) return std::nullopt;
  made.selection.column = *column;
  return made;
}

}  // namespace audit::tests

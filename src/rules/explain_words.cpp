// SPDX-License-Identifier: MIT
#include "rules/explain_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/dataset.hpp"
#include "rules/language/functions/functions.hpp"
#include "rules/language/token.hpp"

namespace audit::rules {
namespace {

using model::Type;

std::string spaced(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string list_of(const std::vector<Value>& values) {
  constexpr size_t most = 8;
  std::string text;
  for (size_t i = 0; i < values.size() && i < most; ++i) {
    text += (i == 0 ? "" : ", ") + in_words(values[i]);
  }
  if (values.size() > most) text += fmt::format(" and {} more", values.size() - most);
  return text;
}

/// "the warm colours ("red")", or the list itself.
std::string set_in_words(const ValueSet& set) {
  if (set.name.empty()) return list_of(set.values);
  return fmt::format("the {} ({})", spaced(set.name), list_of(set.values));
}

const char* relation_word(Op op, Type type) {
  const bool is_date = type == Type::date;
  switch (op) {
    case Op::equal:
      return "is";
    case Op::not_equal:
      return "is not";
    case Op::less:
      return is_date ? "is before" : "is less than";
    case Op::less_equal:
      return is_date ? "is on or before" : "is at most";
    case Op::greater:
      return is_date ? "is after" : "is more than";
    default:
      return is_date ? "is on or after" : "is at least";
  }
}

std::string with_article(const char* before, const std::string& noun) {
  const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return fmt::format("{}{} {}", before, vowel ? "an" : "a", noun);
}

const char* own_in_words(OwnWord word) {
  switch (word) {
    case OwnWord::trigger:
      return "the trigger date";
    case OwnWord::due:
      return "the due date";
    case OwnWord::met_on:
      return "the date it was met";
    case OwnWord::late_by:
      return "the days it is late";
    case OwnWord::status:
      return "the status";
  }
  return "?";
}

}  // namespace

std::string singular(const model::Schema& schema, model::TableIndex table) {
  const model::TableDef& def = schema.tables[table];
  return spaced(def.singular.empty() ? def.name : def.singular);
}

std::string in_words(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return fmt::format("\"{}\"", *text);
  if (const auto* date = std::get_if<calendar::Date>(&value)) return calendar::iso(*date);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* span = std::get_if<calendar::Duration>(&value)) return calendar::show(*span);
  const auto* number = std::get_if<Number>(&value);
  if (number == nullptr) return "nothing";
  std::string text = fmt::format("{}.{:04}", number->scaled / model::k_number_scale,
                                 number->scaled % model::k_number_scale);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

/// "it", "the child" (the enclosing record), "its parent", "its parent's parent".
std::string Wording::record(const Path& path) const {
  std::string text = "it";
  if (path.outer) text = "the " + singular(schema_, records_[records_.size() - 2]);
  for (size_t i = 0; i < path.hops.size(); ++i) {
    const std::string name = spaced(schema_.relations[path.hops[i]].name);
    text = i == 0 && !path.outer ? fmt::format("its {}", name) : fmt::format("{}'s {}", text, name);
  }
  return text;
}

std::string Wording::column(const Path& path) const {
  std::string name = column_name(schema_, rules_, path.table, path.column);
  if (path.hops.empty() && !path.outer) return name;
  return fmt::format("{}'s {}", record(path), name);
}

std::string Wording::truth(const Path& path, bool holds) {
  const std::string name = column_name(schema_, rules_, path.table, path.column);
  if (name.starts_with("is_")) {
    return fmt::format("{} {} as {}", record(path), holds ? "counts" : "does not count",
                       spaced(name.substr(3)));
  }
  if (name.starts_with("has_")) {
    return fmt::format("{} has{} {}", record(path), holds ? "" : " not", spaced(name.substr(4)));
  }
  return fmt::format("{} {}", column(path), holds ? "holds" : "does not hold");
}

std::string Wording::in_child(model::TableIndex table, const Expression& expression) {
  records_.push_back(table);
  std::string text = of(expression);
  records_.pop_back();
  return text;
}

std::string Wording::of(const Expression& e) {
  switch (e.op) {
    case Op::literal:
      return in_words(e.value);
    case Op::column:
      return e.type == Type::boolean ? truth(e.path, true) : column(e.path);
    case Op::as_of:
      return "the as-of date";
    case Op::parent_present:
      return record(e.path) + " is known";
    case Op::logical_and:
      return joined(e, "and");
    case Op::logical_or:
      return joined(e, "or");
    case Op::logical_not:
      return negated(e.args[0]);
    case Op::is_missing:
    case Op::is_present: {
      const Expression& operand = e.args[0];
      const std::string what = operand.op == Op::column ? column(operand.path) : of(operand);
      return what + (e.op == Op::is_missing ? " is missing" : " is present");
    }
    case Op::in_set:
    case Op::not_in_set:
    case Op::contains_any:
      return membership(e);
    case Op::matches:
      return fmt::format("{} fits the pattern {}", of(e.args[0]), in_words(e.value));
    case Op::starts_with:
      return fmt::format("{} starts with {}", of(e.args[0]), of(e.args[1]));
    case Op::contains:
      return fmt::format("{} contains {}", of(e.args[0]), of(e.args[1]));
    case Op::add_duration:
      return fmt::format("{} after {}", of(e.args[1]), of(e.args[0]));
    case Op::subtract_duration:
      return fmt::format("{} before {}", of(e.args[1]), of(e.args[0]));
    case Op::call:
      return call(e);
    case Op::missing_columns:
    case Op::filled:
      return columns(e);
    case Op::aggregate:
      return aggregate(e);
    case Op::own:
      return own_in_words(e.own);
    default:
      return comparison(e);
  }
}

std::string Wording::joined(const Expression& e, const char* word) {
  std::string text;
  for (size_t i = 0; i < e.args.size(); ++i) {
    const Expression& part = e.args[i];
    const bool group = part.op == Op::logical_and || part.op == Op::logical_or;
    if (i > 0) text += fmt::format(" {} ", word);
    text += group ? "(" + of(part) + ")" : of(part);
  }
  return text;
}

std::string Wording::negated(const Expression& e) {
  switch (e.op) {
    case Op::column:
      return truth(e.path, false);
    case Op::parent_present:
      return record(e.path) + " is not known";
    case Op::logical_not:
      return of(e.args[0]);
    case Op::matches:
      return fmt::format("{} does not fit the pattern {}", of(e.args[0]), in_words(e.value));
    case Op::starts_with:
      return fmt::format("{} does not start with {}", of(e.args[0]), of(e.args[1]));
    case Op::contains:
      return fmt::format("{} does not contain {}", of(e.args[0]), of(e.args[1]));
    case Op::contains_any:
      return fmt::format("{} contains none of {}", of(e.args[0]), set_in_words(*e.set));
    case Op::logical_or: {
      std::string text = "none of these holds:";
      for (size_t i = 0; i < e.args.size(); ++i) text += (i == 0 ? " " : "; ") + of(e.args[i]);
      return "(" + text + ")";
    }
    case Op::aggregate:
      if (e.kind == AggregateKind::exists) return "there is no " + all_of(e);
      break;
    default:
      break;
  }
  return fmt::format("it is not so that ({})", of(e));
}

std::string Wording::comparison(const Expression& e) {
  return fmt::format("{} {} {}", of(e.args[0]), relation_word(e.op, e.args[0].type), of(e.args[1]));
}

std::string Wording::membership(const Expression& e) {
  const bool single = e.set->name.empty() && e.set->values.size() == 1;
  std::string word =
      e.op == Op::in_set ? (single ? "is" : "is one of") : (single ? "is not" : "is none of");
  if (e.op == Op::contains_any) word = "contains any of";
  return fmt::format("{} {} {}", of(e.args[0]), word, set_in_words(*e.set));
}

std::string Wording::chosen(const Expression& e) {
  if (e.function == FunctionId::if_else) {
    std::string text = fmt::format("({} if {}", of(e.args[1]), of(e.args[0]));
    return text + (e.args.size() > 2 ? ", else " + of(e.args[2]) : ", else nothing") + ")";
  }
  const bool is_date = e.type == Type::date;
  std::string text = "the first present of";
  if (e.function == FunctionId::min) text = is_date ? "the earliest of" : "the least of";
  if (e.function == FunctionId::max) text = is_date ? "the latest of" : "the greatest of";
  for (size_t i = 0; i < e.args.size(); ++i) text += (i == 0 ? " " : ", ") + of(e.args[i]);
  return "(" + text + ")";
}

std::string Wording::call(const Expression& e) {
  const auto arg = [&](size_t i) { return of(e.args[i]); };
  switch (e.function) {
    case FunctionId::if_else:
    case FunctionId::first_present:
    case FunctionId::min:
    case FunctionId::max:
      return chosen(e);
    case FunctionId::business_days:
      return fmt::format("the business days from {} to {}", arg(0), arg(1));
    case FunctionId::start_of_month:
      return fmt::format("the first day of the month of {}", arg(0));
    case FunctionId::end_of_month:
      return fmt::format("the last day of the month of {}", arg(0));
    case FunctionId::start_of_quarter:
      return fmt::format("the first day of the quarter of {}", arg(0));
    case FunctionId::end_of_quarter:
      return fmt::format("the last day of the quarter of {}", arg(0));
    case FunctionId::add_quarters:
      return fmt::format("{} quarters after {}", arg(1), arg(0));
    case FunctionId::length:
      return fmt::format("the length of {}", arg(0));
    case FunctionId::words:
      return fmt::format("the number of words of {}", arg(0));
    case FunctionId::extract:
      return fmt::format("the part of {} that {} takes out", arg(0), arg(1));
    case FunctionId::format_date:
      return fmt::format("{} written as {}", arg(0), arg(1));
    case FunctionId::has_words:
      return fmt::format("{} holds the words of {}", arg(0), arg(1));
    case FunctionId::all_words:
      return fmt::format("every word of {} that fits {} is one of {}", arg(0), arg(1),
                         set_in_words(*e.set));
    default:
      return fmt::format("the {} of {}", function_doc(e.function).name, arg(0));
  }
}

std::string Wording::columns(const Expression& e) {
  std::string names;
  for (const model::ColumnIndex column : e.columns) {
    names += (names.empty() ? "" : ", ") + schema_.tables[records_.back()].columns[column].name;
  }
  if (e.op == Op::filled) return fmt::format("none of {} is missing", names);
  return fmt::format("the missing ones of {}", names);
}

/// "child of its parent with (…)": the children of a selection, one of them.
std::string Wording::all_of(const Expression& e) {
  const Selection& s = e.selection;
  std::string text = singular(schema_, s.table);
  if (s.outer || !s.hops.empty()) {
    text += " of " + record({s.outer, s.hops, model::k_none, model::k_none});
  }
  if (s.where != nullptr) text += fmt::format(" with ({})", in_child(s.table, *s.where));
  return text;
}

std::string Wording::of(const Selection& s, bool with_column) {
  std::string text;
  if (with_column && s.column != model::k_none) {
    text = column_name(schema_, rules_, s.table, s.column) + " of ";
  }
  const std::string owner = record({s.outer, s.hops, model::k_none, model::k_none});
  const std::string plural = spaced(schema_.tables[s.table].name);
  text += owner == "it" ? "its " + plural : fmt::format("{}'s {}", owner, plural);
  if (s.where != nullptr) text += fmt::format(" with ({})", in_child(s.table, *s.where));
  return text;
}

std::string Wording::aggregate(const Expression& e) {
  const Selection& s = e.selection;
  const bool is_date = e.type == Type::date;
  switch (e.kind) {
    case AggregateKind::count:
      return "the number of " + of(s);
    case AggregateKind::exists:
      return with_article("there is ", all_of(e));
    case AggregateKind::all:
      return fmt::format("for every {} this holds: ({})", all_of(e), in_child(s.table, e.args[0]));
    case AggregateKind::min:
      return (is_date ? "the earliest " : "the least ") + of(s);
    case AggregateKind::max:
      return (is_date ? "the latest " : "the greatest ") + of(s);
    case AggregateKind::sum:
      return "the total " + of(s);
    case AggregateKind::distinct:
      return "the number of different values of " + of(s);
    case AggregateKind::list:
      return "a list of the different values of " + of(s);
  }
  return "?";
}

}  // namespace audit::rules

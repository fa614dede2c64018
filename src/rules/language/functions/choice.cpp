// SPDX-License-Identifier: MIT
#include "rules/language/functions/functions.hpp"

namespace audit::rules {
namespace {

FunctionDoc choice(std::string name, std::string signature, FunctionId id, std::string doc,
                   std::string example) {
  FunctionDoc row;
  row.name = std::move(name);
  row.kind = FunctionKind::choice;
  row.signature = std::move(signature);
  row.function = id;
  row.doc = std::move(doc);
  row.example = std::move(example);
  return row;
}

FunctionDoc columns(std::string name, model::Type result, std::string doc, std::string example) {
  FunctionDoc row;
  row.signature = name + "(), " + name + "(a, b), " + name + "(except a, b)";
  row.name = std::move(name);
  row.kind = FunctionKind::columns;
  row.result = result;
  row.doc = std::move(doc);
  row.example = std::move(example);
  return row;
}

}  // namespace

std::vector<FunctionDoc> choice_functions() {
  return {
      choice("if", "if(c, a, b), if(c, a)", FunctionId::if_else,
             "a where the condition c holds, else b; without b missing where c does not hold.",
             "if(1 < 2, 5, 6) == 5"),
      choice("first_present", "first_present(a, b, …)", FunctionId::first_present,
             "The first of its arguments that is not missing.",
             "first_present(if(false, 1), 2) == 2"),
      choice("min", "min(a, b, …)", FunctionId::min,
             "The least of numbers or dates; missing ones are ignored.", "min(3, 1, 2) == 1"),
      choice("max", "max(a, b, …)", FunctionId::max,
             "The greatest of numbers or dates; missing ones are ignored.",
             "max(2026-01-31, 2026-02-01) == 2026-02-01"),
      columns("missing_columns", model::Type::text,
              "The names of those of the record's columns (all, those named, all but those named) "
              "that the file has and that are missing here, separated by commas; missing if none.",
              "missing_columns(amount) is missing"),
      columns("filled", model::Type::boolean,
              "None of those columns is missing; see missing_columns.", "filled(except amount)"),
  };
}

}  // namespace audit::rules

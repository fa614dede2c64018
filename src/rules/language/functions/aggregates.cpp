// SPDX-License-Identifier: MIT
#include "rules/language/functions/functions.hpp"

namespace audit::rules {
namespace {

FunctionDoc aggregate(std::string name, std::string signature, AggregateKind kind,
                      std::optional<model::Type> result, std::string doc, std::string example) {
  FunctionDoc row;
  row.name = std::move(name);
  row.kind = FunctionKind::aggregate;
  row.signature = std::move(signature);
  row.result = result;
  row.aggregate = kind;
  row.doc = std::move(doc);
  row.example = std::move(example);
  return row;
}

}  // namespace

std::vector<FunctionDoc> aggregate_functions() {
  using model::Type;
  return {
      aggregate("count", "count(S), count(S where c)", AggregateKind::count, Type::number,
                "How many children there are.", "count(children where amount > 5) >= 0"),
      aggregate("exists", "exists(S), exists(S where c)", AggregateKind::exists, Type::boolean,
                "There is such a child.", "exists(children where made_on is present)"),
      aggregate("all", "all(S, c), all(S where d, c)", AggregateKind::all, Type::boolean,
                "c holds for every child; true where there is none.",
                "all(children where amount is present, amount >= 1)"),
      aggregate("min", "min(S.column), min(S.column where c)", AggregateKind::min, std::nullopt,
                "The least number or date of the children; missing if there is none.",
                "min(children.made_on) <= as_of"),
      aggregate("max", "max(S.column), max(S.column where c)", AggregateKind::max, std::nullopt,
                "The greatest number or date of the children; missing if there is none.",
                "max(children.made_on where amount > 1) <= as_of"),
      aggregate("sum", "sum(S.column), sum(S.column where c)", AggregateKind::sum, Type::number,
                "The sum of a number of the children; missing if there is none.",
                "sum(children.amount) > 0"),
      aggregate("distinct", "distinct(S.column), distinct(S.column where c)",
                AggregateKind::distinct, Type::number,
                "How many different present values the children have.",
                "distinct(children.made_on) >= 1"),
      aggregate(
          "list", "list(S.column), list(S.column where c)", AggregateKind::list, Type::text,
          "The different present texts of the children, sorted, with commas between; missing if "
          "there is none.",
          "length(list(children.name)) >= 1"),
  };
}

}  // namespace audit::rules

// SPDX-License-Identifier: MIT
#include "rules/spans.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/text.hpp"

namespace audit::rules {

namespace {

using model::ColumnIndex;
using model::TableIndex;

class Resolver {
 public:
  Resolver(const model::Schema& schema, TableIndex table, const std::vector<DerivedColumn>& derived,
           util::Diagnostics& diagnostics)
      : table_(table), def_(schema.tables[table]), derived_(derived), diagnostics_(diagnostics) {}

  [[nodiscard]] ColumnIndex find(const std::string& name) const {
    if (const auto own = def_.find(name)) {
      const model::ColumnDef& column = def_.columns[*own];
      return check(name, column.type, column.personal) ? *own : model::k_none;
    }
    const auto found = std::ranges::find_if(derived_, [&](const DerivedColumn& column) {
      return column.table == table_ && column.name == name;
    });
    if (found == derived_.end()) {
      std::vector<std::string> known;
      for (const model::ColumnDef& column : def_.columns) known.push_back(column.name);
      for (const DerivedColumn& column : derived_) {
        if (column.table == table_) known.push_back(column.name);
      }
      const std::string near = util::nearest_name(name, known);
      complain(fmt::format("a span names the unknown column '{}'{}", name,
                           near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
      return model::k_none;
    }
    return check(name, found->type, found->personal) ? found->column : model::k_none;
  }

 private:
  [[nodiscard]] bool check(const std::string& name, model::Type type, bool personal) const {
    if (type != model::Type::date) {
      complain(fmt::format("a span needs a date; '{}' is of type {}", name, model::show(type)));
    } else if (personal) {
      complain(fmt::format("'{}' is personal and can't be shown by a span", name));
    }
    return type == model::Type::date && !personal;
  }
  void complain(const std::string& what) const {
    diagnostics_.error({.file = "schema"}, fmt::format("table '{}': {}", def_.name, what));
  }

  TableIndex table_;
  const model::TableDef& def_;
  const std::vector<DerivedColumn>& derived_;
  util::Diagnostics& diagnostics_;
};

}  // namespace

void resolve_spans(model::Schema& schema, const std::vector<DerivedColumn>& derived,
                   util::Diagnostics& diagnostics) {
  if (diagnostics.has_errors()) return;  // a faulty derived column is missing: told already
  for (TableIndex table = 0; table < schema.tables.size(); ++table) {
    const Resolver resolver(schema, table, derived, diagnostics);
    for (model::SpanDef& span : schema.tables[table].spans) {
      span.from = resolver.find(span.from_name);
      if (!span.until_name.empty()) span.until = resolver.find(span.until_name);
    }
  }
}

}  // namespace audit::rules

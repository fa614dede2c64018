// SPDX-License-Identifier: MIT
// Three passes, since a table may name a later one: columns of all tables, then what a table says
// of its own columns, then the relations (schema_relations.cpp).
#include "config/schema_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/names.hpp"
#include "config/schema_relations.hpp"
#include "config/schema_timeline.hpp"
#include "util/text.hpp"

namespace audit::config {
namespace {

using model::ColumnDef;
using model::ColumnIndex;
using model::Schema;
using model::TableDef;

/// The column called `name`, or nothing after reporting it.
std::optional<ColumnIndex> find_column(const TableDef& table, const Text& name,
                                       util::Diagnostics& diagnostics) {
  const auto found = table.find(name.text);
  if (!found) report_unknown_column(table, name.text, name.spot, diagnostics);
  return found;
}

ColumnDef make_column(const ColumnDraft& draft, util::Diagnostics& diagnostics) {
  ColumnDef column;
  column.name = draft.name.text;
  column.type = column_type(draft.type).value_or(model::Type::text);
  column.personal = draft.personal;
  column.optional = draft.optional;
  column.entry_date = draft.entry_date;
  column.internal = draft.internal;
  column.doc = draft.doc;
  column.event = draft.event.text;
  if (draft.event.given() && (column.type != model::Type::date || column.personal)) {
    diagnostics.error(
        draft.event.spot,
        fmt::format("'{}' can't be an event: only a date that is not personal can", column.name));
  }
  if (draft.entry_date && column.type != model::Type::date) {
    diagnostics.error(draft.name.spot,
                      fmt::format("the entry date '{}' must be of type date", column.name));
  }
  if (draft.internal && !draft.headers.empty()) {
    diagnostics.error(draft.headers.front().spot,
                      fmt::format("the internal column '{}' can't have headers", column.name));
  }
  if (draft.internal) return column;
  column.headers.push_back(column.name);
  for (const Text& header : draft.headers) {
    const std::string folded = util::fold_header(header.text);
    if (folded.empty()) {
      diagnostics.error(header.spot, "a header needs a letter or digit");
    } else if (std::ranges::none_of(column.headers, [&](const std::string& known) {
                 return util::fold_header(known) == folded;
               })) {
      column.headers.push_back(header.text);
    }
  }
  return column;
}

void add_draft_columns(const TableDraft& draft, TableDef& table, util::Diagnostics& diagnostics) {
  std::map<std::string, ColumnIndex> owners;  // by folded header: the first column that has it
  for (const ColumnDraft& source : draft.columns) {
    if (source.name.text.empty()) continue;  // reported by the keys
    if (table.find(source.name.text)) {
      diagnostics.error(source.name.spot, fmt::format("table '{}' has two columns '{}'", table.name,
                                                      source.name.text));
      continue;
    }
    ColumnDef column = make_column(source, diagnostics);
    const auto index = static_cast<ColumnIndex>(table.columns.size());
    for (const std::string& header : column.headers) {
      const auto [owner, is_new] = owners.emplace(util::fold_header(header), index);
      if (is_new || owner->second == index) continue;
      const auto place = std::ranges::find(source.headers, header, &Text::text);
      diagnostics.error(place == source.headers.end() ? source.name.spot : place->spot,
                        fmt::format("header '{}' belongs to both '{}' and '{}'", header,
                                    table.columns[owner->second].name, column.name));
    }
    table.columns.push_back(std::move(column));
  }
}

void resolve_keys(const TableDraft& draft, TableDef& table, util::Diagnostics& diagnostics) {
  if (draft.key.given()) {
    table.key = find_column(table, draft.key, diagnostics);
    if (table.key) {
      const model::Type type = table.columns[*table.key].type;
      if (type != model::Type::identifier && type != model::Type::text) {
        diagnostics.error(draft.key.spot, "a key must be of type identifier or text");
      }
    }
  }
  for (const Text& part : draft.default_key) {
    std::vector<ColumnIndex> choices;
    for (const Text& name : split_text(part, "|")) {
      if (const auto column = find_column(table, name, diagnostics)) choices.push_back(*column);
    }
    if (!choices.empty()) table.default_key.push_back(std::move(choices));
  }
  if (!draft.key.given() && draft.default_key.empty()) {
    diagnostics.error(draft.spot,
                      fmt::format("table '{}' needs a key or a default_key", table.name));
  }
  if (draft.implied && !draft.key.given()) {
    diagnostics.error(draft.spot, fmt::format("the implied table '{}' needs a key", table.name));
  }
}

void resolve_texts(const TableDraft& draft, TableDef& table, util::Diagnostics& diagnostics) {
  for (const IgnoreDraft& mark : draft.ignore) {
    const auto column = find_column(table, mark.column, diagnostics);
    if (column) table.ignore.push_back({*column, mark.pattern.text});
  }
  for (const ExtractionDraft& source : draft.extract) {
    const auto from = find_column(table, source.from, diagnostics);
    const auto into = find_column(table, source.into, diagnostics);
    if (from && into) table.extractions.push_back({*from, *into, source.pattern.text});
  }
  for (const TrailingTextDraft& source : draft.trailing_text) {
    const auto from = find_column(table, source.from, diagnostics);
    const auto into = find_column(table, source.into, diagnostics);
    if (!from || !into) continue;
    if (table.columns[*from].type != model::Type::date) {
      diagnostics.error(source.from.spot, fmt::format("'{}' is no date column", source.from.text));
    }
    table.trailing_text.push_back({*from, *into, {}});
  }
  for (ColumnIndex index = 0; index < table.columns.size(); ++index) {
    const ColumnDef& column = table.columns[index];
    if (!column.internal) continue;
    const bool made = std::ranges::any_of(table.extractions,
                                          [&](const auto& part) { return part.into == index; });
    if (!made) {
      const auto source = std::ranges::find(draft.columns, column.name,
                                            [](const ColumnDraft& row) { return row.name.text; });
      diagnostics.error(source->name.spot,
                        fmt::format("no extraction makes the internal column '{}'", column.name));
    }
  }
}

void resolve_table(const TableDraft& draft, TableDef& table, util::Diagnostics& diagnostics) {
  resolve_keys(draft, table, diagnostics);
  for (const Text& name : draft.required) {
    if (const auto column = find_column(table, name, diagnostics)) {
      table.required.push_back(*column);
    }
  }
  if (draft.flag_missing.given()) {
    const auto column = find_column(table, draft.flag_missing, diagnostics);
    if (column && table.columns[*column].type != model::Type::boolean) {
      diagnostics.error(draft.flag_missing.spot,
                        fmt::format("'{}' is no bool column", draft.flag_missing.text));
    }
    table.flag_missing = draft.flag_missing.text;
  }
  resolve_texts(draft, table, diagnostics);
  resolve_timeline(draft, table, diagnostics);
}

void add_table(const TableDraft& draft, Schema& schema, std::set<std::string>& names,
               util::Diagnostics& diagnostics) {
  for (const Text* name : {&draft.name, &draft.singular}) {
    const bool same = name == &draft.singular && draft.singular.text == draft.name.text;
    if (name->text.empty() || same) continue;
    if (!names.insert(name->text).second) {
      diagnostics.error(name->spot, fmt::format("two tables are called '{}'", name->text));
    }
  }
  TableDef table;
  table.name = draft.name.text;
  table.singular = draft.singular.text;
  table.doc = draft.doc;
  table.optional = draft.optional;
  table.implied = draft.implied;
  table.bundled = draft.bundled;
  table.known_headers = draft.known_headers;
  add_draft_columns(draft, table, diagnostics);
  schema.tables.push_back(std::move(table));
}

model::TableIndex role_table(const Text& name, const Schema& schema,
                             util::Diagnostics& diagnostics) {
  if (!name.given()) return model::k_none;
  const auto found = schema.find_table(name.text);
  if (!found) {
    report_unknown_name(name.spot, "table", name.text, table_names(schema), diagnostics);
  }
  return found.value_or(model::k_none);
}

/// A column that some table has, so that a misspelt role can't pass.
std::string role_column(const Text& name, const Schema& schema, model::TableIndex of,
                        util::Diagnostics& diagnostics) {
  if (!name.given() || of == model::k_none) return name.text;
  find_column(schema.tables[of], name, diagnostics);
  return name.text;
}

void resolve_roles(const RolesDraft& roles, Schema& schema, util::Diagnostics& diagnostics) {
  schema.participants = role_table(roles.participants, schema, diagnostics);
  schema.applications = role_table(roles.applications, schema, diagnostics);
  const model::TableIndex of = schema.applications;
  schema.region_column = role_column(roles.region, schema, of, diagnostics);
  schema.office_column = role_column(roles.office, schema, of, diagnostics);
  schema.case_manager_column = role_column(roles.case_manager, schema, of, diagnostics);
  schema.program_column = role_column(roles.program, schema, of, diagnostics);
  for (const Text& name : roles.names) {
    schema.name_columns.push_back(role_column(name, schema, schema.participants, diagnostics));
  }
}

/// Takes `header` away from whatever else has it in `table`. False: it is another column's own
/// name.
bool free_header(TableDef& table, const Text& header, const std::string& for_column,
                 util::Diagnostics& diagnostics) {
  const std::string folded = util::fold_header(header.text);
  for (ColumnDef& column : table.columns) {
    if (column.name == for_column) continue;
    if (util::fold_header(column.name) == folded) {
      diagnostics.error(header.spot, fmt::format("header '{}' is the name of the column '{}'",
                                                 header.text, column.name));
      return false;
    }
    std::erase_if(column.headers,
                  [&](const std::string& known) { return util::fold_header(known) == folded; });
  }
  std::erase_if(table.known_headers,
                [&](const std::string& known) { return util::fold_header(known) == folded; });
  return true;
}

}  // namespace

model::Schema read_schema(const std::string& file, const std::string& text,
                          util::Diagnostics& diagnostics) {
  Node root;
  if (!parse_toml(file, text, root, diagnostics)) return {};
  const auto decoded = SchemaDraft::keys().decode(root, SchemaDraft::k_what, diagnostics);
  return resolve_schema(decoded.value, diagnostics);
}

model::Schema resolve_schema(const SchemaDraft& draft, util::Diagnostics& diagnostics) {
  Schema schema;
  schema.footer_words = draft.footer_words;
  schema.run_date_words = draft.run_date_words;
  schema.missing_words = draft.missing_words;
  schema.not_applicable_words = draft.not_applicable_words;
  std::set<std::string> names;
  for (const TableDraft& table : draft.tables) add_table(table, schema, names, diagnostics);
  for (size_t index = 0; index < draft.tables.size(); ++index) {
    resolve_table(draft.tables[index], schema.tables[index], diagnostics);
  }
  resolve_relations(draft, schema, diagnostics);
  resolve_roles(draft.roles, schema, diagnostics);
  return schema;
}

void add_column(model::Schema& schema, const NewColumn& added, util::Diagnostics& diagnostics) {
  const auto index = schema.find_table(added.table.text);
  if (!index) {
    report_unknown_name(added.table.spot, "table", added.table.text, table_names(schema),
                        diagnostics);
    return;
  }
  TableDef& table = schema.tables[*index];
  const Text& name = added.column.name;
  if (name.text.empty()) return;
  const bool relation = schema.find_relation(*index, name.text).has_value();
  if (table.find(name.text) || relation) {
    diagnostics.error(name.spot, fmt::format("table '{}' already has a {} '{}'", table.name,
                                             relation ? "relation" : "column", name.text));
    return;
  }
  if (is_own_word(name.text)) {
    diagnostics.error(name.spot,
                      fmt::format("'{}' is the obligation's own and can't be a column", name.text));
    return;
  }
  ColumnDef column = make_column(added.column, diagnostics);
  const Text own_name{name.text, name.spot};
  free_header(table, own_name, name.text, diagnostics);
  for (const Text& header : added.column.headers) {
    free_header(table, header, name.text, diagnostics);
  }
  table.columns.push_back(std::move(column));
}

void override_headers(model::Schema& schema, const HeaderOverride& change,
                      util::Diagnostics& diagnostics) {
  const auto index = schema.find_table(change.table.text);
  if (!index) {
    report_unknown_name(change.table.spot, "table", change.table.text, table_names(schema),
                        diagnostics);
    return;
  }
  TableDef& table = schema.tables[*index];
  const auto column = find_column(table, change.column, diagnostics);
  if (!column) return;
  if (table.columns[*column].internal) {
    diagnostics.error(change.column.spot, fmt::format("the internal column '{}' can't have headers",
                                                      change.column.text));
    return;
  }
  std::vector<std::string> headers;
  for (const Text& header : change.headers) {
    if (util::fold_header(header.text).empty()) {
      diagnostics.error(header.spot, "a header needs a letter or digit");
    } else if (free_header(table, header, change.column.text, diagnostics)) {
      headers.push_back(header.text);
    }
  }
  if (!headers.empty()) table.columns[*column].headers = std::move(headers);
}

std::vector<std::string> table_names(const model::Schema& schema) {
  std::vector<std::string> names;
  for (const TableDef& table : schema.tables) names.push_back(table.name);
  return names;
}

std::vector<std::string> column_names(const model::TableDef& table) {
  std::vector<std::string> names;
  for (const ColumnDef& column : table.columns) names.push_back(column.name);
  return names;
}

}  // namespace audit::config

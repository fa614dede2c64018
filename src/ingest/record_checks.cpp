// SPDX-License-Identifier: MIT
#include "ingest/record_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "ingest/needs.hpp"
#include "ingest/problem_log.hpp"
#include "util/text.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::Dataset;
using model::k_none;
using model::Relation;
using model::RelationIndex;
using model::Table;
using model::TableDef;

namespace {

constexpr size_t k_examples = 3;

class RecordChecks {
 public:
  explicit RecordChecks(const CheckTask& task)
      : data_(*task.data), inputs_(*task.inputs), has_keys_(task.has_keys) {}

  void check_entry_dates(const Table& table);
  void check_codes(model::TableIndex reference);
  void check_contradictions(const std::vector<Contradiction>& list);
  uint64_t check_orphans(RelationIndex index);

 private:
  /// A code of a reference table that records have, and where it stands first.
  struct Use {
    std::string text;
    const Table* table = nullptr;
    ColumnIndex column = 0;
    uint32_t row = 0;
    uint64_t count = 0;
    uint32_t parent = k_none;
  };
  using Uses = std::map<std::string, Use>;
  void collect_uses(RelationIndex index, Uses& uses) const;
  static void add_use(Use&& use, Uses& uses);
  void report_use(const Use& use, const TableDef& reference);
  void report_orphans(const Relation& relation, ColumnIndex column, uint32_t file,
                      const std::vector<uint32_t>& rows, uint64_t count);
  [[nodiscard]] static bool flag_is_missing(const Table& reference, uint32_t row);
  void add(const Table& table, uint32_t row, ColumnIndex column, std::string text,
           std::string_view kind);

  const Dataset& data_;
  std::vector<ReadInput>& inputs_;
  const std::vector<bool>& has_keys_;
};

void RecordChecks::add(const Table& table, uint32_t row, ColumnIndex column, std::string text,
                       std::string_view kind) {
  model::DataProblem problem;
  problem.line = table.line[row];
  problem.column = table.def->columns[column].name;
  problem.problem = std::move(text);
  problem.kind = kind;
  inputs_[table.file[row]].chunk.problems.add(std::move(problem));
}

void RecordChecks::check_entry_dates(const Table& table) {
  for (ColumnIndex index = 0; index < table.def->columns.size(); ++index) {
    const model::Column& column = table.columns[index];
    if (!table.def->columns[index].entry_date || size_of(column) == 0) continue;
    for (uint32_t row = 0; row < table.rows; ++row) {
      if (table.file[row] == k_none || !is_missing(column, row)) continue;
      const Chunk& chunk = inputs_[table.file[row]].chunk;
      if (!chunk.has[index]) continue;
      if (std::ranges::binary_search(chunk.bad_entries, table.line[row])) continue;
      add(table, row, index, "no entry date: when the record was entered is not known",
          "no entry date");
    }
  }
}

/// Where the code stands first, by file, then line: rows are in that order.
void RecordChecks::collect_uses(RelationIndex index, Uses& uses) const {
  const Relation& relation = data_.schema->relations[index];
  const Table& child = data_.tables[relation.child];
  const model::Links& links = data_.links[index];
  for (const model::LinkWay& way : relation.ways) {
    if (way.parts.size() != 1 || way.parts[0].child == k_none) continue;
    const ColumnIndex column = way.parts[0].child;
    const model::Column& cells = child.columns[column];
    if (size_of(cells) == 0 || !is_text(cells.type)) continue;
    std::vector<Use> by_code(cells.pool->size());
    for (uint32_t row = 0; row < child.rows; ++row) {
      const uint32_t code = cells.codes[row];
      if (code == 0 || child.file[row] == k_none) continue;
      Use& use = by_code[code];
      if (use.count++ == 0) {
        use = {std::string(cells.text(row)), &child, column, row, 1, links.parent[row]};
      }
    }
    for (Use& use : by_code) {
      if (use.count > 0) add_use(std::move(use), uses);
    }
  }
}

void RecordChecks::add_use(Use&& use, Uses& uses) {
  const auto [known, is_new] = uses.try_emplace(util::fold(use.text), use);
  if (is_new) return;
  Use& first = known->second;
  const uint64_t count = first.count + use.count;
  const auto place = [](const Use& u) {
    return std::make_tuple(u.table->file[u.row], u.table->line[u.row]);
  };
  if (place(use) < place(first)) first = std::move(use);
  first.count = count;
}

bool RecordChecks::flag_is_missing(const Table& reference, uint32_t row) {
  const auto flag = reference.def->find(reference.def->flag_missing);
  if (!flag) return false;
  const model::Column& column = reference.columns[*flag];
  return size_of(column) == 0 || is_missing(column, row);
}

void RecordChecks::report_use(const Use& use, const TableDef& reference) {
  const Table& table = *use.table;
  const bool personal = table.def->columns[use.column].personal;
  const std::string records = fmt::format(
      "{} record{}", util::with_commas(static_cast<int64_t>(use.count)), use.count == 1 ? "" : "s");
  if (use.parent == k_none) {
    add(table, use.row, use.column,
        fmt::format("{} is not in {} ({})", quoted(use.text, personal), reference.name, records),
        "unknown code");
  } else if (flag_is_missing(data_.tables[*data_.schema->find_table(reference.name)], use.parent)) {
    add(table, use.row, use.column,
        fmt::format("{} has no {} in {} ({})", quoted(use.text, personal), reference.flag_missing,
                    reference.name, records),
        "code without flag");
  }
}

void RecordChecks::check_codes(model::TableIndex reference) {
  if (!data_.tables[reference].present) return;
  Uses uses;
  for (RelationIndex index = 0; index < data_.schema->relations.size(); ++index) {
    const Relation& relation = data_.schema->relations[index];
    if (!relation.reference || relation.parent != reference) continue;
    if (data_.tables[relation.child].present) collect_uses(index, uses);
  }
  for (const auto& [folded, use] : uses) report_use(use, data_.schema->tables[reference]);
}

void RecordChecks::check_contradictions(const std::vector<Contradiction>& list) {
  for (const Contradiction& contradiction : list) {
    const Relation& relation = data_.schema->relations[contradiction.relation];
    const Table& table = data_.tables[relation.child];
    if (table.file[contradiction.row] == k_none) continue;
    const ColumnIndex column = names_parent(data_, contradiction.relation, contradiction.row, true);
    if (column == k_none) continue;
    const std::string& by = data_.schema->relations[relation.through.front()].name;
    add(table, contradiction.row, column,
        fmt::format("the {} here is not that of the record's {}, which is used", relation.name, by),
        "contradicting links");
  }
}

void RecordChecks::report_orphans(const Relation& relation, ColumnIndex column, uint32_t file,
                                  const std::vector<uint32_t>& rows, uint64_t count) {
  const Table& table = data_.tables[relation.child];
  const model::ColumnDef& def = table.def->columns[column];
  std::string examples;
  for (const uint32_t row : rows) {
    examples += fmt::format("{}line {}", examples.empty() ? "" : ", ", table.line[row]);
    std::string value;
    append_text(value, table.columns[column], row);
    if (may_be_quoted(value, def.personal))
      examples += fmt::format(" ('{}')", util::visible(value));
  }
  model::DataProblem problem;
  problem.column = def.name;
  problem.problem = fmt::format(
      "{} record{} of {} name{} a record of {} that is not in the input: {}{}",
      util::with_commas(static_cast<int64_t>(count)), count == 1 ? "" : "s", table.def->name,
      count == 1 ? "s" : "", data_.schema->tables[relation.parent].name, examples,
      count > rows.size() ? ", …" : "");
  problem.kind = "orphans: " + relation.name;
  inputs_[file].chunk.problems.add(std::move(problem));
}

uint64_t RecordChecks::check_orphans(RelationIndex index) {
  struct Found {
    ColumnIndex column = k_none;
    uint64_t count = 0;
    std::vector<uint32_t> rows;
  };
  const Relation& relation = data_.schema->relations[index];
  const Table& table = data_.tables[relation.child];
  const model::Links& links = data_.links[index];
  std::map<uint32_t, Found> by_file;
  uint64_t total = 0;
  for (uint32_t row = 0; row < links.parent.size(); ++row) {
    if (links.parent[row] != k_none || table.file[row] == k_none) continue;
    const ColumnIndex column = names_parent(data_, index, row, has_keys_[relation.parent]);
    if (column == k_none) continue;
    Found& found = by_file[table.file[row]];
    if (found.count++ == 0) found.column = column;
    if (found.rows.size() < k_examples) found.rows.push_back(row);
    ++total;
  }
  for (const auto& [file, found] : by_file) {
    report_orphans(relation, found.column, file, found.rows, found.count);
  }
  return total;
}

}  // namespace

std::vector<Orphans> check_records(const CheckTask& task,
                                   const std::vector<Contradiction>& contradictions) {
  const model::Schema& schema = *task.data->schema;
  RecordChecks checks(task);
  for (const Table& table : task.data->tables) {
    if (table.present && !table.bundled) checks.check_entry_dates(table);
  }
  for (model::TableIndex table = 0; table < schema.tables.size(); ++table)
    checks.check_codes(table);
  checks.check_contradictions(contradictions);
  // Only tables that hold people's records can be incomplete: a code or a staff name that is listed
  // nowhere is no record without its parent.
  const std::vector<bool> reaches = reaches_participants(schema);
  std::vector<Orphans> orphans;
  for (RelationIndex index = 0; index < schema.relations.size(); ++index) {
    const Relation& relation = schema.relations[index];
    if (relation.reference || !reaches[relation.parent]) continue;
    if (const uint64_t count = checks.check_orphans(index); count > 0) {
      orphans.push_back({index, count});
    }
  }
  return orphans;
}

}  // namespace audit::ingest

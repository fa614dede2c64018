// SPDX-License-Identifier: MIT
#include "ingest/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/collisions.hpp"
#include "ingest/needs.hpp"
#include "util/fatal.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::Table;
using model::TableDef;

namespace {

class Assembler {
 public:
  Assembler(const TableTask& task, std::vector<ReadInput>& inputs,
            const std::vector<uint32_t>& members)
      : task_(task),
        def_(task.schema->tables[task.table]),
        stored_(stored_columns(*task.schema, task.table, task.request)),
        inputs_(inputs),
        members_(members) {}
  Assembled run();

 private:
  void join_chunks();
  void join(ReadInput& input, uint32_t index);
  void make_keys();
  [[nodiscard]] std::string default_key(uint32_t row,
                                        const std::vector<std::vector<ColumnIndex>>& parts) const;
  void settle_equal_keys();
  void apply(const Resolution& resolution);
  void apply(const MergedRecord& record, const CellReader& cells, std::vector<bool>& keep);
  void number(const std::vector<std::pair<uint32_t, uint32_t>>& numbered);
  void report(const MergedRecord& record);
  void drop(const std::vector<bool>& keep);
  void finish();

  const TableTask& task_;
  const TableDef& def_;
  std::vector<bool> stored_;
  std::vector<ReadInput>& inputs_;
  const std::vector<uint32_t>& members_;
  Table table_;
  model::Column carried_ = make_column(model::Type::identifier);  // keys that a part's rows carry
  std::vector<bool> given_;  // by row: the key stands in the data
  uint64_t bytes_ = 0;
  std::vector<Overlap> overlaps_;
  bool has_keys_ = false;
};

void Assembler::join(ReadInput& input, uint32_t index) {
  Chunk& chunk = input.chunk;
  const size_t rows = chunk.lines.size();
  AUDIT_ASSERT(table_.line.size() + rows < k_none);
  for (ColumnIndex column = 0; column < def_.columns.size(); ++column) {
    if (stored_[column]) append(table_.columns[column], chunk.columns[column], rows);
  }
  for (size_t i = 0; i < table_.probes.size(); ++i) append(table_.probes[i], chunk.probes[i], rows);
  if (!chunk.keys.codes.empty()) append(carried_, chunk.keys, rows);
  if (table_.line.empty()) {
    table_.line = std::move(chunk.lines);
  } else {
    table_.line.insert(table_.line.end(), chunk.lines.begin(), chunk.lines.end());
  }
  table_.file.append(rows, index);
  chunk.lines = {};
  chunk.columns = {};
  chunk.probes = {};
  chunk.keys = {};
  bytes_ += chunk.bytes;
  has_keys_ = has_keys_ || (def_.key && chunk.has[*def_.key]);
  table_.bundled = table_.bundled || input.bundled;
  const std::vector<bool> exported = exported_columns(*input.recognised, *task_.schema);
  for (ColumnIndex column = 0; column < exported.size(); ++column) {
    if (exported[column]) table_.columns[column].exported = true;
  }
}

void Assembler::join_chunks() {
  table_.def = &def_;
  table_.present = true;
  for (const model::ColumnDef& column : def_.columns) {
    table_.columns.push_back(make_column(column.type));
  }
  if (task_.request != nullptr) {
    for (const model::ProbeRequest& probe : task_.request->probes) {
      table_.probes.push_back(make_column(probe.probe.type));
    }
  }
  for (const uint32_t index : members_) join(inputs_[index], index);
  table_.rows = static_cast<uint32_t>(table_.line.size());
}

std::string Assembler::default_key(uint32_t row,
                                   const std::vector<std::vector<ColumnIndex>>& parts) const {
  std::string key;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) key += '-';
    for (const ColumnIndex column : parts[i]) {
      if (is_missing(table_.columns[column], row)) continue;
      append_text(key, table_.columns[column], row);
      break;
    }
  }
  return key;
}

void Assembler::make_keys() {
  table_.key = make_column(model::Type::identifier);
  table_.key.exported = true;
  if (def_.key && is_text(table_.columns[*def_.key].type)) {
    table_.key.pool = table_.columns[*def_.key].pool;
    table_.key.codes = table_.columns[*def_.key].codes;
  }
  pad(table_.key, table_.rows);
  if (const std::vector<uint32_t> first = table_.key.pool->first_alike(); !first.empty()) {
    for (uint32_t row = 0; row < table_.rows; ++row) {
      table_.key.codes.set(row, first[table_.key.codes[row]]);
    }
  }
  given_.assign(table_.rows, true);
  const auto parts = default_key_parts(*task_.schema, task_.table);
  for (uint32_t row = 0; row < table_.rows; ++row) {
    if (table_.key.codes[row] != 0) continue;
    if (!carried_.codes.empty() && carried_.codes[row] != 0) {
      table_.key.codes.set(row, table_.key.pool->intern(carried_.text(row)));
      continue;
    }
    given_[row] = false;
    // A key of nothing but missing parts is still one ("--").
    table_.key.codes.set(row, table_.key.pool->intern(default_key(row, parts)));
  }
}

void Assembler::settle_equal_keys() {
  const std::vector<KeyGroup> groups = equal_keys(table_.key.codes, table_.key.pool->size());
  if (groups.empty()) return;
  std::vector<const Recognised*> recognised;
  for (const ReadInput& input : inputs_) recognised.push_back(input.recognised);
  const uint64_t bytes_per_row = bytes_ / std::max<uint64_t>(table_.rows, 1);
  apply(resolve({task_.schema, task_.table, &recognised, &table_.file, &table_.line, &given_,
                 task_.bounds, bytes_per_row},
                groups));
}

void Assembler::apply(const Resolution& resolution) {
  std::vector<bool> keep(table_.rows, true);
  std::vector<std::vector<uint32_t>> ignored(inputs_.size());
  for (const uint32_t row : resolution.ignored) {
    keep[row] = false;
    ignored[table_.file[row]].push_back(table_.line[row]);
  }
  for (const uint32_t index : members_) {
    Chunk& chunk = inputs_[index].chunk;
    std::ranges::sort(ignored[index]);
    chunk.accepted -= ignored[index].size();
    chunk.ignored += ignored[index].size();
    if (!ignored[index].empty()) chunk.problems.forget(ignored[index]);
  }
  number(resolution.numbered);
  const CellReader cells(*task_.schema, def_);
  for (const MergedRecord& record : resolution.merged) {
    apply(record, cells, keep);
    report(record);
  }
  for (const auto& [pair, count] : resolution.overlaps) {
    overlaps_.push_back({pair.first, pair.second, count});
  }
  if (std::ranges::find(keep, false) != keep.end()) drop(keep);
}

/// A key of the data may look like a numbered one; a record's key is its own all the same.
void Assembler::number(const std::vector<std::pair<uint32_t, uint32_t>>& numbered) {
  if (numbered.empty()) return;
  model::TextPool& pool = *table_.key.pool;
  std::vector<bool> is_key = codes_in_use(table_.key);
  for (const auto& [row, n] : numbered) {
    std::string key = fmt::format("{}#{}", pool.text(table_.key.codes[row]), n);
    while (is_key[pool.find(key)]) key += '#';
    const uint32_t code = pool.intern(key);
    if (code == is_key.size()) is_key.push_back(false);
    is_key[code] = true;
    table_.key.codes.set(row, code);
  }
}

void Assembler::apply(const MergedRecord& record, const CellReader& cells,
                      std::vector<bool>& keep) {
  for (const uint32_t member : record.members) keep[member] = member == record.row;
  for (ColumnIndex index = 0; index < def_.columns.size(); ++index) {
    model::Column& column = table_.columns[index];
    if (size_of(column) == 0) continue;
    set(column, record.row, cells.read(index, record.merged.texts[index], column).value);
  }
  for (size_t i = 0; i < table_.probes.size(); ++i) {
    const model::ProbeRequest& request = task_.request->probes[i];
    const std::string& text = record.merged.texts[request.column];
    set(table_.probes[i], record.row, text.empty() ? Value{} : probed(request.probe, text));
  }
  // Whoever of them had an entry date that cannot be read has told so already.
  const auto told = [&](const RawRow& raw) {
    const std::vector<uint32_t>& lines = inputs_[raw.input].chunk.bad_entries;
    return std::ranges::binary_search(lines, raw.line);
  };
  if (std::ranges::none_of(record.rows, told)) return;
  const RawRow& standing = record.rows[record.merged.standing];
  std::vector<uint32_t>& lines = inputs_[standing.input].chunk.bad_entries;
  lines.insert(std::ranges::lower_bound(lines, standing.line), standing.line);
}

void Assembler::report(const MergedRecord& record) {
  const RawRow& standing = record.rows[record.merged.standing];
  const auto place = [&](const RawRow& row) {
    if (row.input == standing.input) return fmt::format("line {}", row.line);
    return fmt::format("line {} of {}", row.line, inputs_[row.input].recognised->input->name());
  };
  for (const MergeConflict& conflict : record.merged.conflicts) {
    const RawRow& winner = record.rows[conflict.winner];
    const RawRow& loser = record.rows[conflict.loser];
    const auto& mapped = inputs_[winner.input].recognised->column_of;
    if (std::ranges::find(mapped, conflict.column) == mapped.end()) continue;  // told of its source
    const model::ColumnDef& column = def_.columns[conflict.column];
    model::DataProblem problem;
    problem.line = standing.line;
    problem.column = column.name;
    problem.problem =
        fmt::format("rows of one record differ: {} of {} is kept, {} of {} is not",
                    quoted(record.merged.texts[conflict.column], column.personal), place(winner),
                    quoted(conflict.other, column.personal), place(loser));
    problem.kind = "rows of one record differ";
    inputs_[standing.input].chunk.problems.add(std::move(problem));
  }
}

void Assembler::drop(const std::vector<bool>& keep) {
  table_.file.compact(keep);
  std::vector<uint32_t> lines;
  for (size_t row = 0; row < keep.size(); ++row) {
    if (keep[row]) lines.push_back(table_.line[row]);
  }
  table_.line = std::move(lines);
  compact(table_.key, keep);
  for (model::Column& column : table_.columns) {
    if (size_of(column) != 0) compact(column, keep);
  }
  for (model::Column& probe : table_.probes) compact(probe, keep);
  table_.rows = static_cast<uint32_t>(table_.line.size());
}

/// The key column holds what the key is, given or default: it is never missing.
void Assembler::finish() {
  if (!def_.key || !is_text(def_.columns[*def_.key].type)) return;
  model::Column& column = table_.columns[*def_.key];
  column.codes = table_.key.codes;
  column.pool = table_.key.pool;
}

Assembled Assembler::run() {
  join_chunks();
  make_keys();
  settle_equal_keys();
  finish();
  return {std::move(table_), std::move(overlaps_), has_keys_};
}

}  // namespace

Assembled assemble(const TableTask& task, std::vector<ReadInput>& inputs,
                   const std::vector<uint32_t>& members) {
  return Assembler(task, inputs, members).run();
}

}  // namespace audit::ingest

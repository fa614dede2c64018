// SPDX-License-Identifier: MIT
#include "ingest/conversion.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace audit::ingest {

using model::ColumnIndex;

Conversion::Conversion(const Recognised& input, const model::Schema& schema,
                       const ChunkOptions& options, Columns columns, Chunk& chunk)
    : def_(schema.tables[input.table]),
      request_(options.look_only ? nullptr : options.request),
      is_part_(input.input->is_part()),
      wanted_(std::move(columns)),
      cells_(schema, def_),
      chunk_(chunk),
      texts_(k_rows, RowTexts(def_.columns.size())) {
  for (ColumnIndex column = 0; column < def_.columns.size(); ++column) {
    wanted_.stored[column] = wanted_.stored[column] && chunk.has[column];
    wanted_.looked[column] = wanted_.looked[column] && chunk.has[column];
  }
  if (request_ != nullptr) start_probes();
}

void Conversion::start_probes() {
  for (const model::ProbeRequest& probe : request_->probes) {
    chunk_.probes.push_back(make_column(probe.probe.type));
  }
  std::vector<bool> joint(request_->probes.size(), false);
  for (const model::JointSearch& search : request_->searches) {
    searches_.push_back(search.start());
    for (const uint32_t probe : search.probes) joint[probe] = true;
  }
  for (uint32_t i = 0; i < joint.size(); ++i) {
    if (!joint[i]) single_probes_.push_back(i);
  }
}

void Conversion::add(const Row& row, RowTexts& texts) {
  lines_[rows_] = row.line;
  std::swap(texts_[rows_], texts);
  if (is_part_) chunk_.keys.codes.push_back(chunk_.keys.pool->intern(row.key));
  if (++rows_ == k_rows) flush();
}

void Conversion::flush() {
  if (rows_ == 0) return;
  chunk_.lines.insert(chunk_.lines.end(), lines_.begin(), lines_.begin() + rows_);
  for (ColumnIndex column = 0; column < wanted_.stored.size(); ++column) {
    if (wanted_.stored[column] && is_text(chunk_.columns[column].type)) {
      intern(column);
    } else if (wanted_.stored[column] || wanted_.looked[column]) {
      convert(column);
    }
  }
  for (const uint32_t probe : single_probes_) take_probe(probe);
  for (size_t i = 0; i < searches_.size(); ++i) search(i);
  // As if the rows had been read one by one.
  std::ranges::sort(faults_, {},
                    [](const Fault& fault) { return std::tie(fault.row, fault.column); });
  for (const Fault& fault : faults_) report(fault);
  faults_.clear();
  rows_ = 0;
}

void Conversion::convert(ColumnIndex index) {
  model::Column& column = chunk_.columns[index];
  for (size_t row = 0; row < rows_; ++row) {
    const TypedCell cell = cells_.read(index, text(row, index), column);
    if (!cell.fault.empty()) faults_.push_back({row, index, cell.fault});
    if (!chunk_.facts.empty()) note(index, cell);
    if (wanted_.stored[index]) push(column, cell.value);
  }
}

/// The slots of all texts are fetched before the first is looked up. Exports are sorted: the cell
/// above often holds the same text.
void Conversion::intern(ColumnIndex index) {
  model::Column& column = chunk_.columns[index];
  model::TextPool& pool = *column.pool;
  std::array<uint32_t, k_rows> hashes{};
  std::array<bool, k_rows> as_above{};
  std::string_view above =
      column.codes.empty() ? std::string_view{} : pool.text(column.codes.back());
  for (size_t row = 0; row < rows_; ++row) {
    const std::string_view cell = text(row, index);
    as_above[row] = cell == above;
    above = cell;
    if (as_above[row] || cell.empty()) continue;
    hashes[row] = model::TextPool::hash_of(cell);
    pool.fetch(hashes[row]);
  }
  uint32_t code = column.codes.empty() ? 0 : column.codes.back();
  for (size_t row = 0; row < rows_; ++row) {
    if (!as_above[row]) code = pool.intern(text(row, index), hashes[row]);
    column.codes.push_back(code);
  }
}

void Conversion::take_probe(uint32_t probe) {
  const model::ProbeRequest& request = request_->probes[probe];
  for (size_t row = 0; row < rows_; ++row) {
    const std::string_view cell = text(row, request.column);
    push(chunk_.probes[probe], cell.empty() ? Value{} : probed(request.probe, cell));
  }
}

void Conversion::search(size_t search) {
  const model::JointSearch& asked = request_->searches[search];
  for (size_t row = 0; row < rows_; ++row) {
    const std::string_view cell = text(row, asked.column);
    uint64_t bits = cell.empty() ? 0 : searches_[search](cell);
    for (const uint32_t probe : asked.probes) {
      const auto answer = static_cast<uint8_t>(bits & 1U);
      chunk_.probes[probe].bools.push_back(cell.empty() ? model::k_no_bool : answer);
      bits >>= 1U;
    }
  }
}

void Conversion::note(ColumnIndex column, const TypedCell& cell) {
  ColumnFacts& facts = chunk_.facts[column];
  if (!cell.fault.empty()) ++facts.faulty;
  if (cell.form == DateForm::none || !cell.fault.empty()) return;
  const int32_t days = cell.value.date;
  ++facts.forms[static_cast<size_t>(cell.form)];
  facts.has_times = facts.has_times || cell.has_time;
  facts.first = facts.present == 0 ? days : std::min(facts.first, days);
  facts.last = std::max(facts.last, days);
  ++facts.present;
}

void Conversion::report(const Fault& fault) {
  const model::ColumnDef& column = def_.columns[fault.column];
  const uint32_t line = lines_[fault.row];
  if (column.entry_date) chunk_.bad_entries.push_back(line);
  model::DataProblem problem;
  problem.line = line;
  problem.column = column.name;
  problem.problem = problem_with(fault.what, text(fault.row, fault.column), column.personal);
  problem.kind = fault.what;
  chunk_.problems.add(std::move(problem));
}

}  // namespace audit::ingest

// SPDX-License-Identifier: MIT
#include "ingest/row_group.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "ingest/chunk_columns.hpp"
#include "util/bytes.hpp"

namespace audit::ingest {

using model::ColumnIndex;

namespace {

// So many texts are looked up together that their slots stay in the nearest cache.
constexpr size_t k_at_a_time = 64;

void merge_facts(ColumnFacts& into, const ColumnFacts& from) {
  for (size_t i = 0; i < from.forms.size(); ++i) into.forms[i] += from.forms[i];
  into.has_times = into.has_times || from.has_times;
  into.faulty += from.faulty;
  if (from.present == 0) return;
  into.first = into.present == 0 ? from.first : std::min(into.first, from.first);
  into.last = into.present == 0 ? from.last : std::max(into.last, from.last);
  into.present += from.present;
}

}  // namespace

Conversion::Conversion(const Recognised& input, const model::Schema& schema,
                       const ChunkOptions& options, const std::vector<bool>& has)
    : def_(schema.tables[input.table]),
      request_(options.look_only ? nullptr : options.request),
      is_part_(input.input->is_part()),
      notes_facts_(options.facts),
      cells_(schema, def_),
      place_(def_.columns.size(), 0) {
  const std::vector<bool> stored = stored_columns(schema, input.table, request_);
  const std::vector<bool> looked = looked_columns(schema, input.table, options);
  const std::vector<bool> read = read_columns(schema, input.table, options);
  for (ColumnIndex column = 0; column < read.size(); ++column) {
    if (!read[column]) continue;
    place_[column] = wanted_.size();
    Wanted wanted{column,
                  def_.columns[column].type,
                  stored[column] && has[column],
                  looked[column] && has[column],
                  options.append_keys && def_.key == column,
                  nullptr};
    if (wanted.stored && !wanted.appended && column < options.pools.size()) {
      wanted.pool = options.pools[column];
    }
    wanted_.push_back(std::move(wanted));
  }
  if (request_ == nullptr) return;
  std::vector<bool> joint(request_->probes.size(), false);
  for (const model::JointSearch& search : request_->searches) {
    for (const uint32_t probe : search.probes) joint[probe] = true;
  }
  for (uint32_t i = 0; i < joint.size(); ++i) {
    if (!joint[i]) single_probes_.push_back(i);
  }
}

void Conversion::prepare(Chunk& chunk) const {
  for (const model::ColumnDef& column : def_.columns) {
    chunk.columns.push_back(make_column(column.type));
  }
  if (notes_facts_) chunk.facts.resize(def_.columns.size());
  for (const Wanted& wanted : wanted_) {
    if (wanted.pool) chunk.columns[wanted.column].pool = wanted.pool;
  }
  chunk.keys = make_column(model::Type::identifier);
  if (request_ == nullptr) return;
  for (const model::ProbeRequest& probe : request_->probes) {
    chunk.probes.push_back(make_column(probe.probe.type));
  }
}

void Conversion::reserve_rows(Chunk& chunk, size_t rows) const {
  chunk.lines.reserve(rows);
  for (const Wanted& wanted : wanted_) {
    if (wanted.stored) reserve(chunk.columns[wanted.column], rows);
  }
  for (model::Column& probe : chunk.probes) reserve(probe, rows);
}

RowGroup::RowGroup(const Conversion& conversion)
    : conversion_(conversion), cells_(conversion.wanted_.size()) {
  for (size_t place = 0; place < cells_.size(); ++place) {
    cells_[place].values.type = conversion.wanted_[place].type;
  }
  if (conversion.request_ == nullptr) return;
  for (const model::ProbeRequest& probe : conversion.request_->probes) {
    probes_.push_back(make_column(probe.probe.type));
  }
  for (const model::JointSearch& search : conversion.request_->searches) {
    searches_.push_back(search.start());
  }
}

void RowGroup::add(const Row& row, const RowTexts& texts, bool copy) {
  copy = copy || texts.in_buffers;
  lines_.push_back(row.line);
  if (conversion_.is_part_) keys_.push_back(row.key);
  for (size_t place = 0; place < cells_.size(); ++place) {
    std::string_view text = texts.of[conversion_.wanted_[place].column];
    if (copy && !text.empty()) text = copies_.emplace_back(text);
    cells_[place].texts.push_back(text);
  }
}

void RowGroup::convert() {
  if (conversion_.notes_facts_) facts_.resize(conversion_.def_.columns.size());
  for (size_t place = 0; place < cells_.size(); ++place) {
    const Conversion::Wanted& wanted = conversion_.wanted_[place];
    if (!wanted.stored && !wanted.looked) continue;
    if (is_text(wanted.type)) {
      if (!wanted.appended) hash(cells_[place]);
    } else {
      read_cells(place);
    }
  }
  for (const uint32_t probe : conversion_.single_probes_) {
    const model::ProbeRequest& request = conversion_.request_->probes[probe];
    for (const std::string_view text : cells_[conversion_.place_[request.column]].texts) {
      push(probes_[probe], text.empty() ? Value{} : probed(request.probe, text));
    }
  }
  for (size_t i = 0; i < searches_.size(); ++i) search(i);
}

void RowGroup::read_cells(size_t place) {
  const ColumnIndex column = conversion_.wanted_[place].column;
  Cells& cells = cells_[place];
  for (size_t row = 0; row < cells.texts.size(); ++row) {
    const TypedCell cell = conversion_.cells_.read(column, cells.texts[row], cells.values, &dates_);
    if (!cell.fault.empty()) faults_.push_back({row, column, cell.fault});
    if (!facts_.empty()) note(column, cell);
    push(cells.values, cell.value);
  }
}

/// Exports are sorted: the cell above often holds the same text.
void RowGroup::hash(Cells& cells) {
  std::string_view above;
  for (size_t row = 0; row < cells.texts.size(); ++row) {
    const std::string_view text = cells.texts[row];
    if (util::equal_bytes(text, above)) continue;
    cells.changes.push_back(static_cast<uint32_t>(row));
    cells.hashes.push_back(model::TextPool::hash_of(text));
    above = text;
  }
}

void RowGroup::search(size_t search) {
  const model::JointSearch& asked = conversion_.request_->searches[search];
  for (const std::string_view text : cells_[conversion_.place_[asked.column]].texts) {
    uint64_t bits = text.empty() ? 0 : searches_[search](text);
    for (const uint32_t probe : asked.probes) {
      const auto answer = static_cast<uint8_t>(bits & 1U);
      probes_[probe].bools.push_back(text.empty() ? model::k_no_bool : answer);
      bits >>= 1U;
    }
  }
}

void RowGroup::note(ColumnIndex column, const TypedCell& cell) {
  ColumnFacts& facts = facts_[column];
  if (!cell.fault.empty()) ++facts.faulty;
  if (cell.form == DateForm::none || !cell.fault.empty()) return;
  const int32_t days = cell.value.date;
  ++facts.forms[static_cast<size_t>(cell.form)];
  facts.has_times = facts.has_times || cell.has_time;
  facts.first = facts.present == 0 ? days : std::min(facts.first, days);
  facts.last = facts.present == 0 ? days : std::max(facts.last, days);
  ++facts.present;
}

void RowGroup::append_to(Chunk& chunk) {
  chunk.lines.insert(chunk.lines.end(), lines_.begin(), lines_.end());
  for (const std::string_view key : keys_) {
    chunk.keys.codes.push_back(chunk.keys.pool->intern(key));
  }
  for (size_t place = 0; place < cells_.size(); ++place) {
    const Conversion::Wanted& wanted = conversion_.wanted_[place];
    if (!wanted.stored) continue;
    if (is_text(wanted.type) && wanted.appended) {
      append_new(cells_[place], chunk.columns[wanted.column]);
    } else if (is_text(wanted.type)) {
      intern(cells_[place], chunk.columns[wanted.column]);
    } else {
      append_values(chunk.columns[wanted.column], cells_[place].values);
    }
  }
  for (size_t i = 0; i < probes_.size(); ++i) append_values(chunk.probes[i], probes_[i]);
  for (size_t i = 0; i < chunk.facts.size(); ++i) merge_facts(chunk.facts[i], facts_[i]);
  // As if the rows had been read one by one.
  std::ranges::sort(faults_, {},
                    [](const Fault& fault) { return std::tie(fault.row, fault.column); });
  for (const Fault& fault : faults_) report(fault, chunk);
  clear();
}

/// The slots of some dozens of texts are fetched before the first is looked up.
void RowGroup::intern(const Cells& cells, model::Column& column) {
  model::TextPool& pool = *column.pool;
  codes_.assign(cells.texts.size(), 0);
  for (size_t first = 0; first < cells.changes.size(); first += k_at_a_time) {
    const size_t end = std::min(first + k_at_a_time, cells.changes.size());
    for (size_t i = first; i < end; ++i) pool.fetch(cells.hashes[i]);
    for (size_t i = first; i < end; ++i) {
      const size_t row = cells.changes[i];
      const size_t next = i + 1 < cells.changes.size() ? cells.changes[i + 1] : codes_.size();
      std::ranges::fill(std::span(codes_).subspan(row, next - row),
                        pool.intern(cells.texts[row], cells.hashes[i]));
    }
  }
  column.codes.append(codes_);
}

void RowGroup::append_new(const Cells& cells, model::Column& column) {
  codes_.clear();
  for (const std::string_view text : cells.texts) codes_.push_back(column.pool->append(text));
  column.codes.append(codes_);
}

void RowGroup::report(const Fault& fault, Chunk& chunk) const {
  const model::ColumnDef& column = conversion_.def_.columns[fault.column];
  const uint32_t line = lines_[fault.row];
  if (column.entry_date) chunk.bad_entries.push_back(line);
  const std::string_view text = cells_[conversion_.place_[fault.column]].texts[fault.row];
  model::DataProblem problem;
  problem.line = line;
  problem.column = column.name;
  problem.problem = problem_with(fault.what, text, column.personal);
  problem.kind = fault.what;
  chunk.cell_problems.add(std::move(problem));
}

void RowGroup::clear() {
  lines_.clear();
  keys_.clear();
  for (Cells& cells : cells_) {
    cells.texts.clear();
    cells.changes.clear();
    cells.hashes.clear();
    clear_values(cells.values);
  }
  for (model::Column& probe : probes_) clear_values(probe);
  facts_.clear();
  faults_.clear();
  copies_.clear();
}

}  // namespace audit::ingest

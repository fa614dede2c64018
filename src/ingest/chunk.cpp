// SPDX-License-Identifier: MIT
#include "ingest/chunk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "ingest/batch_queue.hpp"
#include "ingest/chunk_columns.hpp"
#include "ingest/input_end.hpp"
#include "ingest/line_judge.hpp"
#include "ingest/lines.hpp"
#include "ingest/needs.hpp"
#include "ingest/row_group.hpp"
#include "util/parallel.hpp"
#include "util/text.hpp"
#include "util/turnstile.hpp"

// One pass over one input: each line is told to be a record or not, each record accepted, rejected
// or ignored, and the accepted ones go into typed columns. A short line that may be a footer waits
// until a complete record or the end of the input settles what it is.
namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::TableDef;

namespace {

// More short lines in a row than this are no footer, whatever follows.
constexpr size_t k_longest_footer = 1000;
constexpr double k_margin = 1.03;     // for rows that are shorter further on
constexpr uint64_t k_short_row = 64;  // bytes; a first batch of shorter ones promises nothing

class ChunkReader {
 public:
  ChunkReader(const Recognised& input, const model::Schema& schema, const ChunkOptions& options);
  Chunk read();

 private:
  void read_rows(RowReader& rows);
  [[nodiscard]] size_t expected_rows(const BatchQueue::Taken& first, uint64_t rows) const;
  void judge_batch(const RowBatch& batch, RowGroup& group);
  void take_rest();
  void take_line(const Line& line);
  void take_record(const Line& line, bool footer_like);
  void judge_record(const Line& line, bool broken, bool homeless);
  void accept(const Line& line);
  void settle_waiting(bool are_records);
  void ignore_line(Cells cells);

  void reject(const Row& row, ColumnIndex column, const std::string& text, std::string kind);
  void report(uint32_t line, ColumnIndex column, std::string text, std::string_view kind);
  void report_damage(const Line& line);
  void report_at(const Line& line, uint32_t position, std::string text, std::string_view kind);

  [[nodiscard]] bool has_surplus(Cells cells) const;
  [[nodiscard]] bool lacks_key() const;
  [[nodiscard]] bool lacks_links() const;
  [[nodiscard]] bool begins_in_key(Cells cells) const;

  const Recognised& input_;
  const model::Schema& schema_;
  const TableDef& def_;
  const ChunkOptions& options_;
  RowReading reading_;
  RowTexts texts_;
  LineJudge judge_;
  InputEnd end_;
  std::vector<std::vector<ColumnIndex>> links_;
  std::vector<bool> key_or_link_;
  bool needs_key_ = false;
  bool seen_complete_ = false;
  std::vector<Waiting> waiting_;
  Conversion conversion_;
  RowGroup* group_ = nullptr;  // that takes the rows at hand
  bool from_waiting_ = false;  // they are of lines that waited
  Chunk chunk_;
};

ChunkReader::ChunkReader(const Recognised& input, const model::Schema& schema,
                         const ChunkOptions& options)
    : input_(input),
      schema_(schema),
      def_(schema.tables[input.table]),
      options_(options),
      reading_(schema, input, read_columns(schema, input.table, options)),
      texts_(def_.columns.size()),
      judge_(input, schema),
      end_(judge_.width()),
      links_(vital_links(schema, input.table)),
      key_or_link_(key_and_link_columns(schema, input.table)),
      conversion_(input, schema, options, reading_.has()) {
  needs_key_ = def_.key && default_key_parts(schema, input.table).empty();
  chunk_.has = reading_.has();
  // In a report shape without a link's column that link is absent, not broken (spec 7).
  std::erase_if(links_, [this](const std::vector<ColumnIndex>& link) {
    return std::ranges::any_of(link, [this](ColumnIndex column) { return !chunk_.has[column]; });
  });
  conversion_.prepare(chunk_);
}

Chunk ChunkReader::read() {
  try {
    RowOptions row_options{input_.header_cells, options_.bounds};
    row_options.block_bytes = options_.block_bytes;
    row_options.doubt = true;
    const auto rows = open_rows(*input_.input, input_.dialect, row_options);
    read_rows(*rows);
    take_rest();
    chunk_.problems.add_all(std::move(chunk_.cell_problems));
    chunk_.cut_off = end_.is_cut_off(rows->ends_within_line());
    chunk_.bytes = rows->bytes_read();
    chunk_.digest = rows->digest();
  } catch (const InputError& error) {
    chunk_.failure = error.what();
  } catch (const EncodingDoubt& doubt) {
    chunk_.failure = doubt.what();
    chunk_.doubted = true;
  }
  return std::move(chunk_);
}

/// The short lines at the end: records, unless a complete one stands before them.
void ChunkReader::take_rest() {
  RowGroup rest(conversion_);
  group_ = &rest;
  settle_waiting(!seen_complete_);
  group_ = nullptr;
  rest.convert();
  rest.append_to(chunk_);
}

/// Batch by batch. Which lines are records hangs on those before, and so does a text's code: these
/// two steps see the batches in order, one at a time. What is between them, converting cells and
/// searching texts, several threads do at once.
void ChunkReader::read_rows(RowReader& rows) {
  const unsigned threads = rows.keeps_batches() ? options_.threads : 1;
  BatchQueue queue(rows);
  util::Turnstile judging;
  util::Turnstile appending;
  util::parallel_for(threads, threads, [&](size_t /*thread*/) {
    RowBatch batch;
    RowGroup group(conversion_);
    while (const std::optional<BatchQueue::Taken> taken = queue.take(batch)) {
      util::Turn judge(judging, taken->number);
      util::Turn append(appending, taken->number);
      judge.enter();
      const uint64_t rows_before = chunk_.rows;
      judge_batch(batch, group);
      const uint64_t judged = chunk_.rows - rows_before;
      judge.pass();
      group.convert();
      append.enter();
      if (chunk_.lines.empty()) conversion_.reserve_rows(chunk_, expected_rows(*taken, judged));
      group.append_to(chunk_);
      append.pass();
      if (options_.progress) options_.progress(taken->bytes, judged);
    }
  });
}

/// If the rest of the input is as its first batch. Columns that grow are copied again and again.
size_t ChunkReader::expected_rows(const BatchQueue::Taken& first, uint64_t rows) const {
  const uint64_t bytes = input_.input->size_hint();
  if (first.bytes == 0 || bytes <= first.bytes) return rows;
  const double share = static_cast<double>(bytes) / static_cast<double>(first.bytes);
  const auto expected = static_cast<uint64_t>(static_cast<double>(rows) * share * k_margin);
  return std::min(expected, bytes / k_short_row);
}

void ChunkReader::judge_batch(const RowBatch& batch, RowGroup& group) {
  group_ = &group;
  LineCutter cutter(batch);
  for (const Row& row : batch.rows) take_line(cutter.cut(row));
}

void ChunkReader::take_line(const Line& line) {
  if (line.row.line <= input_.header_line) {
    if (line.row.line < input_.header_line) {
      judge_.see_title(line.cells);
      ++chunk_.lines_ignored;
    }
    return;
  }
  chunk_.last_line = line.row.line;
  const bool broken = line.row.fault != RowFault::none;
  if (input_.input->is_part()) {  // what is no record was left out when it was written
    take_record(line, false);
    return;
  }
  const LineKind kind = broken ? LineKind::record : judge_.judge(line.cells);
  end_.see(line, kind);
  switch (kind) {
    case LineKind::blank:
      ++chunk_.lines_ignored;
      return;
    case LineKind::header:
      settle_waiting(false);  // the lines above it were the page's titles
      ++chunk_.lines_ignored;
      return;
    case LineKind::title:
    case LineKind::footer:
      ignore_line(line.cells);
      return;
    case LineKind::maybe_footer:
      if (waiting_.size() >= k_longest_footer) settle_waiting(true);
      waiting_.push_back({
          line.row,
          {line.cells.begin(),  line.cells.end() },
          {line.bad.begin(),    line.bad.end()   },
          {line.errors.begin(), line.errors.end()}
      });
      return;
    case LineKind::record:
    case LineKind::footer_word:
      break;
  }
  settle_waiting(true);
  seen_complete_ = seen_complete_ || kind == LineKind::record;
  take_record(line, kind == LineKind::footer_word);
}

void ChunkReader::settle_waiting(bool are_records) {
  if (waiting_.empty()) return;
  const std::vector<Waiting> lines = std::exchange(waiting_, {});
  from_waiting_ = true;
  for (const Waiting& line : lines) {
    const std::vector<std::string_view> cells(line.cells.begin(), line.cells.end());
    if (are_records) {
      take_record({line.row, cells, line.bad, line.errors}, false);
    } else {
      ignore_line(cells);
    }
  }
  from_waiting_ = false;
}

void ChunkReader::ignore_line(Cells cells) {
  ++chunk_.lines_ignored;
  if (!chunk_.run_date) chunk_.run_date = run_date_in(cells, schema_);
}

bool ChunkReader::has_surplus(Cells cells) const {
  if (cells.size() <= input_.header_cells) return false;
  const Cells surplus = cells.subspan(input_.header_cells);
  return first_filled(surplus) != surplus.size();
}

bool ChunkReader::lacks_key() const { return needs_key_ && texts_.of[*def_.key].empty(); }

bool ChunkReader::lacks_links() const {
  const auto present = [this](const std::vector<ColumnIndex>& link) {
    return std::ranges::none_of(link, [this](ColumnIndex c) { return texts_.of[c].empty(); });
  };
  return !links_.empty() && std::ranges::none_of(links_, present);
}

/// Is the first filled cell one that holds a key or a link? A totals line's word stands there.
bool ChunkReader::begins_in_key(Cells cells) const {
  const size_t first = first_filled(cells);
  if (first >= input_.column_of.size()) return true;
  const ColumnIndex column = input_.column_of[first];
  return column != k_none && key_or_link_[column];
}

void ChunkReader::take_record(const Line& line, bool footer_like) {
  const bool broken = line.row.fault != RowFault::none || has_surplus(line.cells);
  if (!broken && line.errors.empty()) {
    reading_.read(line.cells, texts_);
  } else if (!broken) {
    std::vector<std::string_view> cells(line.cells.begin(), line.cells.end());
    for (const uint32_t error : line.errors) cells[error] = {};  // an error is no value
    reading_.read(cells, texts_);
  }
  const bool homeless = !broken && (lacks_key() || lacks_links());
  if (footer_like && !broken && (homeless || begins_in_key(line.cells))) {
    ignore_line(line.cells);
    return;
  }
  ++chunk_.rows;
  judge_record(line, broken, homeless);
}

void ChunkReader::judge_record(const Line& line, bool broken, bool homeless) {
  const Row& row = line.row;
  if (row.fault != RowFault::none) {
    reject(row, k_none, show(row.fault), "rejected: quoting or size");
  } else if (broken) {
    reject(row, k_none,
           fmt::format("{} cells where the header has {}", line.cells.size(), input_.header_cells),
           "rejected: too many cells");
  } else if (reading_.is_void(texts_)) {
    ++chunk_.ignored;
  } else if (lacks_key()) {
    reject(row, *def_.key, "the key is missing", "rejected: no key");
  } else if (homeless) {
    reject(row, k_none, "nothing links the row to another table", "rejected: no link");
  } else {
    accept(line);
  }
}

void ChunkReader::accept(const Line& line) {
  const Row& row = line.row;
  ++chunk_.accepted;
  if (options_.sink) {
    options_.sink(line, texts_);
    return;
  }
  if (row.had_nul || !line.bad.empty() || !line.errors.empty()) report_damage(line);
  group_->add(row, texts_, from_waiting_);
}

void ChunkReader::report_damage(const Line& line) {
  if (line.row.had_nul) {
    report(line.row.line, k_none, "NUL bytes were left out of this row", "NUL bytes");
  }
  for (const uint32_t position : line.bad) {
    report_at(
        line, position,
        fmt::format("bytes that are not {} were replaced by U+FFFD", show(input_.dialect.encoding)),
        "undecodable bytes");
  }
  for (const uint32_t position : line.errors) {
    report_at(line, position,
              fmt::format("the cell holds an error: {}", quoted(line.cells[position], false)),
              "error cells");
  }
}

/// A problem with the cell at a position, whose column may be none of the table's.
void ChunkReader::report_at(const Line& line, uint32_t position, std::string text,
                            std::string_view kind) {
  model::DataProblem problem;
  problem.line = line.row.line;
  if (position < input_.headers.size()) {
    const ColumnIndex column = input_.column_of[position];
    problem.column =
        column == k_none ? util::visible(input_.headers[position]) : def_.columns[column].name;
  }
  problem.problem = std::move(text);
  problem.kind = kind;
  chunk_.problems.add(std::move(problem));
}

void ChunkReader::report(uint32_t line, ColumnIndex column, std::string text,
                         std::string_view kind) {
  model::DataProblem problem;
  problem.line = line;
  if (column != k_none) problem.column = def_.columns[column].name;
  problem.problem = std::move(text);
  problem.kind = kind;
  chunk_.problems.add(std::move(problem));
}

void ChunkReader::reject(const Row& row, ColumnIndex column, const std::string& text,
                         std::string kind) {
  ++chunk_.rejected;
  model::DataProblem problem;
  problem.line = row.line;
  if (column != k_none) problem.column = def_.columns[column].name;
  problem.problem = "row rejected: " + text;
  problem.row_rejected = true;
  problem.kind = std::move(kind);
  chunk_.problems.add(std::move(problem));
}

}  // namespace

Value probed(const model::TextProbe& probe, std::string_view text) {
  Value value;
  const int64_t measured = probe.measure(text);
  if (probe.type == model::Type::boolean) {
    value.boolean = measured != 0 ? 1 : 0;
  } else {
    value.number = measured;
  }
  return value;
}

Chunk read_chunk(const Recognised& input, const model::Schema& schema,
                 const ChunkOptions& options) {
  return ChunkReader(input, schema, options).read();
}

}  // namespace audit::ingest

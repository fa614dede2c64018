// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ingest/columns.hpp"
#include "ingest/lines.hpp"
#include "ingest/load.hpp"
#include "ingest/problem_log.hpp"
#include "ingest/row_texts.hpp"
#include "ingest/shared_pools.hpp"

namespace audit::ingest {

/// What a date column of one input holds; for `inspect`.
struct ColumnFacts {
  std::array<uint64_t, k_date_forms> forms{};  ///< cells by DateForm
  bool has_times = false;
  uint64_t present = 0;
  uint64_t faulty = 0;
  int32_t first = calendar::k_no_date;
  int32_t last = calendar::k_no_date;
};

/// The accepted rows of one input as typed columns, and the account of all its lines.
struct Chunk {
  /// By ColumnIndex; empty where the column is not read or the input lacks it.
  std::vector<model::Column> columns;
  std::vector<model::Column> probes;
  model::Column keys;                 ///< that the rows carry (Row::key); empty but for a part
  std::vector<uint32_t> lines;        ///< of each accepted row: where it starts; ascending
  std::vector<uint32_t> bad_entries;  ///< lines of rows whose entry date cannot be read
  std::vector<bool> has;              ///< by ColumnIndex: the input has the column
  std::vector<ColumnFacts> facts;     ///< by ColumnIndex, if asked for
  ProblemLog problems;
  ProblemLog cell_problems;  ///< of other kinds; among `problems` when all is read
  uint64_t rows = 0;
  uint64_t accepted = 0;
  uint64_t rejected = 0;
  uint64_t ignored = 0;
  uint64_t lines_ignored = 0;
  uint32_t last_line = 0;  ///< on which the last row starts
  bool cut_off = false;    ///< the input ends in the middle of that row
  uint64_t bytes = 0;
  std::string digest;
  std::optional<calendar::Date> run_date;  ///< from a line after the data
  std::string failure;                     ///< the input cannot be read to its end: why
  bool doubted = false;                    ///< its encoding is not the one that was assumed
};

struct ChunkOptions {
  const model::TableRequest* request = nullptr;  ///< null: only what is always read
  Bounds bounds;
  unsigned threads = 1;
  size_t block_bytes = RowOptions{}.block_bytes;  ///< read at a time
  bool facts = false;  ///< convert every date, number and bool column and note what it holds
  std::function<void(uint64_t bytes, uint64_t rows)> progress;  ///< since the last call
  /// Cells of the columns that are asked for are judged, and only what is always read is kept.
  bool look_only = false;
  /// Keys are put down without a look whether they were there before (TextPool::append): for a
  /// table to which nothing links. Whoever assembles it sees to equal ones.
  bool append_keys = false;
  SharedPools::Pools pools;  ///< by ColumnIndex: where its texts go; or empty: to pools of its own
  /// If set, the rows that would be accepted go here instead, and nothing of them is kept.
  std::function<void(const Line& line, const RowTexts& texts)> sink;
};

/// What a probe says of a text that is not missing.
Value probed(const model::TextProbe& probe, std::string_view text);

/// Which columns the chunk stores: what is asked for and what is always read.
std::vector<bool> stored_columns(const model::Schema& schema, model::TableIndex table,
                                 const model::TableRequest* request);

/// Reads one recognised input from front to back. Bad input ends in problems, never in a throw.
Chunk read_chunk(const Recognised& input, const model::Schema& schema, const ChunkOptions& options);

}  // namespace audit::ingest

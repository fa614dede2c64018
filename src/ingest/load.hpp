// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/rows.hpp"
#include "ingest/source.hpp"
#include "model/dataset.hpp"

namespace audit::ingest {

/// How one input was understood, from its first rows.
struct Recognised {
  Input* input = nullptr;
  model::TableIndex table = model::k_none;  ///< k_none: not recognised, see `problem`
  Dialect dialect;
  uint32_t header_line = 0;
  uint32_t header_cells = 0;
  /// By position in the header: the schema column, or k_none.
  std::vector<model::ColumnIndex> column_of;
  std::vector<std::string> headers;        ///< as written, trimmed
  std::optional<calendar::Date> run_date;  ///< from a "Run date" line
  std::string why;      ///< "14 of 27 headers are columns of activities; 2 more are known"
  std::string problem;  ///< why not recognised: nearest table, its missing columns, what to do
};

struct RecogniseOptions {
  Bounds bounds;
  /// So much of each input is looked at to tell its encoding; load() finds out if the rest is in
  /// another. By default all of it.
  uint64_t trusted_bytes = std::numeric_limits<uint64_t>::max();
  unsigned threads = 1;
};
/// Reads only the first rows of each input, and see trusted_bytes. Never throws for bad input.
std::vector<Recognised> recognise(const std::vector<std::unique_ptr<Input>>& inputs,
                                  const model::Schema& schema, const RecogniseOptions& options);

/// One of them once more, with a look at all of it.
Recognised recognise_again(const Recognised& recognised, const model::Schema& schema,
                           const Bounds& bounds);

/// By schema column of its table: what the input gives: its mapped columns, what is taken out of
/// them (extractions), and a key that has a default. Text after dates does not count: no header
/// promises it.
std::vector<bool> exported_columns(const Recognised& recognised, const model::Schema& schema);

/// Told while reading: bytes and rows so far, over all inputs. Called from any thread.
using Progress = std::function<void(uint64_t bytes, uint64_t rows)>;

struct LoadOptions {
  calendar::Date as_of;
  int64_t max_age_days = 7;
  std::optional<uint64_t> max_bad_rows;  ///< else max(10, 0.1 % of rows)
  unsigned threads = 1;
  Bounds bounds;
  std::string bundled_folder;  ///< where TableDef::bundled files lie
  std::map<std::string, std::string>
      bundled_texts;  ///< by TableDef::bundled; instead of the folder
  Progress progress;
  /// An input of so many bytes is read by all threads, smaller ones side by side; and how much of
  /// one is taken at a time. Tests vary them; nothing else depends on them.
  uint64_t large_bytes = uint64_t{4} << 20U;
  size_t block_bytes = RowOptions{}.block_bytes;
  bool look_only = false;    ///< judge what `requests` ask for, and keep only what is always read
  bool lean = false;         ///< free what only links needed (see release_links)
  std::vector<bool> listed;  ///< by relation: children are listed; empty: those of all are
  bool check_input = true;   ///< the warnings on the input itself (off for examples)
};

/// Reads, converts, merges, links and checks: past this no row is added. `requests` by table (what
/// the plan wants; keys, links, entry dates, codes and what reports group by are always kept).
/// Parent tables, row accounting, data problems and warnings are in the result.
model::Dataset load(const std::vector<Recognised>& recognised, const model::Schema& schema,
                    const std::vector<model::TableRequest>& requests, const LoadOptions& options);

}  // namespace audit::ingest

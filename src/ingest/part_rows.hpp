// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "ingest/file_source.hpp"
#include "ingest/rows.hpp"

// The rows of one input that belong to one part, as `partition` writes them: CSV in UTF-8 whose
// first record is "line", "key" and the original's header cells; then one record a row: the line
// on which it starts in the original, its record's key where the data has none, the cells as read.
namespace audit::ingest {

/// One input of a part. Its rows have the lines of the original, and so has it its name.
class PartInput : public Input {
 public:
  /// name: the original's, for reports; path: where its rows lie.
  PartInput(std::string name, std::string path) : file_(std::move(name), std::move(path)) {}
  [[nodiscard]] const std::string& name() const override { return file_.name(); }
  [[nodiscard]] bool is_part() const override { return true; }
  [[nodiscard]] uint64_t size_hint() const override { return file_.size_hint(); }
  std::unique_ptr<ByteSource> open() override { return file_.open(); }

 private:
  FileInput file_;
};

/// The rows of an input for which is_part() holds, without the first record.
std::unique_ptr<RowReader> open_part_rows(Input& input, const Dialect& dialect,
                                          const RowOptions& options);

/// Adds the record before the rows.
void append_part_header(std::string& out, std::span<const std::string> headers);
/// Adds one row; reading it gives the same cells.
void append_part_row(std::string& out, uint32_t line, std::string_view key,
                     std::span<const std::string_view> cells);

}  // namespace audit::ingest

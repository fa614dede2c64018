// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/cell.hpp"
#include "ingest/load.hpp"
#include "model/dataset.hpp"

namespace re2 {
class RE2;
}

namespace audit::ingest {

/// One row as the table's columns see it: by ColumnIndex the cell's text, trimmed; empty = missing.
/// Views into the row's cells or into `buffers`; good until the next read().
struct RowTexts {
  explicit RowTexts(size_t columns) : of(columns), buffers(columns) {}
  std::vector<std::string_view> of;
  std::vector<std::string> buffers;
  bool in_buffers = false;  ///< some text lies in a buffer
};

/// What a regex makes of a text. Columns of few different texts are matched once a text.
class TextPattern {
 public:
  explicit TextPattern(const std::string& pattern);
  ~TextPattern();
  TextPattern(TextPattern&&) noexcept;
  TextPattern& operator=(TextPattern&&) = delete;
  TextPattern(const TextPattern&) = delete;
  TextPattern& operator=(const TextPattern&) = delete;

  /// The first capture group, else the whole match; empty where there is none.
  std::string_view extract(std::string_view text);
  bool matches(std::string_view text);

 private:
  struct Result {
    uint32_t start = 0;
    uint32_t size = 0;
    bool matched = false;
  };
  Result result_of(std::string_view text);
  [[nodiscard]] Result run(std::string_view text) const;

  std::shared_ptr<const re2::RE2> pattern_;
  model::TextPool known_;
  std::vector<Result> results_;
};

/// How the cells of one input become texts of its table's columns: header positions, the words for
/// an empty cell, extractions, text after dates. Not shared between threads (it remembers matches).
class RowReading {
 public:
  /// `wanted`: by ColumnIndex, the columns that are to be read.
  RowReading(const model::Schema& schema, const Recognised& input, std::vector<bool> wanted);

  void read(std::span<const std::string_view> cells, RowTexts& out);
  /// Is the row void (TableDef::ignore)?
  bool is_void(const RowTexts& row);

  /// By ColumnIndex: does this input have the column, by a header or by extraction?
  [[nodiscard]] const std::vector<bool>& has() const { return has_; }
  /// By ColumnIndex: the position of its header, or k_none.
  [[nodiscard]] const std::vector<uint32_t>& position() const { return position_; }
  [[nodiscard]] const std::vector<bool>& wanted() const { return wanted_; }

 private:
  struct Source {
    uint32_t position = 0;
    model::ColumnIndex column = 0;
    bool exact = false;  // zero-width characters are dropped
    bool identifier = false;
  };
  struct Extract {
    model::ColumnIndex from = 0;
    model::ColumnIndex into = 0;
    TextPattern pattern;
    bool after_date = false;
    bool whole = false;  // no pattern: all of the text after the date
  };
  struct Ignore {
    model::ColumnIndex column = 0;
    TextPattern pattern;
  };
  void want(model::ColumnIndex column);
  void add_extracts(const std::vector<model::Extraction>& list, bool after_date);
  std::string_view extracted(Extract& extract, std::string_view text);

  const model::TableDef& def_;
  MissingWords missing_;
  std::vector<bool> wanted_;
  std::vector<bool> has_;
  std::vector<uint32_t> position_;
  std::vector<Source> sources_;
  std::vector<Extract> extracts_;
  std::vector<Ignore> ignores_;
};

}  // namespace audit::ingest

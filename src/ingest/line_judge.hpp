// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "ingest/load.hpp"

namespace audit::ingest {

enum class LineKind : uint8_t {
  record,
  blank,        ///< empty or nothing but delimiters
  header,       ///< the header again
  title,        ///< a line that stood before the header, or the report's date
  footer,       ///< begins with a footer word and has at most two filled cells
  footer_word,  ///< begins with a footer word, but has more: a totals line or a record
  /// At most two filled cells, and short or under no known header: a footer if no complete record
  /// follows.
  maybe_footer,
};

/// Tells records from the lines that reports put round them (spec 7, "Not rows").
class LineJudge {
 public:
  LineJudge(const Recognised& input, const model::Schema& schema);

  /// A line before the header: remembered, since page breaks repeat it.
  void see_title(std::span<const std::string_view> cells);
  [[nodiscard]] LineKind judge(std::span<const std::string_view> cells) const;
  /// Cells up to the last header that is not empty: a row with fewer is short.
  [[nodiscard]] size_t width() const { return width_; }

 private:
  [[nodiscard]] bool is_header(std::span<const std::string_view> cells, size_t first) const;

  [[nodiscard]] bool fills_a_column(std::span<const std::string_view> cells) const;

  const model::Schema& schema_;
  std::vector<std::string> header_;  // folded
  std::vector<bool> mapped_;         // by position: a column of the table
  size_t width_ = 0;                 // up to the last header that is not empty
  std::unordered_set<std::string> titles_;
};

/// The date in a line that begins with one of the run-date words, if it is such a line.
std::optional<calendar::Date> run_date_in(std::span<const std::string_view> cells,
                                          const model::Schema& schema);

/// The first cell that is not blank, or cells.size().
size_t first_filled(std::span<const std::string_view> cells);

}  // namespace audit::ingest

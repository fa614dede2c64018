// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "ingest/line_judge.hpp"
#include "ingest/lines.hpp"

namespace audit::ingest {

/// Tells whether an input ends in the middle of a row, as one does that was cut off on its way: a
/// quote is still open there, or the last row is short and has no line break behind it, while no
/// row before it is short (some programs leave out empty cells at a row's end).
class InputEnd {
 public:
  /// `width`: cells of a complete row (LineJudge::width()).
  explicit InputEnd(size_t width) : width_(width) {}

  /// Each line behind the header, in order.
  void see(const Line& line, LineKind kind);

  /// After the last: was it cut off?
  [[nodiscard]] bool is_cut_off(bool ends_within_line) const;

 private:
  size_t width_;
  bool earlier_is_short_ = false;
  bool last_is_short_ = false;
  bool last_is_open_ = false;
};

}  // namespace audit::ingest

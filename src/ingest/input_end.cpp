// SPDX-License-Identifier: MIT
#include "ingest/input_end.hpp"

#include "ingest/cell.hpp"
#include "util/ascii.hpp"

namespace audit::ingest {

namespace {

/// Footers begin with a word; what is left of a record mostly with an id.
bool begins_with_digit(Cells cells) {
  const size_t first = first_filled(cells);
  return first < cells.size() && util::is_digit(clean(cells[first]).front());
}

}  // namespace

void InputEnd::see(const Line& line, LineKind kind) {
  earlier_is_short_ = earlier_is_short_ || last_is_short_;
  last_is_short_ = line.row.fault == RowFault::none && line.cells.size() < width_ &&
                   (kind == LineKind::record ||
                    (kind == LineKind::maybe_footer && begins_with_digit(line.cells)));
  last_is_open_ = line.row.fault == RowFault::open_at_end;
}

bool InputEnd::is_cut_off(bool ends_within_line) const {
  return last_is_open_ || (last_is_short_ && !earlier_is_short_ && ends_within_line);
}

}  // namespace audit::ingest

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "engine/run.hpp"

namespace audit::engine {

/// The records first … last - 1 of a table: what one task works through.
struct RowRange {
  uint32_t first = 0;
  uint32_t last = 0;
};

/// Cuts a table into tasks: enough for all threads to end at about the same time.
std::vector<RowRange> split_rows(uint32_t rows, const RunOptions& options);

/// Fills `rows` with the row numbers of one batch after another and calls body(first row).
template <class Body>
void for_each_batch(RowRange range, const RunOptions& options, std::vector<uint32_t>& rows,
                    Body&& body) {
  const auto step = static_cast<uint32_t>(std::clamp<size_t>(options.batch_rows, 1, 1U << 20U));
  for (uint32_t first = range.first; first < range.last;) {
    const uint32_t count = std::min(step, range.last - first);
    rows.resize(count);
    std::iota(rows.begin(), rows.end(), first);
    body(first);
    first += count;
  }
}

}  // namespace audit::engine

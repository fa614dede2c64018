// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "ingest/rows.hpp"

namespace audit::ingest {

/// Hands out a reader's batches to several threads, numbered.
class BatchQueue {
 public:
  explicit BatchQueue(RowReader& rows) : rows_(rows) {}

  struct Taken {
    uint64_t number = 0;
    uint64_t bytes = 0;  // read for it
  };
  /// Nothing at the end, and after an error, which the thread that meets it throws.
  std::optional<Taken> take(RowBatch& batch) {
    const std::scoped_lock lock(mutex_);
    if (at_end_) return std::nullopt;
    at_end_ = true;  // if next() throws
    if (!rows_.next(batch)) return std::nullopt;
    at_end_ = false;
    const uint64_t before = std::exchange(bytes_, rows_.bytes_read());
    return Taken{taken_++, bytes_ - before};
  }

 private:
  RowReader& rows_;
  std::mutex mutex_;
  bool at_end_ = false;
  uint64_t taken_ = 0;
  uint64_t bytes_ = 0;
};

}  // namespace audit::ingest

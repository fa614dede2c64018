// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "util/kernel.hpp"

namespace audit::ingest {

inline constexpr size_t k_chunk_bytes = 64;

/// Writes one word per 64-byte chunk of data[0 .. 64 * chunks): bit i is set where byte i is the
/// delimiter, a double quote, CR or LF.
using IndexFunction = void (*)(const char* data, size_t chunks, char delimiter, uint64_t* masks);
IndexFunction index_function(util::Kernel kernel);

/// Walks the structural bytes of a text in order. The text must be readable for 64 bytes past its
/// end. Indexes some kilobytes at a time, so that the masks stay in the nearest cache.
class StructureCursor {
 public:
  StructureCursor(IndexFunction index, char delimiter) : index_(index), delimiter_(delimiter) {}

  /// From now on over data[0 .. end), starting at `at`.
  void start(const char* data, size_t end, size_t at) {
    data_ = data;
    end_ = end;
    // A walk may be short (a trial of one line): it begins with few chunks.
    chunks_ = k_first;
    index_from(at);
  }

  /// How far the text has been indexed and looked at, to within a chunk.
  [[nodiscard]] size_t position() const { return std::min(base_ + k_chunk_bytes, end_); }

  /// The next structural byte's offset, or the end.
  size_t next() {
    while (mask_ == 0) {
      if (!advance()) return end_;
    }
    const size_t at = base_ + static_cast<size_t>(std::countr_zero(mask_));
    mask_ &= mask_ - 1;
    return at;
  }

 private:
  static constexpr size_t k_first = 4;
  static constexpr size_t k_held = 64;

  bool advance() {
    base_ += k_chunk_bytes;
    if (next_chunk_ < held_) {
      mask_ = masks_[next_chunk_++];
      return true;
    }
    return refill();
  }
  void index_from(size_t at);
  bool refill();

  IndexFunction index_;
  char delimiter_;
  const char* data_ = nullptr;
  size_t end_ = 0;
  size_t base_ = 0;        // offset of the chunk that mask_ speaks of
  uint64_t mask_ = 0;      // its structural bytes not yet handed out
  size_t next_chunk_ = 0;  // into masks_
  size_t held_ = 0;
  size_t chunks_ = k_first;  // how many the next turn indexes
  std::array<uint64_t, k_held> masks_{};
};

}  // namespace audit::ingest

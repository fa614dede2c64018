// SPDX-License-Identifier: MIT
#include "ingest/csv_index.hpp"

#include <algorithm>

#include "ingest/csv_kernels.hpp"

namespace audit::ingest {

IndexFunction index_function(util::Kernel kernel) {
  switch (util::usable_kernel(kernel)) {
    case util::Kernel::avx512:
      return index_avx512;
    case util::Kernel::avx2:
      return index_avx2;
    default:
      return index_portable;
  }
}

void StructureCursor::index_from(size_t at) {
  base_ = at;
  mask_ = 0;
  const size_t chunks = std::min(chunks_, (end_ - at + k_chunk_bytes - 1) / k_chunk_bytes);
  held_ = chunks;
  next_chunk_ = 0;
  if (chunks == 0) return;
  index_(data_ + at, chunks, delimiter_, masks_.data());
  // What lies past the end is not the text's.
  const size_t covered = chunks * k_chunk_bytes;
  if (covered > end_ - at) masks_[chunks - 1] &= ~uint64_t{0} >> (covered - (end_ - at));
  mask_ = masks_[0];
  next_chunk_ = 1;
}

bool StructureCursor::refill() {
  if (base_ >= end_) return false;
  chunks_ = std::min(k_held, chunks_ * 4);
  index_from(base_);
  return true;
}

}  // namespace audit::ingest

// SPDX-License-Identifier: MIT
#include "ingest/csv_index.hpp"

#include <algorithm>
#include <atomic>

#include "ingest/csv_kernels.hpp"

namespace audit::ingest {
namespace {

std::atomic<Kernel>& forced() {
  static std::atomic<Kernel> kernel{Kernel::automatic};
  return kernel;
}

}  // namespace

void force_kernel(Kernel kernel) { forced() = kernel; }

bool kernel_available(Kernel kernel) {
#if defined(__x86_64__)
  if (kernel == Kernel::avx2) return __builtin_cpu_supports("avx2") != 0;
  if (kernel == Kernel::avx512) {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  }
  return true;
#else
  return kernel == Kernel::automatic || kernel == Kernel::portable;
#endif
}

IndexFunction index_function(Kernel kernel) {
  if (kernel == Kernel::automatic) kernel = forced();
  if (kernel == Kernel::automatic) kernel = Kernel::avx512;
  if (kernel == Kernel::avx512 && kernel_available(kernel)) return index_avx512;
  if (kernel != Kernel::portable && kernel_available(Kernel::avx2)) return index_avx2;
  return index_portable;
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

// SPDX-License-Identifier: MIT
#include "ingest/csv_kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace audit::ingest {

#if defined(__x86_64__)
namespace {

__attribute__((target("avx2"))) inline uint64_t half(const char* data, const __m256i* wanted) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data));
  const __m256i first =
      _mm256_or_si256(_mm256_cmpeq_epi8(bytes, wanted[0]), _mm256_cmpeq_epi8(bytes, wanted[1]));
  const __m256i second =
      _mm256_or_si256(_mm256_cmpeq_epi8(bytes, wanted[2]), _mm256_cmpeq_epi8(bytes, wanted[3]));
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(first, second)));
}

}  // namespace

__attribute__((target("avx2"))) void index_avx2(const char* data, size_t chunks, char delimiter,
                                                uint64_t* masks) {
  const __m256i wanted[4] = {_mm256_set1_epi8(delimiter), _mm256_set1_epi8('"'),
                             _mm256_set1_epi8('\r'), _mm256_set1_epi8('\n')};
  for (size_t chunk = 0; chunk < chunks; ++chunk, data += 64) {
    masks[chunk] = half(data, wanted) | (half(data + 32, wanted) << 32U);
  }
}
#else
void index_avx2(const char* data, size_t chunks, char delimiter, uint64_t* masks) {
  index_portable(data, chunks, delimiter, masks);
}
#endif

}  // namespace audit::ingest

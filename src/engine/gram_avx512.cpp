// SPDX-License-Identifier: MIT
#include "engine/gram_kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace audit::engine {

#if defined(__x86_64__)
namespace {

__attribute__((target("avx512f,avx512bw"))) inline __m512i all_lanes(
    const GramTables::OfHalf& table) {
  constexpr __mmask16 k_all = 0xFFFF;  // without a mask GCC 12 warns of its own header
  return _mm512_maskz_broadcast_i32x4(
      k_all, _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

}  // namespace

__attribute__((target("avx512f,avx512bw"))) void grams_avx512(const GramTables& tables,
                                                              const char* data, size_t chunks,
                                                              uint64_t* masks, uint8_t* buckets) {
  __m512i low_table[k_gram_bytes];
  __m512i high_table[k_gram_bytes];
  for (size_t place = 0; place < k_gram_bytes; ++place) {
    low_table[place] = all_lanes(tables.low[place]);
    high_table[place] = all_lanes(tables.high[place]);
  }
  const __m512i low_half = _mm512_set1_epi8(0x0F);
  for (size_t chunk = 0; chunk < chunks; ++chunk) {
    __m512i fits = _mm512_set1_epi8(-1);
    for (size_t place = 0; place < k_gram_bytes; ++place) {
      const __m512i bytes = _mm512_loadu_si512(data + place);
      const __m512i low = _mm512_and_si512(bytes, low_half);
      const __m512i high = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), low_half);
      fits = _mm512_and_si512(fits, _mm512_and_si512(_mm512_shuffle_epi8(low_table[place], low),
                                                     _mm512_shuffle_epi8(high_table[place], high)));
    }
    _mm512_storeu_si512(buckets, fits);
    masks[chunk] = _mm512_test_epi8_mask(fits, fits);
    data += k_gram_chunk;
    buckets += k_gram_chunk;
  }
}
#else
void grams_avx512(const GramTables& tables, const char* data, size_t chunks, uint64_t* masks,
                  uint8_t* buckets) {
  grams_portable(tables, data, chunks, masks, buckets);
}
#endif

}  // namespace audit::engine

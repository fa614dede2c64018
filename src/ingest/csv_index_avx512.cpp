// SPDX-License-Identifier: MIT
#include "ingest/csv_kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace audit::ingest {

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw"))) void index_avx512(const char* data, size_t chunks,
                                                              char delimiter, uint64_t* masks) {
  const __m512i delimiters = _mm512_set1_epi8(delimiter);
  const __m512i quotes = _mm512_set1_epi8('"');
  const __m512i returns = _mm512_set1_epi8('\r');
  const __m512i feeds = _mm512_set1_epi8('\n');
  for (size_t chunk = 0; chunk < chunks; ++chunk, data += 64) {
    const __m512i bytes = _mm512_loadu_si512(data);
    masks[chunk] = _mm512_cmpeq_epi8_mask(bytes, delimiters) |
                   _mm512_cmpeq_epi8_mask(bytes, quotes) | _mm512_cmpeq_epi8_mask(bytes, returns) |
                   _mm512_cmpeq_epi8_mask(bytes, feeds);
  }
}
#else
void index_avx512(const char* data, size_t chunks, char delimiter, uint64_t* masks) {
  index_portable(data, chunks, delimiter, masks);
}
#endif

}  // namespace audit::ingest

// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "util/kernel.hpp"

namespace audit::engine {

inline constexpr size_t k_gram_bytes = 4;
inline constexpr size_t k_gram_chunk = 64;  ///< places that are looked at together

/// Which bytes the grams of up to eight buckets (a bit each) have at each of their places.
struct GramTables {
  using OfHalf = std::array<uint8_t, 16>;
  /// By place and by a byte's low or high half: the buckets with a gram that may have it there.
  alignas(64) std::array<OfHalf, k_gram_bytes> low{};
  std::array<OfHalf, k_gram_bytes> high{};
  /// The same by the whole byte, exactly: bits 8 * place and on.
  std::array<uint32_t, 256> byte{};
};

/// For each place of data[0 .. 64 * chunks): the buckets of which some gram may begin there (into
/// `buckets`), and whether there is one (a bit of `masks`, a word for 64 places). None that begins
/// there is missed. Reads k_gram_bytes - 1 bytes more.
using GramFunction = void (*)(const GramTables& tables, const char* data, size_t chunks,
                              uint64_t* masks, uint8_t* buckets);
GramFunction gram_function(util::Kernel kernel);

// Its siblings. The vector ones may only be called where util::kernel_available says so; elsewhere
// than on x86-64 they are the portable one.
void grams_portable(const GramTables& tables, const char* data, size_t chunks, uint64_t* masks,
                    uint8_t* buckets);
void grams_avx2(const GramTables& tables, const char* data, size_t chunks, uint64_t* masks,
                uint8_t* buckets);
void grams_avx512(const GramTables& tables, const char* data, size_t chunks, uint64_t* masks,
                  uint8_t* buckets);

}  // namespace audit::engine

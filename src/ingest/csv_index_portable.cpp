// SPDX-License-Identifier: MIT
#include <bit>
#include <cstring>

#include "ingest/csv_kernels.hpp"

// Eight bytes at a time in a plain 64-bit word. Exact: the addition never carries from one byte
// into the next, so no byte is marked on account of its neighbour.
namespace audit::ingest {
namespace {

constexpr uint64_t k_ones = 0x0101010101010101U;
constexpr uint64_t k_low = 0x7F7F7F7F7F7F7F7FU;

/// 0x80 in every byte of `word` that is zero.
constexpr uint64_t zero_bytes(uint64_t word) { return ~(((word & k_low) + k_low) | word | k_low); }

constexpr uint64_t spread(char byte) { return k_ones * static_cast<unsigned char>(byte); }

/// The eight 0x80 flags as the low eight bits, byte 0 first.
constexpr uint64_t gather(uint64_t flags) { return ((flags >> 7U) * 0x0102040810204080U) >> 56U; }

uint64_t load(const char* data) {
  uint64_t word = 0;
  std::memcpy(&word, data, sizeof word);
  if constexpr (std::endian::native == std::endian::big) {
    uint64_t swapped = 0;
    for (int i = 0; i < 8; ++i, word >>= 8U) swapped = (swapped << 8U) | (word & 0xFFU);
    return swapped;
  }
  return word;
}

}  // namespace

void index_portable(const char* data, size_t chunks, char delimiter, uint64_t* masks) {
  const uint64_t delimiters = spread(delimiter);
  const uint64_t quotes = spread('"');
  const uint64_t returns = spread('\r');
  const uint64_t feeds = spread('\n');
  for (size_t chunk = 0; chunk < chunks; ++chunk, data += 64) {
    uint64_t mask = 0;
    for (unsigned part = 0; part < 8; ++part) {
      const uint64_t word = load(data + size_t{part} * 8);
      const uint64_t flags = zero_bytes(word ^ delimiters) | zero_bytes(word ^ quotes) |
                             zero_bytes(word ^ returns) | zero_bytes(word ^ feeds);
      mask |= gather(flags) << (part * 8U);
    }
    masks[chunk] = mask;
  }
}

}  // namespace audit::ingest

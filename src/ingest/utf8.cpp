// SPDX-License-Identifier: MIT
#include "ingest/utf8.hpp"

#include <bit>
#include <cstring>

namespace audit::ingest {
namespace {

/// How a sequence with this lead byte goes on: how many bytes, and what the second may be.
struct Lead {
  uint8_t more = 0;
  uint8_t low = 0x80;
  uint8_t high = 0xBF;
};

constexpr Lead lead_of(uint8_t byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {};
}

constexpr uint64_t k_high_bits = 0x8080808080808080U;

}  // namespace

Utf8Step utf8_step(std::span<const char> text, size_t at) {
  const auto byte_at = [&](size_t index) { return static_cast<uint8_t>(text[index]); };
  if (byte_at(at) < 0x80) return {1, true, false};
  const Lead lead = lead_of(byte_at(at));
  if (lead.more == 0) return {1, false, false};
  for (uint8_t i = 1; i <= lead.more; ++i) {
    if (at + i == text.size()) return {i, false, true};
    const uint8_t low = i == 1 ? lead.low : uint8_t{0x80};
    const uint8_t high = i == 1 ? lead.high : uint8_t{0xBF};
    if (byte_at(at + i) < low || byte_at(at + i) > high) return {i, false, false};
  }
  return {static_cast<uint8_t>(lead.more + 1), true, false};
}

size_t ascii_run(std::span<const char> text, size_t at) {
  const size_t from = at;
  // 64 bytes a turn: the compiler makes vector code of the plain words.
  for (; at + 64 <= text.size(); at += 64) {
    uint64_t words[8];
    std::memcpy(words, text.data() + at, sizeof words);
    uint64_t all = 0;
    for (const uint64_t word : words) all |= word;
    if ((all & k_high_bits) != 0) break;
  }
  while (at < text.size() && static_cast<uint8_t>(text[at]) < 0x80) ++at;
  return at - from;
}

size_t write_utf8(char32_t code_point, char* out) {
  const auto put = [out](size_t at, uint32_t byte) { out[at] = static_cast<char>(byte); };
  const uint32_t code = code_point;
  if (code < 0x80) {
    put(0, code);
    return 1;
  }
  if (code < 0x800) {
    put(0, 0xC0U | (code >> 6U));
    put(1, 0x80U | (code & 0x3FU));
    return 2;
  }
  if (code < 0x10000) {
    put(0, 0xE0U | (code >> 12U));
    put(1, 0x80U | ((code >> 6U) & 0x3FU));
    put(2, 0x80U | (code & 0x3FU));
    return 3;
  }
  put(0, 0xF0U | (code >> 18U));
  put(1, 0x80U | ((code >> 12U) & 0x3FU));
  put(2, 0x80U | ((code >> 6U) & 0x3FU));
  put(3, 0x80U | (code & 0x3FU));
  return 4;
}

void Utf8Counter::count(Utf8Step step) {
  if (step.valid) {
    ++valid_;
  } else {
    if (invalid_ == 0) first_invalid_ = offset_;
    ++invalid_;
  }
  offset_ += step.length;
}

size_t Utf8Counter::take(std::span<const char> text, size_t at, bool last) {
  while (at < text.size()) {
    const size_t run = ascii_run(text, at);
    at += run;
    offset_ += run;
    if (at == text.size()) break;
    const Utf8Step step = utf8_step(text, at);
    if (step.truncated && !last) break;
    count(step);
    at += step.length;
  }
  return at;
}

void Utf8Counter::add(std::span<const char> piece) {
  size_t from = 0;
  // The cut sequence gets one byte at a time, so that what follows it is never counted twice.
  while (held_bytes_ > 0 && from < piece.size()) {
    held_[held_bytes_++] = piece[from++];
    const size_t done = take({held_, held_bytes_}, 0, false);
    std::memmove(held_, held_ + done, held_bytes_ - done);
    held_bytes_ -= done;
  }
  if (held_bytes_ > 0) return;
  const size_t done = take(piece, from, false);
  held_bytes_ = piece.size() - done;
  std::memcpy(held_, piece.data() + done, held_bytes_);
}

void Utf8Counter::finish() {
  take({held_, held_bytes_}, 0, true);
  held_bytes_ = 0;
}

}  // namespace audit::ingest

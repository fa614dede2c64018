// SPDX-License-Identifier: MIT
#include "model/text_pool.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <xxhash.h>

#include "util/bytes.hpp"
#include "util/fatal.hpp"
#include "util/parallel.hpp"

namespace audit::model {

namespace {

constexpr size_t k_first_slots = 64;
constexpr uint32_t k_at_a_time = 64;          // whose slots are fetched together
constexpr size_t k_share = size_t{1} << 15U;  // texts: fewer are not worth a thread's start

/// Calls `look(text, hash)` for the texts first … last - 1 of `other`, by code, with its slot of
/// `pool` fetched, and puts the answers into `codes`.
template <typename Look>
void look_up(const TextPool& pool, const TextPool& other, const util::Stretch& stretch,
             std::vector<uint32_t>& codes, Look look) {
  std::array<uint32_t, k_at_a_time> hashes{};
  for (size_t at = std::max<size_t>(stretch.first, 1); at < stretch.last; at += k_at_a_time) {
    const auto first = static_cast<uint32_t>(at);
    const auto count = static_cast<uint32_t>(std::min<size_t>(k_at_a_time, stretch.last - at));
    for (uint32_t i = 0; i < count; ++i) {
      hashes[i] = TextPool::hash_of(other.text(first + i));
      pool.fetch(hashes[i]);
    }
    for (uint32_t i = 0; i < count; ++i) {
      codes[first + i] = look(other.text(first + i), hashes[i]);
    }
  }
}

}  // namespace

TextPool::TextPool() : places_{0}, slots_(k_first_slots) {}

uint32_t TextPool::hash_of(std::string_view text) {
  return static_cast<uint32_t>(XXH3_64bits(text.data(), text.size()));
}

size_t TextPool::slot_of(std::string_view text, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (slots_[slot].code != 0) {
    if (slots_[slot].hash == hash && util::equal_bytes(this->text(slots_[slot].code), text)) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

uint32_t TextPool::find(std::string_view text, uint32_t hash) const {
  if (text.empty()) return 0;
  if (indexed_) return slots_[slot_of(text, hash)].code;
  for (uint32_t code = 1; code < size(); ++code) {
    if (this->text(code) == text) return code;
  }
  return 0;
}

uint32_t TextPool::intern(std::string_view text, uint32_t hash) {
  if (text.empty()) return 0;
  if (!indexed_) index_again();
  size_t slot = slot_of(text, hash);
  if (slots_[slot].code != 0) return slots_[slot].code;
  // At most three quarters full.
  if (places_.size() + places_.size() / 3 > slots_.size()) {
    grow();
    slot = slot_of(text, hash);
  }
  const uint32_t code = size();
  places_.push_back(store(text));
  slots_[slot] = {hash, code};
  return code;
}

std::vector<uint32_t> TextPool::intern_all(const TextPool& other) {
  std::vector<uint32_t> codes(other.size(), 0);
  look_up(*this, other, {0, other.size(), 0}, codes,
          [this](std::string_view text, uint32_t hash) { return intern(text, hash); });
  return codes;
}

std::vector<uint32_t> TextPool::find_all(const TextPool& other, unsigned threads) const {
  std::vector<uint32_t> codes(other.size(), 0);
  util::parallel_stretches(codes.size(), k_share, threads, [&](const util::Stretch& share) {
    look_up(*this, other, share, codes,
            [this](std::string_view text, uint32_t hash) { return find(text, hash); });
  });
  return codes;
}

void TextPool::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
  const size_t mask = slots_.size() - 1;
  for (const Slot& kept : old) {
    if (kept.code == 0) continue;
    size_t slot = kept.hash & mask;
    while (slots_[slot].code != 0) slot = (slot + 1) & mask;
    slots_[slot] = kept;
  }
}

void TextPool::forget_index() {
  slots_ = std::vector<Slot>(1);  // fetch() wants one
  indexed_ = false;
}

void TextPool::index_again() {
  size_t slots = k_first_slots;
  while (places_.size() + places_.size() / 3 > slots) slots *= 2;
  slots_ = std::vector<Slot>(slots);
  indexed_ = true;
  for (uint32_t code = 1; code < size(); ++code) {
    const std::string_view one = text(code);
    const uint32_t hash = hash_of(one);
    slots_[slot_of(one, hash)] = {hash, code};
  }
}

/// Room for one text, with its size, in the last block or, if it is larger than one, in blocks of
/// its own. Returns where it begins.
size_t TextPool::take_room(size_t bytes) {
  if (used_ + bytes > k_block_bytes) {
    const size_t blocks = (bytes + k_block_bytes - 1) / k_block_bytes;
    char* room =
        owned_.emplace_back(std::make_unique_for_overwrite<char[]>(blocks * k_block_bytes)).get();
    for (size_t i = 0; i < blocks; ++i) blocks_.push_back(room + i * k_block_bytes);
    AUDIT_ASSERT(blocks_.size() <= k_most_blocks);
    used_ = 0;
  }
  const size_t blocks = std::max<size_t>(1, (bytes + k_block_bytes - 1) / k_block_bytes);
  const size_t begin = (blocks_.size() - blocks) * k_block_bytes + used_;
  used_ = (used_ + bytes + k_unit - 1) / k_unit * k_unit;
  return begin;
}

uint32_t TextPool::store(std::string_view text) {
  const bool is_long = text.size() >= k_long_size;
  const size_t head = is_long ? 1 + sizeof(uint32_t) : 1;
  const size_t begin = take_room(head + text.size());
  char* at = blocks_[begin / k_block_bytes] + begin % k_block_bytes;
  if (is_long) {
    const auto size = static_cast<uint32_t>(text.size());
    *at = static_cast<char>(k_long_size);
    std::memcpy(at + 1, &size, sizeof size);
  } else {
    *at = static_cast<char>(text.size());
  }
  std::memcpy(at + head, text.data(), text.size());
  return static_cast<uint32_t>(begin / k_unit);
}

}  // namespace audit::model

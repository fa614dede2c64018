// SPDX-License-Identifier: MIT
#include "model/text_pool.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

namespace audit::model {

namespace {

constexpr size_t k_first_slots = 64;
// Blocks grow from the first to the second size: there are many small pools, and a few large ones.
constexpr size_t k_first_block_bytes = 1024;
constexpr size_t k_block_bytes = size_t{64} * 1024;

uint32_t hash_of(std::string_view text) {
  return static_cast<uint32_t>(XXH3_64bits(text.data(), text.size()));
}

}  // namespace

TextPool::TextPool() : starts_{""}, sizes_{0}, hashes_{0}, slots_(k_first_slots, 0) {}

size_t TextPool::slot_of(std::string_view text, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (slots_[slot] != 0) {
    const uint32_t code = slots_[slot];
    if (hashes_[code] == hash && this->text(code) == text) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

uint32_t TextPool::find(std::string_view text) const {
  return text.empty() ? 0 : slots_[slot_of(text, hash_of(text))];
}

uint32_t TextPool::intern(std::string_view text) {
  if (text.empty()) return 0;
  const uint32_t hash = hash_of(text);
  size_t slot = slot_of(text, hash);
  if (slots_[slot] != 0) return slots_[slot];
  if (starts_.size() * 2 > slots_.size()) {
    grow();
    slot = slot_of(text, hash);
  }
  const uint32_t code = size();
  starts_.push_back(store(text));
  sizes_.push_back(static_cast<uint32_t>(text.size()));
  hashes_.push_back(hash);
  slots_[slot] = code;
  return code;
}

void TextPool::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const size_t mask = slots_.size() - 1;
  for (uint32_t code = 1; code < size(); ++code) {
    size_t slot = hashes_[code] & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = code;
  }
}

const char* TextPool::store(std::string_view text) {
  if (block_used_ + text.size() > block_size_) {
    const size_t next = std::clamp(block_size_ * 2, k_first_block_bytes, k_block_bytes);
    block_size_ = std::max(next, text.size());
    block_used_ = 0;
    blocks_.push_back(std::make_unique<char[]>(block_size_));
  }
  char* place = blocks_.back().get() + block_used_;
  std::memcpy(place, text.data(), text.size());
  block_used_ += text.size();
  return place;
}

}  // namespace audit::model

// SPDX-License-Identifier: MIT
#include "model/text_pool.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <utility>

#include <xxhash.h>

#include "util/bytes.hpp"
#include "util/fatal.hpp"
#include "util/parallel.hpp"

namespace audit::model {

namespace {

constexpr size_t k_first_lines = 8;
constexpr size_t k_bits_a_text = 16;
constexpr uint32_t k_at_a_time = 64;  // whose slots are fetched together

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

struct HashedCode {
  uint32_t hash = 0;
  uint32_t code = 0;
};

/// Those whose hash another one has, and a few more: a bit for the end of each hash tells which was
/// met before. The bits of most pools stay in the processor's caches.
std::vector<HashedCode> likely_alike(const TextPool& pool) {
  const size_t bits = std::bit_ceil(k_bits_a_text * size_t{pool.size()});
  std::vector<bool> met(bits, false);
  std::vector<bool> met_again(bits, false);
  std::vector<uint32_t> hashes(pool.size(), 0);
  for (uint32_t code = 1; code < pool.size(); ++code) {
    hashes[code] = TextPool::hash_of(pool.text(code));
    const size_t bit = hashes[code] & (bits - 1);
    if (met[bit]) met_again[bit] = true;
    met[bit] = true;
  }
  std::vector<HashedCode> alike;
  for (uint32_t code = 1; code < pool.size(); ++code) {
    if (met_again[hashes[code] & (bits - 1)]) alike.push_back({hashes[code], code});
  }
  return alike;
}

}  // namespace

TextPool::TextPool() : places_{0} { make_slots(k_first_lines); }

uint32_t TextPool::hash_of(std::string_view text) {
  return static_cast<uint32_t>(XXH3_64bits(text.data(), text.size()));
}

/// The slot that holds the text, or the free one in which it would stand.
size_t TextPool::slot_of(std::string_view text, uint32_t hash) const {
  for (size_t line = line_of(hash);; line = next_line(line)) {
    for (size_t slot = line; slot < line + k_line_slots; ++slot) {
      const Slot& one = slots_[slot];
      if (one.code == 0) return slot;
      if (one.hash == hash && util::equal_bytes(this->text(one.code), text)) return slot;
    }
  }
}

size_t TextPool::free_slot(uint32_t hash) const {
  for (size_t line = line_of(hash);; line = next_line(line)) {
    for (size_t slot = line; slot < line + k_line_slots; ++slot) {
      if (slots_[slot].code == 0) return slot;
    }
  }
}

size_t TextPool::next_line(size_t line) const {
  const size_t next = line + k_line_slots;
  return next < first_line_ + (line_mask_ + 1) * k_line_slots ? next : first_line_;
}

/// Empty ones, of which the first begins where a line of the cache does.
void TextPool::make_slots(size_t lines) {
  slots_ = std::vector<Slot>((lines + 1) * k_line_slots);
  line_mask_ = lines - 1;
  void* first = slots_.data();
  size_t room = slots_.size() * sizeof(Slot);
  std::align(k_line_bytes, lines * k_line_bytes, first, room);
  first_line_ = static_cast<size_t>(static_cast<Slot*>(first) - slots_.data());
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
  if (is_full()) {
    grow();
    slot = free_slot(hash);
  }
  const uint32_t code = size();
  places_.push_back(store(text));
  slots_[slot] = {hash, code};
  return code;
}

uint32_t TextPool::append(std::string_view text) {
  if (text.empty()) return 0;
  if (indexed_) forget_index();
  appended_ = true;
  places_.push_back(store(text));
  return size() - 1;
}

std::vector<uint32_t> TextPool::first_alike() const {
  if (!appended_) return {};
  std::vector<HashedCode> some = likely_alike(*this);
  // Equal texts stand side by side then, the first of them in front.
  std::ranges::sort(some, [this](const HashedCode& a, const HashedCode& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    const int order = text(a.code).compare(text(b.code));
    return order != 0 ? order < 0 : a.code < b.code;
  });
  std::vector<uint32_t> first;
  for (size_t i = 1; i < some.size(); ++i) {
    if (text(some[i].code) != text(some[i - 1].code)) continue;
    if (first.empty()) {
      first.resize(size());
      std::iota(first.begin(), first.end(), 0U);
    }
    first[some[i].code] = first[some[i - 1].code];
  }
  return first;
}

std::vector<uint32_t> TextPool::intern_all(const TextPool& other) {
  std::vector<uint32_t> codes(other.size(), 0);
  look_up(*this, other, {0, other.size(), 0}, codes,
          [this](std::string_view text, uint32_t hash) { return intern(text, hash); });
  return codes;
}

std::vector<uint32_t> TextPool::find_all(const TextPool& other, unsigned threads) const {
  std::vector<uint32_t> codes(other.size(), 0);
  util::parallel_stretches(codes.size(), util::k_stretch, threads, [&](const util::Stretch& share) {
    look_up(*this, other, share, codes,
            [this](std::string_view text, uint32_t hash) { return find(text, hash); });
  });
  return codes;
}

/// At most three quarters full.
bool TextPool::is_full() const {
  return places_.size() + places_.size() / 3 > (line_mask_ + 1) * k_line_slots;
}

void TextPool::grow() {
  const std::vector<Slot> old = std::exchange(slots_, {});
  make_slots((line_mask_ + 1) * 2);
  for (const Slot& kept : old) {
    if (kept.code != 0) slots_[free_slot(kept.hash)] = kept;
  }
}

void TextPool::forget_index() {
  make_slots(1);  // fetch() wants one
  indexed_ = false;
}

void TextPool::index_again() {
  while (is_full()) line_mask_ = 2 * line_mask_ + 1;
  make_slots(line_mask_ + 1);
  indexed_ = true;
  for (uint32_t code = 1; code < size(); ++code) {
    const uint32_t hash = hash_of(text(code));
    slots_[free_slot(hash)] = {hash, code};
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

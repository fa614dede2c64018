// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace audit::model {

/// Distinct texts, each stored once and known by a code. Code 0 is the missing text. Views stay
/// valid for the pool's life. An open-addressing table over XXH3, whose slots hold part of the hash
/// so that a text that is new is seldom compared with another; no allocation per text.
class TextPool {
 public:
  TextPool();
  uint32_t intern(std::string_view text) { return intern(text, hash_of(text)); }  ///< empty → 0
  [[nodiscard]] std::string_view text(uint32_t code) const;
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(places_.size()); }
  /// The code of `text` if it is there, else 0.
  [[nodiscard]] uint32_t find(std::string_view text) const { return find(text, hash_of(text)); }
  /// Frees what texts are looked up by; find() looks at each from here on, and intern() begins with
  /// making it anew.
  void forget_index();
  /// For texts that are seldom equal: without a look whether it is there already, which
  /// first_alike() takes at all of them in one go. The pool has no index from here on, as after
  /// forget_index().
  uint32_t append(std::string_view text);  ///< empty → 0
  /// By code: the first code of the same text. Empty: each has one code only.
  [[nodiscard]] std::vector<uint32_t> first_alike() const;

  /// For many texts at a time: hash all, fetch all, then intern or find each, so that the waits for
  /// memory overlap.
  [[nodiscard]] static uint32_t hash_of(std::string_view text);
  void fetch(uint32_t hash) const { __builtin_prefetch(&slots_[line_of(hash)]); }
  uint32_t intern(std::string_view text, uint32_t hash);
  [[nodiscard]] uint32_t find(std::string_view text, uint32_t hash) const;
  /// By code of `other`: the code of the same text here, interned, or 0 if it is not here.
  std::vector<uint32_t> intern_all(const TextPool& other);
  [[nodiscard]] std::vector<uint32_t> find_all(const TextPool& other, unsigned threads = 1) const;

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t code = 0;  // 0 = free
  };
  // The slots of one line of the processor's caches. A text stands in that of its hash, else in the
  // next that had room: most are found, or found to be new, by one look at memory.
  static constexpr size_t k_line_bytes = 64;
  static constexpr size_t k_line_slots = k_line_bytes / sizeof(Slot);
  // A text lies behind its size: one byte, or k_long_size and four bytes. Its place counts units of
  // k_unit bytes through blocks of k_block_bytes; a larger text has several blocks in a row.
  static constexpr size_t k_unit = 4;
  static constexpr size_t k_block_bytes = size_t{64} * 1024;
  static constexpr size_t k_most_blocks = (size_t{1} << 32U) / (k_block_bytes / k_unit);
  static constexpr uint8_t k_long_size = 255;

  [[nodiscard]] size_t line_of(uint32_t hash) const {
    return first_line_ + (hash & line_mask_) * k_line_slots;
  }
  [[nodiscard]] size_t slot_of(std::string_view text, uint32_t hash) const;
  [[nodiscard]] size_t free_slot(uint32_t hash) const;
  [[nodiscard]] size_t next_line(size_t line) const;
  [[nodiscard]] bool is_full() const;
  void make_slots(size_t lines);
  void grow();
  void index_again();
  size_t take_room(size_t bytes);
  uint32_t store(std::string_view text);  // returns its place

  std::vector<uint32_t> places_;  // by code
  std::vector<Slot> slots_;       // whole lines, and what it takes to begin with one
  size_t first_line_ = 0;         // where in slots_ they begin
  size_t line_mask_ = 0;          // how many lines there are, a power of two, less one
  std::vector<char*> blocks_;
  std::vector<std::unique_ptr<char[]>> owned_;
  bool indexed_ = true;
  bool appended_ = false;        // some texts may have several codes
  size_t used_ = k_block_bytes;  // of the last block
};

inline std::string_view TextPool::text(uint32_t code) const {
  if (code == 0) return {};
  constexpr size_t k_units = k_block_bytes / k_unit;
  const char* at = blocks_[places_[code] / k_units] + places_[code] % k_units * k_unit;
  const auto size = static_cast<uint8_t>(*at);
  if (size != k_long_size) return {at + 1, size};
  uint32_t long_size = 0;
  std::memcpy(&long_size, at + 1, sizeof long_size);
  return {at + 1 + sizeof long_size, long_size};
}

}  // namespace audit::model

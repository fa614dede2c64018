// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace audit::model {

/// Distinct texts, each stored once and known by a code. Code 0 is the missing text. Views stay
/// valid for the pool's life. Grows by an open-addressing table over XXH3; no allocation per text.
class TextPool {
 public:
  TextPool();
  uint32_t intern(std::string_view text);  ///< empty → 0
  [[nodiscard]] std::string_view text(uint32_t code) const { return {starts_[code], sizes_[code]}; }
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(starts_.size()); }
  /// The code of `text` if it is there, else 0.
  [[nodiscard]] uint32_t find(std::string_view text) const;

 private:
  [[nodiscard]] size_t slot_of(std::string_view text, uint32_t hash) const;
  void grow();
  const char* store(std::string_view text);

  std::vector<const char*> starts_;
  std::vector<uint32_t> sizes_;
  std::vector<uint32_t> hashes_;
  std::vector<uint32_t> slots_;  // power of two; 0 = free
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t block_used_ = 0;
  size_t block_size_ = 0;
};

}  // namespace audit::model

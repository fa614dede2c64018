// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace audit::ingest {

/// What stands at one place of a text that should be UTF-8.
struct Utf8Step {
  uint8_t length = 0;  ///< bytes that belong together: a sequence, or the invalid beginning of one
  bool valid = false;
  bool truncated = false;  ///< the text ends within what may be a valid sequence
};

/// The sequence that begins at text[at] (Unicode 15, table 3-7: no surrogates, no overlong forms).
/// Of an invalid one `length` covers its maximal subpart, for which one U+FFFD stands.
Utf8Step utf8_step(std::span<const char> text, size_t at);

/// How many bytes from text[at] on are ASCII.
size_t ascii_run(std::span<const char> text, size_t at);

/// Writes a code point's UTF-8 form (1 to 4 bytes; the code point must be a scalar value) and
/// returns its length.
size_t write_utf8(char32_t code_point, char* out);

/// Counts valid and invalid sequences that are not ASCII, over a text that comes in pieces.
class Utf8Counter {
 public:
  void add(std::span<const char> piece);
  void finish();
  [[nodiscard]] uint64_t valid() const { return valid_; }
  [[nodiscard]] uint64_t invalid() const { return invalid_; }
  [[nodiscard]] uint64_t first_invalid() const { return first_invalid_; }  ///< byte offset

 private:
  size_t take(std::span<const char> text, size_t at, bool last);
  void count(Utf8Step step);

  uint64_t valid_ = 0;
  uint64_t invalid_ = 0;
  uint64_t first_invalid_ = 0;
  uint64_t offset_ = 0;  // of the next byte to judge
  char held_[4] = {};    // a sequence that a piece's end cut
  size_t held_bytes_ = 0;
};

}  // namespace audit::ingest

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ingest/rows.hpp"
#include "ingest/source.hpp"
#include "ingest/utf8.hpp"

namespace audit::ingest {

/// A place in decoded text at which something was dropped or replaced.
struct Mark {
  enum class Kind : uint8_t {
    nul,        ///< one or more NUL bytes stood before the byte at `at`
    undecoded,  ///< the U+FFFD that begins at `at` stands for undecodable bytes
  };
  size_t at = 0;
  Kind kind = Kind::nul;
};

/// An input's bytes as UTF-8 without byte order mark and without NUL. Text that is known to be
/// valid is read straight to where it is wanted.
class TextStream {
 public:
  /// `doubt`: see RowOptions.
  TextStream(std::unique_ptr<ByteSource> source, const Dialect& dialect, bool doubt);

  /// The least room that fill() asks for.
  static constexpr size_t k_least_room = 64;

  /// Writes up to `room` bytes to window + at and returns their number; 0 = the end. Marks get
  /// offsets from `window`, ascending. Throws InputError, EncodingDoubt.
  size_t fill(char* window, size_t at, size_t room, std::vector<Mark>& marks);

 private:
  struct Target {
    char* window = nullptr;
    size_t at = 0;
    std::vector<Mark>* marks = nullptr;
  };
  size_t fill_directly(char* window, size_t at, size_t room, std::vector<Mark>& marks);
  void check(std::span<const char> piece);
  size_t read_raw(size_t room);
  static size_t skip_byte_order_marks(char* from, size_t bytes);
  size_t decode(size_t bytes, bool last, Target& target) const;
  size_t decode_utf8(size_t bytes, bool last, Target& target) const;
  size_t decode_windows_1252(size_t bytes, Target& target) const;
  size_t decode_utf16(size_t bytes, bool last, Target& target) const;
  static void put(Target& target, char32_t code_point);
  static void put_undecoded(Target& target);

  std::unique_ptr<ByteSource> source_;
  Encoding encoding_;
  bool checked_;          // an assumed encoding, which may turn out wrong
  bool direct_;           // valid UTF-8: no conversion
  Utf8Counter counter_;   // of what is checked
  size_t raw_mark_;       // bytes of a UTF-8 mark to skip before text that is not UTF-8
  bool at_start_ = true;  // byte order marks may still come
  bool ended_ = false;
  std::vector<char> raw_;  // bytes as stored, not yet decoded: raw_[0 .. held_)
  size_t held_ = 0;
};

}  // namespace audit::ingest

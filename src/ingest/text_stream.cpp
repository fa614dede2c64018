// SPDX-License-Identifier: MIT
#include "ingest/text_stream.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "ingest/utf8.hpp"

namespace audit::ingest {
namespace {

constexpr std::array<char, 3> k_mark{'\xEF', '\xBB', '\xBF'};
constexpr char32_t k_replacement = 0xFFFD;

/// Windows-1252, 0x80 to 0x9F; 0 = the code page has nothing there.
constexpr std::array<char16_t, 32> k_windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void add_nul(std::vector<Mark>& marks, size_t at) {
  if (!marks.empty() && marks.back().at == at && marks.back().kind == Mark::Kind::nul) return;
  marks.push_back({at, Mark::Kind::nul});
}

/// Takes the NUL bytes out of window[from .. end) and returns the new end.
size_t drop_nuls(char* window, size_t from, size_t end, std::vector<Mark>& marks) {
  const void* first = std::memchr(window + from, '\0', end - from);
  if (first == nullptr) return end;
  auto out = static_cast<size_t>(static_cast<const char*>(first) - window);
  for (size_t in = out; in < end; ++in) {
    if (window[in] == '\0') {
      add_nul(marks, out);
    } else {
      window[out++] = window[in];
    }
  }
  return out;
}

}  // namespace

TextStream::TextStream(std::unique_ptr<ByteSource> source, const Dialect& dialect, bool doubt)
    : source_(std::move(source)),
      encoding_(dialect.encoding),
      checked_(dialect.assumed && doubt),
      direct_(dialect.encoding == Encoding::utf8 && (dialect.known_valid || checked_)),
      raw_mark_(dialect.encoding == Encoding::windows_1252 && dialect.byte_order_mark
                    ? k_mark.size()
                    : 0) {}

size_t TextStream::skip_byte_order_marks(char* from, size_t bytes) {
  size_t skipped = 0;
  while (bytes - skipped >= k_mark.size() &&
         std::equal(k_mark.begin(), k_mark.end(), from + skipped)) {
    skipped += k_mark.size();
  }
  std::memmove(from, from + skipped, bytes - skipped);
  return bytes - skipped;
}

size_t TextStream::fill_directly(char* window, size_t at, size_t room, std::vector<Mark>& marks) {
  size_t bytes = 0;
  for (;;) {
    const size_t got = source_->read({window + at + bytes, room - bytes});
    if (checked_) check({window + at + bytes, got});
    bytes += got;
    if (got == 0) return 0;
    if (at_start_) {
      // A mark that comes in pieces must be whole before it is judged.
      bytes = skip_byte_order_marks(window + at, bytes);
      const bool may_be_mark =
          bytes < k_mark.size() && std::equal(window + at, window + at + bytes, k_mark.begin());
      if (may_be_mark) continue;
      at_start_ = false;
    }
    const size_t end = drop_nuls(window, at, at + bytes, marks);
    if (end > at) return end - at;
    bytes = 0;
  }
}

/// An empty piece is the end.
void TextStream::check(std::span<const char> piece) {
  if (piece.empty()) {
    counter_.finish();
  } else {
    counter_.add(piece);
  }
  if (counter_.invalid() > 0) throw EncodingDoubt("not all of it is UTF-8");
}

size_t TextStream::read_raw(size_t room) {
  raw_.resize(std::max(raw_.size(), held_ + room));
  const size_t got = source_->read({raw_.data() + held_, room});
  if (got == 0) ended_ = true;
  held_ += got;
  return got;
}

size_t TextStream::fill(char* window, size_t at, size_t room, std::vector<Mark>& marks) {
  if (ended_) return 0;
  if (direct_) {
    const size_t got = fill_directly(window, at, room, marks);
    ended_ = got == 0;
    return got;
  }
  // One byte grows to three at most (U+FFFD for a bad byte, a Windows-1252 punctuation mark).
  const size_t raw_room = room / 3 - 4;
  Target target{window, at, &marks};
  while (!ended_ && target.at == at) {
    read_raw(raw_room);
    const size_t unwanted = std::min(raw_mark_, held_);
    std::memmove(raw_.data(), raw_.data() + unwanted, held_ - unwanted);
    held_ -= unwanted;
    raw_mark_ -= unwanted;
    const size_t used = decode(held_, ended_, target);
    std::memmove(raw_.data(), raw_.data() + used, held_ - used);
    held_ -= used;
    if (at_start_ && target.at > at) {
      const size_t kept = skip_byte_order_marks(window + at, target.at - at);
      const size_t skipped = target.at - at - kept;
      for (Mark& mark : marks) mark.at = std::max(at, mark.at - std::min(mark.at, skipped));
      target.at = at + kept;
      at_start_ = kept == 0;
    }
  }
  return target.at - at;
}

size_t TextStream::decode(size_t bytes, bool last, Target& target) const {
  switch (encoding_) {
    case Encoding::utf8:
      return decode_utf8(bytes, last, target);
    case Encoding::windows_1252:
      return decode_windows_1252(bytes, target);
    case Encoding::utf16_le:
    case Encoding::utf16_be:
      return decode_utf16(bytes, last, target);
  }
  return bytes;
}

void TextStream::put(Target& target, char32_t code_point) {
  if (code_point == 0) {
    add_nul(*target.marks, target.at);
    return;
  }
  target.at += write_utf8(code_point, target.window + target.at);
}

void TextStream::put_undecoded(Target& target) {
  target.marks->push_back({target.at, Mark::Kind::undecoded});
  put(target, k_replacement);
}

size_t TextStream::decode_utf8(size_t bytes, bool last, Target& target) const {
  const std::span<const char> text(raw_.data(), bytes);
  size_t at = 0;
  while (at < bytes) {
    const size_t run = ascii_run(text, at);
    std::memcpy(target.window + target.at, text.data() + at, run);
    target.at = drop_nuls(target.window, target.at, target.at + run, *target.marks);
    at += run;
    if (at == bytes) break;
    const Utf8Step step = utf8_step(text, at);
    if (step.truncated && !last) break;
    if (step.valid) {
      std::memcpy(target.window + target.at, text.data() + at, step.length);
      target.at += step.length;
    } else {
      put_undecoded(target);
    }
    at += step.length;
  }
  return at;
}

size_t TextStream::decode_windows_1252(size_t bytes, Target& target) const {
  const std::span<const char> text(raw_.data(), bytes);
  size_t at = 0;
  while (at < bytes) {
    const size_t run = ascii_run(text, at);
    std::memcpy(target.window + target.at, text.data() + at, run);
    target.at = drop_nuls(target.window, target.at, target.at + run, *target.marks);
    at += run;
    if (at == bytes) break;
    const auto byte = static_cast<uint8_t>(text[at++]);
    const char32_t code_point = byte >= 0xA0 ? byte : k_windows_1252[byte - 0x80U];
    if (code_point == 0) {
      put_undecoded(target);
    } else {
      put(target, code_point);
    }
  }
  return at;
}

size_t TextStream::decode_utf16(size_t bytes, bool last, Target& target) const {
  const size_t low = encoding_ == Encoding::utf16_le ? 0 : 1;
  const auto unit_at = [&](size_t at) {
    return static_cast<uint32_t>(static_cast<uint8_t>(raw_[at + low])) |
           (static_cast<uint32_t>(static_cast<uint8_t>(raw_[at + 1 - low])) << 8U);
  };
  size_t at = 0;
  while (at + 2 <= bytes) {
    const uint32_t unit = unit_at(at);
    const bool leads = unit >= 0xD800 && unit < 0xDC00;
    if (leads && at + 4 > bytes && !last) return at;
    const uint32_t second = leads && at + 4 <= bytes ? unit_at(at + 2) : 0;
    if (second >= 0xDC00 && second < 0xE000) {
      put(target, 0x10000U + ((unit - 0xD800U) << 10U) + (second - 0xDC00U));
      at += 4;
      continue;
    }
    at += 2;
    if (unit >= 0xD800 && unit < 0xE000) {
      put_undecoded(target);
    } else {
      put(target, unit);
    }
  }
  if (last && at < bytes) {
    put_undecoded(target);  // half a code unit
    at = bytes;
  }
  return at;
}

}  // namespace audit::ingest

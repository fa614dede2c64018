// SPDX-License-Identifier: MIT
#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "ingest/rows.hpp"
#include "ingest/utf8.hpp"

// Which encoding an input is in. A mark at the start settles UTF-16; else the whole input is read
// once (fast: ASCII is skipped 64 bytes at a time), since the choice between UTF-8 and Windows-1252
// is a share of all its sequences. Reading it twice can be put off: an input that begins as UTF-8
// is taken for it until a byte says otherwise (RowOptions::doubt).
namespace audit::ingest {
namespace {

constexpr size_t k_piece = size_t{256} << 10U;
constexpr size_t k_small = size_t{8} << 10U;  // a buffer for the many small inputs
constexpr size_t k_look = size_t{64} << 10U;  // what the tests for unmarked UTF-16 look at
constexpr uint64_t k_utf8_percent = 99;

size_t read_full(ByteSource& source, std::span<char> out) {
  size_t bytes = 0;
  while (bytes < out.size()) {
    const size_t got = source.read(out.subspan(bytes));
    if (got == 0) break;
    bytes += got;
  }
  return bytes;
}

/// Text in UTF-16 has a NUL in (nearly) every other byte, always on the same side.
void refuse_unmarked_utf16(std::string_view text) {
  size_t zeros[2] = {0, 0};
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\0') ++zeros[at % 2];
  }
  const size_t units = text.size() / 2;
  const size_t most = std::max(zeros[0], zeros[1]);
  const size_t least = std::min(zeros[0], zeros[1]);
  if (units == 0 || most * 2 < units || least * 10 > units) return;
  throw InputError(
      zeros[1] > zeros[0]
          ? "is UTF-16 LE without a byte order mark, which cannot be told for sure; save "
            "it as UTF-8 (in Excel: \"CSV UTF-8\")"
          : "is UTF-16 BE without a byte order mark, which cannot be told for sure; save "
            "it as UTF-8 (in Excel: \"CSV UTF-8\")");
}

/// UTF-16 with its mark; throws for UTF-32.
bool has_utf16_mark(std::string_view text, Dialect& dialect) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv)) {
    throw InputError("is UTF-32, which is not read; save it as UTF-8");
  }
  const bool little = text.starts_with("\xFF\xFE"sv);
  if (!little && !text.starts_with("\xFE\xFF"sv)) return false;
  dialect.encoding = little ? Encoding::utf16_le : Encoding::utf16_be;
  dialect.byte_order_mark = true;
  return true;
}

}  // namespace

Dialect sniff_encoding(Input& input, uint64_t most) {
  Dialect dialect;
  if (input.is_sheet()) return dialect;
  const std::unique_ptr<ByteSource> source = input.open();
  const uint64_t hint = input.size_hint();
  const bool is_small = hint > 0 && hint < k_small;
  std::vector<char> piece(is_small ? k_small : k_piece);
  size_t bytes = read_full(*source, piece);
  const std::string_view first(piece.data(), bytes);
  if (has_utf16_mark(first, dialect)) return dialect;
  dialect.byte_order_mark = first.starts_with("\xEF\xBB\xBF");
  refuse_unmarked_utf16(first.substr(0, k_look));

  Utf8Counter counter;
  uint64_t seen = 0;
  while (bytes > 0) {
    counter.add({piece.data(), bytes});
    seen += bytes;
    if (seen >= most && counter.invalid() == 0) {
      dialect.assumed = true;
      return dialect;
    }
    bytes = source->read(piece);
  }
  counter.finish();
  dialect.known_valid = counter.invalid() == 0;
  dialect.first_bad_byte = counter.first_invalid();
  if (counter.valid() * (100 - k_utf8_percent) < counter.invalid() * k_utf8_percent) {
    dialect.encoding = Encoding::windows_1252;
  }
  return dialect;
}

}  // namespace audit::ingest

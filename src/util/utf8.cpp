// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "util/text.hpp"

namespace audit::util {

namespace {

constexpr char32_t k_replacement = 0xFFFD;
constexpr char32_t k_last_code_point = 0x10FFFF;

bool is_surrogate(char32_t code_point) { return code_point >= 0xD800 && code_point <= 0xDFFF; }

/// How many bytes follow a lead byte, the bits that it holds, and the least value that may be coded
/// so.
struct Lead {
  size_t more = 0;
  char32_t bits = 0;
  char32_t least = 0;
};

Lead lead_of(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1, char32_t{byte} & 0x1F, 0x80};
  if (byte >= 0xE0 && byte <= 0xEF) return {2, char32_t{byte} & 0x0F, 0x800};
  if (byte >= 0xF0 && byte <= 0xF4) return {3, char32_t{byte} & 0x07, 0x10000};
  return {};
}

}  // namespace

bool is_control(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;               // C0, DEL, C1
  if (c == 0x061C || c == 0x200E || c == 0x200F) return true;         // bidi marks
  if (c >= 0x202A && c <= 0x202E) return true;                        // bidi embeddings, overrides
  return (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;  // isolates, separators
}

void append_utf8(std::string& out, char32_t code_point) {
  if (code_point > k_last_code_point || is_surrogate(code_point)) code_point = k_replacement;
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

char32_t next_code_point(std::string_view text, size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at++]);
  if (byte < 0x80) return byte;
  const Lead lead = lead_of(byte);
  if (lead.more == 0 || text.size() - at < lead.more) return k_no_code_point;
  char32_t code_point = lead.bits;
  for (size_t i = 0; i < lead.more; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0) != 0x80) return k_no_code_point;
    code_point = (code_point << 6) | (next & 0x3F);
  }
  if (code_point < lead.least || code_point > k_last_code_point || is_surrogate(code_point)) {
    return k_no_code_point;
  }
  at += lead.more;
  return code_point;
}

std::string visible(std::string_view text) {
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F; };
  if (std::ranges::all_of(text, is_plain)) return std::string(text);  // nearly always
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const char32_t c = next_code_point(text, at);
    if (c == k_no_code_point) {
      const auto byte = static_cast<unsigned char>(text[start]);
      fmt::format_to(std::back_inserter(out), "\\x{:02X}", byte);
    } else if (is_control(c)) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<uint32_t>(c));
    } else {
      out.append(text.substr(start, at - start));
    }
  }
  return out;
}

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace audit::util {

/// `text` without white space at both ends. White space is ASCII space, \t \n \v \f \r and
/// U+00A0 (UTF-8 C2 A0), which exports put into cells.
std::string_view trim(std::string_view text);
/// How many bytes of that white space `text` begins or ends with: 0, 1, or 2 for a no-break space.
size_t space_at_front(std::string_view text);
size_t space_at_back(std::string_view text);

/// How the rule language compares text (spec 3): trimmed, runs of white space as one space, letter
/// case ignored (simple case folding of Latin, Greek and Cyrillic letters; the rest as it is).
std::string fold(std::string_view text);

/// fold(a) == fold(b) without allocating where both are ASCII.
bool equal_folded(std::string_view a, std::string_view b);

/// How headers and names of things are matched: letters and digits only, folded.
/// fold_header(" Office of\nResponsibility") == "officeofresponsibility".
std::string fold_header(std::string_view text);

/// C0, C1, DEL, bidi controls, U+2028 and U+2029: what a terminal or reader could take for a
/// command.
bool is_control(char32_t code_point);

/// Control characters (C0, C1, DEL, bidi controls, U+2028/2029) as visible \u202e; bytes that are
/// not UTF-8 as \xNN. For anything from the data that a terminal, log or report shows.
std::string visible(std::string_view text);

/// The known name nearest to `name` (edit distance <= 1/3 of its length), or empty.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// Appends the UTF-8 encoding of a code point; U+FFFD for what is none.
void append_utf8(std::string& out, char32_t code_point);

inline constexpr char32_t k_no_code_point = 0xFFFFFFFF;
/// Decodes the code point at text[at] and moves `at` past it; k_no_code_point and one byte for
/// invalid.
char32_t next_code_point(std::string_view text, size_t& at);

/// Simple case folding of one code point: A-Z, Latin-1, Latin Extended-A/B and Additional, Greek,
/// Cyrillic; others unchanged.
char32_t fold_code_point(char32_t code_point);

/// 1234567 -> "1,234,567".
std::string with_commas(int64_t number);

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/language/language.hpp"

namespace audit::rules {

struct Place {
  uint32_t line = 0;
  uint32_t column = 0;
};

/// Where each byte of a text, and its end, stands in its file. `file` is the file's whole text or
/// nullptr: with it, what TOML did to the text (escapes, line ends, joined lines) is followed, so
/// that a caret stands under the word meant; without it, or where the file says otherwise, the text
/// is taken to stand there as it is.
std::vector<Place> places_of(const SourceText& source, const util::Source* file);

}  // namespace audit::rules

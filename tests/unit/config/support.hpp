// SPDX-License-Identifier: MIT
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "util/diagnostics.hpp"

namespace audit::test {

/// Where in `text` the first "<here>" stands; the mark is taken out. Lines and columns from 1.
struct Marked {
  std::string text;
  uint32_t line = 0;
  uint32_t column = 0;
};

inline Marked take_mark(std::string text) {
  const std::string mark = "<here>";
  Marked marked;
  const size_t at = text.find(mark);
  REQUIRE(at != std::string::npos);
  text.erase(at, mark.size());
  marked.line = 1;
  size_t start = 0;
  for (size_t i = 0; i < at; ++i) {
    if (text[i] != '\n') continue;
    ++marked.line;
    start = i + 1;
  }
  marked.column = static_cast<uint32_t>(at - start + 1);
  marked.text = std::move(text);
  return marked;
}

/// Some diagnostic stands at the mark and says `part` (in its text or its advice).
inline void check_fault(const util::Diagnostics& diagnostics, const Marked& marked,
                        const std::string& part) {
  std::string seen;
  bool found = false;
  for (const util::Diagnostic& fault : diagnostics.list()) {
    const std::string whole = fault.text + "; " + fault.advice;
    seen += std::to_string(fault.spot.line) + ":" + std::to_string(fault.spot.column) + " " +
            whole + "\n";
    found = found || (fault.spot.line == marked.line && fault.spot.column == marked.column &&
                      whole.find(part) != std::string::npos);
  }
  CAPTURE(seen);
  CAPTURE(part);
  CAPTURE(marked.line);
  CAPTURE(marked.column);
  CHECK(found);
}

}  // namespace audit::test

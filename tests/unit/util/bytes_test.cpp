// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "util/ascii.hpp"
#include "util/bytes.hpp"
#include "util/parallel.hpp"

using audit::util::equal_bytes;
using audit::util::is_ascii;

TEST_CASE("texts of every length are equal if no byte differs, wherever it stands") {
  for (size_t size = 0; size <= 80; ++size) {
    const std::string text(size, 'x');
    CHECK(equal_bytes(text, std::string(size, 'x')));
    CHECK_FALSE(equal_bytes(text, std::string(size + 1, 'x')));
    for (size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'y';
      CAPTURE(size);
      CAPTURE(at);
      CHECK_FALSE(equal_bytes(text, other));
      CHECK_FALSE(equal_bytes(other, text));
    }
  }
  CHECK(equal_bytes({}, ""));
}

TEST_CASE("one byte beyond ASCII is seen, wherever it stands, in texts of every length") {
  for (size_t size = 0; size <= 140; ++size) {
    std::string text(size, '\x7F');
    CHECK(is_ascii(text));
    for (size_t at = 0; at < size; ++at) {
      text[at] = '\x80';
      CAPTURE(size);
      CAPTURE(at);
      CHECK_FALSE(is_ascii(text));
      text[at] = '\0';
    }
    CHECK(is_ascii(text));
  }
}

TEST_CASE("stretches take each thing once") {
  for (const size_t count : {0U, 1U, 7U, 8U, 9U, 64U, 100U}) {
    for (const unsigned threads : {1U, 3U}) {
      std::vector<uint8_t> taken(count, 0);
      std::vector<uint8_t> numbers(audit::util::stretches(count, 8), 0);
      audit::util::parallel_stretches(count, 8, threads, [&](const audit::util::Stretch& stretch) {
        ++numbers[stretch.number];
        for (size_t i = stretch.first; i < stretch.last; ++i) {
          ++taken[i];
        }
      });
      CHECK(taken == std::vector<uint8_t>(count, 1));
      CHECK(numbers == std::vector<uint8_t>(numbers.size(), 1));
    }
  }
}

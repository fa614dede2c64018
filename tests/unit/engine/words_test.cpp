// SPDX-License-Identifier: MIT
#include "engine/words.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace audit::engine;

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Runs of what is no space that hold a letter or digit, one character after another.
int64_t slow_count(const std::string& text) {
  int64_t count = 0;
  std::string run;
  for (const char c : text + " ") {
    if (!is_space(c)) {
      run += c;
      continue;
    }
    const bool is_word = run.find_first_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789") != std::string::npos;
    if (is_word) ++count;
    run.clear();
  }
  return count;
}

}  // namespace

TEST_CASE("words: counted as one character after another would be") {
  std::mt19937 random(5);
  // Seldom a space, now and then, often: runs over the ends of what is read at a time, too.
  for (const std::string from :
       {"ab,9 ", "- ", "a-------------------------- ", "zZ09@[`{/:\x7F\t\r ",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "}) {
    for (size_t size = 0; size < 300; ++size) {
      std::string text(size, ' ');
      for (char& c : text) c = from[random() % from.size()];
      CAPTURE(text);
      CHECK(count_words(text) == slow_count(text));
    }
  }
  for (int byte = 0; byte < 128; ++byte) {
    const std::string text = std::string("a") + static_cast<char>(byte) + "b";
    CAPTURE(byte);
    CHECK(count_words(text) == slow_count(text));
    CHECK(count_words(std::string(1, static_cast<char>(byte))) ==
          slow_count(std::string(1, static_cast<char>(byte))));
  }
}

TEST_CASE("words: beyond ASCII a letter is a letter and a no-break space a space") {
  CHECK(count_words("\xC3\xA9t\xC3\xA9 \xE2\x80\x94 fin") == 2);  // "été — fin"
  CHECK(count_words("one\xC2\xA0two") == 2);
  CHECK(count_words(std::string(70, ' ') + "\xC3\xA9") == 1);
}

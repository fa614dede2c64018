// SPDX-License-Identifier: MIT
#include "engine/phrase_search.hpp"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <vector>

#include "engine/patterns.hpp"
#include "engine/phrase.hpp"
#include "engine/words.hpp"
#include "util/text.hpp"

using audit::engine::PhraseSearch;
using audit::engine::PhraseSets;

namespace {

using Sets = std::vector<std::vector<std::string>>;

uint64_t found(const Sets& sets, const std::string& text) {
  return PhraseSearch(std::make_shared<const PhraseSets>(sets)).search(text);
}

/// The obvious way: a regex a set.
uint64_t found_plainly(const Sets& sets, const std::string& text) {
  uint64_t bits = 0;
  for (size_t i = 0; i < sets.size(); ++i) {
    const std::string pattern = audit::engine::phrases_pattern(sets[i]);
    if (pattern.empty()) continue;
    const auto regex = audit::engine::compile_pattern(pattern, false);
    if (re2::RE2::PartialMatch(text, *regex)) bits |= uint64_t{1} << i;
  }
  return bits;
}

}  // namespace

TEST_CASE("phrases are found as whole words, any case, over any white space") {
  Sets sets(4);  // the third has no phrase
  sets[0] = {"left message", "LVM"};
  sets[1] = {"spoke with", "no. answer", "C++", "kept"};
  sets[3] = {"llam\xC3\xB3", "called"};
  struct Row {
    std::string text;
    uint64_t bits;
  };
  const std::vector<Row> rows = {
      {"Left Message for him",                        1 },
      {"left  \t\n message",                          1 },
      {"left a message",                              0 },
      {"leftmessage",                                 0 },
      {"xleft message",                               0 },
      {"left messages",                               0 },
      {"left_message",                                0 },
      {"(left message)",                              1 },
      {"lvm",                                         1 },
      {"LVM.",                                        1 },
      {"_lvm",                                        0 },
      {"lvm2",                                        0 },
      {"spoke withal; then spoke with her",           2 },
      {"no. answer, left message",                    3 },
      {"no answer",                                   0 },
      {"knows C++ well",                              2 },
      {"knows C++11",                                 0 },
      {"Called",                                      8 },
      {"LLAM\xC3\x93 ayer",                           8 },
      {"\xC3\xA9lvm",                                 0 }, // a letter beyond ASCII is a letter
      {"lvm\xC2\xA0left\xC2\xA0message",              1 },
      {"\xC5\xBFpoke with",                           2 }, // long s is the other case of s
      {"\xE2\x84\xAA"
       "ept",                                  2 }, // and the Kelvin sign that of k
      {"the client\xE2\x80\x99s wife left message",   1 },
      {"\xE2\x80\x93LVM\xE2\x80\x93 kept",            3 },
      {"a message\xE2\x80\xA6 was left",              0 },
      {"left mess\xE2\x80\xA6"
       "age, lvm\xC3\xA9",                     0 },
      {"",                                            0 },
      {"left message left message called spoke with", 11},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(found(sets, row.text) == row.bits);
    CHECK(found_plainly(sets, row.text) == row.bits);
  }
}

TEST_CASE("the joint search agrees with a regex a set on random texts") {
  std::mt19937_64 random(20261122);
  const std::vector<std::string> words = {"a",   "ab",      "ABA",      "b.",           "_", "left",
                                          "lef", "message", "\xC3\xA9", "\xE2\x84\xAA", "k"};
  const std::vector<std::string> spaces = {" ", " ", "  ",       "\n",          "\t ",
                                           "",  "-", "\xC2\xA0", "\xE2\x80\x99"};
  const auto pick = [&](const std::vector<std::string>& from) {
    return from[random() % from.size()];
  };
  for (int round = 0; round < 60; ++round) {
    Sets sets(1 + random() % 4);
    for (auto& set : sets) {
      set.resize(random() % 4);
      for (std::string& phrase : set) {
        const size_t parts = random() % 4;
        for (size_t i = 0; i < parts; ++i) phrase += (i > 0 ? " " : "") + pick(words);
      }
    }
    PhraseSearch search(std::make_shared<const PhraseSets>(sets));
    for (int i = 0; i < 60; ++i) {
      std::string text;
      const size_t parts = 1 + random() % 8;
      for (size_t part = 0; part < parts; ++part) text += pick(words) + pick(spaces);
      CAPTURE(text);
      REQUIRE(search.search(text) == found_plainly(sets, text));
    }
  }
}

TEST_CASE("a text with a matching word has a candidate") {
  std::mt19937_64 random(11);
  const std::vector<std::string> patterns = {"[A-Z]{2,6}", "a|bc", "(?i)ab", "x*"};
  const std::vector<std::string> pieces = {"A", "AB", "bc", "a",        "x",        "1",       "_",
                                           " ", ".",  "\n", "\xC3\xA9", "\xC3\x89", "\xC2\xA0"};
  for (const std::string& pattern : patterns) {
    const auto word = audit::engine::compile_pattern(pattern, true);
    const auto any =
        audit::engine::compile_pattern(audit::engine::word_candidate_pattern(pattern), true);
    for (int i = 0; i < 400; ++i) {
      std::string text;
      for (size_t n = random() % 8; n > 0; --n) text += pieces[random() % pieces.size()];
      CAPTURE(text);
      bool expected = false;
      for (const std::string_view one : audit::engine::words_of(text)) {
        expected = expected || re2::RE2::FullMatch(one, *word);
      }
      if (expected) REQUIRE(re2::RE2::PartialMatch(text, *any));
    }
  }
  CHECK(audit::engine::word_candidate_pattern("^a").empty());
  CHECK(audit::engine::word_candidate_pattern("a$").empty());
  CHECK(audit::engine::word_candidate_pattern("\\bA").empty());
}

TEST_CASE("what stands beside a phrase may be any character") {
  const Sets sets = {{"lvm"}, {"left message"}};
  PhraseSearch search(std::make_shared<const PhraseSets>(sets));
  const auto regex = audit::engine::compile_pattern(audit::engine::phrases_pattern(sets[0]), false);
  for (char32_t c = 1; c < 0x1F000; c += c < 0x3400 ? 1 : 97) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string character;
    audit::util::append_utf8(character, c);
    CAPTURE(static_cast<uint32_t>(c));
    for (const std::string& text : {character + "lvm", "LVM" + character, "a lvm" + character}) {
      REQUIRE((search.search(text) & 1U) == (re2::RE2::PartialMatch(text, *regex) ? 1U : 0U));
    }
    const std::string between = "left" + character + "message";
    REQUIRE(search.search(between) == found_plainly(sets, between));
  }
}

TEST_CASE("a test for phrases says the same before and after its pattern is compiled") {
  const std::vector<std::string> phrases = {"left message", "", "spoke with", "LVM"};
  const std::string pattern = audit::engine::phrases_pattern(phrases);
  const auto regex = audit::engine::compile_pattern(pattern, false);
  const std::string longest(400'000, '.');
  const std::vector<std::string> texts = {
      "",          "Left  Message", "xlvm lvm", "spoke\xC2\xA0with", "\xC5\xBFpoke with",
      "spoke wit", "lvm\xCC\x81"};
  const audit::engine::PhraseTest test(phrases, pattern);
  for (int round = 0; round < 2; ++round) {
    for (const std::string& text : texts) {
      CAPTURE(text);
      CHECK(test.finds(text) == re2::RE2::PartialMatch(text, *regex));
    }
    CHECK_FALSE(test.finds(longest));
  }
}

// SPDX-License-Identifier: MIT
#include "engine/phrase.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "engine/patterns.hpp"
#include "engine/words.hpp"
#include "util/ascii.hpp"
#include "util/text.hpp"

namespace audit::engine {

namespace {

bool is_word_character(char32_t c) { return c == '_' || is_letter_or_digit(c); }

bool is_word_before(std::string_view text, size_t at) {
  if (at == 0) return false;
  --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return is_word_character(util::next_code_point(text, at));
}

bool is_word_after(std::string_view text, size_t at) {
  return at < text.size() && is_word_character(util::next_code_point(text, at));
}

/// Letters beyond ASCII whose other case is an ASCII letter: the Kelvin sign and the long s.
bool holds_other_case(std::string_view text) {
  return text.find("\xE2\x84\xAA") != std::string_view::npos ||
         text.find("\xC5\xBF") != std::string_view::npos;
}

/// Do the parts from `anchor` down to the first stand before text[at], after a word's edge?
bool fits_before(std::string_view text, const std::vector<std::string>& parts, size_t anchor,
                 size_t at) {
  for (size_t part = anchor; part-- > 0;) {
    const size_t after_space = at;
    while (const size_t bytes = util::space_at_back(text.substr(0, at))) at -= bytes;
    const size_t size = parts[part].size();
    if (at == after_space || at < size) return false;
    at -= size;
    if (!equal_lowered(text.substr(at, size), parts[part])) return false;
  }
  return !is_word_before(text, at);
}

/// Do the parts after `anchor` stand from text[at] on, before a word's edge?
bool fits_after(std::string_view text, const std::vector<std::string>& parts, size_t anchor,
                size_t at) {
  for (size_t part = anchor + 1; part < parts.size(); ++part) {
    const size_t before_space = at;
    while (const size_t bytes = util::space_at_front(text.substr(at))) at += bytes;
    const size_t size = parts[part].size();
    if (at == before_space || !equal_lowered(text.substr(at, size), parts[part])) return false;
    at += size;
  }
  return !is_word_after(text, at);
}

bool stands_somewhere(const Phrase& phrase, std::string_view lowered) {
  const std::string& word = phrase.word();
  for (size_t at = lowered.find(word); at != std::string_view::npos;
       at = lowered.find(word, at + 1)) {
    if (phrase.stands_at(lowered, at)) return true;
  }
  return false;
}

}  // namespace

Phrase::Phrase(const std::string& phrase) : parts_(phrase_parts(phrase)) {
  // The longest word is the rarest.
  const auto longest = std::ranges::max_element(parts_, {}, &std::string::size);
  word_ = static_cast<size_t>(longest - parts_.begin());
}

bool Phrase::stands_at(std::string_view text, size_t begin) const {
  return fits_before(text, parts_, word_, begin) &&
         fits_after(text, parts_, word_, begin + word().size());
}

bool is_comparable(std::string_view text) {
  return util::is_ascii(text) || !holds_other_case(text);
}

PhraseTest::PhraseTest(const std::vector<std::string>& phrases, const std::string& pattern)
    : pattern_(pattern), left_(util::is_ascii(pattern) ? k_compared_first : 0) {
  for (const std::string& text : phrases) {
    Phrase phrase(text);
    if (!phrase.is_empty()) phrases_.push_back(std::move(phrase));
  }
}

bool PhraseTest::finds(std::string_view text) const {
  const auto cost = static_cast<int64_t>(text.size() * phrases_.size());
  const bool compared = left_.load(std::memory_order_relaxed) > 0 && is_comparable(text) &&
                        left_.fetch_sub(cost, std::memory_order_relaxed) > 0;
  if (compared) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), util::ascii_lower);
    return std::ranges::any_of(
        phrases_, [&](const Phrase& phrase) { return stands_somewhere(phrase, lowered); });
  }
  std::call_once(compiled_, [this] { regex_ = compile_pattern(pattern_, false); });
  return re2::RE2::PartialMatch(text, *regex_);
}

}  // namespace audit::engine

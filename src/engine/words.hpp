// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace audit::engine {

// What a word is (spec 3). Letters and digits are Unicode's; a combining mark belongs to its
// letter.

bool is_letter_or_digit(char32_t code_point);

/// The runs of letters and digits of `text`, in order, as views of it.
std::vector<std::string_view> words_of(std::string_view text);

/// The words of `needle` stand in `text`, in order and next to each other, any case. False where
/// `needle` has no word.
bool has_words(std::string_view text, std::string_view needle);

/// Is `text`, its ASCII letters made lower, `lowered`?
bool equal_lowered(std::string_view text, std::string_view lowered);

/// How many runs of non-space hold a letter or digit.
int64_t count_words(std::string_view text);

/// Characters, not bytes.
int64_t length_of(std::string_view text);

/// The ASCII digits of `text`, appended.
void append_digits(std::string& out, std::string_view text);

/// A RE2 pattern that finds something in every text of which some word, as a whole, matches
/// `pattern`; it may find something in others. Empty where that can't be told so.
std::string word_candidate_pattern(const std::string& pattern);

/// The folded words of a phrase, between which any run of white space may stand.
std::vector<std::string> phrase_parts(const std::string& phrase);

/// A RE2 pattern that finds one of the phrases, any case, as whole words: no letter, digit or
/// underscore next to it; a space in it matches any run of white space. Empty if there is no
/// phrase.
std::string phrases_pattern(const std::vector<std::string>& phrases);

}  // namespace audit::engine

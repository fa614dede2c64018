// SPDX-License-Identifier: MIT
#include "rules/language/patterns.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

#include "util/regex.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

/// In a TOML "…" text, \b and \f are escapes: the pattern would silently be another one.
bool has_eaten_escape(const std::string& pattern) {
  return std::ranges::any_of(pattern, [](char c) { return c == '\b' || c == '\f' || c == '\0'; });
}

std::string advice_for(const RE2& regex) {
  switch (regex.error_code()) {
    case RE2::ErrorRepeatArgument:
    case RE2::ErrorRepeatOp:
      return "`*`, `+`, `?` follow what they repeat";
    case RE2::ErrorRepeatSize:
      return "a repetition has at most 1000 rounds";
    case RE2::ErrorMissingParen:
    case RE2::ErrorUnexpectedParen:
      return "a parenthesis that stands for itself is written \\(";
    case RE2::ErrorMissingBracket:
      return "a bracket that stands for itself is written \\[";
    case RE2::ErrorTrailingBackslash:
      return "a backslash that stands for itself is written \\\\";
    case RE2::ErrorPatternTooLarge:
      return "write fewer or smaller repetitions";
    case RE2::ErrorBadEscape:
    case RE2::ErrorBadPerlOp:
      return "look-around and back-references are not known (RE2 syntax)";
    default:
      return {};
  }
}

/// RE2's words, which end with the piece of the pattern that they are about: at times all of it.
std::string words_of(const RE2& regex) {
  constexpr size_t k_shown_bytes = 60;
  const std::string& words = regex.error();
  const size_t piece = regex.error_arg().size();
  if (piece <= k_shown_bytes || piece > words.size()) return words;
  return words.substr(0, words.size() - piece + k_shown_bytes) + "…";
}

}  // namespace

PatternFault check_pattern(const std::string& pattern, PatternUse use) {
  if (has_eaten_escape(pattern)) {
    return {"the pattern holds a control character",
            "a regex with a backslash stands in a TOML '...' text, which has no escapes"};
  }
  const auto regex = util::shared_regex(pattern, {!use.ignore_case, k_largest_pattern});
  if (!regex->ok()) {
    return {fmt::format("not a regular expression: {}", util::visible(words_of(*regex))),
            advice_for(*regex)};
  }
  if (use.capture && regex->NumberOfCapturingGroups() == 0) {
    return {"the pattern has no group to extract", "put the wanted part in parentheses: '…(…)…'"};
  }
  return {};
}

}  // namespace audit::rules

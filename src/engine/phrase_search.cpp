// SPDX-License-Identifier: MIT
#include "engine/phrase_search.hpp"

#include <algorithm>

#include "engine/patterns.hpp"
#include "engine/words.hpp"
#include "util/ascii.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::engine {

namespace {

constexpr std::string_view k_no_break_bytes = "\xC2\xA0";

bool is_word_character(char32_t c) { return c == '_' || is_letter_or_digit(c); }

/// How many bytes of white space end before text[at]; a no-break space takes two.
size_t space_before(std::string_view text, size_t at) {
  if (at > 0 && util::is_space(text[at - 1])) return 1;
  return text.substr(0, at).ends_with(k_no_break_bytes) ? 2 : 0;
}

size_t space_after(std::string_view text, size_t at) {
  if (at < text.size() && util::is_space(text[at])) return 1;
  return text.substr(at).starts_with(k_no_break_bytes) ? 2 : 0;
}

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

/// `part` is folded.
bool equal_part(std::string_view text, std::string_view part) {
  return std::ranges::equal(text, part, {}, [](char c) { return util::ascii_lower(c); });
}

/// Do the parts from `anchor` down to the first stand before text[at], after a word's edge?
bool fits_before(std::string_view text, const std::vector<std::string>& parts, size_t anchor,
                 size_t at) {
  for (size_t part = anchor; part-- > 0;) {
    const size_t after_space = at;
    while (const size_t bytes = space_before(text, at)) at -= bytes;
    const size_t size = parts[part].size();
    if (at == after_space || at < size) return false;
    at -= size;
    if (!equal_part(text.substr(at, size), parts[part])) return false;
  }
  return !is_word_before(text, at);
}

/// Do the parts after `anchor` stand from text[at] on, before a word's edge?
bool fits_after(std::string_view text, const std::vector<std::string>& parts, size_t anchor,
                size_t at) {
  for (size_t part = anchor + 1; part < parts.size(); ++part) {
    const size_t before_space = at;
    while (const size_t bytes = space_after(text, at)) at += bytes;
    const size_t size = parts[part].size();
    if (at == before_space || !equal_part(text.substr(at, size), parts[part])) return false;
    at += size;
  }
  return !is_word_after(text, at);
}

}  // namespace

PhraseSets::PhraseSets(const std::vector<std::vector<std::string>>& sets) {
  AUDIT_ASSERT(sets.size() <= k_most);
  for (size_t i = 0; i < sets.size(); ++i) {
    const std::string pattern = phrases_pattern(sets[i]);
    patterns_.push_back(pattern.empty() ? nullptr : std::make_unique<LatePattern>(pattern));
    // A letter beyond ASCII may be the other case of one within it.
    if (!util::is_ascii(pattern)) continue;
    by_literals_ |= uint64_t{1} << i;
    for (const std::string& phrase : sets[i]) add(phrase, uint64_t{1} << i);
  }
}

const LiteralSearch* PhraseSets::literals() const {
  std::call_once(literals_made_, [this] {
    std::vector<std::string> literals;
    for (const Phrase& phrase : phrases_) literals.push_back(phrase.parts[phrase.anchor]);
    literals_ = make_literal_search(literals);
  });
  return literals_.get();
}

void PhraseSets::add(const std::string& phrase, uint64_t set) {
  Phrase added;
  added.set = set;
  added.parts = phrase_parts(phrase);
  if (added.parts.empty()) return;
  // The longest word is the rarest.
  const auto longest = std::ranges::max_element(added.parts, {}, &std::string::size);
  added.anchor = static_cast<size_t>(longest - added.parts.begin());
  phrases_.push_back(std::move(added));
}

PhraseSearch::PhraseSearch(std::shared_ptr<const PhraseSets> sets)
    : sets_(std::move(sets)), literals_(sets_->literals()) {
  if (literals_ != nullptr) scratch_ = literals_->make_scratch();
}

bool PhraseSearch::found(uint32_t literal, size_t end) {
  const PhraseSets::Phrase& phrase = sets_->phrases_[literal];
  if ((found_ & phrase.set) == 0) {
    const size_t begin = end - phrase.parts[phrase.anchor].size();
    const bool fits = fits_before(text_, phrase.parts, phrase.anchor, begin) &&
                      fits_after(text_, phrase.parts, phrase.anchor, end);
    if (fits) found_ |= phrase.set;
  }
  return found_ != sets_->by_literals_;
}

uint64_t PhraseSearch::search(std::string_view text) {
  text_ = text;
  found_ = 0;
  const bool by_literals = scratch_ != nullptr && (util::is_ascii(text) || !holds_other_case(text));
  if (by_literals) literals_->search(text, *scratch_, *this);
  for (size_t i = 0; i < sets_->patterns_.size(); ++i) {
    const uint64_t set = uint64_t{1} << i;
    if (by_literals && (sets_->by_literals_ & set) != 0) continue;
    const LatePattern* const pattern = sets_->patterns_[i].get();
    if (pattern != nullptr && pattern->finds(text)) found_ |= set;
  }
  return found_;
}

}  // namespace audit::engine

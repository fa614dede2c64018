// SPDX-License-Identifier: MIT
#include "engine/phrase_search.hpp"

#include "engine/words.hpp"
#include "util/ascii.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

PhraseSets::PhraseSets(const std::vector<std::vector<std::string>>& sets) {
  AUDIT_ASSERT(sets.size() <= k_most);
  for (size_t i = 0; i < sets.size(); ++i) {
    const std::string pattern = phrases_pattern(sets[i]);
    patterns_.push_back(pattern.empty() ? nullptr : std::make_unique<PhraseTest>(sets[i], pattern));
    // A letter beyond ASCII may be the other case of one within it.
    if (!util::is_ascii(pattern)) continue;
    by_literals_ |= uint64_t{1} << i;
    for (const std::string& text : sets[i]) {
      Phrase phrase(text);
      if (!phrase.is_empty()) phrases_.push_back({uint64_t{1} << i, std::move(phrase)});
    }
  }
}

const LiteralSearch& PhraseSets::literals() const {
  std::call_once(literals_made_, [this] {
    std::vector<std::string> literals;
    for (const OfSet& one : phrases_) literals.push_back(one.phrase.word());
    literals_ = std::make_unique<const LiteralSearch>(literals);
  });
  return *literals_;
}

PhraseSearch::PhraseSearch(std::shared_ptr<const PhraseSets> sets)
    : sets_(std::move(sets)), literals_(&sets_->literals()) {}

bool PhraseSearch::found(uint32_t literal, size_t end) {
  const auto& [set, phrase] = sets_->phrases_[literal];
  if ((found_ & set) == 0 && phrase.stands_at(text_, end - phrase.word().size())) found_ |= set;
  return found_ != sets_->by_literals_;
}

uint64_t PhraseSearch::search(std::string_view text) {
  text_ = text;
  found_ = 0;
  const bool by_literals = is_comparable(text);
  if (by_literals) literals_->search(text, *this);
  for (size_t i = 0; i < sets_->patterns_.size(); ++i) {
    const uint64_t set = uint64_t{1} << i;
    if (by_literals && (sets_->by_literals_ & set) != 0) continue;
    const PhraseTest* const pattern = sets_->patterns_[i].get();
    if (pattern != nullptr && pattern->finds(text)) found_ |= set;
  }
  return found_;
}

}  // namespace audit::engine

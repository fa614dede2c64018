// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/literal_search.hpp"
#include "engine/phrase.hpp"

namespace audit::engine {

/// Sets of phrases that a text is searched for at once, as `contains any` finds them (spec 3; see
/// phrases_pattern). Shared by threads.
///
/// Text is searched for one word of each phrase, and what stands around the places that are found
/// is compared. RE2 is asked, a set at a time, only where letters beyond ASCII have to be compared.
class PhraseSets {
 public:
  static constexpr size_t k_most = 64;  ///< sets

  explicit PhraseSets(const std::vector<std::vector<std::string>>& sets);

 private:
  friend class PhraseSearch;
  struct OfSet {
    uint64_t set = 0;  // its bit
    Phrase phrase;
  };
  /// Made when first asked for: a plan is at times made only to see what it holds.
  [[nodiscard]] const LiteralSearch& literals() const;

  std::vector<std::unique_ptr<const PhraseTest>> patterns_;  // by set; null: no phrase
  std::vector<OfSet> phrases_;                               // by literal
  uint64_t by_literals_ = 0;                                 // sets whose phrases are all ASCII
  mutable std::once_flag literals_made_;
  mutable std::unique_ptr<const LiteralSearch> literals_;
};

/// One thread's search.
// NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): never deleted as what it derives from
class PhraseSearch final : private LiteralSearch::Listener {
 public:
  explicit PhraseSearch(std::shared_ptr<const PhraseSets> sets);
  /// Bit i: some phrase of set i stands in `text`, which is valid UTF-8.
  uint64_t search(std::string_view text);

 private:
  bool found(uint32_t literal, size_t end) override;

  std::shared_ptr<const PhraseSets> sets_;
  const LiteralSearch* literals_;
  std::string_view text_;
  uint64_t found_ = 0;
};

}  // namespace audit::engine

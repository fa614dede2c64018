// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/literal_search.hpp"

namespace re2 {
class RE2;
}

namespace audit::engine {

/// Sets of phrases that a text is searched for at once, as `contains any` finds them (spec 3; see
/// phrases_pattern). Shared by threads.
///
/// ASCII text, which is nearly all, is searched for one word of each phrase, and what stands around
/// the places that are found is compared; other text is asked of RE2, a set at a time.
class PhraseSets {
 public:
  static constexpr size_t k_most = 64;  ///< sets

  explicit PhraseSets(const std::vector<std::vector<std::string>>& sets);

 private:
  friend class PhraseSearch;
  struct Phrase {
    uint64_t set = 0;  // its bit
    std::vector<std::string> parts;
    size_t anchor = 0;  // the part that is looked for
  };
  void add(const std::string& phrase, uint64_t set);

  std::vector<std::shared_ptr<const re2::RE2>> patterns_;  // by set; null: no phrase
  std::vector<Phrase> phrases_;                            // by literal
  uint64_t by_literals_ = 0;                               // sets whose phrases are all ASCII
  std::shared_ptr<const LiteralSearch> literals_;          // null: RE2 alone
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
  LiteralSearch::ScratchPtr scratch_;
  std::string_view text_;
  uint64_t found_ = 0;
};

}  // namespace audit::engine

// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace audit::engine {

/// A phrase of ASCII letters as `contains any` finds it (spec 3; phrases_pattern says the same):
/// one of its words is looked for, and what stands around it is compared.
class Phrase {
 public:
  explicit Phrase(const std::string& phrase);
  [[nodiscard]] bool is_empty() const { return parts_.empty(); }
  /// The word to look for, folded; not of an empty phrase.
  [[nodiscard]] const std::string& word() const { return parts_[word_]; }
  /// The word begins at text[begin]: does the whole phrase stand there, as whole words? The text
  /// is valid UTF-8 and comparable.
  [[nodiscard]] bool stands_at(std::string_view text, size_t begin) const;

 private:
  std::vector<std::string> parts_;  // folded
  size_t word_ = 0;
};

/// No letter beyond ASCII is the other case of one within it, so that bytes may be compared.
bool is_comparable(std::string_view text);

/// Does a text hold one of the phrases? Shared by threads. The first few texts, which may be all,
/// are compared; to compile the pattern takes longer, and then finds faster.
class PhraseTest {
 public:
  /// `pattern`: phrases_pattern of the phrases.
  PhraseTest(const std::vector<std::string>& phrases, const std::string& pattern);
  [[nodiscard]] bool finds(std::string_view text) const;

 private:
  static constexpr int64_t k_compared_first = 1'000'000;  // bytes times phrases: a millisecond

  std::vector<Phrase> phrases_;
  std::string pattern_;
  mutable std::atomic<int64_t> left_;
  mutable std::once_flag compiled_;
  mutable std::shared_ptr<const re2::RE2> regex_;
};

}  // namespace audit::engine

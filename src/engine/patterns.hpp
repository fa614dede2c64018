// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace audit::engine {

/// A regex that the rules' checker has accepted. Shared since a probe, a std::function, is copied.
std::shared_ptr<const re2::RE2> compile_pattern(const std::string& pattern, bool case_sensitive);

/// A pattern that ignores case and is compiled when it is first searched for: most sets of phrases
/// are found without. Shared by threads.
class LatePattern {
 public:
  explicit LatePattern(std::string pattern);
  [[nodiscard]] bool finds(std::string_view text) const;

 private:
  std::string pattern_;
  mutable std::once_flag once_;
  mutable std::shared_ptr<const re2::RE2> regex_;
};

}  // namespace audit::engine

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace re2 {
class RE2;
}

namespace audit::util {

struct RegexOptions {
  bool case_sensitive = true;
  /// What program and automaton may take, in bytes; a pattern that needs more is not ok().
  int64_t most_bytes = int64_t{8} << 20U;
};

/// A compiled pattern; not ok() if it is none. To compile takes milliseconds where a class of
/// Unicode's is named, and a run asks for a pattern several times (to judge it, to plan, to read
/// each file), so that what was compiled is kept and shared by all threads.
std::shared_ptr<const re2::RE2> shared_regex(const std::string& pattern, RegexOptions options);

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#include "engine/patterns.hpp"

#include <re2/re2.h>

#include "util/fatal.hpp"
#include "util/regex.hpp"

namespace audit::engine {

namespace {

// Room for the automaton of a set of some hundred phrases; a rule's own regex is held to 8 MB by
// the checker, so that this is no limit for it.
constexpr int64_t k_pattern_memory = int64_t{64} << 20U;

}  // namespace

std::shared_ptr<const re2::RE2> compile_pattern(const std::string& pattern, bool case_sensitive) {
  auto regex = util::shared_regex(pattern, {case_sensitive, k_pattern_memory});
  AUDIT_ASSERT(regex->ok());
  return regex;
}

}  // namespace audit::engine

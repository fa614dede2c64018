// SPDX-License-Identifier: MIT
#include "engine/patterns.hpp"

#include <re2/re2.h>

#include <map>
#include <mutex>
#include <utility>

#include "util/fatal.hpp"

namespace audit::engine {

namespace {

// Room for the automaton of a set of some hundred phrases; a rule's own regex is held to 8 MB by
// the checker, so that this is no limit for it.
constexpr int64_t k_pattern_memory = int64_t{64} << 20U;

using RegexPtr = std::shared_ptr<const re2::RE2>;

RegexPtr compile(const std::string& pattern, bool case_sensitive) {
  re2::RE2::Options options;
  options.set_case_sensitive(case_sensitive);
  options.set_log_errors(false);
  options.set_max_mem(k_pattern_memory);
  auto regex = std::make_shared<const re2::RE2>(pattern, options);
  AUDIT_ASSERT(regex->ok());
  return regex;
}

constexpr size_t k_most_kept = 500;  // more than any pack has; they take some 10 KB each

/// What was compiled before. To make a regex takes milliseconds, since the edge of a word is told
/// by Unicode's classes, and a run asks for each several times: plan, derived columns, rules.
class Kept {
 public:
  RegexPtr get(const std::string& pattern, bool case_sensitive) {
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= k_most_kept) kept_.clear();
    RegexPtr& regex = kept_[{pattern, case_sensitive}];
    if (regex == nullptr) regex = compile(pattern, case_sensitive);
    return regex;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, bool>, RegexPtr> kept_;
};

}  // namespace

std::shared_ptr<const re2::RE2> compile_pattern(const std::string& pattern, bool case_sensitive) {
  static Kept kept;
  return kept.get(pattern, case_sensitive);
}

}  // namespace audit::engine

// SPDX-License-Identifier: MIT
#include "util/regex.hpp"

#include <re2/re2.h>

#include <map>
#include <mutex>
#include <tuple>

namespace audit::util {

namespace {

using RegexPtr = std::shared_ptr<const re2::RE2>;

RegexPtr compile(const std::string& pattern, RegexOptions options) {
  re2::RE2::Options how;
  how.set_case_sensitive(options.case_sensitive);
  how.set_log_errors(false);
  how.set_max_mem(options.most_bytes);
  return std::make_shared<const re2::RE2>(pattern, how);
}

// More than all packs have: some 16 bytes an instruction, and what each pattern takes besides.
constexpr int64_t k_most_kept = 2'000'000;
constexpr int64_t k_besides = 1'000;

class Kept {
 public:
  /// Two threads that want one pattern at once both compile it: rare, and none waits for another's.
  RegexPtr get(const std::string& pattern, RegexOptions options) {
    const Key key{pattern, options.case_sensitive, options.most_bytes};
    if (RegexPtr known = find(key)) return known;
    RegexPtr regex = compile(pattern, options);
    const std::lock_guard lock(mutex_);
    size_ += regex->ProgramSize() + k_besides;
    if (size_ > k_most_kept) {
      kept_.clear();
      size_ = 0;
    }
    return kept_.emplace(key, std::move(regex)).first->second;
  }

 private:
  using Key = std::tuple<std::string, bool, int64_t>;

  RegexPtr find(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    return found == kept_.end() ? nullptr : found->second;
  }

  std::mutex mutex_;
  std::map<Key, RegexPtr> kept_;
  int64_t size_ = 0;  // in instructions
};

}  // namespace

std::shared_ptr<const re2::RE2> shared_regex(const std::string& pattern, RegexOptions options) {
  static Kept kept;
  return kept.get(pattern, options);
}

}  // namespace audit::util

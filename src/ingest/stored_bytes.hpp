// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

struct XXH3_state_s;

namespace audit::ingest {

/// Counts and digests the bytes of one input as they are stored.
class StoredBytes {
 public:
  StoredBytes();
  void add(std::span<const char> bytes);
  [[nodiscard]] uint64_t count() const { return count_; }
  /// "xxh3:" + 32 hex digits (XXH3-128) over the bytes so far.
  [[nodiscard]] std::string digest() const;

 private:
  struct Release {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Release> state_;
  uint64_t count_ = 0;
};

}  // namespace audit::ingest

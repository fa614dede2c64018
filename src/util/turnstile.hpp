// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>

namespace audit::util {

/// Lets numbered tasks through one at a time, in the order of their numbers (0, 1, 2, …), whatever
/// thread each is on. Every number must come, and pass, once.
class Turnstile {
 public:
  /// Returns when all numbers below `number` have passed; what they wrote before is seen.
  void enter(uint64_t number) {
    for (uint64_t now = turn_.load(); now != number; now = turn_.load()) turn_.wait(now);
  }
  void pass() {
    turn_.fetch_add(1);
    turn_.notify_all();
  }

 private:
  std::atomic<uint64_t> turn_{0};
};

/// One number's way through: it passes at the latest when this goes, so that an exception stops
/// nobody behind it.
class Turn {
 public:
  Turn(Turnstile& turnstile, uint64_t number) : turnstile_(turnstile), number_(number) {}
  ~Turn() {
    if (passed_) return;
    enter();
    turnstile_.pass();
  }
  Turn(const Turn&) = delete;
  Turn(Turn&&) = delete;
  Turn& operator=(const Turn&) = delete;
  Turn& operator=(Turn&&) = delete;

  void enter() { turnstile_.enter(number_); }
  void pass() {
    passed_ = true;
    turnstile_.pass();
  }

 private:
  Turnstile& turnstile_;
  uint64_t number_;
  bool passed_ = false;
};

}  // namespace audit::util

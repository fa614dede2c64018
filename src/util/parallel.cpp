// SPDX-License-Identifier: MIT
#include "util/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace audit::util {

namespace {

/// The exception of the lowest task number, so that which error is told does not depend on timing.
class FirstFailure {
 public:
  void keep(size_t task, std::exception_ptr failure) {
    const std::scoped_lock lock(mutex_);
    if (task < task_) {
      task_ = task;
      failure_ = std::move(failure);
    }
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  size_t task_ = std::numeric_limits<size_t>::max();
  std::exception_ptr failure_;
};

}  // namespace

void parallel_for(size_t count, unsigned threads, const std::function<void(size_t)>& task) {
  std::atomic<size_t> next{0};
  FirstFailure failure;
  const auto work = [&] {
    for (size_t i = next++; i < count; i = next++) {
      try {
        task(i);
      } catch (...) {
        failure.keep(i, std::current_exception());
      }
    }
  };
  const size_t helpers = std::min<size_t>(threads, count);
  std::vector<std::jthread> pool;
  pool.reserve(helpers);
  try {
    for (size_t i = 1; i < helpers; ++i) pool.emplace_back(work);
  } catch (...) {
    // No thread more is to be had: those that there are do it all.
  }
  work();
  pool.clear();  // joins
  failure.rethrow();
}

void parallel_stretches(size_t count, size_t length, unsigned threads,
                        const std::function<void(const Stretch&)>& task) {
  parallel_for(stretches(count, length), threads, [&](size_t number) {
    task({number * length, std::min(count, (number + 1) * length), number});
  });
}

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>

namespace audit::util {

/// Runs task(0) … task(count - 1), each once, on up to `threads` threads (the caller is one of
/// them); returns when all are done. Tasks must not depend on each other's order. The first
/// exception (by task number) is rethrown after all running tasks have ended.
void parallel_for(size_t count, unsigned threads, const std::function<void(size_t)>& task);

/// Which of `count` things one task works through: `first` … `last` - 1, the stretch `number`.
struct Stretch {
  size_t first = 0;
  size_t last = 0;
  size_t number = 0;
};

/// A good length of one, of small things (rows, texts): fewer are not worth a thread's start.
inline constexpr size_t k_stretch = size_t{1} << 15U;

/// How many stretches of `length` things (the last may be shorter) there are.
constexpr size_t stretches(size_t count, size_t length) { return (count + length - 1) / length; }

/// parallel_for() over the stretches. Where there is but one, no thread is started.
void parallel_stretches(size_t count, size_t length, unsigned threads,
                        const std::function<void(const Stretch&)>& task);

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>

namespace audit::util {

/// Runs task(0) … task(count - 1), each once, on up to `threads` threads (the caller is one of
/// them); returns when all are done. Tasks must not depend on each other's order. The first
/// exception (by task number) is rethrown after all running tasks have ended.
void parallel_for(size_t count, unsigned threads, const std::function<void(size_t)>& task);

}  // namespace audit::util

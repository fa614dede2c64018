// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace audit::util {

/// With which of the processor's instructions many bytes are looked at at once. `automatic`: the
/// widest that this processor has, or what force_kernel said.
enum class Kernel : uint8_t { automatic, portable, avx2, avx512 };

/// For src/cli, which alone may look at the environment; before any input is read.
void force_kernel(Kernel kernel);
/// True if this processor can run it.
bool kernel_available(Kernel kernel);
/// The one to use where `kernel` is asked for: where the processor lacks it, the next narrower one.
/// Never `automatic`.
Kernel usable_kernel(Kernel kernel);

}  // namespace audit::util

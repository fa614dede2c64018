// SPDX-License-Identifier: MIT
#include "util/kernel.hpp"

#include <atomic>

namespace audit::util {

namespace {

std::atomic<Kernel>& forced() {
  static std::atomic<Kernel> kernel{Kernel::automatic};
  return kernel;
}

}  // namespace

void force_kernel(Kernel kernel) { forced() = kernel; }

bool kernel_available(Kernel kernel) {
#if defined(__x86_64__)
  if (kernel == Kernel::avx2) return __builtin_cpu_supports("avx2") != 0;
  if (kernel == Kernel::avx512) {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  }
  return true;
#else
  return kernel == Kernel::automatic || kernel == Kernel::portable;
#endif
}

Kernel usable_kernel(Kernel kernel) {
  if (kernel == Kernel::automatic) kernel = forced();
  if (kernel == Kernel::automatic) kernel = Kernel::avx512;
  if (kernel == Kernel::avx512 && kernel_available(kernel)) return kernel;
  if (kernel != Kernel::portable && kernel_available(Kernel::avx2)) return Kernel::avx2;
  return Kernel::portable;
}

}  // namespace audit::util

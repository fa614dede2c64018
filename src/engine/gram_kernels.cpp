// SPDX-License-Identifier: MIT
#include "engine/gram_kernels.hpp"

namespace audit::engine {

GramFunction gram_function(util::Kernel kernel) {
  switch (util::usable_kernel(kernel)) {
    case util::Kernel::avx512:
      return grams_avx512;
    case util::Kernel::avx2:
      return grams_avx2;
    default:
      return grams_portable;
  }
}

}  // namespace audit::engine

// SPDX-License-Identifier: MIT
#include "model/links.hpp"

#include <algorithm>
#include <numeric>

namespace audit::model {

void Links::append_children(uint32_t first, uint32_t last, std::vector<uint32_t>& rows) const {
  const size_t before = rows.size();
  rows.resize(before + (last - first));
  const auto out = rows.begin() + static_cast<std::ptrdiff_t>(before);
  if (children.empty()) {
    std::iota(out, rows.end(), first);
  } else {
    std::copy_n(children.begin() + first, last - first, out);
  }
}

}  // namespace audit::model

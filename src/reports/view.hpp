// SPDX-License-Identifier: MIT
#pragma once

#include "reports/format.hpp"

namespace audit::reports {

/// One way to show something that is no whole audit: a worklist, a case.
template <class View>
struct ViewFormat {
  const char* name;       ///< "html"
  const char* extension;  ///< ".html"
  void (*write)(const View& view, const FormatOptions& options, util::Output& out);
  bool tells_gaps = true;  ///< says that rules were skipped
};

}  // namespace audit::reports

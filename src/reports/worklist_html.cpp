// SPDX-License-Identifier: MIT
#include "reports/worklist.hpp"

namespace audit::reports {

void write_worklist_html(const Worklist& /*list*/, const FormatOptions& /*options*/,
                         util::Output& /*out*/) {}

}  // namespace audit::reports

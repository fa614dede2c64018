// SPDX-License-Identifier: MIT
#include "reports/case_views.hpp"

namespace audit::reports {

void write_case_html(const findings::CaseFile& /*file*/, const FormatOptions& /*options*/,
                     util::Output& /*out*/) {}

}  // namespace audit::reports

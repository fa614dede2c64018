// SPDX-License-Identifier: MIT
#pragma once

#include "findings/case_file.hpp"
#include "reports/html/page.hpp"

namespace audit::reports {

/// The case as an inline SVG: a lane for each kind of record and span, due dates as marks whose
/// shape tells the status, months along the bottom; and a legend. All of it stands in tables too.
void append_case_drawing(html::Page& page, const findings::CaseFile& file);

}  // namespace audit::reports

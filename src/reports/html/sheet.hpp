// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "findings/audit.hpp"
#include "reports/html/page.hpp"

// Pages without a script, to read and to print: worklists and cases. They look like the report.
namespace audit::reports::html {

/// Up to the opening <main>. `title` is the heading, the as-of date follows it; `about` stands
/// below. Nothing may be loaded, and no script runs.
void begin_sheet(Page& page, const findings::Run& run, std::string_view title,
                 std::string_view about);
void end_sheet(Page& page, const findings::Run& run);

}  // namespace audit::reports::html

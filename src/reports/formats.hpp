// SPDX-License-Identifier: MIT
#pragma once

#include "reports/format.hpp"

// One function a format, each in its own file; the catalogue lists them.
namespace audit::reports {

void write_text(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_json(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_ndjson(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_csv(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_html(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_xlsx(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_markdown(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_junit(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_sarif(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
void write_github(const findings::Audit& audit, const FormatOptions& options, util::Output& out);

}  // namespace audit::reports

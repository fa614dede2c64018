// SPDX-License-Identifier: MIT
#pragma once

#include "findings/audit.hpp"
#include "findings/part.hpp"
#include "reports/json_writer.hpp"

namespace audit::reports {

/// "part": of which whole the report is a part, and what an Audit holds beyond the report's other
/// fields, so that read_report() gives back all of it.
void write_part(JsonWriter& json, const findings::Audit& audit, const findings::Part& part);

}  // namespace audit::reports

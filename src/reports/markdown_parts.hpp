// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "findings/audit.hpp"

// The lower half of the Markdown report. Each appends nothing where it has nothing to say.
namespace audit::reports {

/// What was not checked, and warnings; in short: how many, without the lists.
void append_md_attention(std::string& out, const findings::Audit& audit, bool in_short);
void append_md_findings(std::string& out, const findings::Audit& audit);
void append_md_problems(std::string& out, const findings::Audit& audit);

}  // namespace audit::reports

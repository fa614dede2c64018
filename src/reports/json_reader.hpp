// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "findings/audit.hpp"
#include "findings/part.hpp"

namespace audit::reports {

/// A JSON report, read back. Without `part` what the report does not hold has its default:
/// Finding::paused_days, counted_days, program; RuleResult::table (where it has no finding),
/// in_business_days, absent; InputFile::encoding and the like; pending and baselined of groups.
struct ReadReport {
  findings::Audit audit;
  std::optional<findings::Part> part;  ///< of a part that `partition` wrote
};

/// Reads a report that write_json wrote; findings are taken one by one, so that memory grows with
/// the audit, not with the text. Throws Fatal{usage} that names the file and says why: not
/// readable, no JSON, no report, a finding of a rule that it does not list.
ReadReport read_report(const std::string& path);
/// The same of a report's text; `name` stands for the file in messages.
ReadReport read_report_text(const std::string& text, const std::string& name);

}  // namespace audit::reports

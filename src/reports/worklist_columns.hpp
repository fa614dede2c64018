// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// The columns of a worklist in CSV and XLSX. `worklist` writes them and `waivers draft` reads them
// back, so that both take them from here.
namespace audit::reports {

enum class WorklistColumn : uint8_t {
  case_manager,
  status,
  due,
  days_left,
  rule,
  what,
  what_to_do,
  participant,
  application,
  record_table,
  record_key,
  trigger,
  late_by,
  late_unit,
  office,
  cite,
  fingerprint,
  disposition,  ///< empty at first; for a person to fill in, as are the next three
  reason,
  until,
  approved_by,
};
inline constexpr size_t k_worklist_columns = 21;

/// Their headers, in the order of the columns; one UTF-8 file, comma-separated, with a BOM.
/// Rule, record table and record key stand as in the JSON report (a leading ' only before what a
/// spreadsheet could take for a formula); dates are YYYY-MM-DD in CSV, real dates in XLSX.
inline constexpr std::array<std::string_view, k_worklist_columns> k_worklist_headers{
    "Case manager", "Status",      "Due",         "Days left",    "Rule",        "What",
    "What to do",   "Participant", "Application", "Record table", "Record key",  "Trigger",
    "Late by",      "Late unit",   "Office",      "Citation",     "Fingerprint", "Disposition",
    "Reason",       "Until",       "Approved by"};

/// How many of them, the last ones, people fill in.
inline constexpr size_t k_worklist_answers = 4;
/// One more column at the end, under --with-names only.
inline constexpr std::string_view k_worklist_name_header = "Name";

inline constexpr std::string_view worklist_header(WorklistColumn column) {
  return k_worklist_headers[static_cast<size_t>(column)];
}

/// What a person may answer under Disposition: the fault was mended, a waiver is wanted (then with
/// a reason, and best an end and who approves), or the finding is said to be wrong.
inline constexpr std::string_view k_disposition_fixed = "fixed";
inline constexpr std::string_view k_disposition_waiver = "waiver requested";
inline constexpr std::string_view k_disposition_disputed = "disputed";

}  // namespace audit::reports

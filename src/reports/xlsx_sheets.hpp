// SPDX-License-Identifier: MIT
#pragma once

#include "findings/audit.hpp"
#include "reports/format.hpp"
#include "reports/xlsx_book.hpp"

// The sheets of the workbook report, each filled before the next is added.
namespace audit::reports {

void add_summary_sheet(XlsxBook& book, const findings::Audit& audit, const FormatOptions& options);
/// The rows of summary_rows(): rules or the groups of one kind, with what their rates are made of.
void add_by_sheet(XlsxBook& book, const findings::Audit& audit, std::string_view by);
/// Every finding; returns when all are counted in (TotalsCheck).
void add_findings_sheet(XlsxBook& book, const findings::Audit& audit);
void add_problems_sheet(XlsxBook& book, const findings::Audit& audit);
void add_inputs_sheet(XlsxBook& book, const findings::Audit& audit);
void add_rules_sheet(XlsxBook& book, const findings::Audit& audit);
void add_waivers_sheet(XlsxBook& book, const findings::Audit& audit);

}  // namespace audit::reports

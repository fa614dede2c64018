// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "findings/audit.hpp"
#include "reports/format.hpp"
#include "reports/html/page.hpp"
#include "reports/totals_check.hpp"

// The sections of the HTML report, in the order in which they are read.
namespace audit::reports::html {

/// What every section may look at.
struct View {
  const findings::Audit* audit = nullptr;
  const findings::PastAudit* before = nullptr;  ///< what is compared with; nullptr: nothing
  double target = 1.0;                          ///< FormatOptions::target
};

void append_headline(Page& page, const View& view);
/// Ageing, what falls due by week, the trend.
void append_charts(Page& page, const View& view);
void append_groups(Page& page, const View& view);
void append_rules(Page& page, const View& view);
/// Skipped and limited rules, inputs that were not audited, warnings, data problems.
void append_unchecked(Page& page, const View& view);
void append_findings(Page& page, const View& view);
void append_waivers(Page& page, const View& view);
void append_inputs(Page& page, const View& view);
void append_words(Page& page, const View& view);  ///< what the words mean, how rates are counted
/// All findings, and the data problems beyond the first, as JSON for the script.
/// Counts each with `check`.
void append_data(Page& page, const View& view, TotalsCheck& check);

/// A section with its heading; the caller closes it with "</section>".
void begin_section(Page& page, std::string_view id, std::string_view heading);

/// A wide table scrolls within this region and not with the page; closed by end_table.
/// `classes` of the table; `label` names the region.
void begin_table(Page& page, std::string_view label, std::string_view classes = "");
void end_table(Page& page);

/// "Late", "Overdue" … with a sign, so that no meaning is in the colour alone.
void append_status(Page& page, findings::Status status);
void append_severity(Page& page, findings::Severity severity);

/// A share of 0 to 1 as a bar with a mark at the target.
void append_rate_bar(Page& page, std::optional<double> rate, double target);

/// How many findings and data problems stand in the page for readers without scripts.
inline constexpr size_t k_static_rows = 200;

}  // namespace audit::reports::html

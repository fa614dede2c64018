// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/listing.hpp"
#include "history/store.hpp"

// What the history's commands show, as listings.
namespace audit::cli {

/// The audits of one series, and the one that is asked about.
struct HistoryView {
  const history::Database* store = nullptr;  ///< outlives the view
  std::vector<history::RunInfo> runs;        ///< of the series, by date; not empty
  size_t at = 0;                             ///< the run asked about
  std::optional<size_t> since;               ///< the run to compare it with; none: it is the first
};

Listing list_runs(const std::vector<history::RunInfo>& runs);
/// by: "total", or what reports group by. name: one rule or group only. matrix: for a person: a row
/// a rule, a column an audit.
Listing list_trend(const HistoryView& view, const std::string& by, const std::string& name,
                   bool matrix);
Listing list_run(const HistoryView& view, const std::string& by);
/// Violations that `at` reported and `since` did not.
Listing list_new(const HistoryView& view);
/// Findings that came to an end after `since` and up to `at`.
Listing list_resolved(const HistoryView& view);

}  // namespace audit::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "findings/audit.hpp"
#include "model/dataset.hpp"
#include "rules/typed_rule.hpp"

namespace audit::engine {

/// Which tables, and which of their columns, some input has: what decides whether a rule can run.
struct Available {
  struct Columns {
    bool present = false;
    std::vector<bool> columns;  ///< by schema column
  };
  std::vector<Columns> tables;
};

/// Made from the rules and the recognised headers; knows no row.
struct Plan {
  std::vector<model::TableRequest> requests;  ///< by table: what load() keeps and probes
  std::vector<std::string> skipped_because;   ///< by rule; empty: it runs
  /// By rule: each table and column whose absence makes it skipped; of these `skipped_because` is
  /// made.
  std::vector<std::vector<std::string>> absent;
  std::vector<std::vector<std::string>> limited_by;  ///< by rule
  std::vector<bool> derived_needed;                  ///< by RuleSet::derived
  std::vector<bool> relation_needed;                 ///< by relation
  std::vector<bool> children_needed;                 ///< by relation: the lists of Links
};

/// Columns, derived ones too, that something beside the rules shows; read if they can be.
struct Shown {
  model::TableIndex table = model::k_none;
  std::vector<model::ColumnIndex> columns;  ///< all or, where one can't be had, none
};

/// Missing tables and columns of spec 3: which rules are skipped and why (with the headers that
/// were looked for), which are limited, what must be read.
Plan plan(const rules::RuleSet& rules, const model::Schema& schema, const Available& available,
          const std::vector<Shown>& shown = {});

struct Window {  ///< --period: keeps obligations whose due date, else trigger, lies within
  std::optional<calendar::Date> from;
  std::optional<calendar::Date> until;
};
struct RunOptions {
  calendar::Date as_of;
  unsigned threads = 1;
  Window window;
  size_t batch_rows = 2048;  ///< records a batch; tests vary it
  /// Of what is no finding only the rows are kept (RuleOutcome::met_rows, pending_rows).
  bool only_findings = false;
};

/// Computes the derived columns that are needed (into data.tables), then every rule that runs.
/// One outcome a rule, in the order of rules.rules; the same result for any number of threads and
/// any batch size.
std::vector<findings::RuleOutcome> evaluate(const rules::RuleSet& rules, const Plan& plan,
                                            model::Dataset& data,
                                            const calendar::Calendar& calendar,
                                            const RunOptions& options);

}  // namespace audit::engine

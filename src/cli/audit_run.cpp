// SPDX-License-Identifier: MIT
#include "cli/audit_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "reports/summary.hpp"

namespace audit::cli {

namespace {

/// Of a part, whether the whole's table is.
bool is_empty(const model::Table& table, const Examined& examined) {
  if (!examined.part) return table.rows == 0;
  const auto& empty = examined.part->empty_tables;
  return std::ranges::find(empty, table.def->name) != empty.end();
}

}  // namespace

std::vector<std::string> shortcomings(const findings::Audit& audit, const Examined& examined,
                                      const rules::Settings& settings, bool strict) {
  const model::Dataset& data = examined.data;
  std::vector<std::string> reasons;
  if (data.unaudited_input) {
    reasons.emplace_back("some of the input could not be audited; see the data problems");
  }
  for (const model::Table& table : data.tables) {
    const bool given = std::ranges::any_of(data.inputs, [&](const model::InputFile& input) {
      return input.table == table.def->name && input.audited;
    });
    if (given && !table.bundled && is_empty(table, examined)) {
      reasons.push_back(fmt::format("table {} has no rows", table.def->name));
    }
  }
  for (const std::string& expected : settings.expect) {
    const auto index = settings.schema.find_table(expected);
    if (!index || !data.tables[*index].present || data.tables[*index].bundled) {
      reasons.push_back(
          fmt::format("table {} is expected by the profile and is not there", expected));
    }
  }
  const uint64_t skipped = reports::skipped_count(audit);
  if (skipped == audit.rules.size()) {
    reasons.emplace_back("no rule could be evaluated");
  } else if (strict && skipped > 0) {
    reasons.push_back(fmt::format("{} rules were skipped (--strict)", skipped));
  }
  return reasons;
}

bool tells_gaps(const OutputPlan& plan) {
  const auto tells = [](const OutputRequest& request) { return request.format->tells_gaps; };
  return (plan.standard != nullptr && plan.standard->tells_gaps) ||
         std::ranges::any_of(plan.files, tells);
}

void say_skipped(const findings::Audit& audit) {
  const uint64_t skipped = reports::skipped_count(audit);
  if (skipped == 0) return;
  std::fprintf(stderr,
               "caljobs-audit: %llu of %zu rules could not be evaluated, for want of a table or "
               "column; `check` as text or HTML says which\n",
               static_cast<unsigned long long>(skipped), audit.rules.size());
}

}  // namespace audit::cli

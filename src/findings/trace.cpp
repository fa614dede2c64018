// SPDX-License-Identifier: MIT
#include "findings/trace.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "findings/records.hpp"

namespace audit::findings {

namespace {

/// Positions in the list of what is sought.
using Positions = std::vector<size_t>;

/// Rows of one table by the keys that are asked for.
std::unordered_map<std::string, uint32_t> rows_of(const std::vector<Sought>& sought,
                                                  const Positions& of_table,
                                                  const model::Dataset& data,
                                                  model::TableIndex table) {
  std::unordered_map<std::string, uint32_t> rows;
  for (const size_t i : of_table) rows.try_emplace(sought[i].key, model::k_none);
  const Records records(data, table);
  std::string key;
  for (uint32_t row = 0; row < data.tables[table].rows; ++row) {
    key.assign(records.key(row));
    const auto asked = rows.find(key);
    if (asked != rows.end()) asked->second = row;
  }
  return rows;
}

/// The obligation of a rule at a row. Obligations are in row order.
Traced find_obligation(const RuleOutcome& outcome, int32_t trigger, uint32_t row) {
  auto at = std::ranges::lower_bound(outcome.obligations, row, {}, &Obligation::row);
  for (; at != outcome.obligations.end() && at->row == row; ++at) {
    if (at->trigger == trigger) return {Traced::Fate::obligation, at->status, at->due};
  }
  return {Traced::Fate::no_obligation};
}

}  // namespace

std::vector<Traced> trace(const std::vector<Sought>& sought,
                          const std::vector<RuleOutcome>& outcomes, const model::Dataset& data) {
  std::map<std::string, const RuleOutcome*> by_id;
  for (const RuleOutcome& outcome : outcomes) by_id[outcome.id] = &outcome;
  std::vector<Traced> traced(sought.size());
  std::map<std::string, Positions> by_table;
  for (size_t i = 0; i < sought.size(); ++i) {
    const auto rule = by_id.find(sought[i].rule);
    if (rule == by_id.end()) {
      traced[i].fate = Traced::Fate::no_rule;
    } else if (rule->second->skipped_because.empty()) {
      // A rule that judges another table now has no obligation of this record.
      traced[i].fate = Traced::Fate::no_obligation;
      if (data.schema->tables[rule->second->table].name == sought[i].table) {
        by_table[sought[i].table].push_back(i);
      }
    }
  }
  for (const auto& [name, positions] : by_table) {
    const model::TableIndex table = by_id.at(sought[positions.front()].rule)->table;
    const auto rows = rows_of(sought, positions, data, table);
    for (const size_t i : positions) {
      const uint32_t row = rows.at(sought[i].key);
      if (row == model::k_none) {
        traced[i].fate = Traced::Fate::no_record;
      } else {
        traced[i] = find_obligation(*by_id.at(sought[i].rule), sought[i].trigger, row);
      }
    }
  }
  return traced;
}

}  // namespace audit::findings

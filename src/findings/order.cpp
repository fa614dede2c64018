// SPDX-License-Identifier: MIT
#include "findings/order.hpp"

#include <algorithm>
#include <limits>

namespace audit::findings {

namespace {

/// What decides nearly every comparison, side by side in memory: severity and rule, then the first
/// bytes of the participant.
struct SortKey {
  uint64_t rule = 0;
  uint64_t participant = 0;
  size_t at = 0;  // into the findings
};

constexpr size_t k_prefix_bytes = sizeof(uint64_t);

/// The first eight bytes as a number that compares as the texts do; the empty text comes last.
uint64_t prefix_of(const std::string& text) {
  if (text.empty()) return std::numeric_limits<uint64_t>::max();
  uint64_t prefix = 0;
  for (size_t i = 0; i < k_prefix_bytes; ++i) {
    const auto byte = i < text.size() ? static_cast<unsigned char>(text[i]) : uint64_t{0};
    prefix = (prefix << 8) | byte;
  }
  return prefix;
}

/// Dates in order, k_no_date (the least number) last.
int compare_dates(int32_t a, int32_t b) {
  if (a == b) return 0;
  if (a == calendar::k_no_date) return 1;
  if (b == calendar::k_no_date) return -1;
  return a < b ? -1 : 1;
}

/// The order within one rule.
int compare(const Finding& a, const Finding& b) {
  if (const int c = compare_nulls_last(a.participant, b.participant)) return c;
  if (const int c = compare_nulls_last(a.application, b.application)) return c;
  if (const int c = compare_dates(a.due, b.due)) return c;
  if (const int c = compare_dates(a.trigger, b.trigger)) return c;
  if (const int c = compare_nulls_last(a.table, b.table)) return c;
  return compare_nulls_last(a.key, b.key);
}

}  // namespace

int compare_nulls_last(const std::string& a, const std::string& b) {
  if (a.empty() != b.empty()) return a.empty() ? 1 : -1;
  return a.compare(b);  // bytes as unsigned: for UTF-8 that is by code point
}

void sort_findings(std::vector<Finding>& findings, const std::vector<RuleResult>& rules) {
  std::vector<SortKey> keys(findings.size());
  for (size_t i = 0; i < findings.size(); ++i) {
    const auto severity = static_cast<uint64_t>(rules[findings[i].rule].severity);
    keys[i] = {(severity << 32) | findings[i].rule, prefix_of(findings[i].participant), i};
  }
  std::ranges::sort(keys, [&findings](const SortKey& a, const SortKey& b) {
    if (a.rule != b.rule) return a.rule < b.rule;
    if (a.participant != b.participant) return a.participant < b.participant;
    const int c = compare(findings[a.at], findings[b.at]);
    return c != 0 ? c < 0 : a.at < b.at;
  });
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (const SortKey& key : keys) sorted.push_back(std::move(findings[key.at]));
  findings = std::move(sorted);
}

}  // namespace audit::findings

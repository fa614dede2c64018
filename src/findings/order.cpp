// SPDX-License-Identifier: MIT
#include "findings/order.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "util/fatal.hpp"
#include "util/parallel.hpp"

namespace audit::findings {

namespace {

/// What decides nearly every comparison, side by side in memory: severity and rule, then bytes of
/// the participant.
struct SortKey {
  uint64_t participant = 0;
  uint32_t rule = 0;
  uint32_t at = 0;  // into the findings

  friend bool operator==(const SortKey& a, const SortKey& b) = default;
  friend auto operator<=>(const SortKey& a, const SortKey& b) {
    return std::tie(a.rule, a.participant, a.at) <=> std::tie(b.rule, b.participant, b.at);
  }
  [[nodiscard]] bool tells_from(const SortKey& other) const {
    return rule != other.rule || participant != other.participant;
  }
};

constexpr unsigned k_rule_bits = 24;
constexpr size_t k_prefix_bytes = sizeof(uint64_t);

/// The first eight bytes as a number that compares as the texts do; the empty text comes last.
uint64_t prefix_of(std::string_view text) {
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

/// Most are of one participant, application and table: one text, not to be read again.
int compare_texts(const Texts& texts, TextCode a, TextCode b) {
  return a == b ? 0 : compare_nulls_last(texts[a], texts[b]);
}

/// Of two findings of one rule.
int compare(const FindingList& findings, size_t first, size_t second) {
  const PackedFinding& a = findings.packed(first);
  const PackedFinding& b = findings.packed(second);
  const Texts& texts = findings.texts();
  if (const int c = compare_texts(texts, a.participant, b.participant)) return c;
  if (const int c = compare_texts(texts, a.application, b.application)) return c;
  if (const int c = compare_dates(a.due, b.due)) return c;
  if (const int c = compare_dates(a.trigger, b.trigger)) return c;
  if (const int c = compare_texts(texts, a.table, b.table)) return c;
  return compare_texts(texts, a.key, b.key);
}

}  // namespace

int compare_nulls_last(std::string_view a, std::string_view b) {
  if (a.empty() != b.empty()) return a.empty() ? 1 : -1;
  return a.compare(b);  // bytes as unsigned: for UTF-8 that is by code point
}

namespace {

std::vector<SortKey> make_keys(const FindingList& findings, const std::vector<RuleResult>& rules,
                               unsigned threads) {
  std::vector<SortKey> keys(findings.size());
  util::parallel_stretches(keys.size(), util::k_stretch, threads, [&](const util::Stretch& share) {
    for (size_t i = share.first; i < share.last; ++i) {
      const PackedFinding& finding = findings.packed(i);
      const auto severity = static_cast<uint32_t>(rules[finding.rule].severity);
      keys[i] = {prefix_of(findings.texts()[finding.participant]),
                 (severity << k_rule_bits) | finding.rule, static_cast<uint32_t>(i)};
    }
  });
  return keys;
}

/// No two keys are equal, so that the result is the same however the work is divided.
void sort_keys(std::span<SortKey> keys, unsigned threads) {
  if (threads < 2 || keys.size() < 2 * util::k_stretch) {
    std::ranges::sort(keys);
    return;
  }
  const size_t middle = keys.size() / 2;
  std::ranges::nth_element(keys, keys.begin() + static_cast<std::ptrdiff_t>(middle));
  util::parallel_for(2, 2, [&](size_t half) {
    sort_keys(half == 0 ? keys.first(middle) : keys.subspan(middle),
              half == 0 ? threads / 2 : threads - threads / 2);
  });
}

/// Findings that their keys do not tell apart, which stand side by side and as they came.
void sort_run(FindingList& findings, size_t first, size_t last, std::vector<uint32_t>& order) {
  size_t sorted = first + 1;  // most come in order
  while (sorted < last && compare(findings, sorted - 1, sorted) <= 0) ++sorted;
  if (sorted == last) return;
  order.resize(last - first);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
    const int c = compare(findings, first + a, first + b);
    return c != 0 ? c < 0 : a < b;
  });
  findings.arrange(first, order);
}

}  // namespace

void sort_findings(FindingList& findings, const std::vector<RuleResult>& rules, unsigned threads) {
  AUDIT_ASSERT(findings.size() <= std::numeric_limits<uint32_t>::max());
  std::vector<SortKey> keys = make_keys(findings, rules, threads);
  sort_keys(keys, threads);
  {
    std::vector<uint32_t> order(findings.size());
    std::ranges::transform(keys, order.begin(), &SortKey::at);
    findings.arrange(0, order);
  }
  // The rest is decided between neighbours, so that each part of the memory is visited once.
  util::parallel_stretches(keys.size(), util::k_stretch, threads, [&](const util::Stretch& share) {
    std::vector<uint32_t> order;
    size_t first = share.first;  // of a run; one that begins before the share is not the share's
    while (first > 0 && first < share.last && !keys[first].tells_from(keys[first - 1])) ++first;
    while (first < share.last) {
      size_t last = first + 1;
      while (last < keys.size() && !keys[last].tells_from(keys[first])) ++last;
      if (last - first > 1) sort_run(findings, first, last, order);
      first = last;
    }
  });
}

}  // namespace audit::findings

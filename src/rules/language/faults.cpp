// SPDX-License-Identifier: MIT
#include "rules/language/faults.hpp"

#include <algorithm>
#include <utility>

namespace audit::rules {
namespace {

constexpr uint32_t k_most_faults = 12;
// Longer stretches make advice unreadable; the caret shows them anyway.
constexpr size_t k_longest_quote = 60;

}  // namespace

Faults::Faults(const SourceText& source, util::Diagnostics& diagnostics)
    : source_(source), diagnostics_(diagnostics), line_starts_{0} {
  for (uint32_t at = 0; at < source.text.size(); ++at) {
    if (source.text[at] == '\n') line_starts_.push_back(at + 1);
  }
}

util::Spot Faults::spot(Range range) const {
  const auto size = static_cast<uint32_t>(source_.text.size());
  const uint32_t begin = std::min(range.begin, size);
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), begin);
  const auto line = static_cast<uint32_t>(after - line_starts_.begin()) - 1;
  const uint32_t line_end = after == line_starts_.end() ? size : *after - 1;
  util::Spot spot = source_.spot;
  const uint32_t offset = begin - line_starts_[line];
  spot.column = line == 0 ? source_.spot.column + offset : offset + 1;
  spot.line = source_.spot.line + line;
  spot.length = std::max(1U, std::min(range.end, line_end) - std::min(begin, line_end));
  if (range.end < begin) spot.length = 1;
  return spot;
}

std::string Faults::quote(Range range) const {
  const std::string& text = source_.text;
  if (range.begin >= text.size() || range.end <= range.begin) return {};
  std::string quoted = text.substr(range.begin, range.end - range.begin);
  std::replace_if(
      quoted.begin(), quoted.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; },
      ' ');
  if (quoted.size() > k_longest_quote) return "…";
  return quoted;
}

void Faults::error(Range range, std::string text, std::string advice) {
  error_at(spot(range), std::move(text), std::move(advice));
}

void Faults::error_at(util::Spot spot, std::string text, std::string advice) {
  if (count_++ >= k_most_faults) return;
  diagnostics_.error(std::move(spot), std::move(text), std::move(advice));
}

}  // namespace audit::rules

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

Faults::Faults(const SourceText& source, util::Diagnostics& diagnostics, const util::Source* file)
    : source_(source), diagnostics_(diagnostics), file_(file) {}

const std::vector<Place>& Faults::places() const {
  if (places_.empty()) places_ = places_of(source_, file_);
  return places_;
}

util::Spot Faults::spot(Range range) const {
  const auto size = static_cast<uint32_t>(source_.text.size());
  const uint32_t begin = std::min(range.begin, size);
  const uint32_t end = std::clamp(range.end, begin, size);
  const std::vector<Place>& places = this->places();
  const Place first = places[begin];
  // The caret ends where the line does: before the first byte that stands in a later one.
  const auto stop = places.begin() + end + 1;
  const auto beyond = std::partition_point(
      places.begin() + begin, stop, [&](const Place& place) { return place.line == first.line; });
  const auto last = static_cast<size_t>(beyond - places.begin()) - 1;
  const bool is_inside = beyond == stop || source_.text[last] == '\n';
  util::Spot spot = source_.spot;
  spot.line = first.line;
  spot.column = first.column;
  spot.length = std::max(1U, places[last].column + (is_inside ? 0 : 1) - first.column);
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

void Faults::error_at(const util::Spot& spot, std::string text, std::string advice) {
  if (count_++ >= k_most_faults) return;
  diagnostics_.error(spot, std::move(text), std::move(advice));
}

}  // namespace audit::rules

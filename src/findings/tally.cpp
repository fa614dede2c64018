// SPDX-License-Identifier: MIT
#include <numeric>

#include "findings/audit.hpp"

namespace audit::findings {

uint64_t Tally::obligations() const {
  return std::accumulate(by_status.begin(), by_status.end(), uint64_t{0});
}

uint64_t Tally::violations() const {
  return of(Status::late) + of(Status::overdue) + of(Status::failed);
}

std::optional<double> Tally::rate() const {
  constexpr uint64_t k_places = 10000;
  const uint64_t kept = of(Status::met) - waived_met;
  const uint64_t judged = kept + violations() - (waived - waived_met);
  if (judged == 0) return std::nullopt;
  // In whole numbers, halves rounded up, so that every machine and format shows the same digits.
  const uint64_t rounded = (kept * k_places * 2 + judged) / (judged * 2);
  return static_cast<double>(rounded) / static_cast<double>(k_places);
}

void Tally::add(Status status, bool is_waived, bool is_baselined) {
  ++by_status[static_cast<size_t>(status)];
  if (is_waived) ++waived;
  if (is_baselined) ++baselined;
}

}  // namespace audit::findings

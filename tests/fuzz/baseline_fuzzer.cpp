// SPDX-License-Identifier: MIT
// Any bytes as a baseline: no crash, and either a fault or the violations of a report.
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "reports/baseline_file.hpp"
#include "util/fatal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace audit;
  const int file = memfd_create("baseline", MFD_CLOEXEC);
  AUDIT_ASSERT(file >= 0);
  AUDIT_ASSERT(write(file, data, size) == static_cast<ssize_t>(size));
  util::Diagnostics diagnostics;
  const findings::Baseline baseline =
      reports::read_baseline(fmt::format("/proc/self/fd/{}", file), diagnostics);
  AUDIT_ASSERT(std::ranges::is_sorted(baseline.violations));
  AUDIT_ASSERT(!diagnostics.has_errors() || baseline.violations.empty());
  close(file);
  return 0;
}

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>

#include "reports/byte_buffer.hpp"
#include "reports/totals_check.hpp"
#include "util/atomic_file.hpp"

namespace audit::reports {

/// Appends the `at`-th finding to `bytes`. Several threads at once call it.
using WriteFinding =
    std::function<void(size_t at, const findings::Finding& finding, ByteBuffer& bytes)>;

/// All findings of the audit, run after run of them on all threads; the runs go to `out` in their
/// order, and no more than one a thread is held. Counts each in `check`.
void write_findings(const findings::Audit& audit, unsigned threads, const WriteFinding& write,
                    TotalsCheck& check, util::Output& out);

}  // namespace audit::reports

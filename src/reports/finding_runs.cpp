// SPDX-License-Identifier: MIT
#include "reports/finding_runs.hpp"

#include <algorithm>
#include <atomic>

#include "util/parallel.hpp"
#include "util/turnstile.hpp"

namespace audit::reports {

namespace {

constexpr size_t k_run = 512;  // findings; of JSON, half a megabyte: it stays near the processor
constexpr size_t k_at_a_time = 16;
constexpr size_t k_usual_bytes = 1024;  // of a finding beside its own texts

/// How long the texts are that findings share with few others. They lie all over the memory; asked
/// for some findings before these are written, the waits for them overlap.
size_t own_bytes(const findings::FindingList& list, size_t first, size_t last) {
  size_t bytes = 0;
  for (size_t at = first; at < last; ++at) {
    const findings::PackedFinding& finding = list.packed(at);
    for (const findings::TextCode code :
         {finding.participant, finding.application, finding.key, finding.message}) {
      bytes += list.texts()[code].size();
    }
  }
  return bytes;
}

/// The findings `first` … `last` - 1.
void write_run(const findings::Audit& audit, size_t first, size_t last, const WriteFinding& write,
               TotalsCheck& counted, ByteBuffer& bytes) {
  for (size_t at = first; at < last; ++at) {
    if ((at - first) % k_at_a_time == 0) {
      const size_t end = std::min(at + k_at_a_time, last);
      bytes.room(own_bytes(audit.findings, at, end) + (end - at) * k_usual_bytes);
    }
    const findings::Finding finding = audit.findings[at];
    write(at, finding, bytes);
    counted.count(finding);
  }
}

}  // namespace

void write_findings(const findings::Audit& audit, unsigned threads, const WriteFinding& write,
                    TotalsCheck& check, util::Output& out) {
  const size_t count = audit.findings.size();
  const size_t runs = (count + k_run - 1) / k_run;
  std::atomic<size_t> next{0};
  util::Turnstile turnstile;
  const auto work = [&](size_t /*thread*/) {
    ByteBuffer bytes;
    for (size_t run = next++; run < runs; run = next++) {
      util::Turn turn(turnstile, run);
      TotalsCheck counted(audit);
      bytes.clear();
      write_run(audit, run * k_run, std::min(count, (run + 1) * k_run), write, counted, bytes);
      turn.enter();
      check.add(counted);
      out.append(bytes.view());
      turn.pass();
    }
  };
  util::parallel_for(std::min<size_t>(std::max(threads, 1U), runs), threads, work);
}

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
// Any bytes as the JSON report that `merge` and `verify` read back: refused with a reason, or an
// audit whose findings are of rules that it lists; that of a part every format can write.
#include <cstdint>
#include <string>

#include "reports/format.hpp"
#include "reports/json_reader.hpp"
#include "util/fatal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace audit;
  reports::ReadReport read;
  try {
    read = reports::read_report_text(std::string(data, data + size), "fuzz.json");
  } catch (const util::Fatal& refused) {
    AUDIT_ASSERT(refused.code() == util::ExitCode::usage);
    AUDIT_ASSERT(std::string(refused.what()).find("fuzz.json") != std::string::npos);
    return 0;
  }
  for (const findings::Finding& finding : read.audit.findings) {
    AUDIT_ASSERT(finding.rule < read.audit.rules.size());
  }
  if (!read.part) return 0;  // compared only
  const auto& all = reports::formats();
  util::StringOutput out;
  all[size % all.size()].write(read.audit, {}, out);
  return 0;
}

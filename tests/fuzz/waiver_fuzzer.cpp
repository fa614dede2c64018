// SPDX-License-Identifier: MIT
// Any text as a waiver file: no crash, and no waiver comes out that lacks what each must have.
#include <cstdint>
#include <string>

#include "config/waiver_file.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace audit;
  util::Diagnostics diagnostics;
  const std::string text(data, data + size);
  for (const config::WaiverDraft& waiver :
       config::read_waiver_file("waivers.toml", text, diagnostics)) {
    AUDIT_ASSERT(!util::trim(waiver.rule.text).empty());
    AUDIT_ASSERT(!util::trim(waiver.approved_by).empty());
    AUDIT_ASSERT(!util::trim(waiver.reason).empty());
    AUDIT_ASSERT(waiver.until >= waiver.approved_on);
    const std::string subject = waiver.participant.text + waiver.application.text +
                                waiver.record.text + waiver.office.text + waiver.case_manager.text;
    AUDIT_ASSERT(!util::trim(subject).empty());
  }
  AUDIT_ASSERT(diagnostics.list().empty() || !diagnostics.render().empty());
  return 0;
}

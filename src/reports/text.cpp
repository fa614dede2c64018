// SPDX-License-Identifier: MIT
#include "reports/formats.hpp"
#include "reports/text_parts.hpp"
#include "reports/totals_check.hpp"

namespace audit::reports {

namespace {}  // namespace

void write_text(const findings::Audit& audit, const FormatOptions& options, util::Output& out) {
  TotalsCheck check(audit);
  for (const findings::Finding& finding : audit.findings) check.count(finding);
  check.finish();

  TextPage page;
  page.width = std::max<size_t>(options.width, k_least_width);
  page.colour = options.colour;
  append_headline(page, audit);
  append_attention(page, audit);
  append_waivers(page, audit);
  append_inputs(page, audit);
  append_summary(page, audit, options.by);
  for (const char* by : {"office", "case_manager"}) {
    if (options.by != by) append_worst_groups(page, audit, by);
  }
  append_findings(page, audit);
  append_problems(page, audit);
  append_bottom_line(page, audit);
  out.append(page.out);
}

}  // namespace audit::reports

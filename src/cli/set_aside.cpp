// SPDX-License-Identifier: MIT
#include "cli/set_aside.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "config/files.hpp"
#include "reports/baseline_file.hpp"
#include "rules/waivers.hpp"
#include "util/text.hpp"

namespace audit::cli {

SetAside read_set_aside(const Setup& setup, const ReportArguments& report) {
  util::Diagnostics diagnostics;
  SetAside set_aside;
  const std::string& file = report.waivers.empty() ? setup.settings.waivers : report.waivers;
  if (!file.empty()) {
    set_aside.waivers = rules::read_waivers(config::DiskFiles(), file, setup.settings, diagnostics);
  }
  if (!report.baseline.empty()) {
    set_aside.baseline = reports::read_baseline(report.baseline, diagnostics);
    const std::string& profile = set_aside.baseline->profile;
    if (!diagnostics.has_errors() && profile != setup.settings.profile) {
      diagnostics.warning(
          {.file = report.baseline},
          fmt::format("the baseline was made by profile '{}', this audit is by '{}'",
                      util::visible(profile), setup.settings.profile),
          "what both find is known from it all the same");
    }
  }
  if (diagnostics.has_errors() || (!diagnostics.list().empty() && !report.quiet)) {
    std::fputs(diagnostics.render().c_str(), stderr);
  }
  if (diagnostics.has_errors()) throw Refused{};
  return set_aside;
}

void apply(const SetAside& set_aside, const Setup& setup, findings::Audit& audit) {
  findings::apply_waivers(audit, set_aside.waivers, remind_until(setup.settings, setup.as_of));
  if (set_aside.baseline) findings::apply_baseline(audit, *set_aside.baseline);
  findings::recount_set_aside(audit);
}

calendar::Date remind_until(const rules::Settings& settings, calendar::Date as_of) {
  return settings.calendar.add(as_of, settings.remind)
      .value_or(calendar::Date{calendar::k_last_day});
}

}  // namespace audit::cli

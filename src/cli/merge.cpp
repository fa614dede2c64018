// SPDX-License-Identifier: MIT
#include "parts/merge.hpp"

#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "cli/session.hpp"
#include "reports/json_reader.hpp"
#include "util/fatal.hpp"

namespace audit::cli {

namespace {

util::ExitCode merge_reports(const Arguments& arguments) {
  const ReportArguments& report = arguments.report;
  const OutputPlan wanted = plan_outputs(report, arguments.part.reports);
  std::vector<parts::PartReport> reports;
  for (const std::string& file : arguments.part.reports) {
    reports.push_back({file, reports::read_report(file)});
  }
  const parts::Merged merged = parts::merge(std::move(reports));

  OutputFiles files(wanted.files);
  files.write(merged.audit, format_options(report));
  print(merged.audit, wanted, format_options(report));
  files.commit();
  const std::string& fail_on = report.fail_on.empty() ? merged.part.fail_on : report.fail_on;
  return verdict(merged.audit, fail_on, merged.part.shortcomings);
}

}  // namespace

int merge(const Arguments& arguments) {
  try {
    return static_cast<int>(merge_reports(arguments));
  } catch (const Refused&) {
    return static_cast<int>(util::ExitCode::usage);
  }
}

}  // namespace audit::cli

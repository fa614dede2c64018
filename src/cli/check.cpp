// SPDX-License-Identifier: MIT
// `check` is the pipeline: each step takes what the one before made.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "calendar/duration.hpp"
#include "cli/audit_run.hpp"
#include "cli/commands.hpp"
#include "cli/days_off.hpp"
#include "cli/environment.hpp"
#include "cli/history_recording.hpp"
#include "cli/outputs.hpp"
#include "cli/session.hpp"
#include "cli/set_aside.hpp"
#include "cli/version.hpp"
#include "reports/format.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using util::ExitCode;

/// What must be known about the output before the work begins.
struct OutputPlan {
  std::vector<OutputRequest> files;
  const reports::Format* standard = nullptr;  ///< nullptr: nothing on standard output
};

OutputPlan plan_outputs(const Arguments& arguments, const rules::Settings& settings) {
  util::Diagnostics diagnostics;
  OutputPlan plan;
  const ReportArguments& report = arguments.report;
  std::vector<std::string> read = arguments.input.inputs;
  for (const auto& [table, file] : arguments.input.tables) read.push_back(file);
  for (const std::string* file :
       {&report.waivers, &settings.waivers, &report.baseline, &report.store}) {
    if (!file->empty()) read.push_back(*file);
  }
  plan.files = output_requests(report.outputs, read, diagnostics);
  const std::string name = report.format.empty() ? "text" : report.format;
  plan.standard = reports::find_format(name);
  if (plan.standard == nullptr) {
    std::vector<std::string> known;
    for (const reports::Format& format : reports::formats()) known.emplace_back(format.name);
    known.emplace_back(k_schema_format);
    const std::string near = util::nearest_name(name, known);
    diagnostics.error({.file = "--format"},
                      fmt::format("there is no format '{}'; there are {}", util::visible(name),
                                  fmt::join(known, ", ")),
                      near.empty() ? "" : fmt::format("did you mean '{}'?", near));
  }
  if (name == "xlsx" && stdout_is_terminal()) {
    diagnostics.error({.file = "--format"}, "a workbook is nothing for a terminal",
                      "write it to a file with -o report.xlsx");
  }
  if (report.quiet && report.format.empty()) plan.standard = nullptr;
  if (diagnostics.has_errors()) {
    std::fputs(diagnostics.render().c_str(), stderr);
    throw Refused{};
  }
  return plan;
}

}  // namespace

findings::Run describe_run(const Setup& setup, const RuleArguments& arguments,
                           const std::string& started_at) {
  findings::Run run;
  run.as_of = setup.as_of;
  run.profile = setup.settings.profile;
  run.calendar = setup.settings.calendar.name();
  run.remind = calendar::show(setup.settings.remind);
  run.period = arguments.period;
  run.started_at = started_at;
  run.rules_digest = setup.settings.rules.digest;
  run.version = version();
  return run;
}

namespace {

bool fails(const findings::Audit& audit, const std::string& fail_on) {
  if (fail_on == "never") return false;
  const auto limit = fail_on == "info"      ? findings::Severity::info
                     : fail_on == "warning" ? findings::Severity::warning
                                            : findings::Severity::error;
  return std::ranges::any_of(audit.findings, [&](const findings::Finding& finding) {
    return findings::is_violation(finding.status) && !finding.waived && !finding.baselined &&
           audit.rules[finding.rule].severity <= limit;
  });
}

}  // namespace

std::vector<std::string> shortcomings(const findings::Audit& audit, const model::Dataset& data,
                                      const rules::Settings& settings, bool strict) {
  std::vector<std::string> reasons;
  if (data.unaudited_input) {
    reasons.emplace_back("some of the input could not be audited; see the data problems");
  }
  for (const model::Table& table : data.tables) {
    const bool given = std::ranges::any_of(data.inputs, [&](const model::InputFile& input) {
      return input.table == table.def->name && input.audited;
    });
    if (given && !table.bundled && table.rows == 0) {
      reasons.push_back(fmt::format("table {} has no rows", table.def->name));
    }
  }
  for (const std::string& expected : settings.expect) {
    const auto index = settings.schema.find_table(expected);
    if (!index || !data.tables[*index].present || data.tables[*index].bundled) {
      reasons.push_back(
          fmt::format("table {} is expected by the profile and is not there", expected));
    }
  }
  const auto skipped = std::ranges::count_if(
      audit.rules, [](const findings::RuleResult& rule) { return !rule.skipped_because.empty(); });
  if (static_cast<size_t>(skipped) == audit.rules.size()) {
    reasons.emplace_back("no rule could be evaluated");
  } else if (strict && skipped > 0) {
    reasons.push_back(fmt::format("{} rules were skipped (--strict)", skipped));
  }
  return reasons;
}

namespace {

/// --verbose: how the inputs were taken and how much came of them, on standard error.
void say_what_was_read(const Inputs& inputs, const model::Schema& schema) {
  for (const ingest::Recognised& input : inputs.recognised) {
    const std::string what =
        input.table == model::k_none
            ? input.problem
            : fmt::format("table {}: {}", schema.tables[input.table].name, input.why);
    std::fprintf(stderr, "caljobs-audit: %s: %s\n", util::visible(input.input->name()).c_str(),
                 util::visible(what).c_str());
  }
}

void say_what_was_found(const findings::Audit& audit, unsigned threads) {
  std::fprintf(stderr,
               "caljobs-audit: %s obligations of %zu rules, %zu findings, %.2f s on %u threads\n",
               util::with_commas(static_cast<int64_t>(audit.totals.obligations())).c_str(),
               audit.rules.size(), audit.findings.size(), audit.run.seconds, threads);
}

void print(const findings::Audit& audit, const OutputPlan& plan,
           const reports::FormatOptions& options) {
  if (plan.standard == nullptr) return;
  util::StandardOutput out;
  plan.standard->write(audit, options, out);
  out.flush();
}

reports::FormatOptions format_options(const ReportArguments& report) {
  reports::FormatOptions options;
  options.colour = want_colour(report.colour);
  options.width = terminal_width();
  options.by = report.by;
  options.csv_raw = report.csv_raw;
  options.target = report.target / 100;
  options.summary_only = report.summary_only;
  return options;
}

ExitCode audit_inputs(const Arguments& arguments) {
  const double started = monotonic_seconds();
  const std::string started_at = now_text();
  const ReportArguments& report = arguments.report;

  // What the user wants; past this line no rule can be wrong.
  const Setup setup = set_up(arguments.rules, arguments.input, report.quiet);
  const SetAside set_aside = read_set_aside(setup, report);
  const OutputPlan wanted = plan_outputs(arguments, setup.settings);
  std::optional<HistoryRun> history;
  if (!report.store.empty()) history.emplace(setup, arguments);
  OutputFiles files(wanted.files);

  // Headers only; then the columns that the rules need. Past this line no row is added.
  const Inputs inputs = open_inputs(arguments.input, setup.settings.schema);
  if (report.verbose) say_what_was_read(inputs, setup.settings.schema);
  const bool show_progress = !report.quiet && stderr_is_terminal();
  Examined examined = examine(setup, inputs, arguments.input, show_progress);

  if (history) history->ask_after(examined);

  // The one result, ordered and counted; every report is a view of it.
  findings::AssembleOptions options{describe_run(setup, arguments.rules, started_at),
                                    report.with_names};
  options.run.seconds = monotonic_seconds() - started;
  findings::Audit audit = findings::assemble(std::move(examined.outcomes), examined.data, options);
  audit.days_off = days_off(audit, setup.settings.calendar);
  apply(set_aside, setup, audit);
  if (history) history->tell(audit);

  if (report.verbose) say_what_was_found(audit, setup.threads);

  // Whole files or none.
  files.write(audit, format_options(report));
  print(audit, wanted, format_options(report));
  files.commit();
  if (history) history->record(audit, report.quiet);

  const auto reasons = shortcomings(audit, examined.data, setup.settings, report.strict);
  for (const std::string& reason : reasons) {
    std::fprintf(stderr, "caljobs-audit: %s\n", reason.c_str());
  }
  if (!reasons.empty()) return ExitCode::input;
  const std::string& fail_on = report.fail_on.empty() ? setup.settings.fail_on : report.fail_on;
  return fails(audit, fail_on) ? ExitCode::violations : ExitCode::clean;
}

}  // namespace

int check(const Arguments& arguments) {
  try {
    if (arguments.report.format == k_schema_format) return print_report_schema(arguments);
    return static_cast<int>(audit_inputs(arguments));
  } catch (const Refused&) {
    return static_cast<int>(ExitCode::usage);
  }
}

}  // namespace audit::cli

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
#include "cli/evidence.hpp"
#include "cli/history_recording.hpp"
#include "cli/outputs.hpp"
#include "cli/session.hpp"
#include "cli/set_aside.hpp"
#include "cli/version.hpp"
#include "ingest/release.hpp"
#include "reports/format.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using util::ExitCode;

OutputPlan plan_outputs(const Arguments& arguments, const rules::Settings& settings) {
  const ReportArguments& report = arguments.report;
  std::vector<std::string> read = arguments.input.inputs;
  for (const auto& [table, file] : arguments.input.tables) read.push_back(file);
  for (const std::string* file :
       {&report.waivers, &settings.waivers, &report.baseline, &report.store, &report.evidence}) {
    if (!file->empty()) read.push_back(*file);
  }
  return plan_outputs(report, read);
}

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

std::optional<findings::Part> part_of(const Examined& examined, const std::string& fail_on,
                                      const std::vector<std::string>& reasons) {
  if (!examined.part) return std::nullopt;
  const parts::Manifest& manifest = *examined.part;
  return findings::Part{manifest.number, manifest.of, manifest.whole, fail_on, reasons};
}

ingest::RecogniseOptions recognise_options(const Setup& setup, const ReportArguments& report) {
  ingest::RecogniseOptions options;
  options.threads = setup.threads;
  if (!report.verbose) options.trusted_bytes = k_trusted_bytes;  // else the encoding is told
  return options;
}

ExamineOptions examine_options(const Setup& setup, const ReportArguments& report,
                               Timings& timings) {
  ExamineOptions options;
  options.show_progress = !report.quiet && stderr_is_terminal();
  // The history asks after what is no finding any more, too.
  options.only_findings = report.store.empty();
  options.lean = true;
  options.shown = shown_names(setup.settings.schema, report.with_names);
  options.timings = &timings;
  return options;
}

void refuse_part(const Inputs& inputs) {
  if (!inputs.part) return;
  throw util::Fatal(ExitCode::usage,
                    "--store: a part is no whole audit; the history is of whole ones");
}

ExitCode audit_inputs(const Arguments& arguments) {
  const double started = monotonic_seconds();
  const std::string started_at = now_text();
  const ReportArguments& report = arguments.report;
  Timings timings(report.timings, !report.quiet && stderr_is_terminal());

  // What the user wants; past this line no rule can be wrong.
  EvidenceWriter evidence(arguments);
  Setup setup = set_up(arguments.rules, arguments.input, report.quiet, evidence.files());
  const SetAside set_aside = read_set_aside(setup, report, evidence.files());
  const OutputPlan wanted = plan_outputs(arguments, setup.settings);
  std::optional<HistoryRun> history;
  if (!report.store.empty()) history.emplace(setup, arguments);
  OutputFiles files(wanted.files);
  timings.end("settle rules and outputs");

  // Headers only; then the columns that the rules need. Past this line no row is added.
  const Inputs inputs =
      open_inputs(arguments.input, setup.settings.schema, recognise_options(setup, report));
  adopt_part(inputs, arguments.rules, setup);
  if (history) refuse_part(inputs);
  evidence.start(inputs);
  if (report.verbose) say_what_was_read(inputs, setup.settings.schema);
  timings.end("recognise");
  Examined examined =
      examine(setup, inputs, arguments.input, examine_options(setup, report, timings));

  timings.begin("putting the findings in order");
  if (history) history->ask_after(examined);
  ingest::release_values(examined.data);
  // The one result, ordered and counted; every report is a view of it.
  findings::AssembleOptions options{describe_run(setup, arguments.rules.period, started_at),
                                    report.with_names, setup.threads};
  options.run.seconds = monotonic_seconds() - started;
  findings::Audit audit = findings::assemble(std::move(examined.outcomes), examined.data, options);
  audit.days_off = days_off(audit, setup.settings.calendar);
  apply(set_aside, setup, audit);
  evidence.keep(audit);  // without the history, which nobody can look up again
  if (history) history->tell(audit);

  timings.end("assemble findings");
  if (report.verbose) say_what_was_found(audit, setup.threads);
  // Whole files or none.
  const std::string& fail_on = report.fail_on.empty() ? setup.settings.fail_on : report.fail_on;
  const auto reasons = shortcomings(audit, examined, setup.settings, report.strict);
  reports::FormatOptions formats = format_options(report);
  formats.threads = setup.threads;
  const auto part = part_of(examined, fail_on, reasons);
  if (part) formats.part = &*part;
  files.write(audit, formats, &timings);
  evidence.write(setup, inputs);
  print(audit, wanted, formats);
  timings.end("write to standard output");
  files.commit();
  evidence.commit();
  if (history) history->record(audit, report.quiet);
  timings.end("put into place");
  std::fputs(timings.render().c_str(), stderr);
  if (!report.quiet && !tells_gaps(wanted)) say_skipped(audit);
  return verdict(audit, fail_on, reasons);
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

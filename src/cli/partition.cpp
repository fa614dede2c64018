// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "cli/shared_records.hpp"
#include "cli/version.hpp"
#include "parts/writer.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using util::ExitCode;

/// Every rule must need one participant's records only; else a part could not be audited alone.
void refuse_shared_rules(const rules::Settings& settings) {
  const std::vector<std::string> faults = rules_across_participants(settings);
  if (faults.empty()) return;
  throw util::Fatal(ExitCode::usage,
                    fmt::format("{}: such rules need more than one participant's records, so the "
                                "input cannot be partitioned; leave them out with --skip",
                                fmt::join(faults, "; ")));
}

void say_sizes(const std::vector<parts::PartSize>& sizes, const PartArguments& part,
               calendar::Date as_of) {
  const std::string into = util::visible(part.into);
  for (const parts::PartSize& size : sizes) {
    std::printf("%s/%s: %s rows\n", into.c_str(), size.folder.c_str(),
                util::with_commas(static_cast<int64_t>(size.rows)).c_str());
  }
  std::printf(
      "As of %s. Audit each with `caljobs-audit check %s/part-N -o part-N.json` and the same rule "
      "options,\nthen merge the reports with `caljobs-audit merge part-*.json -o report.json`.\n",
      calendar::iso(as_of).c_str(), into.c_str());
}

ExitCode write_partition(const Arguments& arguments) {
  const Setup setup = set_up(arguments.rules, arguments.input, arguments.report.quiet);
  refuse_shared_rules(setup.settings);
  const Inputs inputs = open_inputs(arguments.input, setup.settings.schema);
  if (inputs.part) {
    throw util::Fatal(ExitCode::usage, "the input is a part already; partition the exports");
  }
  const bool show_progress = !arguments.report.quiet && stderr_is_terminal();
  const Gathered gathered = gather(setup, inputs, arguments.input, {show_progress, true});

  parts::Whole whole;
  whole.data = &gathered.data;
  whole.recognised = &inputs.recognised;
  whole.bounds = inputs.bounds;
  whole.version = version();
  whole.as_of = setup.as_of;
  whole.rules_digest = setup.settings.rules.digest;
  const auto sizes = parts::write_parts(whole, arguments.part.parts, arguments.part.into);
  if (!arguments.report.quiet) say_sizes(sizes, arguments.part, setup.as_of);
  if (!gathered.data.unaudited_input) return ExitCode::clean;
  std::fputs(
      "caljobs-audit: some of the input could not be audited; the parts' reports will say "
      "what\n",
      stderr);
  return ExitCode::input;
}

}  // namespace

int partition(const Arguments& arguments) {
  try {
    return static_cast<int>(write_partition(arguments));
  } catch (const Refused&) {
    return static_cast<int>(ExitCode::usage);
  }
}

}  // namespace audit::cli

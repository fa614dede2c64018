// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "calendar/duration.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/session.hpp"
#include "cli/set_aside.hpp"
#include "cli/version.hpp"
#include "config/files.hpp"
#include "evidence/differences.hpp"
#include "evidence/evidence.hpp"
#include "reports/baseline_file.hpp"
#include "reports/format.hpp"
#include "reports/json_reader.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using evidence::Evidence;
using util::ExitCode;

/// The rules in the evidence; nothing of this machine's. Throws Refused where this version cannot
/// load them.
Setup set_up_from(const Evidence& kept, const config::Files& files, unsigned threads) {
  util::Diagnostics diagnostics;
  Setup setup;
  setup.rules_folder = evidence::k_rules_folder;
  setup.threads = threads_of(threads);
  rules::Options options = kept.rules;
  options.threads = setup.threads;
  setup.settings = rules::load(options, files, diagnostics);
  if (diagnostics.has_errors()) {
    std::fputs(diagnostics.render().c_str(), stderr);
    throw Refused{};
  }
  setup.as_of = kept.as_of;
  if (!kept.period.empty()) setup.period = parse_period(kept.period);
  if (!kept.max_age.empty()) setup.settings.max_age = calendar::parse_duration(kept.max_age);
  for (const model::TableDef& table : setup.settings.schema.tables) {
    if (table.bundled.empty()) continue;
    const auto text = files.read(config::join_path(evidence::k_rules_folder, table.bundled));
    if (text) setup.bundled_texts[table.bundled] = *text;
  }
  return setup;
}

Inputs open_inputs_from(const Evidence& kept, const std::vector<std::string>& paths,
                        const model::Schema& schema) {
  Inputs inputs;
  inputs.bounds = kept.bounds;
  inputs.listing = ingest::list_inputs(paths, {}, kept.bounds);
  for (const auto& input : inputs.listing.inputs) {
    const auto then = std::ranges::find(kept.inputs, input->name(), &evidence::EvidenceInput::path);
    if (then != kept.inputs.end()) input->forced_table = then->forced_table;
  }
  inputs.recognised = ingest::recognise(inputs.listing.inputs, schema, {.bounds = kept.bounds});
  return inputs;
}

std::vector<std::string> compare_inputs(const Evidence& kept, const Inputs& inputs) {
  try {
    return evidence::input_differences(kept.inputs, evidence::hash_inputs(inputs.listing.inputs));
  } catch (const ingest::InputError& error) {
    return {fmt::format("an input cannot be read: {}", error.what())};
  }
}

/// The waivers and the baseline of then. Throws Refused where this version cannot read them.
SetAside set_aside_from(const Evidence& kept, const config::Files& files, const Setup& setup) {
  ReportArguments report;
  report.waivers = kept.waivers;
  report.quiet = true;
  SetAside set_aside = read_set_aside(setup, report, &files);
  if (kept.baseline_path.empty()) return set_aside;
  util::Diagnostics diagnostics;
  set_aside.baseline = reports::read_baseline_text(kept.baseline, kept.baseline_path, diagnostics);
  if (!diagnostics.has_errors()) return set_aside;
  std::fputs(diagnostics.render().c_str(), stderr);
  throw Refused{};
}

/// What the evidence holds beside the inputs, loaded.
struct Restored {
  Setup setup;
  SetAside set_aside;
};

/// Audits the inputs by the evidence, as if it was then.
findings::Audit audit_again(const Evidence& kept, const Restored& restored, const Inputs& inputs,
                            const findings::Run& then) {
  const Setup& setup = restored.setup;
  InputArguments arguments;
  arguments.max_bad_rows = kept.max_bad_rows;
  Examined examined = examine(setup, inputs, arguments, {.show_progress = stderr_is_terminal()});
  findings::AssembleOptions options{describe_run(setup, kept.period, then.started_at),
                                    kept.with_names};
  options.run.seconds = then.seconds;
  findings::Audit audit = findings::assemble(std::move(examined.outcomes), examined.data, options);
  apply(restored.set_aside, setup, audit);
  return audit;
}

struct Comparison {
  std::vector<std::string> lines;  // what differs
  bool unread = false;             // some of the input could not be audited
};

Comparison differences(const Arguments& arguments, const Evidence& kept) {
  const findings::Audit then =
      reports::read_report_text(kept.report, arguments.evidence_file + "!report.json").audit;
  const evidence::ReplayedFiles files(kept.files);
  Restored restored;
  try {
    restored.setup = set_up_from(kept, files, arguments.input.threads);
    restored.set_aside = set_aside_from(kept, files, restored.setup);
  } catch (const Refused&) {
    return {{fmt::format("version {} of the program cannot load the rules of version {}", version(),
                         util::visible(kept.version))}};
  }
  const Inputs inputs =
      open_inputs_from(kept, arguments.input.inputs, restored.setup.settings.schema);
  std::vector<std::string> lines = compare_inputs(kept, inputs);
  const findings::Audit now = audit_again(kept, restored, inputs, then.run);
  util::StringOutput report;
  reports::find_format("json")->write(now, {}, report);
  if (report.text() == kept.report && lines.empty()) return {};
  const auto more = evidence::audit_differences(then, now);
  lines.insert(lines.end(), more.begin(), more.end());
  if (lines.empty()) lines.emplace_back("the bytes of the report, but no number or finding");
  return {std::move(lines), now.unaudited_input};
}

}  // namespace

int verify(const Arguments& arguments) {
  const Evidence kept = evidence::from_members(evidence::read_archive(arguments.evidence_file),
                                               arguments.evidence_file);
  const auto [lines, unread] = differences(arguments, kept);
  if (!arguments.report.quiet) {
    if (lines.empty()) {
      std::printf(
          "identical: the inputs, the rules and every finding are those of the audit as of "
          "%s\n",
          calendar::iso(kept.as_of).c_str());
    }
    for (const std::string& line : lines) std::printf("differs: %s\n", line.c_str());
  }
  if (lines.empty()) return static_cast<int>(ExitCode::clean);
  return static_cast<int>(unread ? ExitCode::input : ExitCode::violations);
}

}  // namespace audit::cli

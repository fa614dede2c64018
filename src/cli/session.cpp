// SPDX-License-Identifier: MIT
#include "cli/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "calendar/duration.hpp"
#include "cli/environment.hpp"
#include "cli/progress.hpp"
#include "cli/version.hpp"
#include "config/files.hpp"
#include "parts/part_inputs.hpp"
#include "util/diagnostics.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

constexpr const char* k_own_profile = "caljobs-audit.toml";
constexpr int64_t k_default_max_age_days = 7;  // spec 2, "Is it the export you think it is?"
constexpr uint64_t k_bytes_a_megabyte = uint64_t{1} << 20U;

/// Faults of the command line stand in the same list as those of the files.
util::Spot command_line(const std::string& option) { return {.file = option}; }

std::optional<calendar::Date> as_of_date(const std::string& text, util::Diagnostics& diagnostics) {
  if (text.empty()) return std::nullopt;
  const auto date = calendar::parse_iso(text);
  if (!date) {
    diagnostics.error(command_line("--as-of"),
                      fmt::format("'{}' is not a date; expected YYYY-MM-DD", util::visible(text)));
  }
  return date;
}

std::optional<Period> period_of(const std::string& text, util::Diagnostics& diagnostics) {
  if (text.empty()) return std::nullopt;
  const auto period = parse_period(text);
  if (!period) {
    diagnostics.error(command_line("--period"),
                      fmt::format("'{}' is not a period; expected 2026-01, 2026-Q1, PY2025 or "
                                  "2026-01-01..2026-01-31",
                                  util::visible(text)));
  }
  return period;
}

std::optional<calendar::Duration> max_age_of(const std::string& text,
                                             util::Diagnostics& diagnostics) {
  if (text.empty()) return std::nullopt;
  const auto age = calendar::parse_duration(text);
  if (!age) {
    diagnostics.error(
        command_line("--max-age"),
        fmt::format("'{}' is not a duration; expected e.g. '7 days'", util::visible(text)));
  }
  return age;
}

/// The age limit in calendar days before the as-of date.
int64_t age_in_days(const Setup& setup) {
  if (!setup.settings.max_age) return k_default_max_age_days;
  calendar::Duration back = *setup.settings.max_age;
  back.count = -back.count;
  const auto oldest = setup.settings.calendar.add(setup.as_of, back);
  return oldest ? setup.as_of.days - oldest->days : k_default_max_age_days;
}

ingest::Bounds bounds_of(const InputArguments& input) {
  ingest::Bounds bounds;
  if (input.max_cell_mb) bounds.cell_bytes = *input.max_cell_mb * k_bytes_a_megabyte;
  if (input.max_columns) bounds.columns = static_cast<uint32_t>(*input.max_columns);
  if (input.max_expansion) bounds.expansion = *input.max_expansion;
  return bounds;
}

/// A header named with --column must stand in some file of its table: else the column would be
/// missing without anyone noticing.
void expect_headers(const InputArguments& input, const std::vector<ingest::Recognised>& recognised,
                    const model::Schema& schema) {
  for (const auto& [target, header] : input.columns) {
    const std::string table = target.substr(0, target.find('.'));
    const std::string folded = util::fold_header(header);
    std::vector<std::string> met;
    for (const ingest::Recognised& file : recognised) {
      if (file.table == model::k_none || schema.tables[file.table].name != table) continue;
      met.insert(met.end(), file.headers.begin(), file.headers.end());
    }
    const bool found = std::ranges::any_of(
        met, [&](const std::string& one) { return util::fold_header(one) == folded; });
    if (found) continue;
    const std::string near = util::nearest_name(header, met);
    throw util::Fatal(
        util::ExitCode::input,
        fmt::format("--column {}: no input of table {} has the header '{}'{}",
                    util::visible(target), util::visible(table), util::visible(header),
                    near.empty() ? "; 'caljobs-audit inspect' shows the headers there are"
                                 : fmt::format("; did you mean '{}'?", util::visible(near))));
  }
}

}  // namespace

unsigned threads_of(unsigned asked) {
  return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

rules::Options rule_options(const RuleArguments& arguments, const std::string& rules_folder) {
  rules::Options options;
  options.rules_folder = rules_folder;
  options.profile = arguments.profile;
  options.config_file = arguments.config;
  std::error_code error;
  if (options.config_file.empty() && !arguments.no_config &&
      std::filesystem::exists(k_own_profile, error)) {
    options.config_file = k_own_profile;
  }
  if (error) {  // else the audit would be by another profile than the one that lies here
    throw util::Fatal(util::ExitCode::usage,
                      fmt::format("cannot look for {}: {}; use --no-config to do without",
                                  k_own_profile, error.message()));
  }
  options.extra_packs = arguments.packs;
  options.only = arguments.only;
  options.skip = arguments.skip;
  options.parameters = arguments.parameters;
  options.calendar = arguments.calendar;
  options.remind = arguments.remind;
  return options;
}

std::string rules_folder_of(const RuleArguments& rules) {
  return rules.rules_folder.empty() ? find_rules_folder() : rules.rules_folder;
}

findings::Run describe_run(const Setup& setup, const std::string& period,
                           const std::string& started_at) {
  findings::Run run;
  run.as_of = setup.as_of;
  run.profile = setup.settings.profile;
  run.calendar = setup.settings.calendar.name();
  run.remind = calendar::show(setup.settings.remind);
  run.period = period;
  run.started_at = started_at;
  run.rules_digest = setup.settings.rules.digest;
  run.version = version();
  return run;
}

Setup set_up(const RuleArguments& rules, const InputArguments& input, bool quiet,
             const config::Files* files) {
  util::Diagnostics diagnostics;
  Setup setup;
  setup.threads = threads_of(input.threads);
  setup.rules_folder = rules_folder_of(rules);
  rules::Options options = rule_options(rules, setup.rules_folder);
  options.columns = input.columns;
  options.threads = setup.threads;
  setup.settings = files == nullptr ? rules::load(options, diagnostics)
                                    : rules::load(options, *files, diagnostics);
  const auto as_of = as_of_date(rules.as_of, diagnostics);
  setup.period = period_of(rules.period, diagnostics);
  if (const auto age = max_age_of(input.max_age, diagnostics)) setup.settings.max_age = age;
  if (diagnostics.has_errors() || (!diagnostics.list().empty() && !quiet)) {
    std::fputs(diagnostics.render().c_str(), stderr);
  }
  if (diagnostics.has_errors()) throw Refused{};
  setup.as_of = as_of ? *as_of : setup.settings.as_of.value_or(today());
  return setup;
}

Inputs open_inputs(const InputArguments& input, const model::Schema& schema,
                   const ingest::RecogniseOptions& recognising) {
  Inputs inputs;
  inputs.bounds = bounds_of(input);
  if (const auto part = std::ranges::find_if(input.inputs, parts::is_part_folder);
      part != input.inputs.end()) {
    if (input.inputs.size() > 1 || !input.tables.empty()) {
      throw util::Fatal(util::ExitCode::usage,
                        fmt::format("'{}' is a part that `partition` wrote: audit it alone, then "
                                    "merge the parts' reports",
                                    util::visible(*part)));
    }
    parts::PartInputs opened = parts::open_part(*part, schema);
    inputs.part = std::move(opened.manifest);
    inputs.listing.inputs = std::move(opened.inputs);
    inputs.recognised = std::move(opened.recognised);
    return inputs;
  }
  inputs.listing = ingest::list_inputs(input.inputs, input.tables, inputs.bounds);
  ingest::RecogniseOptions options = recognising;
  options.bounds = inputs.bounds;
  inputs.recognised = ingest::recognise(inputs.listing.inputs, schema, options);
  expect_headers(input, inputs.recognised, schema);
  return inputs;
}

engine::Available available(const std::vector<ingest::Recognised>& recognised, const Setup& setup) {
  const model::Schema& schema = setup.settings.schema;
  engine::Available result;
  result.tables.resize(schema.tables.size());
  for (model::TableIndex t = 0; t < schema.tables.size(); ++t) {
    result.tables[t].columns.assign(schema.tables[t].columns.size(), false);
    const model::TableDef& def = schema.tables[t];
    if (def.implied) {
      result.tables[t].present = true;
      if (def.key) result.tables[t].columns[*def.key] = true;
    }
    const std::string& bundled = def.bundled;
    std::error_code error;
    if (!bundled.empty() &&
        (setup.bundled_texts.contains(bundled) ||
         std::filesystem::exists(fmt::format("{}/{}", setup.rules_folder, bundled), error))) {
      result.tables[t].present = true;
      result.tables[t].columns.assign(schema.tables[t].columns.size(), true);
    }
  }
  for (const ingest::Recognised& input : recognised) {
    if (input.table == model::k_none) continue;
    result.tables[input.table].present = true;
    const auto exported = ingest::exported_columns(input, schema);
    for (size_t c = 0; c < exported.size(); ++c) {
      if (exported[c]) result.tables[input.table].columns[c] = true;
    }
  }
  return result;
}

engine::Available available(const model::Dataset& data) {
  engine::Available result;
  result.tables.resize(data.tables.size());
  for (size_t t = 0; t < data.tables.size(); ++t) {
    const model::Table& table = data.tables[t];
    result.tables[t].present = table.present || table.def->implied;
    result.tables[t].columns.resize(table.def->columns.size());
    for (size_t c = 0; c < table.def->columns.size(); ++c) {
      const bool implied_key = table.def->implied && table.def->key == c;
      result.tables[t].columns[c] = implied_key || (table.present && table.columns[c].exported);
    }
  }
  return result;
}

ingest::LoadOptions load_options(const Setup& setup, const Inputs& inputs,
                                 const InputArguments& arguments) {
  ingest::LoadOptions options;
  options.as_of = setup.as_of;
  options.max_age_days = age_in_days(setup);
  options.max_bad_rows = arguments.max_bad_rows;
  options.threads = setup.threads;
  options.bounds = inputs.bounds;
  options.bundled_folder = setup.rules_folder;
  options.bundled_texts = setup.bundled_texts;
  return options;
}

void adopt_part(const Inputs& inputs, const RuleArguments& rules, Setup& setup) {
  if (!inputs.part) return;
  const parts::Manifest& part = *inputs.part;
  if (!rules.as_of.empty() && setup.as_of.days != part.as_of.days) {
    throw util::Fatal(
        util::ExitCode::usage,
        fmt::format("--as-of {}: the part was made as of {}; leave the option out, or "
                    "partition again",
                    calendar::iso(setup.as_of), calendar::iso(part.as_of)));
  }
  if (setup.settings.rules.digest != part.rules_digest || version() != part.version) {
    throw util::Fatal(util::ExitCode::usage,
                      "the part was made for other rules, parameters or columns, or by another "
                      "version: give the options that `partition` was given, or partition again");
  }
  setup.as_of = part.as_of;
}

Gathered gather(const Setup& setup, const Inputs& inputs, const InputArguments& arguments,
                const GatherOptions& wanted) {
  const rules::Settings& settings = setup.settings;
  Gathered gathered;
  gathered.plan = engine::plan(settings.rules, settings.schema, available(inputs.recognised, setup),
                               wanted.shown);

  uint64_t total_bytes = 0;
  for (const auto& input : inputs.listing.inputs) total_bytes += input->size_hint();
  Progress progress(wanted.show_progress, total_bytes);
  ingest::LoadOptions options = load_options(setup, inputs, arguments);
  options.progress = [&progress](uint64_t bytes, uint64_t rows) { progress.report(bytes, rows); };
  options.look_only = wanted.look_only;
  options.lean = wanted.lean;
  if (wanted.lean) options.listed = gathered.plan.children_needed;
  options.check_input = !inputs.part;

  model::Dataset& data = gathered.data;
  data = ingest::load(inputs.recognised, settings.schema, gathered.plan.requests, options);
  if (inputs.part) {
    parts::restore_whole(data, *inputs.part);
    return gathered;
  }
  const auto& told = inputs.listing.problems;
  data.problems.insert(data.problems.begin(), told.begin(), told.end());
  if (inputs.listing.failed) data.unaudited_input = true;
  return gathered;
}

Examined examine(const Setup& setup, const Inputs& inputs, const InputArguments& arguments,
                 const ExamineOptions& options) {
  const rules::Settings& settings = setup.settings;
  Gathered gathered =
      gather(setup, inputs, arguments, {options.show_progress, false, options.lean, options.shown});
  if (options.timings != nullptr) {
    options.timings->end("read, link and check");
    options.timings->begin("evaluating the rules");
  }
  Examined examined;
  examined.data = std::move(gathered.data);
  examined.part = inputs.part;

  // A file with too many bad rows is not audited, so that rules which need its table are skipped.
  engine::Plan plan =
      engine::plan(settings.rules, settings.schema, available(examined.data), options.shown);
  plan.requests = std::move(gathered.plan.requests);
  engine::RunOptions run;
  run.as_of = setup.as_of;
  run.threads = setup.threads;
  run.only_findings = options.only_findings;
  if (setup.period) run.window = {setup.period->from, setup.period->until};
  examined.outcomes = engine::evaluate(settings.rules, plan, examined.data, settings.calendar, run);
  examined.plan = std::move(plan);
  if (options.timings != nullptr) options.timings->end("evaluate");
  return examined;
}

std::vector<engine::Shown> shown_names(const model::Schema& schema, bool with_names) {
  std::vector<engine::Shown> shown;
  if (!with_names || schema.participants == model::k_none) return shown;
  for (const std::string& name : schema.name_columns) {
    const auto column = schema.tables[schema.participants].find(name);
    if (column) shown.push_back({schema.participants, {*column}});
  }
  return shown;
}

}  // namespace audit::cli

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
  options.extra_packs = arguments.packs;
  options.only = arguments.only;
  options.skip = arguments.skip;
  options.parameters = arguments.parameters;
  options.calendar = arguments.calendar;
  options.remind = arguments.remind;
  return options;
}

Setup set_up(const RuleArguments& rules, const InputArguments& input, bool quiet) {
  util::Diagnostics diagnostics;
  Setup setup;
  setup.rules_folder = rules.rules_folder.empty() ? find_rules_folder() : rules.rules_folder;
  rules::Options options = rule_options(rules, setup.rules_folder);
  options.columns = input.columns;
  setup.settings = rules::load(options, diagnostics);
  const auto as_of = as_of_date(rules.as_of, diagnostics);
  setup.period = period_of(rules.period, diagnostics);
  if (const auto age = max_age_of(input.max_age, diagnostics)) setup.settings.max_age = age;
  if (diagnostics.has_errors() || (!diagnostics.list().empty() && !quiet)) {
    std::fputs(diagnostics.render().c_str(), stderr);
  }
  if (diagnostics.has_errors()) throw Refused{};
  setup.as_of = as_of ? *as_of : setup.settings.as_of.value_or(today());
  setup.threads =
      input.threads != 0 ? input.threads : std::max(1U, std::thread::hardware_concurrency());
  return setup;
}

Inputs open_inputs(const InputArguments& input, const model::Schema& schema) {
  Inputs inputs;
  inputs.bounds = bounds_of(input);
  inputs.listing = ingest::list_inputs(input.inputs, input.tables, inputs.bounds);
  inputs.recognised = ingest::recognise(inputs.listing.inputs, schema, {.bounds = inputs.bounds});
  expect_headers(input, inputs.recognised, schema);
  return inputs;
}

engine::Available available(const std::vector<ingest::Recognised>& recognised,
                            const model::Schema& schema, const std::string& rules_folder) {
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
        std::filesystem::exists(fmt::format("{}/{}", rules_folder, bundled), error)) {
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
  return options;
}

Examined examine(const Setup& setup, const Inputs& inputs, const InputArguments& arguments,
                 bool show_progress, const std::vector<engine::Shown>& shown) {
  const rules::Settings& settings = setup.settings;
  const engine::Plan first =
      engine::plan(settings.rules, settings.schema,
                   available(inputs.recognised, settings.schema, setup.rules_folder), shown);

  uint64_t total_bytes = 0;
  for (const auto& input : inputs.listing.inputs) total_bytes += input->size_hint();
  Progress progress(show_progress, total_bytes);
  ingest::LoadOptions options = load_options(setup, inputs, arguments);
  options.progress = [&progress](uint64_t bytes, uint64_t rows) { progress.report(bytes, rows); };

  Examined examined;
  examined.data = ingest::load(inputs.recognised, settings.schema, first.requests, options);
  const auto& told = inputs.listing.problems;
  examined.data.problems.insert(examined.data.problems.begin(), told.begin(), told.end());
  if (inputs.listing.failed) examined.data.unaudited_input = true;

  // A file with too many bad rows is not audited, so that rules which need its table are skipped.
  engine::Plan plan =
      engine::plan(settings.rules, settings.schema, available(examined.data), shown);
  plan.requests = first.requests;
  engine::RunOptions run;
  run.as_of = setup.as_of;
  run.threads = setup.threads;
  if (setup.period) run.window = {setup.period->from, setup.period->until};
  examined.outcomes = engine::evaluate(settings.rules, plan, examined.data, settings.calendar, run);
  examined.plan = std::move(plan);
  return examined;
}

}  // namespace audit::cli

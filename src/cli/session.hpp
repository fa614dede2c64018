// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calendar/date.hpp"
#include "cli/arguments.hpp"
#include "cli/period.hpp"
#include "engine/run.hpp"
#include "findings/audit.hpp"
#include "ingest/load.hpp"
#include "rules/load.hpp"

namespace audit::cli {

/// The command line, the profile and the rules are wrong, and how was printed: exit code 2.
class Refused {};

/// What is settled before any data is read. Past this no rule can be wrong.
struct Setup {
  rules::Settings settings;
  std::string rules_folder;
  calendar::Date as_of;
  std::optional<Period> period;
  unsigned threads = 1;
};

/// Loads profile and rules and judges the dates; prints every fault and throws Refused.
/// warnings (a set's `remove` that removes nothing, …) are printed unless `quiet`.
Setup set_up(const RuleArguments& rules, const InputArguments& input, bool quiet);

/// The rules' options as the command line gives them; finds ./caljobs-audit.toml.
rules::Options rule_options(const RuleArguments& arguments, const std::string& rules_folder);

/// The inputs, opened and recognised by their headers.
struct Inputs {
  ingest::Listing listing;
  std::vector<ingest::Recognised> recognised;
  ingest::Bounds bounds;
};
Inputs open_inputs(const InputArguments& input, const model::Schema& schema);

/// How the inputs are read, by the command line and the profile.
ingest::LoadOptions load_options(const Setup& setup, const Inputs& inputs,
                                 const InputArguments& arguments);

/// Which tables and columns the recognised inputs and the bundled tables have.
engine::Available available(const std::vector<ingest::Recognised>& recognised,
                            const model::Schema& schema, const std::string& rules_folder);
/// The same of data already read: tables whose files could not be audited are absent.
engine::Available available(const model::Dataset& data);

/// The audit itself: reads the inputs, evaluates the rules. `data` outlives the outcomes.
struct Examined {
  model::Dataset data;
  std::vector<findings::RuleOutcome> outcomes;
  engine::Plan plan;  ///< that the outcomes were made by
};
/// `shown`: columns that a view of the records needs beside what the rules read.
Examined examine(const Setup& setup, const Inputs& inputs, const InputArguments& arguments,
                 bool show_progress, const std::vector<engine::Shown>& shown = {});

}  // namespace audit::cli

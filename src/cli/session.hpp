// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calendar/date.hpp"
#include "cli/arguments.hpp"
#include "cli/period.hpp"
#include "cli/timings.hpp"
#include "engine/run.hpp"
#include "findings/audit.hpp"
#include "ingest/load.hpp"
#include "parts/manifest.hpp"
#include "rules/load.hpp"

namespace audit::config {
class Files;
}

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
  /// The bundled tables' texts by file name, where they come from elsewhere than rules_folder.
  std::map<std::string, std::string> bundled_texts;
};

/// Loads profile and rules and judges the dates; prints every fault and throws Refused.
/// warnings (a set's `remove` that removes nothing, …) are printed unless `quiet`.
/// `files`: where rules are read from; the disk if it is null.
Setup set_up(const RuleArguments& rules, const InputArguments& input, bool quiet,
             const config::Files* files = nullptr);

/// The bundled rules/ tree: --rules-folder, else find_rules_folder().
std::string rules_folder_of(const RuleArguments& rules);

/// What a report says of the run; Run::seconds is still to be filled in.
findings::Run describe_run(const Setup& setup, const std::string& period,
                           const std::string& started_at);

/// How many threads `--threads` asks for; 0: one a core.
unsigned threads_of(unsigned asked);

/// The rules' options as the command line gives them; finds ./caljobs-audit.toml.
rules::Options rule_options(const RuleArguments& arguments, const std::string& rules_folder);

/// The inputs, opened and recognised by their headers.
struct Inputs {
  ingest::Listing listing;
  std::vector<ingest::Recognised> recognised;
  ingest::Bounds bounds;
  std::optional<parts::Manifest> part;  ///< the input is a part that `partition` wrote
};
/// For commands that load what they open: an encoding is told from so much of an input.
inline constexpr uint64_t k_trusted_bytes = uint64_t{1} << 20U;
/// A folder that holds a part stands alone, else Fatal{usage}.
Inputs open_inputs(const InputArguments& input, const model::Schema& schema,
                   const ingest::RecogniseOptions& recognising = {});

/// A part is audited as of the day and by the rules that it was made for: takes over the day, and
/// throws Fatal{usage} where the command line asks for something else. Nothing if it is none.
void adopt_part(const Inputs& inputs, const RuleArguments& rules, Setup& setup);

/// How the inputs are read, by the command line and the profile.
ingest::LoadOptions load_options(const Setup& setup, const Inputs& inputs,
                                 const InputArguments& arguments);

/// Which tables and columns the recognised inputs and the bundled tables have.
engine::Available available(const std::vector<ingest::Recognised>& recognised, const Setup& setup);
/// The same of data already read: tables whose files could not be audited are absent.
engine::Available available(const model::Dataset& data);

/// The audit itself: reads the inputs, evaluates the rules. `data` outlives the outcomes.
struct Examined {
  model::Dataset data;
  std::vector<findings::RuleOutcome> outcomes;
  engine::Plan plan;                    ///< that the outcomes were made by
  std::optional<parts::Manifest> part;  ///< as Inputs::part
};
struct GatherOptions {
  bool show_progress = false;
  bool look_only = false;  ///< see ingest::LoadOptions, also for `lean`
  bool lean = false;
  std::vector<engine::Shown> shown{};  ///< columns that a view of the records needs beside what the
                                       ///< rules read
};
/// The plan from the headers, and the data read by it.
struct Gathered {
  engine::Plan plan;
  model::Dataset data;
};
Gathered gather(const Setup& setup, const Inputs& inputs, const InputArguments& arguments,
                const GatherOptions& wanted);
/// How the audit is made.
struct ExamineOptions {
  bool show_progress = false;
  /// Of obligations that are no finding only the counts are needed.
  bool only_findings = true;
  /// What only links needed is freed; the records themselves are not asked after.
  bool lean = false;
  std::vector<engine::Shown> shown{};  ///< as in gather()
  Timings* timings = nullptr;          ///< is told when stages end
};
Examined examine(const Setup& setup, const Inputs& inputs, const InputArguments& arguments,
                 const ExamineOptions& options);

/// --with-names: the participants' names, each as far as the input has it; else nothing.
std::vector<engine::Shown> shown_names(const model::Schema& schema, bool with_names);

}  // namespace audit::cli

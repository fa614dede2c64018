// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace audit::cli {

using NamedText = std::pair<std::string, std::string>;

/// Options that every command which reads data takes: which inputs, how they are read.
struct InputArguments {
  std::vector<std::string> inputs;
  std::vector<NamedText>
      tables;  ///< --table NAME=FILE; for standard input: NAME alone → (NAME, "-")
  std::vector<NamedText> columns;  ///< --column TABLE.column=HEADER
  std::optional<uint64_t> max_bad_rows;
  std::string max_age;             ///< a duration; empty: the profile's
  unsigned threads = 0;            ///< 0: one a core
  std::optional<uint64_t> memory;  ///< bytes; else three quarters of what is available
  std::optional<uint64_t> max_cell_mb;
  std::optional<uint64_t> max_columns;
  std::optional<uint64_t> max_expansion;
};

/// Options about which rules apply, and as of when.
struct RuleArguments {
  std::string profile;
  std::string config;
  bool no_config = false;
  std::string rules_folder;  ///< --rules-folder: the bundled tree, for tests and unpacked archives
  std::vector<std::string> packs;
  std::vector<std::string> only;
  std::vector<std::string> skip;
  std::vector<NamedText> parameters;
  std::string calendar;
  std::string remind;
  std::string as_of;
  std::string period;
};

/// Not a format of reports: prints what describes one of them.
inline constexpr const char* k_schema_format = "json-schema";

/// What `check` writes, and how it says what it found.
struct ReportArguments {
  std::vector<std::string> outputs;  ///< FILE or FORMAT:FILE
  std::string format;                ///< for standard output; empty: text (nothing under --quiet)
  std::string by = "rule";
  std::string fail_on;  ///< empty: the profile's
  double target = 100;  ///< percent
  bool strict = false;
  bool with_names = false;
  bool quiet = false;
  bool verbose = false;
  bool timings = false;  ///< check: where the time went, on standard error
  bool csv_raw = false;
  std::string evidence;  ///< check: a zip file; empty: none
  bool summary_only = false;
  std::string colour = "auto";
  std::string waivers;   ///< --waivers FILE; empty: the profile's
  std::string baseline;  ///< --baseline FILE: a JSON report
  std::string store;     ///< --store FILE: the history
};

enum class Command : uint8_t {
  none,
  check,
  verify,
  partition,
  merge,
  worklist,
  show_case,
  inspect,
  rules_list,
  rules_show,
  rules_check,
  rules_test,
  rules_docs,
  waivers_check,
  waivers_draft,
  history_list,
  history_trend,
  history_show,
  history_new,
  history_resolved,
  history_prune,
  init,
  completion
};

/// What partition and merge take.
struct PartArguments {
  uint32_t parts = 0;                ///< partition --parts
  std::string into;                  ///< partition --into
  std::vector<std::string> reports;  ///< merge
};

/// What `worklist` and `case` choose of the audit.
struct ChoiceArguments {
  std::string participant;       ///< case
  std::string fingerprint;       ///< case: the one obligation
  std::optional<uint32_t> days;  ///< worklist: how far ahead; else the reminder window
  std::string case_manager;      ///< worklist: only this one's
  std::string split_to;          ///< worklist: a folder, one file a case manager
  bool with_late = false;        ///< worklist
};

/// The command line, parsed and not yet judged.
struct Arguments {
  Command command = Command::none;
  InputArguments input;
  RuleArguments rules;
  ReportArguments report;
  PartArguments part;
  std::string evidence_file;  ///< verify
  ChoiceArguments choice;
  bool write_profile = false;             ///< inspect
  bool list_profiles = false;             ///< rules list
  std::string rule_id;                    ///< rules show
  std::vector<std::string> rule_files;    ///< rules check, rules test, rules docs
  std::vector<std::string> waiver_files;  ///< waivers check
  std::string worklist;                   ///< waivers draft
  std::string since;                      ///< history new, history resolved
  std::string before;                     ///< history prune
  std::string group_name;                 ///< history trend: one rule or group
  std::string output;                     ///< waivers draft, history: -o; empty: standard output
  std::string folder = ".";               ///< init
  std::string shell;                      ///< completion
};

/// One option or argument of a command, as the parser knows it: what completion and the manual's
/// test are made from.
struct OptionDoc {
  std::vector<std::string> names;    ///< "-o", "--output"; empty for an argument
  std::string value;                 ///< "FILE"; empty for a flag
  std::vector<std::string> choices;  ///< where the values are a closed list
  std::string doc;
};
struct CommandDoc {
  std::string name;  ///< "rules show"; empty for the program itself
  std::string purpose;
  std::vector<OptionDoc> options;
};

/// The program and all its commands, in the order of --help.
std::vector<CommandDoc> describe_commands();

/// Parses argv. Where the command line only asks for help or the version, or is wrong, prints what
/// is due (help on stdout, errors on stderr) and returns the exit code: 0 or 2.
std::optional<int> parse_arguments(int argc, char** argv, Arguments& arguments);

}  // namespace audit::cli

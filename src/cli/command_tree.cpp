// SPDX-License-Identifier: MIT
// Every command and option of the program.
#include "cli/command_tree.hpp"

#include "cli/command_parts.hpp"
#include "cli/help_texts.hpp"
#include "cli/version.hpp"
#include "reports/format.hpp"

namespace audit::cli {

void flag(CLI::App& app, const char* name, bool& value, const char* doc, const char* group) {
  app.add_flag(name, value, doc)->multi_option_policy(CLI::MultiOptionPolicy::Throw)->group(group);
}

CLI::Option* add_input_options(CLI::App& app, InputArguments& input, RawPairs& raw) {
  const char* const group = "Input";
  CLI::Option* inputs =
      app.add_option("INPUT", input.inputs,
                     "CSV file, workbook (.xlsx), folder, .zip, .csv.gz, or - for standard input")
          ->required()
          ->type_name("");
  app.add_option("--table", raw.tables,
                 "read FILE as table NAME, whatever its header says (NAME alone: standard input)")
      ->type_name("NAME=FILE")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--column", raw.columns, "take a column from the header named")
      ->type_name("TABLE.column=HEADER")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--max-bad-rows", input.max_bad_rows,
                 "rejected rows a file may have and still be audited (default: 0.1 %, at least 10)")
      ->type_name("N")
      ->group(group);
  app.add_option("--max-age", input.max_age, "warn of exports older than this (default: 7 days)")
      ->type_name("DURATION")
      ->group(group);
  app.add_option("--threads", input.threads, "processors to use (default: all)")
      ->type_name("N")
      ->check(CLI::Range(1, 1024).description(""))
      ->group(group);
  app.add_option("--memory", raw.memory,
                 "memory to use, e.g. 512MB or 2GB; past it, a temporary file\n"
                 "(default: three quarters of what is available)")
      ->type_name("LIMIT")
      ->group(group);
  app.add_option("--max-cell", input.max_cell_mb, "largest cell, in MB (default: 64)")
      ->type_name("MB")
      ->check(CLI::Range(1, 1024).description(""))
      ->group(group);
  app.add_option("--max-columns", input.max_columns, "most columns of a file (default: 10000)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000).description(""))
      ->group(group);
  app.add_option(
         "--max-expansion", input.max_expansion,
         "how many times its packed size a large archive member may unpack to (default: 1000)")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000).description(""))
      ->group(group);
  return inputs;
}

void add_rule_options(CLI::App& app, RuleArguments& rules, RawPairs& raw) {
  const char* const group = "Rules";
  app.add_option("--profile", rules.profile, "bundled profile (default: slo-34-19)")
      ->type_name("NAME")
      ->group(group);
  app.add_option("-c,--config", rules.config,
                 "profile file (default: ./caljobs-audit.toml if there)")
      ->type_name("FILE")
      ->group(group);
  flag(app, "--no-config", rules.no_config, "don't read ./caljobs-audit.toml", group);
  app.add_option("--rules", rules.packs, "add the rule packs of a file or folder")
      ->type_name("FILE|DIR")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--rules-folder", rules.rules_folder,
                 "the bundled rules/ tree (default: beside the program)")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--only", rules.only, "only these rules (ID or prefix.*)")
      ->type_name("ID")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--skip", rules.skip, "leave these rules out (ID or prefix.*)")
      ->type_name("ID")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--param", raw.parameters,
                 "set a rule's parameter, e.g. entry.activity.limit='7 days'")
      ->type_name("ID.name=VALUE")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--remind", rules.remind,
                 "how far ahead due dates are told (default: the profile's)")
      ->type_name("DURATION")
      ->group(group);
  app.add_option("--calendar", rules.calendar,
                 "california-state, federal, none, or a calendar file")
      ->type_name("NAME|FILE")
      ->group(group);
}

void add_as_of_option(CLI::App& app, RuleArguments& rules) {
  app.add_option("--as-of", rules.as_of,
                 "audit as of this day (default: the profile's, else today)")
      ->type_name("YYYY-MM-DD")
      ->group("Dates");
}

void add_date_options(CLI::App& app, RuleArguments& rules) {
  add_as_of_option(app, rules);
  app.add_option(
         "--period", rules.period,
         "only what fell due in a month, quarter, programme year or range: 2026-01, 2026-Q1, "
         "PY2025, 2026-01-01..2026-01-31")
      ->type_name("PERIOD")
      ->group("Dates");
}

void add_set_aside_options(CLI::App& app, ReportArguments& report) {
  const char* const group = "Waivers and baseline";
  app.add_option("--waivers", report.waivers, "waiver file (default: the profile's)")
      ->type_name("FILE")
      ->group(group);
  app.add_option(
         "--baseline", report.baseline,
         "an earlier JSON report: violations that it already held don't count for --fail-on")
      ->type_name("FILE")
      ->group(group);
}

void add_colour_option(CLI::App& app, ReportArguments& report) {
  app.add_option("--color", report.colour, "auto (default), always, never; NO_COLOR is honoured")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->group("Reports");
}

CLI::App* add_command(CLI::App& parent, const char* name, const char* purpose,
                      const char* examples) {
  CLI::App* command = parent.add_subcommand(name, purpose);
  command->footer(examples);
  command->get_formatter()->column_width(34);
  return command;
}

namespace {

/// The formats but text, and the schema of one of them.
std::string other_formats() {
  std::string names;
  for (const reports::Format& format : reports::formats()) {
    if (std::string_view(format.name) != "text") names += std::string(format.name) + ", ";
  }
  return names + k_schema_format;
}

}  // namespace

void add_output_options(CLI::App& app, ReportArguments& report) {
  const char* const group = "Reports";
  app.add_option("-o,--output", report.outputs,
                 "write a report; format by extension, or FORMAT:FILE")
      ->type_name("FILE")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--format", report.format,
                 "report on standard output: text (default), " + other_formats())
      ->type_name("FORMAT")
      ->group(group);
  app.add_option("--by", report.by,
                 "rows of the summary: rule, case_manager, office, region, program")
      ->type_name("GROUP")
      ->check(CLI::IsMember({"rule", "case_manager", "office", "region", "program"}))
      ->group(group);
  app.add_option("--fail-on", report.fail_on,
                 "exit with 1 on violations of this severity or worse: error (default), warning, "
                 "info, never")
      ->type_name("SEVERITY")
      ->check(CLI::IsMember({"error", "warning", "info", "never"}))
      ->group(group);
  app.add_option("--target", report.target,
                 "the rate in percent that the HTML report's bars are marked with (default 100)")
      ->type_name("PERCENT")
      ->check(CLI::Range(0.0, 100.0))
      ->group(group);
  flag(app, "--summary-only", report.summary_only,
       "md without the findings, short enough for a mail", group);
  flag(app, "--csv-raw", report.csv_raw, "don't neutralise cells that a spreadsheet could run",
       group);
  flag(app, "--quiet", report.quiet, "print nothing but errors and reports asked for", group);
}

namespace {

void add_report_options(CLI::App& app, ReportArguments& report) {
  const char* const group = "Reports";
  add_output_options(app, report);
  flag(app, "--strict", report.strict, "a rule that had to be skipped is exit code 3", group);
  flag(app, "--with-names", report.with_names, "show participants' names (never SSNs)", group);
  app.add_option("--evidence", report.evidence,
                 "keep the rules, options, hashes of the inputs and the report for `verify`")
      ->type_name("FILE.zip")
      ->group(group);
  flag(app, "--verbose", report.verbose, "say what is being done, on standard error", group);
  flag(app, "--timings", report.timings, "say where the time and the memory went, likewise", group);
}

void add_store_option(CLI::App& app, ReportArguments& report) {
  app.add_option("--store", report.store,
                 "record the audit in a history file, and show trends from it (made if not there)")
      ->type_name("FILE")
      ->group("History");
}

void add_completion(CLI::App& app, Arguments& arguments) {
  CLI::App* completion =
      add_command(app, "completion", "Print a shell's completion script", k_completion_examples);
  completion->add_option("SHELL", arguments.shell, "the shell")
      ->required()
      ->type_name("")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion->callback([&arguments] { arguments.command = Command::completion; });
}

void add_rule_files(CLI::App& command, Arguments& arguments, const char* doc) {
  command.add_option("FILE", arguments.rule_files, doc)->type_name("");
}

void add_rules_commands(CLI::App& app, Arguments& arguments, RawPairs& raw) {
  const auto chosen = [&arguments](Command command) {
    return [&arguments, command] { arguments.command = command; };
  };
  CLI::App* rules =
      add_command(app, "rules", "List, explain, check and test the rules", k_rules_examples);
  rules->require_subcommand(1);
  CLI::App* list = add_command(*rules, "list", "One line a rule", k_list_examples);
  flag(*list, "--profiles", arguments.list_profiles, "list the bundled profiles instead", "Rules");
  list->callback(chosen(Command::rules_list));
  CLI::App* show = add_command(*rules, "show", "Explain one rule", k_show_examples);
  show->add_option("ID", arguments.rule_id, "the rule")->required()->type_name("");
  show->callback(chosen(Command::rules_show));
  CLI::App* verify =
      add_command(*rules, "check", "Check rule files and profiles", k_rules_check_examples);
  add_rule_files(*verify, arguments, "rule packs to check with the bundled ones");
  verify
      ->add_option("--input", arguments.input.inputs,
                   "exports; tell of rules that choose none of their records")
      ->type_name("INPUT")
      ->take_all()
      ->expected(1)
      ->group("Input");
  verify->callback(chosen(Command::rules_check));
  CLI::App* test =
      add_command(*rules, "test", "Run the examples that the rules carry", k_rules_test_examples);
  add_rule_files(*test, arguments, "rule packs to test with the bundled ones");
  test->callback(chosen(Command::rules_test));
  CLI::App* docs =
      add_command(*rules, "docs", "Write the catalogue of the rules as Markdown", k_docs_examples);
  add_rule_files(*docs, arguments, "rule packs to describe with the bundled ones");
  docs->callback(chosen(Command::rules_docs));
  for (CLI::App* command : {list, show, verify, test, docs}) {
    add_rule_options(*command, arguments.rules, raw);
    add_colour_option(*command, arguments.report);
  }
}

void add_init(CLI::App& app, Arguments& arguments) {
  CLI::App* init = add_command(
      app, "init", "Write what a board starts from: profile, rule pack, waivers, schedule",
      k_init_examples);
  init->add_option("DIR", arguments.folder, "where to (default: the working directory)")
      ->type_name("");
  init->add_option("--rules-folder", arguments.rules.rules_folder,
                   "the bundled rules/ tree (default: beside the program)")
      ->type_name("DIR")
      ->group("Rules");
  init->callback([&arguments] { arguments.command = Command::init; });
}

void add_verify(CLI::App& app, Arguments& arguments) {
  CLI::App* verify =
      add_command(app, "verify", "Audit again by an evidence file and compare", k_verify_examples);
  verify->add_option("FILE.zip", arguments.evidence_file, "what `check --evidence` wrote")
      ->required()
      ->type_name("");
  verify->add_option("INPUT", arguments.input.inputs, "the inputs, given as they were then")
      ->required()
      ->type_name("");
  verify->add_option("--threads", arguments.input.threads, "processors to use (default: all)")
      ->type_name("N")
      ->check(CLI::Range(1, 1024).description(""));
  flag(*verify, "--quiet", arguments.report.quiet, "print nothing but errors", "Options");
  verify->callback([&arguments] { arguments.command = Command::verify; });
}

}  // namespace

void build_commands(CLI::App& app, Arguments& arguments, RawPairs& raw) {
  app.set_version_flag("--version", std::string("caljobs-audit ") + version());
  app.require_subcommand(1);
  const auto chosen = [&arguments](Command command) {
    return [&arguments, command] { arguments.command = command; };
  };

  CLI::App* check =
      add_command(app, "check", "Audit exports and report what was found", k_check_examples);
  CLI::Option* inputs = add_input_options(*check, arguments.input, raw);
  inputs->required(false);  // the schema is printed without any
  add_rule_options(*check, arguments.rules, raw);
  add_date_options(*check, arguments.rules);
  add_report_options(*check, arguments.report);
  add_set_aside_options(*check, arguments.report);
  add_store_option(*check, arguments.report);
  add_colour_option(*check, arguments.report);
  check->callback([&arguments] {
    if (arguments.input.inputs.empty() && arguments.report.format != k_schema_format) {
      throw CLI::RequiredError("INPUT");
    }
    arguments.command = Command::check;
  });

  add_worklist(app, arguments, raw);
  add_case(app, arguments, raw);

  CLI::App* inspect = add_command(
      app, "inspect", "Show how the input is understood, without auditing it", k_inspect_examples);
  add_input_options(*inspect, arguments.input, raw);
  add_rule_options(*inspect, arguments.rules, raw);
  add_date_options(*inspect, arguments.rules);
  flag(*inspect, "--write-profile", arguments.write_profile,
       "print a [columns] block for a profile", "Reports");
  inspect->callback(chosen(Command::inspect));

  add_verify(app, arguments);
  add_part_commands(app, arguments, raw);
  add_rules_commands(app, arguments, raw);
  add_waivers_commands(app, arguments, raw);
  add_history_commands(app, arguments);
  add_init(app, arguments);
  add_completion(app, arguments);
}

}  // namespace audit::cli

// SPDX-License-Identifier: MIT
// The commands that show a part of an audit, worklist and case, and those that audit in parts.
#include "cli/command_parts.hpp"
#include "cli/help_texts.hpp"

namespace audit::cli {

namespace {

/// Of `worklist` and `case`: what they write, in formats of their own.
void add_view_options(CLI::App& app, ReportArguments& report, const char* formats) {
  const char* const group = "Reports";
  app.add_option("-o,--output", report.outputs,
                 "write it to a file instead; format by extension, or FORMAT:FILE")
      ->type_name("FILE")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--format", report.format, std::string("format on standard output: ") + formats)
      ->type_name("FORMAT")
      ->group(group);
  flag(app, "--strict", report.strict, "a rule that had to be skipped is exit code 3", group);
  flag(app, "--with-names", report.with_names, "show participants' names (never SSNs)", group);
  flag(app, "--quiet", report.quiet, "print nothing but errors and what was asked for", group);
}

}  // namespace

void add_worklist(CLI::App& app, Arguments& arguments, RawPairs& raw) {
  CLI::App* worklist = add_command(app, "worklist", "What each case manager has to do, and by when",
                                   k_worklist_examples);
  ChoiceArguments& choice = arguments.choice;
  const char* const group = "Worklist";
  worklist
      ->add_option("--days", choice.days,
                   "list what falls due within N days (default: the reminder window)")
      ->type_name("N")
      ->check(CLI::Range(0, 36500).description(""))
      ->group(group);
  worklist->add_option("--case-manager", choice.case_manager, "only this case manager's")
      ->type_name("NAME")
      ->group(group);
  worklist
      ->add_option("--split-to", choice.split_to,
                   "write one file a case manager into DIR (--format: csv, else as named)")
      ->type_name("DIR")
      ->group(group);
  flag(*worklist, "--with-late", choice.with_late, "also what was done late in the last 30 days",
       group);
  add_input_options(*worklist, arguments.input, raw);
  add_rule_options(*worklist, arguments.rules, raw);
  add_date_options(*worklist, arguments.rules);
  add_set_aside_options(*worklist, arguments.report);
  add_view_options(*worklist, arguments.report, "text (default), csv, xlsx, html");
  flag(*worklist, "--csv-raw", arguments.report.csv_raw,
       "don't neutralise cells that a spreadsheet could run", "Reports");
  add_colour_option(*worklist, arguments.report);
  worklist->callback([&arguments] { arguments.command = Command::worklist; });
}

void add_case(CLI::App& app, Arguments& arguments, RawPairs& raw) {
  CLI::App* show = add_command(
      app, "case", "One participant's timeline and every obligation's arithmetic", k_case_examples);
  show->add_option("STATE_ID", arguments.choice.participant, "the participant, by State ID")
      ->required()
      ->type_name("");
  show->add_option("--finding", arguments.choice.fingerprint,
                   "only the obligation with this fingerprint")
      ->type_name("FINGERPRINT")
      ->group("Case");
  add_input_options(*show, arguments.input, raw);
  add_rule_options(*show, arguments.rules, raw);
  add_date_options(*show, arguments.rules);
  add_set_aside_options(*show, arguments.report);
  add_view_options(*show, arguments.report, "text (default), html");
  add_colour_option(*show, arguments.report);
  show->callback([&arguments] { arguments.command = Command::show_case; });
}

void add_part_commands(CLI::App& app, Arguments& arguments, RawPairs& raw) {
  CLI::App* partition = add_command(app, "partition", "Split exports by participant into parts",
                                    k_partition_examples);
  add_input_options(*partition, arguments.input, raw);
  add_rule_options(*partition, arguments.rules, raw);
  add_as_of_option(*partition, arguments.rules);
  partition->add_option("--parts", arguments.part.parts, "how many")
      ->type_name("N")
      ->required()
      ->check(CLI::Range(1, 10000).description(""))
      ->group("Parts");
  partition->add_option("--into", arguments.part.into, "a folder that is made, or an empty one")
      ->type_name("DIR")
      ->required()
      ->group("Parts");
  flag(*partition, "--quiet", arguments.report.quiet, "print nothing but errors", "Parts");
  partition->callback([&arguments] { arguments.command = Command::partition; });

  CLI::App* merge =
      add_command(app, "merge", "Merge the JSON reports of all parts into one", k_merge_examples);
  merge->add_option("REPORT", arguments.part.reports, "a part's JSON report")
      ->required()
      ->type_name("");
  add_output_options(*merge, arguments.report);
  add_colour_option(*merge, arguments.report);
  merge->callback([&arguments] { arguments.command = Command::merge; });
}

}  // namespace audit::cli

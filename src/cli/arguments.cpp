// SPDX-License-Identifier: MIT
// The only file that includes CLI11 (it costs seconds to compile).
#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/help_texts.hpp"
#include "cli/version.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

/// "NAME=VALUE" → (NAME, VALUE); the option's text says what is expected when there is no "=".
std::vector<NamedText> split_pairs(const std::vector<std::string>& texts, const std::string& option,
                                   const std::string& shape) {
  std::vector<NamedText> pairs;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw CLI::ValidationError(option,
                                 "expected " + shape + ", not '" + util::visible(text) + "'");
    }
    pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return pairs;
}

/// Texts of repeatable NAME=VALUE options, split once parsing is over.
struct RawPairs {
  std::vector<std::string> tables;
  std::vector<std::string> columns;
  std::vector<std::string> parameters;
};

void flag(CLI::App& app, const char* name, bool& value, const char* doc, const char* group) {
  app.add_flag(name, value, doc)->multi_option_policy(CLI::MultiOptionPolicy::Throw)->group(group);
}

void add_input_options(CLI::App& app, InputArguments& input, RawPairs& raw) {
  const char* const group = "Input";
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

void add_date_options(CLI::App& app, RuleArguments& rules) {
  const char* const group = "Dates";
  app.add_option("--as-of", rules.as_of,
                 "audit as of this day (default: the profile's, else today)")
      ->type_name("YYYY-MM-DD")
      ->group(group);
  app.add_option(
         "--period", rules.period,
         "only what fell due in a month, quarter, programme year or range: 2026-01, 2026-Q1, "
         "PY2025, 2026-01-01..2026-01-31")
      ->type_name("PERIOD")
      ->group(group);
}

void add_report_options(CLI::App& app, ReportArguments& report) {
  const char* const group = "Reports";
  app.add_option("-o,--output", report.outputs,
                 "write a report; format by extension, or FORMAT:FILE")
      ->type_name("FILE")
      ->take_all()
      ->expected(1)
      ->group(group);
  app.add_option("--format", report.format,
                 "report on standard output: text (default), json, ndjson, csv")
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
  flag(app, "--strict", report.strict, "a rule that had to be skipped is exit code 3", group);
  flag(app, "--with-names", report.with_names, "show participants' names (never SSNs)", group);
  flag(app, "--csv-raw", report.csv_raw, "don't neutralise cells that a spreadsheet could run",
       group);
  flag(app, "--quiet", report.quiet, "print nothing but errors and reports asked for", group);
  flag(app, "--verbose", report.verbose, "say what is being done, on standard error", group);
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

void add_completion(CLI::App& app, Arguments& arguments) {
  CLI::App* completion =
      add_command(app, "completion", "Print a shell's completion script", k_completion_examples);
  completion->add_option("SHELL", arguments.shell, "the shell")
      ->required()
      ->type_name("")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion->callback([&arguments] { arguments.command = Command::completion; });
}

/// All commands with their options; each, when chosen, notes itself in `arguments`.
void build(CLI::App& app, Arguments& arguments, RawPairs& raw) {
  app.set_version_flag("--version", std::string("caljobs-audit ") + version());
  app.require_subcommand(1);
  const auto chosen = [&arguments](Command command) {
    return [&arguments, command] { arguments.command = command; };
  };

  CLI::App* check =
      add_command(app, "check", "Audit exports and report what was found", k_check_examples);
  add_input_options(*check, arguments.input, raw);
  add_rule_options(*check, arguments.rules, raw);
  add_date_options(*check, arguments.rules);
  add_report_options(*check, arguments.report);
  add_colour_option(*check, arguments.report);
  check->callback(chosen(Command::check));

  CLI::App* inspect = add_command(
      app, "inspect", "Show how the input is understood, without auditing it", k_inspect_examples);
  add_input_options(*inspect, arguments.input, raw);
  add_rule_options(*inspect, arguments.rules, raw);
  add_date_options(*inspect, arguments.rules);
  flag(*inspect, "--write-profile", arguments.write_profile,
       "print a [columns] block for a profile", "Reports");
  inspect->callback(chosen(Command::inspect));

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
  verify->add_option("FILE", arguments.rule_files, "rule packs to check with the bundled ones")
      ->type_name("");
  verify->callback(chosen(Command::rules_check));
  CLI::App* test =
      add_command(*rules, "test", "Run the examples that the rules carry", k_rules_test_examples);
  test->add_option("FILE", arguments.rule_files, "rule packs to test with the bundled ones")
      ->type_name("");
  test->callback(chosen(Command::rules_test));
  for (CLI::App* command : {list, show, verify, test}) {
    add_rule_options(*command, arguments.rules, raw);
    add_colour_option(*command, arguments.report);
  }
  add_completion(app, arguments);
}

/// "WHEN:{auto,always,never}" → the list in the braces.
std::vector<std::string> choices_of(const std::string& type) {
  const size_t open = type.find('{');
  if (open == std::string::npos || type.back() != '}') return {};
  return CLI::detail::split(type.substr(open + 1, type.size() - open - 2), ',');
}

void describe(const CLI::App& app, const std::string& name, std::vector<CommandDoc>& docs) {
  CommandDoc doc{name, app.get_description(), {}};
  for (const CLI::Option* option : app.get_options()) {
    OptionDoc entry;
    for (const std::string& letter : option->get_snames()) entry.names.push_back("-" + letter);
    for (const std::string& word : option->get_lnames()) entry.names.push_back("--" + word);
    const std::string type = option->get_type_name();
    if (option->get_items_expected_max() > 0) entry.value = type.substr(0, type.find(':'));
    entry.choices = choices_of(type);
    entry.doc = option->get_description();
    doc.options.push_back(std::move(entry));
  }
  docs.push_back(std::move(doc));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    describe(*command, name.empty() ? command->get_name() : name + " " + command->get_name(), docs);
  }
}

/// The commands and options that the user may have meant, for a suggestion.
std::vector<std::string> known_words(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  for (const CLI::App* command : app.get_subcommands({})) words.push_back(command->get_name());
  return words;
}

/// The command that was being parsed when the error came up: the deepest one met.
const CLI::App* deepest(const CLI::App* app) {
  const auto chosen = app->get_subcommands();
  return chosen.empty() ? app : deepest(chosen.front());
}

int complain(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const CLI::App* at = deepest(&app);
  std::string text = util::visible(error.what());
  const std::vector<std::string> known = known_words(*at);
  if (at == &app && argc > 1 && argv[1][0] != '-') {
    text = fmt::format("there is no command {}", util::visible(argv[1]));
  }
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    word = word.substr(0, word.find('='));
    const bool option_like = word.starts_with("--");
    if ((!option_like && at != &app) || text.find(word) == std::string::npos) continue;
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    const std::string near = util::nearest_name(word, known);
    if (!near.empty()) text += "; did you mean '" + near + "'?";
  }
  std::fprintf(stderr, "caljobs-audit: %s\nRun '%s --help' for what it takes.\n", text.c_str(),
               at == &app ? "caljobs-audit" : ("caljobs-audit " + at->get_display_name()).c_str());
  return 2;
}

/// Help of the command that was asked about, under its whole name.
std::string help_of(const CLI::App& app) {
  std::string name;
  const CLI::App* at = &app;
  for (auto below = at->get_subcommands(); !below.empty(); below = at->get_subcommands()) {
    name += name.empty() ? at->get_name() : " " + at->get_name();
    at = below.front();
  }
  return at->help(name);
}

void settle(Arguments& arguments, const RawPairs& raw) {
  for (const std::string& text : raw.tables) {
    // "--table NAME" alone names the table of standard input.
    const size_t equals = text.find('=');
    arguments.input.tables.emplace_back(
        text.substr(0, equals), equals == std::string::npos ? "-" : text.substr(equals + 1));
  }
  arguments.input.columns = split_pairs(raw.columns, "--column", "TABLE.column=HEADER");
  arguments.rules.parameters = split_pairs(raw.parameters, "--param", "ID.name=VALUE");
}

}  // namespace

std::vector<CommandDoc> describe_commands() {
  CLI::App app{k_purpose, "caljobs-audit"};
  Arguments unused;
  RawPairs raw;
  build(app, unused, raw);
  std::vector<CommandDoc> docs;
  describe(app, "", docs);
  return docs;
}

std::optional<int> parse_arguments(int argc, char** argv, Arguments& arguments) {
  CLI::App app{k_purpose, "caljobs-audit"};
  RawPairs raw;
  build(app, arguments, raw);
  try {
    app.parse(argc, argv);
    settle(arguments, raw);
  } catch (const CLI::CallForHelp&) {
    std::fputs(help_of(app).c_str(), stdout);
    return 0;
  } catch (const CLI::CallForVersion& version_text) {
    std::printf("%s\n", version_text.what());
    return 0;
  } catch (const CLI::ParseError& error) {
    return complain(app, error, argc, argv);
  }
  return std::nullopt;
}

}  // namespace audit::cli

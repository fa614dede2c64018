// SPDX-License-Identifier: MIT
// The options of `history` and what is below it.
#include <string>
#include <utility>
#include <vector>

#include "cli/command_tree.hpp"
#include "cli/help_texts.hpp"

namespace audit::cli {

namespace {

/// What all of the history's commands take.
CLI::App* add_history_command(CLI::App& history, Arguments& arguments, const char* name,
                              const char* purpose, const char* examples) {
  CLI::App* command = add_command(history, name, purpose, examples);
  command->add_option("--store", arguments.report.store, "the history file")
      ->required()
      ->type_name("FILE")
      ->group("History");
  return command;
}

void add_history_view(CLI::App& command, Arguments& arguments) {
  command.add_option("--profile", arguments.rules.profile, "audits of this profile")
      ->type_name("NAME")
      ->group("History");
  command.add_option("--period", arguments.rules.period, "audits that were run with this --period")
      ->type_name("PERIOD")
      ->group("History");
  command.add_option("--format", arguments.report.format, "text (default), csv, json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "csv", "json"}))
      ->group("Reports");
  command.add_option("-o,--output", arguments.output, "write to FILE")
      ->type_name("FILE")
      ->group("Reports");
}

void add_history_run(CLI::App& command, Arguments& arguments) {
  command
      .add_option("--as-of", arguments.rules.as_of, "the audit as of this day (default: the last)")
      ->type_name("YYYY-MM-DD")
      ->group("History");
  command
      .add_option("--since", arguments.since,
                  "against the last audit up to this day (default: the one before)")
      ->type_name("YYYY-MM-DD")
      ->group("History");
}

void add_history_group(CLI::App& command, Arguments& arguments,
                       const std::vector<std::string>& groups) {
  const std::string doc = "rows: " + CLI::detail::join(groups, ", ");
  command.add_option("--by", arguments.report.by, doc)
      ->type_name("GROUP")
      ->check(CLI::IsMember(groups))
      ->group("Reports");
}

}  // namespace

void add_history_commands(CLI::App& app, Arguments& arguments) {
  const auto chosen = [&arguments](Command command) {
    return [&arguments, command] { arguments.command = command; };
  };
  CLI::App* history = add_command(
      app, "history", "Past audits: trends, what is new, what was resolved", k_history_examples);
  history->require_subcommand(1);
  CLI::App* list = add_history_command(*history, arguments, "list", "One line an audit",
                                       k_history_list_examples);
  list->callback(chosen(Command::history_list));
  CLI::App* trend = add_history_command(*history, arguments, "trend", "Rates from audit to audit",
                                        k_history_trend_examples);
  add_history_group(*trend, arguments,
                    {"rule", "total", "case_manager", "office", "region", "program"});
  trend->add_option("--name", arguments.group_name, "only this rule or group, one line an audit")
      ->type_name("NAME")
      ->group("Reports");
  trend->callback(chosen(Command::history_trend));
  CLI::App* show =
      add_history_command(*history, arguments, "show", "One audit", k_history_show_examples);
  add_history_group(*show, arguments, {"rule", "case_manager", "office", "region", "program"});
  show->callback(chosen(Command::history_show));
  CLI::App* fresh = add_history_command(*history, arguments, "new",
                                        "Violations not reported before", k_history_new_examples);
  fresh->callback(chosen(Command::history_new));
  CLI::App* resolved =
      add_history_command(*history, arguments, "resolved", "Violations that are over, and why",
                          k_history_resolved_examples);
  resolved->callback(chosen(Command::history_resolved));
  for (CLI::App* command : {list, trend, show, fresh, resolved}) {
    add_history_view(*command, arguments);
  }
  for (CLI::App* command : {show, fresh, resolved}) add_history_run(*command, arguments);
  CLI::App* prune = add_history_command(*history, arguments, "prune", "Forget old audits",
                                        k_history_prune_examples);
  prune->add_option("--before", arguments.before, "audits as of days before this one")
      ->required()
      ->type_name("YYYY-MM-DD")
      ->group("History");
  prune->callback(chosen(Command::history_prune));
}

}  // namespace audit::cli

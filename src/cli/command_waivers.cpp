// SPDX-License-Identifier: MIT
// The commands about waiver files.
#include "cli/command_parts.hpp"
#include "cli/help_texts.hpp"

namespace audit::cli {

void add_waivers_commands(CLI::App& app, Arguments& arguments, RawPairs& raw) {
  const auto chosen = [&arguments](Command command) {
    return [&arguments, command] { arguments.command = command; };
  };
  CLI::App* waivers = add_command(app, "waivers", "Check waivers, and draft them from a worklist",
                                  k_waivers_examples);
  waivers->require_subcommand(1);
  CLI::App* verify = add_command(*waivers, "check", "Check waiver files, and tell what expires",
                                 k_waivers_check_examples);
  verify->add_option("FILE", arguments.waiver_files, "waiver files (default: the profile's)")
      ->type_name("");
  add_rule_options(*verify, arguments.rules, raw);
  verify->add_option("--as-of", arguments.rules.as_of, "judge as of this day (default: today)")
      ->type_name("YYYY-MM-DD")
      ->group("Dates");
  verify->callback(chosen(Command::waivers_check));
  CLI::App* draft =
      add_command(*waivers, "draft", "Draft waivers from a worklist that was answered",
                  k_waivers_draft_examples);
  draft->add_option("WORKLIST", arguments.worklist, "a worklist, CSV or .xlsx")
      ->required()
      ->type_name("");
  draft->add_option("-o,--output", arguments.output, "write the waivers to FILE")
      ->type_name("FILE")
      ->group("Reports");
  draft->add_option("--as-of", arguments.rules.as_of, "the day of approval (default: today)")
      ->type_name("YYYY-MM-DD")
      ->group("Dates");
  draft->callback(chosen(Command::waivers_draft));
}

}  // namespace audit::cli

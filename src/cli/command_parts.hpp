// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_tree.hpp"

// What the commands of command_tree.cpp are put together from.
namespace audit::cli {

void flag(CLI::App& app, const char* name, bool& value, const char* doc, const char* group);
CLI::Option* add_input_options(CLI::App& app, InputArguments& input, RawPairs& raw);
void add_rule_options(CLI::App& app, RuleArguments& rules, RawPairs& raw);
void add_as_of_option(CLI::App& app, RuleArguments& rules);
void add_date_options(CLI::App& app, RuleArguments& rules);
void add_output_options(CLI::App& app, ReportArguments& report);
void add_set_aside_options(CLI::App& app, ReportArguments& report);
void add_colour_option(CLI::App& app, ReportArguments& report);

void add_worklist(CLI::App& app, Arguments& arguments, RawPairs& raw);
void add_waivers_commands(CLI::App& app, Arguments& arguments, RawPairs& raw);
void add_case(CLI::App& app, Arguments& arguments, RawPairs& raw);
void add_part_commands(CLI::App& app, Arguments& arguments, RawPairs& raw);

}  // namespace audit::cli

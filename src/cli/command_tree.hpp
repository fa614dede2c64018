// SPDX-License-Identifier: MIT
// Only arguments.cpp and command_tree.cpp include this: CLI11 costs seconds to compile.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/arguments.hpp"

namespace audit::cli {

/// Texts of repeatable NAME=VALUE options, split once parsing is over.
struct RawPairs {
  std::vector<std::string> tables;
  std::vector<std::string> columns;
  std::vector<std::string> parameters;
  std::string memory;
};

/// All commands with their options; each, when chosen, notes itself in `arguments`. `app`,
/// `arguments` and `raw` must live until parsing is over.
void build_commands(CLI::App& app, Arguments& arguments, RawPairs& raw);

/// A command below `parent`, with its worked examples.
CLI::App* add_command(CLI::App& parent, const char* name, const char* purpose,
                      const char* examples);

/// `history` and what is below it.
void add_history_commands(CLI::App& app, Arguments& arguments);

}  // namespace audit::cli

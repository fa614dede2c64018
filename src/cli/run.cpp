// SPDX-License-Identifier: MIT
#include "cli/run.hpp"

#include <cstdio>
#include <exception>
#include <new>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

int dispatch(const Arguments& arguments) {
  switch (arguments.command) {
    case Command::check:
      return check(arguments);
    case Command::verify:
      return verify(arguments);
    case Command::partition:
      return partition(arguments);
    case Command::merge:
      return merge(arguments);
    case Command::worklist:
      return worklist(arguments);
    case Command::show_case:
      return show_case(arguments);
    case Command::inspect:
      return inspect(arguments);
    case Command::rules_list:
      return rules_list(arguments);
    case Command::rules_show:
      return rules_show(arguments);
    case Command::rules_check:
      return rules_check(arguments);
    case Command::rules_test:
      return rules_test(arguments);
    case Command::rules_docs:
      return rules_docs(arguments);
    case Command::waivers_check:
      return waivers_check(arguments);
    case Command::waivers_draft:
      return waivers_draft(arguments);
    case Command::history_list:
      return history_list(arguments);
    case Command::history_trend:
      return history_trend(arguments);
    case Command::history_show:
      return history_show(arguments);
    case Command::history_new:
      return history_new(arguments);
    case Command::history_resolved:
      return history_resolved(arguments);
    case Command::history_prune:
      return history_prune(arguments);
    case Command::init:
      return init(arguments);
    case Command::completion:
      return completion(arguments);
    case Command::none:
      break;
  }
  util::bug("a command was chosen", __FILE__, __LINE__);
}

int complain(util::ExitCode code, const char* text) {
  std::fprintf(stderr, "caljobs-audit: %s\n", text);
  if (code == util::ExitCode::bug) {
    std::fputs(
        "This is a bug in caljobs-audit, not in your data. Please report it with the command you "
        "ran; "
        "no report was written.\n",
        stderr);
  }
  return static_cast<int>(code);
}

int guarded(int argc, char** argv) {
  try {
    open_standard_streams();
    install_signal_handlers();
    forbid_core_dumps();
    prepare_reading();
    Arguments arguments;
    if (const auto done = parse_arguments(argc, argv, arguments)) return *done;
    return dispatch(arguments);
  } catch (const util::Fatal& fatal) {
    return complain(fatal.code(), fatal.what());
  } catch (const std::bad_alloc&) {
    return complain(util::ExitCode::input, "memory is exhausted; audit fewer files at a time");
  } catch (const std::exception& unexpected) {
    return complain(util::ExitCode::bug, unexpected.what());
  }
}

}  // namespace

int run(int argc, char** argv) noexcept {
  try {
    return guarded(argc, argv);
  } catch (...) {  // not even the complaint could be made
    return static_cast<int>(util::ExitCode::bug);
  }
}

}  // namespace audit::cli

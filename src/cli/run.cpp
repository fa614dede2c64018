// SPDX-License-Identifier: MIT
#include "cli/run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "util/descriptor.hpp"
#include "util/fatal.hpp"
#include "util/memory.hpp"
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

/// With standard output closed, the first report to be opened would take its place, and what is
/// printed would end up in it.
void open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest that is free: this one.
    static_cast<void>(::open("/dev/null", O_RDWR));  // NOLINT(android-cloexec-open)
  }
}

/// What was printed is with the system, or its reader has gone and does not want it; else `code`
/// makes way for that of an output that could not be written.
int settled(int code) {
  const int error = std::fflush(stdout) == 0 ? 0 : errno;
  if (error == 0 && std::ferror(stdout) == 0) return code;
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  const bool is_closed = ::poll(&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
  const auto usage = static_cast<int>(util::ExitCode::usage);
  if (is_closed || error == EPIPE || code == usage) return code;
  const std::string why = error == 0 ? std::string() : ": " + util::error_text(error);
  return complain(util::ExitCode::output, ("cannot write to standard output" + why).c_str());
}

/// Without a further allocation where memory itself is at its end.
int complain_of_memory() {
  if (!util::is_out_of_room()) {
    return complain(util::ExitCode::input, "memory is exhausted; audit fewer files at a time");
  }
  const std::string text = "memory is exhausted, and no more can be put aside in " +
                           temporary_place() + ": " + util::out_of_room() +
                           "; set TMPDIR to a folder with room";
  return complain(util::ExitCode::input, text.c_str());
}

int guarded(int argc, char** argv) {
  try {
    open_standard_streams();
    install_signal_handlers();
    forbid_core_dumps();
    prepare_reading();
    Arguments arguments;
    if (const auto done = parse_arguments(argc, argv, arguments)) return settled(*done);
    limit_memory(arguments.input.memory);
    return settled(dispatch(arguments));
  } catch (const util::Fatal& fatal) {
    return complain(fatal.code(), fatal.what());
  } catch (const std::bad_alloc&) {
    return complain_of_memory();
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

// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <exception>
#include <new>
#include <string_view>

#include "cli/environment.hpp"
#include "util/fatal.hpp"
#include "util/unfinished.hpp"

// All that is called from a handler here may be.
namespace audit::cli {

namespace {

constexpr std::string_view k_bug =
    "caljobs-audit: it crashed. This is a bug in caljobs-audit, not in your data. Please report it "
    "with the command you ran; nothing half-written was left behind.\n";
constexpr std::string_view k_no_memory =
    "caljobs-audit: memory is exhausted; audit fewer files at a time\n";
constexpr uintptr_t k_first_page = uintptr_t{64} * 1024;  // where a pointer to nothing leads
constexpr size_t k_stack_bytes = size_t{64} * 1024;

// A handler reaches nothing but what is global.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> memory_failed{false};

/// Not every library is whole after an exception: should one crash later, this is why.
void on_no_memory() {
  memory_failed = true;
  throw std::bad_alloc();
}

/// The signal is raised again with its default action, so that the parent sees what ended us.
void end_by(int signal) {
  util::remove_unfinished_files();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

[[noreturn]] void end_badly(bool no_memory) {
  util::remove_unfinished_files();
  const std::string_view text = no_memory ? k_no_memory : k_bug;
  static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
  ::_exit(static_cast<int>(no_memory ? util::ExitCode::input : util::ExitCode::bug));
}

void on_crash(int signal, siginfo_t* about, void* /*context*/) {
  const int error = errno;
  const bool was_sent = about->si_code <= 0 && signal != SIGABRT;
  if (was_sent) return end_by(signal);
  // A library that did not look whether memory was left reads from nowhere right after.
  const bool reads_nothing = error == ENOMEM && signal == SIGSEGV &&
                             reinterpret_cast<uintptr_t>(about->si_addr) < k_first_page;  // NOLINT
  end_badly(memory_failed || reads_nothing);
}

/// Memory that fails where nothing may be thrown, as in a library's moves.
void on_terminate() { end_badly(memory_failed); }

/// Handlers that a sanitizer or a debugger has set stay.
void catch_crash(int signal) {
  struct sigaction action {};
  if (::sigaction(signal, nullptr, &action) != 0 || action.sa_handler != SIG_DFL) return;
  action = {};
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | static_cast<int>(SA_RESETHAND);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

void install_signal_handlers() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU}) {
    // What nohup and a shell's & have set to be ignored stays so.
    if (std::signal(signal, end_by) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
  // Writing fails instead.
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
  std::set_terminate(on_terminate);
  std::set_new_handler(on_no_memory);
  static std::array<char, k_stack_bytes> stack;  // for when the other has run over
  const stack_t other{stack.data(), 0, stack.size()};
  ::sigaltstack(&other, nullptr);
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) catch_crash(signal);
}

}  // namespace audit::cli

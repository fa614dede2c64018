// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

namespace audit::util {

/// The program's exit codes (spec 5). The order of precedence when several apply is:
/// bug, interrupted, usage, output, input, violations, clean.
enum class ExitCode : int {
  clean = 0,
  violations = 1,
  usage = 2,
  input = 3,
  output = 4,
  bug = 70,
};

/// The world failed (a file cannot be opened, the disk is full): ends the run with `code`.
/// Thrown anywhere, caught once in cli::run. Never thrown for bad data or a bad rule.
class Fatal : public std::runtime_error {
 public:
  Fatal(ExitCode code, const std::string& text) : std::runtime_error(text), code_(code) {}
  [[nodiscard]] ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// Ends the program with exit code 70 and a request to report it: what `claim` says must hold, does
/// not. On in every build, since a wrong "all clear" is worse than a crash.
[[noreturn]] void bug(const char* claim, const char* file, int line);

}  // namespace audit::util

// A macro since it must name the place it stands in.
#define AUDIT_ASSERT(claim) \
  ((claim) ? static_cast<void>(0) : ::audit::util::bug(#claim, __FILE__, __LINE__))

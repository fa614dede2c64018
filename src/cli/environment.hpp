// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "calendar/date.hpp"

namespace audit::cli {

/// What the program takes from the world around it. Nothing below src/cli asks a clock, the
/// environment or a terminal.

/// Today in local time.
calendar::Date today();

/// Now as ISO 8601 with the local offset, for the report's one place of time.
std::string now_text();

/// Seconds on a clock that only goes forward.
double monotonic_seconds();

/// The bundled rules/ tree: beside the program as installed (../share/caljobs-audit/rules), else
/// under the XDG data folders. Throws Fatal{usage} that names where it looked.
std::string find_rules_folder();

/// Columns of the terminal on standard output; 100 when it is none.
unsigned terminal_width();
bool stdout_is_terminal();
bool stderr_is_terminal();

/// --color auto: a terminal, and NO_COLOR is not set.
bool want_colour(const std::string& when);

/// SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU: unfinished output files are removed, then the program
/// ends by the signal, so that a shell sees 130 or 143. A crash removes them too and ends with 70,
/// or with 3 where a library took no note that memory is exhausted. SIGPIPE and SIGXFSZ are
/// ignored: writes fail instead.
void install_signal_handlers();

/// Standard streams that are closed lead to /dev/null: else a file that is opened would take the
/// place of standard error, and messages would go into a report.
void open_standard_streams();

/// Standard input is spooled to TMPDIR; CALJOBS_AUDIT_KERNEL (portable, avx2, avx512) holds the CSV
/// scanner to one kernel, to settle a doubt about a machine. Throws Fatal{usage} for another name.
void prepare_reading();

/// Where temporary files go: TMPDIR, else where the system keeps large ones.
std::string temporary_place();

/// Keeps to `bytes` of memory, if given; else to three quarters of what the machine, and the
/// control group, have left.
void limit_memory(const std::optional<uint64_t>& bytes);

/// The running program's file; empty where the system does not tell.
std::string program_path();

/// The name of the account that runs the program; its number where it has none.
std::string user_name();

/// `path`, which must exist, from the root on and without links.
std::string absolute_path(const std::string& path);

/// Personal data is in memory: no core file is written of it.
void forbid_core_dumps();

}  // namespace audit::cli

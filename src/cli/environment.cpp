// SPDX-License-Identifier: MIT
#include "cli/environment.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "ingest/source.hpp"
#include "util/ascii.hpp"
#include "util/descriptor.hpp"
#include "util/fatal.hpp"
#include "util/kernel.hpp"
#include "util/memory.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

constexpr unsigned k_default_width = 100;
constexpr unsigned k_narrowest = 60;
constexpr int k_first_tm_year = 1900;
constexpr const char* k_large_temporary = "/var/tmp";

std::tm local_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  return parts;
}

std::string variable(const char* name) {
  const char* value =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read before threads start
  return value == nullptr ? std::string() : std::string(value);
}

std::string program_folder() {
  const std::filesystem::path program = program_path();
  return program.empty() ? std::string(".") : program.parent_path().string();
}

/// The number behind `name` in lines of "name: number kB", in bytes; 0: it is not there.
uint64_t kilobytes_of(const std::string& lines, std::string_view name) {
  const size_t at = lines.find(name);
  if (at == std::string::npos) return 0;
  return std::strtoull(lines.c_str() + at + name.size(), nullptr, 10) * 1024;
}

/// What the control group may still use; the largest number where it has no limit.
uint64_t left_in_group() {
  constexpr uint64_t k_all = std::numeric_limits<uint64_t>::max();
  const std::string groups = util::read_file("/proc/self/cgroup").value_or("");
  if (!groups.starts_with("0::")) return k_all;
  const std::string folder = "/sys/fs/cgroup" + groups.substr(3, groups.find('\n') - 3);
  const auto most = util::read_file(folder + "/memory.max");
  const auto used = util::read_file(folder + "/memory.current");
  if (!most || !used || !util::is_digit(most->front())) return k_all;
  const uint64_t limit = std::strtoull(most->c_str(), nullptr, 10);
  return limit - std::min<uint64_t>(limit, std::strtoull(used->c_str(), nullptr, 10));
}

/// 0 where the system does not tell.
uint64_t available_memory() {
  const std::string memory = util::read_file("/proc/meminfo").value_or("");
  return std::min(kilobytes_of(memory, "MemAvailable:"), left_in_group());
}

}  // namespace

calendar::Date today() {
  const std::tm now = local_now();
  const auto date =
      calendar::make_date(now.tm_year + k_first_tm_year, static_cast<unsigned>(now.tm_mon + 1),
                          static_cast<unsigned>(now.tm_mday));
  if (!date)
    throw util::Fatal(util::ExitCode::usage, "the system's clock shows no date; use --as-of");
  return *date;
}

std::string now_text() {
  const std::tm now = local_now();
  std::array<char, 32> text{};
  const size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S%z", &now);
  return {text.data(), size};
}

double monotonic_seconds() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

std::string find_rules_folder() {
  const std::string home = variable("HOME");
  const std::string data_home = variable("XDG_DATA_HOME");
  std::vector<std::string> places = {program_folder() + "/../share/caljobs-audit/rules"};
  if (!data_home.empty()) places.push_back(data_home + "/caljobs-audit/rules");
  if (data_home.empty() && !home.empty())
    places.push_back(home + "/.local/share/caljobs-audit/rules");
  places.emplace_back("/usr/local/share/caljobs-audit/rules");
  places.emplace_back("/usr/share/caljobs-audit/rules");
  for (const std::string& place : places) {
    std::error_code error;
    if (std::filesystem::exists(place + "/schema.toml", error)) return place;
  }
  throw util::Fatal(
      util::ExitCode::usage,
      fmt::format("the bundled rules were not found (looked in {}); reinstall the program, "
                  "or name the folder with --rules-folder DIR",
                  fmt::join(places, ", ")));
}

unsigned terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return k_default_width;
  return std::max<unsigned>(k_narrowest, size.ws_col);
}

bool stdout_is_terminal() { return isatty(STDOUT_FILENO) == 1; }
bool stderr_is_terminal() { return isatty(STDERR_FILENO) == 1; }

bool want_colour(const std::string& when) {
  if (when == "always") return true;
  return when == "auto" && stdout_is_terminal() && variable("NO_COLOR").empty() &&
         variable("TERM") != "dumb";
}

std::string temporary_place() {
  std::string folder = variable("TMPDIR");
  if (!folder.empty()) return folder;
  std::error_code error;
  return std::filesystem::is_directory(k_large_temporary, error) ? k_large_temporary : "/tmp";
}

void limit_memory(const std::optional<uint64_t>& bytes) {
  const uint64_t usual = available_memory() / 4 * 3;
  if (!bytes && usual == 0) return;  // the system does not tell
  util::limit_memory({bytes.value_or(std::max(usual, util::k_least_memory)), temporary_place(),
                      bytes.has_value()});
}

void prepare_reading() {
  const std::string folder = variable("TMPDIR");
  if (!folder.empty()) {
    ingest::set_spool_folder(folder);
    util::set_temporary_place(folder);
  }
  const std::string name = variable("CALJOBS_AUDIT_KERNEL");
  if (name.empty()) return;
  if (name == "portable") {
    util::force_kernel(util::Kernel::portable);
  } else if (name == "avx2") {
    util::force_kernel(util::Kernel::avx2);
  } else if (name == "avx512") {
    util::force_kernel(util::Kernel::avx512);
  } else {
    throw util::Fatal(util::ExitCode::usage,
                      fmt::format("CALJOBS_AUDIT_KERNEL is '{}'; it may be portable, avx2 or "
                                  "avx512, or not set",
                                  util::visible(name)));
  }
}

std::string program_path() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : program.string();
}

std::string user_name() {
  // Not getpwuid(): that may ask a server.
  const uid_t id = geteuid();
  const std::unique_ptr<FILE, int (*)(FILE*)> users(std::fopen("/etc/passwd", "re"), std::fclose);
  if (users != nullptr) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no threads yet
    while (const passwd* user = ::fgetpwent(users.get())) {
      if (user->pw_uid == id) return user->pw_name;
    }
  }
  const std::string name = variable("LOGNAME");
  return name.empty() ? fmt::format("{}", id) : name;
}

std::string absolute_path(const std::string& path) {
  std::error_code error;
  const auto whole = std::filesystem::canonical(path, error);
  return error ? path : whole.string();
}

void open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest number that is free, which is this one.
    const int access = stream == STDIN_FILENO ? O_RDONLY : O_WRONLY;
    if (::open("/dev/null", access) != stream) {  // NOLINT(android-cloexec-open)
      throw util::Fatal(util::ExitCode::output,
                        "standard input, output or error is closed, and /dev/null is not there");
    }
  }
}

void forbid_core_dumps() { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

}  // namespace audit::cli

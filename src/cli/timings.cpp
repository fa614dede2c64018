// SPDX-License-Identifier: MIT
#include "cli/timings.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <iterator>

#include "cli/environment.hpp"

namespace audit::cli {

Timings::Timings(bool wanted, bool shown)
    : wanted_(wanted), shown_(shown), started_(monotonic_seconds()) {
  if (wanted_) last_ = usage();
}

Timings::~Timings() { wipe(); }

void Timings::begin(const char* what) {
  constexpr double k_long = 0.5;  // seconds; short work shows nothing
  if (!shown_ || monotonic_seconds() - started_ < k_long) return;
  std::fprintf(stderr, "\r\x1b[K%s", what);
  std::fflush(stderr);
  drawn_ = true;
}

void Timings::wipe() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

Timings::Usage Timings::usage() {
  Usage usage;
  usage.wall_seconds = monotonic_seconds();
  timespec cpu{};
  if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu) == 0) {
    usage.cpu_seconds = static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) * 1e-9;
  }
  struct rusage about {};
  if (::getrusage(RUSAGE_SELF, &about) == 0) {
    usage.peak_bytes = static_cast<uint64_t>(about.ru_maxrss) * 1024;
  }
  return usage;
}

void Timings::end(const std::string& stage) {
  wipe();
  if (!wanted_) return;
  const Usage now = usage();
  stages_.push_back({stage, now.wall_seconds - last_.wall_seconds,
                     now.cpu_seconds - last_.cpu_seconds, now.peak_bytes});
  last_ = now;
}

std::string Timings::render() const {
  if (!wanted_) return {};
  constexpr double k_milli = 1e3;
  constexpr double k_mega = 1e6;
  size_t width = sizeof "in all" - 1;
  for (const Stage& stage : stages_) width = std::max(width, stage.name.size());
  std::string out =
      fmt::format("{:<{}}  {:>9}  {:>9}  {:>9}\n", "", width, "wall ms", "CPU ms", "peak MB");
  Stage all{.name = "in all"};
  const auto append = [&](const Stage& stage) {
    fmt::format_to(std::back_inserter(out), "{:<{}}  {:>9.1f}  {:>9.1f}  {:>9.1f}\n", stage.name,
                   width, stage.wall_seconds * k_milli, stage.cpu_seconds * k_milli,
                   static_cast<double>(stage.peak_bytes) / k_mega);
  };
  for (const Stage& stage : stages_) {
    append(stage);
    all.wall_seconds += stage.wall_seconds;
    all.cpu_seconds += stage.cpu_seconds;
    all.peak_bytes = std::max(all.peak_bytes, stage.peak_bytes);
  }
  append(all);
  return out;
}

}  // namespace audit::cli

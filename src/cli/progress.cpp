// SPDX-License-Identifier: MIT
#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "cli/environment.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

constexpr double k_first_draw_after = 0.5;  // short work shows nothing
constexpr double k_draw_every = 0.1;
constexpr double k_megabyte = 1e6;

}  // namespace

Progress::Progress(bool shown, uint64_t total_bytes)
    : shown_(shown),
      total_bytes_(total_bytes),
      started_(monotonic_seconds()),
      next_draw_(started_ + k_first_draw_after) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void Progress::report(uint64_t bytes, uint64_t rows) {
  if (!shown_) return;
  const double now = monotonic_seconds();
  if (now < next_draw_.load(std::memory_order_relaxed)) return;
  const std::unique_lock lock(drawing_, std::try_to_lock);
  if (!lock.owns_lock()) return;
  next_draw_.store(now + k_draw_every, std::memory_order_relaxed);
  draw(bytes, rows, now);
}

void Progress::draw(uint64_t bytes, uint64_t rows, double now) {
  const double seconds = std::max(now - started_, 1e-3);
  const double rate = static_cast<double>(bytes) / seconds;
  std::string left;
  if (total_bytes_ > bytes && rate > 0) {
    left = fmt::format(", {:.0f} s left", static_cast<double>(total_bytes_ - bytes) / rate);
  }
  const std::string line =
      fmt::format("reading: {:.0f} of {:.0f} MB, {} rows, {:.0f} MB/s{}",
                  static_cast<double>(bytes) / k_megabyte,
                  static_cast<double>(std::max(total_bytes_, bytes)) / k_megabyte,
                  util::with_commas(static_cast<int64_t>(rows)), rate / k_megabyte, left);
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace audit::cli

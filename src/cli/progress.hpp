// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace audit::cli {

/// A line on standard error while long work goes on: bytes and rows done, rate, time left. Silent
/// where `shown` is false (standard error is no terminal, or --quiet). Any thread may report.
class Progress {
 public:
  Progress(bool shown, uint64_t total_bytes);
  ~Progress();  ///< Wipes the line.
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// So far, over all inputs. Draws at most some ten times a second.
  void report(uint64_t bytes, uint64_t rows);

 private:
  void draw(uint64_t bytes, uint64_t rows, double now);

  bool shown_;
  uint64_t total_bytes_;
  double started_;
  std::atomic<double> next_draw_;
  std::mutex drawing_;
  bool drawn_ = false;
};

}  // namespace audit::cli

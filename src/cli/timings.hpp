// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace audit::cli {

/// The stages of a run: where its time went, and on a terminal, once it takes long, what goes on
/// now. What is not wanted costs nothing.
class Timings {
 public:
  /// `shown`: standard error is a terminal, and the user wants to see it.
  Timings(bool wanted, bool shown);
  ~Timings();
  Timings(const Timings&) = delete;
  Timings& operator=(const Timings&) = delete;

  /// Shows what goes on until the next stage ends.
  void begin(const char* what);
  /// All since the last stage ended was this one's.
  void end(const std::string& stage);
  /// A table of the stages: milliseconds on the clock and of all processors, and the most memory
  /// that the program had held by the stage's end. Empty if it is not wanted.
  [[nodiscard]] std::string render() const;

 private:
  /// What has been used since the program began.
  struct Usage {
    double wall_seconds = 0;
    double cpu_seconds = 0;
    uint64_t peak_bytes = 0;
  };
  static Usage usage();

  struct Stage {
    std::string name;
    double wall_seconds = 0;
    double cpu_seconds = 0;
    uint64_t peak_bytes = 0;
  };
  void wipe();

  bool wanted_;
  bool shown_;
  double started_ = 0;
  bool drawn_ = false;
  Usage last_;
  std::vector<Stage> stages_;
};

}  // namespace audit::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace audit::cli {

/// Where the time of a run went, stage by stage. What is not wanted costs nothing.
class Timings {
 public:
  explicit Timings(bool wanted);

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
  bool wanted_;
  Usage last_;
  std::vector<Stage> stages_;
};

}  // namespace audit::cli

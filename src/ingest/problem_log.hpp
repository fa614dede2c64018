// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/dataset.hpp"

namespace audit::ingest {

/// How a problem text names a value: "'13/45/2026'" where spec 7 allows it (not personal, at most
/// 32 characters, no run of nine digits, nothing of the shape of an SSN), else "(10 characters)".
std::string quoted(std::string_view value, bool personal);
/// "not a date: '13/45/2026'" or "not a date (10 characters)".
std::string problem_with(std::string_view what, std::string_view value, bool personal);
/// May `value` be shown at all?
bool may_be_quoted(std::string_view value, bool personal);

/// The data problems of one file: at most 1,000 of a kind are kept, all are counted.
class ProblemLog {
 public:
  static constexpr uint64_t k_cap = 1000;

  /// problem.kind must be set; problem.file is filled in by take().
  void add(model::DataProblem problem);
  /// Counts one more of a kind that is full.
  void count(std::string_view kind);
  /// Takes over what `other` has, which is of other kinds.
  void add_all(ProblemLog other);
  /// The rows that start on these lines (ascending) are no records after all: their problems go.
  void forget(const std::vector<uint32_t>& lines);
  /// What is kept, by line, then column, then text; a kind with more ends with an entry that has
  /// the count of all. Leaves the log empty.
  std::vector<model::DataProblem> take(const std::string& file);

 private:
  struct Kind {
    std::string name;
    uint64_t total = 0;
  };
  Kind& kind_of(std::string_view name);

  std::vector<Kind> kinds_;
  std::vector<model::DataProblem> kept_;
};

}  // namespace audit::ingest

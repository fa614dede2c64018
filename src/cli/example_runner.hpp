// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/load.hpp"

namespace audit::cli {

/// What came of an example.
struct ExampleOutcome {
  std::string fault;  ///< why it could not be judged; empty: it was
  std::vector<std::string> statuses;
};

/// Runs examples through the real reader and the real engine.
class ExampleRunner {
 public:
  /// `settings` must live as long as the runner.
  ExampleRunner(const rules::Settings& settings, std::string rules_folder)
      : settings_(settings), rules_folder_(std::move(rules_folder)) {}

  [[nodiscard]] ExampleOutcome run(const rules::TypedRule& rule,
                                   const rules::Example& example) const;

 private:
  const rules::Settings& settings_;
  std::string rules_folder_;
};

}  // namespace audit::cli

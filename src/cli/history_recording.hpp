// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "findings/trace.hpp"
#include "history/recording.hpp"

namespace audit::cli {

/// `check --store`: from before the data is read, when the store is opened and locked, to after the
/// reports are written, when the audit is recorded.
class HistoryRun {
 public:
  /// Throws Fatal{output} for a store that can't be used, or is in use.
  HistoryRun(const Setup& setup, const Arguments& arguments);

  /// Looks for what the audit before this one reported, before `outcomes` become the audit.
  void ask_after(const Examined& examined);
  /// Earlier audits for the trends, and what they say of the input.
  void tell(findings::Audit& audit) const;
  /// Writes the audit into the store; says on standard error what is not as usual, unless `quiet`.
  void record(const findings::Audit& audit, bool quiet);

 private:
  const Setup* setup_;
  std::string path_;
  history::Recording recording_;
  std::vector<history::Known> known_;
  std::vector<findings::Traced> traced_;  // of known_
};

}  // namespace audit::cli

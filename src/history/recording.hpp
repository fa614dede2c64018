// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "history/store.hpp"

namespace audit::history {

/// A violation that an earlier audit reported, and that is to be asked after in this one.
struct Known {
  Facts facts;
  std::string rule_digest;  ///< of the rule when it was last looked at
};

/// How a finding stands in the audit that is being recorded.
struct Sighting {
  Facts facts;
  State state = State::open;
};

/// All that is stored of an audit but its findings.
struct RunRecord {
  std::string started_at;
  std::string version;
  std::string rules_digest;
  bool whole = true;
  std::vector<InputEntry> inputs;
  std::vector<RuleEntry> rules;     ///< all that were asked for, by id
  std::vector<TallyEntry> tallies;  ///< the totals first
};

/// One audit's stay in the store: from its start on no other may write there, and all of it is
/// recorded by record() or nothing. A kill at any moment leaves the store as it was.
class Recording {
 public:
  /// Opens or makes the store and takes the lock. Throws Fatal{output}.
  Recording(const std::string& path, Series series, Date as_of);

  /// The series' audits before this one, by date.
  [[nodiscard]] const std::vector<RunInfo>& earlier() const { return earlier_; }
  /// The last as-of date of the series, where that is later than this one's.
  [[nodiscard]] std::optional<Date> last_later() const { return last_later_; }
  [[nodiscard]] bool replaces() const { return replaced_.has_value(); }

  /// What the audit before this one reported: each is to be in what record() gets, unless its rule
  /// was skipped.
  [[nodiscard]] std::vector<Known> known() const;
  /// Audits to compare with: of the same profile and choice of rules, before this one, oldest
  /// first; with a period those of any period, without one those without.
  [[nodiscard]] std::vector<findings::PastAudit> past() const;
  [[nodiscard]] std::vector<InputEntry> last_inputs() const;

  void record(const RunRecord& run, const std::vector<Sighting>& sightings);

 private:
  int64_t series_id();
  void remove_replaced();
  int64_t insert_run(int64_t series, const RunRecord& run);
  int64_t upsert(int64_t series, const Facts& facts);
  void write_edits(int64_t finding, const std::vector<Edit>& edits, int64_t run);
  [[nodiscard]] int64_t run_as_of(Date as_of, int64_t own_run) const;

  Series series_;
  Date as_of_;
  Database store_;
  Transaction transaction_;
  std::vector<RunInfo> all_;       // of all series
  std::vector<RunInfo> earlier_;   // of this one, before as_of_
  std::map<Date, int64_t> later_;  // of this one, after as_of_: ids
  std::optional<int64_t> replaced_;
  std::optional<Date> last_later_;
};

/// "shrunk" (spec 2): tables with a fifth fewer records than in the audit before.
std::vector<model::InputWarning> shrunk_tables(const std::vector<InputEntry>& before,
                                               Date before_as_of,
                                               const std::vector<model::InputFile>& now);

}  // namespace audit::history

// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "findings/audit.hpp"
#include "history/database.hpp"
#include "history/ledger.hpp"

// Past audits in an SQLite file (format: see schema.cpp). It holds no name of a participant, no
// message and no text of the data: ids, rules, dates, offices and case managers.
namespace audit::history {

/// Audits that can be compared with one another.
struct Series {
  std::string profile;
  std::string period;  ///< as given with --period, or empty
  std::string rules;   ///< what --only and --skip left of the profile, in words; empty: all
  auto operator<=>(const Series&) const = default;
};

/// One recorded audit.
struct RunInfo {
  int64_t id = 0;
  Series series;
  Date as_of;
  std::string started_at;
  std::string version;
  std::string rules_digest;
  bool whole = true;  ///< false: some rules were skipped, or some input was not audited
  findings::Tally totals;
};

struct InputEntry {
  std::string path;
  std::string table;
  uint64_t rows = 0;  ///< accepted
  std::string digest;
};

struct RuleEntry {
  std::string id;
  std::string digest;  ///< over the rule and what it reads: equal, it judges alike
  bool skipped = false;
};

/// A tally as it is stored: whose, and its numbers.
struct TallyEntry {
  std::string by;    ///< "rule", "office", …; empty: the totals
  std::string name;  ///< rule id or group name
  findings::Tally tally;
};

/// What is kept of a finding.
struct Facts {
  std::string fingerprint;
  std::string rule;
  std::string table;
  std::string key;
  std::string participant;
  std::string application;
  std::string office;
  std::string case_manager;
  int32_t trigger = calendar::k_no_date;
  int32_t due = calendar::k_no_date;
};

/// A finding of a series with all its changes.
struct Tracked {
  int64_t id = 0;
  Track track;
};

/// A store that is there. Throws Fatal{output}: absent, damaged, of a newer program, no store.
Database open_store(const std::string& path);
/// The same; makes one where there is none, readable by its owner only, and checks the whole file.
Database open_store_to_record(const std::string& path);

/// All recorded audits, by series, then as-of date.
std::vector<RunInfo> runs_of(const Database& store);

/// The audits of a series as the ledger sees them, by date.
std::vector<Observation> observations(const Database& store, const Series& series);
/// Its findings, in the order in which they were first recorded.
std::vector<Tracked> tracked(const Database& store, const Series& series);
Facts facts_of(const Database& store, int64_t finding);

std::vector<InputEntry> inputs_of(const Database& store, int64_t run);
std::vector<RuleEntry> rules_of(const Database& store, int64_t run);
/// The tallies of an audit but its totals, by kind and name.
std::vector<TallyEntry> tallies_of(const Database& store, int64_t run);

/// The same as reports take it.
findings::PastAudit past_audit(const Database& store, const RunInfo& run);

/// Removes the audits before `date`, of all series, and the findings of which nothing is left.
struct Pruned {
  uint64_t runs = 0;
  uint64_t kept = 0;
  uint64_t findings = 0;
};
Pruned prune_before(Database& store, Date date);

}  // namespace audit::history

// SPDX-License-Identifier: MIT
#include "history/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "history/dates.hpp"
#include "history/schema.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::history {

namespace {

using findings::Status;
using findings::Tally;

/// The statuses in the order of the columns of table tally, from `first` on.
constexpr auto k_counted =
    std::to_array<Status>({Status::met, Status::late, Status::overdue, Status::failed,
                           Status::upcoming, Status::pending});

Tally read_tally(const Statement& row, int first) {
  Tally tally;
  int column = first;
  const auto next = [&] { return static_cast<uint64_t>(row.number(column++)); };
  for (const Status status : k_counted) tally.by_status[static_cast<size_t>(status)] = next();
  tally.waived = next();
  tally.baselined = next();
  return tally;
}

/// Only its owner may read it, whatever the umask lets through; SQLite gives its side files the
/// same rights.
void make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    throw util::Fatal(util::ExitCode::output,
                      fmt::format("the history store '{}' can't be opened: {}", util::visible(path),
                                  std::strerror(errno)));
  }
  struct stat found {};
  const bool known = ::fstat(file, &found) == 0;
  if (known && (found.st_mode & (S_IRWXG | S_IRWXO)) != 0 && S_ISREG(found.st_mode)) {
    // That of another owner stays as it is.
    static_cast<void>(::fchmod(file, found.st_mode & S_IRWXU));
  }
  ::close(file);
  if (known && !S_ISREG(found.st_mode)) {
    throw util::Fatal(util::ExitCode::output,
                      fmt::format("the history store '{}' is no file", util::visible(path)));
  }
}

State state_named(const Database& store, const std::string& name) {
  for (int i = 0; i < k_states; ++i) {
    if (name == show(static_cast<State>(i))) return static_cast<State>(i);
  }
  store.fail("is damaged: it holds a state that there is not; restore it from a copy");
}

/// The columns first_seen, last_seen, state, returned, resolved_on, resolved_why, from `first` on.
std::optional<Life> before_of(const Database& store, const Statement& row, int first) {
  const std::string first_seen = row.text(first);
  if (first_seen.empty()) return std::nullopt;
  Life life;
  life.first_seen = date_of(store, first_seen);
  life.last_seen = date_of(store, row.text(first + 1));
  life.state = state_named(store, row.text(first + 2));
  life.has_returned = row.number(first + 3) != 0;
  const std::string resolved_on = row.text(first + 4);
  if (!resolved_on.empty()) {
    const std::string why = row.text(first + 5);
    const bool met_late = why == show(Resolution{{}, true, State::late});
    life.resolved = Resolution{date_of(store, resolved_on), met_late,
                               met_late ? State::late : state_named(store, why)};
  }
  return life;
}

findings::PastTally past_tally(std::string by, std::string name, const Tally& tally) {
  findings::PastTally past;
  past.by = std::move(by);
  past.name = std::move(name);
  past.obligations = tally.obligations();
  past.met = tally.of(Status::met);
  past.violations = tally.violations();
  past.upcoming = tally.of(Status::upcoming);
  past.waived = tally.waived;
  past.baselined = tally.baselined;
  past.rate = tally.rate();
  return past;
}

/// Writes what prune() made of a finding's track. False: nothing is left of it.
bool write_pruned(const Database& store, int64_t finding, const std::optional<Track>& kept) {
  if (!kept) {
    store.prepare("DELETE FROM change WHERE finding = ?").bind(finding).run();
    store.prepare("DELETE FROM finding WHERE id = ?").bind(finding).run();
    return false;
  }
  if (!kept->before) return true;
  const Life& before = *kept->before;
  store
      .prepare(
          "UPDATE finding SET first_seen = ?, last_seen = ?, state = ?, returned = ?,"
          " resolved_on = ?, resolved_why = ? WHERE id = ?")
      .bind(calendar::iso(before.first_seen))
      .bind(calendar::iso(before.last_seen))
      .bind(show(*before.state))
      .bind(before.has_returned ? 1 : 0)
      .bind(before.resolved ? calendar::iso(before.resolved->on) : "")
      .bind(before.resolved ? show(*before.resolved) : "")
      .bind(finding)
      .run();
  return true;
}

}  // namespace

Date date_of(const Database& store, const std::string& text) {
  const auto date = calendar::parse_iso(text);
  if (!date) store.fail("is damaged: a date in it is none; restore it from a copy");
  return *date;
}

Database open_store(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    throw util::Fatal(
        util::ExitCode::output,
        fmt::format("there is no history store '{}'; 'caljobs-audit check … --store {}' "
                    "makes one",
                    util::visible(path), util::visible(path)));
  }
  Database store(path);
  migrate(store, migrations());
  return store;
}

Database open_store_to_record(const std::string& path) {
  make_private(path);
  Database store(path);
  if (store.text("PRAGMA journal_mode = WAL") != "wal") {
    store.fail("can't be written safely here (no write-ahead log); name a file on a local disk");
  }
  store.run("PRAGMA synchronous = FULL");
  migrate(store, migrations());
  if (store.text("PRAGMA quick_check(1)") != "ok") {
    store.fail("is damaged; restore it from a copy, or name a new file");
  }
  return store;
}

std::vector<RunInfo> runs_of(const Database& store) {
  Statement rows = store.prepare(
      "SELECT run.id, profile, period, rules, as_of, started_at, version, rules_digest, whole,"
      " met, late, overdue, failed, upcoming, pending, waived, baselined"
      " FROM run JOIN series ON series.id = run.series"
      " JOIN tally ON tally.run = run.id AND tally.kind = ''"
      " ORDER BY profile, period, rules, as_of");
  std::vector<RunInfo> runs;
  constexpr int k_tally_column = 9;
  while (rows.next()) {
    runs.push_back({
        rows.number(0),
        {rows.text(1), rows.text(2), rows.text(3)},
        date_of(store, rows.text(4)),
        rows.text(5),
        rows.text(6),
        rows.text(7),
        rows.number(8) != 0,
        read_tally(rows, k_tally_column)
    });
  }
  return runs;
}

std::vector<Observation> observations(const Database& store, const Series& series) {
  Statement rows = store.prepare(
      "SELECT as_of, coalesce(rule.id, '') FROM run JOIN series ON series.id = run.series"
      " LEFT JOIN rule ON rule.run = run.id AND rule.skipped"
      " WHERE profile = ? AND period = ? AND rules = ? ORDER BY as_of, rule.id");
  rows.bind(series.profile).bind(series.period).bind(series.rules);
  std::vector<Observation> audits;
  while (rows.next()) {
    const Date as_of = date_of(store, rows.text(0));
    if (audits.empty() || audits.back().as_of != as_of) audits.push_back({as_of, {}});
    std::string skipped = rows.text(1);
    if (!skipped.empty()) audits.back().skipped.push_back(std::move(skipped));
  }
  return audits;
}

std::vector<Tracked> tracked(const Database& store, const Series& series) {
  Statement rows = store.prepare(
      "SELECT finding.id, rule, first_seen, last_seen, finding.state, returned, resolved_on,"
      " resolved_why, coalesce(as_of, ''), coalesce(change.state, '')"
      " FROM finding JOIN series ON series.id = finding.series"
      " LEFT JOIN change ON change.finding = finding.id LEFT JOIN run ON run.id = change.run"
      " WHERE profile = ? AND period = ? AND series.rules = ? ORDER BY finding.id, as_of");
  rows.bind(series.profile).bind(series.period).bind(series.rules);
  constexpr int k_before_column = 2;
  constexpr int k_change_column = 8;
  std::vector<Tracked> all;
  while (rows.next()) {
    if (all.empty() || all.back().id != rows.number(0)) {
      all.push_back({
          rows.number(0), {rows.text(1), before_of(store, rows, k_before_column), {}}
      });
    }
    const std::string as_of = rows.text(k_change_column);
    if (as_of.empty()) continue;
    all.back().track.changes.push_back(
        {date_of(store, as_of), state_named(store, rows.text(k_change_column + 1))});
  }
  return all;
}

Facts facts_of(const Database& store, int64_t finding) {
  Statement rows = store.prepare(
      "SELECT fingerprint, rule, record_table, record_key, participant, application, office,"
      " case_manager, trigger_date, due FROM finding WHERE id = ?");
  rows.bind(finding);
  if (!rows.next()) store.fail("is damaged: a finding is not there; restore it from a copy");
  const auto date = [&](int column) {
    const std::string text = rows.text(column);
    return text.empty() ? calendar::k_no_date : date_of(store, text).days;
  };
  return {rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4),
          rows.text(5), rows.text(6), rows.text(7), date(8),      date(9)};
}

std::vector<InputEntry> inputs_of(const Database& store, int64_t run) {
  Statement rows = store.prepare(
      "SELECT path, table_name, rows, digest FROM input WHERE run = ? ORDER BY rowid");
  rows.bind(run);
  std::vector<InputEntry> inputs;
  while (rows.next()) {
    inputs.push_back(
        {rows.text(0), rows.text(1), static_cast<uint64_t>(rows.number(2)), rows.text(3)});
  }
  return inputs;
}

std::vector<RuleEntry> rules_of(const Database& store, int64_t run) {
  Statement rows = store.prepare("SELECT id, digest, skipped FROM rule WHERE run = ? ORDER BY id");
  rows.bind(run);
  std::vector<RuleEntry> rules;
  while (rows.next()) rules.push_back({rows.text(0), rows.text(1), rows.number(2) != 0});
  return rules;
}

std::vector<TallyEntry> tallies_of(const Database& store, int64_t run) {
  Statement rows = store.prepare(
      "SELECT kind, name, met, late, overdue, failed, upcoming, pending, waived, baselined"
      " FROM tally WHERE run = ? AND kind <> '' ORDER BY kind, name = '', name");
  rows.bind(run);
  std::vector<TallyEntry> tallies;
  while (rows.next()) tallies.push_back({rows.text(0), rows.text(1), read_tally(rows, 2)});
  return tallies;
}

findings::PastAudit past_audit(const Database& store, const RunInfo& run) {
  findings::PastAudit past;
  past.as_of = run.as_of;
  past.profile = run.series.profile;
  past.rules_digest = run.rules_digest;
  past.period = run.series.period;
  past.totals = past_tally("", "", run.totals);
  for (TallyEntry& entry : tallies_of(store, run.id)) {
    past.parts.push_back(past_tally(std::move(entry.by), std::move(entry.name), entry.tally));
  }
  return past;
}

Pruned prune_before(Database& store, Date date) {
  Transaction transaction(store);
  const std::vector<RunInfo> runs = runs_of(store);
  Pruned pruned;
  for (size_t i = 0; i < runs.size();) {
    const Series& series = runs[i].series;
    size_t first_kept = i;
    size_t end = i;
    while (end < runs.size() && runs[end].series == series) {
      if (runs[end].as_of < date) first_kept = end + 1;
      ++end;
    }
    pruned.runs += first_kept - i;
    pruned.kept += end - first_kept;
    if (first_kept > i) {
      const auto audits = observations(store, series);
      const bool any = first_kept < end;
      const auto kept_from = any ? std::optional(runs[first_kept].as_of) : std::nullopt;
      for (const Tracked& finding : tracked(store, series)) {
        const auto kept = prune(finding.track, audits, kept_from);
        if (!write_pruned(store, finding.id, kept)) ++pruned.findings;
      }
    }
    for (size_t run = i; run < first_kept; ++run) {
      for (const char* table : {"change", "input", "rule", "tally"}) {
        store.prepare(fmt::format("DELETE FROM {} WHERE run = ?", table)).bind(runs[run].id).run();
      }
      store.prepare("DELETE FROM run WHERE id = ?").bind(runs[run].id).run();
    }
    i = end;
  }
  transaction.commit();
  return pruned;
}

}  // namespace audit::history

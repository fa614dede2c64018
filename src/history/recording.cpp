// SPDX-License-Identifier: MIT
#include "history/recording.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/text.hpp"

namespace audit::history {

namespace {

using findings::Status;

std::string iso_or_empty(int32_t days) {
  return days == calendar::k_no_date ? std::string() : calendar::iso(Date{days});
}

/// Among whose audits this one's trends are: all periods are one line of monthly reports.
bool is_comparable(const Series& a, const Series& b) {
  return a.profile == b.profile && a.rules == b.rules && a.period.empty() == b.period.empty();
}

}  // namespace

Recording::Recording(const std::string& path, Series series, Date as_of)
    : series_(std::move(series)),
      as_of_(as_of),
      store_(open_store_to_record(path)),
      transaction_(store_),
      all_(runs_of(store_)) {
  for (const RunInfo& run : all_) {
    if (run.series != series_) continue;
    if (run.as_of < as_of_) {
      earlier_.push_back(run);
    } else if (run.as_of == as_of_) {
      replaced_ = run.id;
    } else {
      later_[run.as_of] = run.id;
      last_later_ = run.as_of;
    }
  }
}

std::vector<Known> Recording::known() const {
  // The digest of each rule when it was last looked at.
  std::map<std::string, std::string> digests;
  for (const RunInfo& run : earlier_) {
    for (RuleEntry& rule : rules_of(store_, run.id)) {
      if (!rule.skipped) digests[rule.id] = std::move(rule.digest);
    }
  }
  std::vector<Known> known;
  for (const Tracked& finding : tracked(store_, series_)) {
    const auto state = state_before(finding.track, as_of_);
    if (!state || !is_reported(*state)) continue;
    known.push_back({facts_of(store_, finding.id), digests[finding.track.rule]});
  }
  return known;
}

std::vector<findings::PastAudit> Recording::past() const {
  std::vector<const RunInfo*> runs;
  for (const RunInfo& run : all_) {
    if (run.as_of < as_of_ && is_comparable(run.series, series_)) runs.push_back(&run);
  }
  std::ranges::stable_sort(runs, {}, [](const RunInfo* run) { return run->as_of; });
  std::vector<findings::PastAudit> past;
  for (const RunInfo* run : runs) past.push_back(past_audit(store_, *run));
  return past;
}

std::vector<InputEntry> Recording::last_inputs() const {
  if (earlier_.empty()) return {};
  return inputs_of(store_, earlier_.back().id);
}

int64_t Recording::series_id() {
  store_
      .prepare(
          "INSERT INTO series (profile, period, rules) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(series_.profile)
      .bind(series_.period)
      .bind(series_.rules)
      .run();
  Statement rows =
      store_.prepare("SELECT id FROM series WHERE profile = ? AND period = ? AND rules = ?");
  rows.bind(series_.profile).bind(series_.period).bind(series_.rules);
  if (!rows.next()) store_.fail("is damaged: a series is not there; restore it from a copy");
  return rows.number(0);
}

/// What the earlier run of this date saw, but for its changes, which its successor edits.
void Recording::remove_replaced() {
  for (const char* table : {"input", "rule", "tally"}) {
    store_.prepare(fmt::format("DELETE FROM {} WHERE run = ?", table)).bind(*replaced_).run();
  }
}

int64_t Recording::insert_run(int64_t series, const RunRecord& run) {
  if (replaced_) remove_replaced();
  store_
      .prepare(
          "INSERT INTO run (series, as_of, started_at, version, rules_digest, whole)"
          " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (series, as_of) DO UPDATE SET"
          " started_at = excluded.started_at, version = excluded.version,"
          " rules_digest = excluded.rules_digest, whole = excluded.whole")
      .bind(series)
      .bind(calendar::iso(as_of_))
      .bind(run.started_at)
      .bind(run.version)
      .bind(run.rules_digest)
      .bind(run.whole ? 1 : 0)
      .run();
  const int64_t id = replaced_ ? *replaced_ : store_.last_id();
  Statement input = store_.prepare(
      "INSERT INTO input (run, path, table_name, rows, digest) VALUES (?, ?, ?, ?, ?)");
  for (const InputEntry& entry : run.inputs) {
    input.bind(id).bind(entry.path).bind(entry.table).bind(static_cast<int64_t>(entry.rows));
    input.bind(entry.digest).run();
  }
  Statement rule =
      store_.prepare("INSERT INTO rule (run, id, digest, skipped) VALUES (?, ?, ?, ?)");
  for (const RuleEntry& entry : run.rules) {
    rule.bind(id).bind(entry.id).bind(entry.digest).bind(entry.skipped ? 1 : 0).run();
  }
  Statement tally = store_.prepare(
      "INSERT INTO tally (run, kind, name, met, late, overdue, failed, upcoming, pending, waived,"
      " baselined) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const TallyEntry& entry : run.tallies) {
    tally.bind(id).bind(entry.by).bind(entry.name);
    for (const Status status : {Status::met, Status::late, Status::overdue, Status::failed,
                                Status::upcoming, Status::pending}) {
      tally.bind(static_cast<int64_t>(entry.tally.of(status)));
    }
    tally.bind(static_cast<int64_t>(entry.tally.waived));
    tally.bind(static_cast<int64_t>(entry.tally.baselined)).run();
  }
  return id;
}

int64_t Recording::upsert(int64_t series, const Facts& facts) {
  Statement insert = store_.prepare(
      "INSERT INTO finding (series, fingerprint, rule, record_table, record_key, participant,"
      " application, office, case_manager, trigger_date, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
      " ?) ON CONFLICT (series, fingerprint) DO UPDATE SET participant = excluded.participant,"
      " application = excluded.application, office = excluded.office,"
      " case_manager = excluded.case_manager, due = excluded.due"
      " WHERE participant <> excluded.participant OR application <> excluded.application"
      " OR office <> excluded.office OR case_manager <> excluded.case_manager"
      " OR due <> excluded.due RETURNING id");
  insert.bind(series).bind(facts.fingerprint).bind(facts.rule).bind(facts.table).bind(facts.key);
  insert.bind(facts.participant).bind(facts.application).bind(facts.office);
  insert.bind(facts.case_manager).bind(iso_or_empty(facts.trigger)).bind(iso_or_empty(facts.due));
  if (insert.next()) {
    const int64_t id = insert.number(0);
    while (insert.next()) continue;
    return id;
  }
  Statement rows = store_.prepare("SELECT id FROM finding WHERE series = ? AND fingerprint = ?");
  rows.bind(series).bind(facts.fingerprint);
  if (!rows.next()) store_.fail("is damaged: a finding is not there; restore it from a copy");
  return rows.number(0);
}

int64_t Recording::run_as_of(Date as_of, int64_t own_run) const {
  if (as_of == as_of_) return own_run;
  return later_.at(as_of);
}

void Recording::write_edits(int64_t finding, const std::vector<Edit>& edits, int64_t run) {
  for (const Edit& edit : edits) {
    const int64_t at = run_as_of(edit.as_of, run);
    if (edit.state) {
      store_.prepare("INSERT OR REPLACE INTO change (finding, run, state) VALUES (?, ?, ?)")
          .bind(finding)
          .bind(at)
          .bind(show(*edit.state))
          .run();
    } else {
      store_.prepare("DELETE FROM change WHERE finding = ? AND run = ?")
          .bind(finding)
          .bind(at)
          .run();
    }
  }
}

void Recording::record(const RunRecord& run, const std::vector<Sighting>& sightings) {
  std::vector<Observation> others = observations(store_, series_);
  std::erase_if(others, [&](const Observation& audit) { return audit.as_of == as_of_; });
  std::map<int64_t, Track> tracks;
  for (Tracked& finding : tracked(store_, series_)) {
    tracks.emplace(finding.id, std::move(finding.track));
  }
  const int64_t series = series_id();
  const int64_t id = insert_run(series, run);
  std::map<int64_t, State> seen;
  for (const Sighting& sighting : sightings) {
    const int64_t finding = upsert(series, sighting.facts);
    seen[finding] = sighting.state;
    tracks.try_emplace(finding, Track{sighting.facts.rule, {}, {}});
  }
  for (const auto& [finding, track] : tracks) {
    const auto now = seen.find(finding);
    const auto state = now == seen.end() ? std::nullopt : std::optional(now->second);
    write_edits(finding, put(track, others, as_of_, state), id);
  }
  // A finding that only the replaced run saw was never there.
  store_
      .prepare(
          "DELETE FROM finding WHERE series = ? AND first_seen = '' AND id NOT IN"
          " (SELECT finding FROM change)")
      .bind(series)
      .run();
  transaction_.commit();
}

std::vector<model::InputWarning> shrunk_tables(const std::vector<InputEntry>& before,
                                               Date before_as_of,
                                               const std::vector<model::InputFile>& now) {
  std::map<std::string, uint64_t> rows_before;
  std::map<std::string, uint64_t> rows_now;
  for (const InputEntry& input : before) rows_before[input.table] += input.rows;
  for (const model::InputFile& input : now) {
    if (!input.table.empty() && input.audited) rows_now[input.table] += input.accepted;
  }
  std::vector<model::InputWarning> warnings;
  for (const auto& [table, rows] : rows_now) {
    const auto known = rows_before.find(table);
    // 20 % fewer, in whole numbers.
    if (known == rows_before.end() || rows * 5 > known->second * 4 || rows >= known->second)
      continue;
    const auto shown = [](uint64_t count) {
      return util::with_commas(static_cast<int64_t>(count));
    };
    warnings.push_back(
        {"shrunk", "", table,
         fmt::format("{} records, {} in the audit as of {}: is the export whole?", shown(rows),
                     shown(known->second), calendar::iso(before_as_of))});
  }
  return warnings;
}

}  // namespace audit::history

// SPDX-License-Identifier: MIT
#include "history/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace audit::history {

namespace {

// "CJAH": what SQLite's header says whose file it is.
constexpr int64_t k_application = 0x434A4148;

// Dates are YYYY-MM-DD, so that any SQLite tool can read and sort them; '' is none.
constexpr const char* k_version_1 = R"sql(
CREATE TABLE series (
  id      INTEGER PRIMARY KEY,
  profile TEXT NOT NULL,
  period  TEXT NOT NULL,
  rules   TEXT NOT NULL,
  UNIQUE (profile, period, rules)
);
CREATE TABLE run (
  id           INTEGER PRIMARY KEY,
  series       INTEGER NOT NULL REFERENCES series,
  as_of        TEXT NOT NULL,
  started_at   TEXT NOT NULL,
  version      TEXT NOT NULL,
  rules_digest TEXT NOT NULL,
  whole        INTEGER NOT NULL,
  UNIQUE (series, as_of)
);
CREATE TABLE input (
  run        INTEGER NOT NULL REFERENCES run,
  path       TEXT NOT NULL,
  table_name TEXT NOT NULL,
  rows       INTEGER NOT NULL,
  digest     TEXT NOT NULL
);
CREATE INDEX input_of_run ON input (run);
CREATE TABLE rule (
  run     INTEGER NOT NULL REFERENCES run,
  id      TEXT NOT NULL,
  digest  TEXT NOT NULL,
  skipped INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE tally (
  run       INTEGER NOT NULL REFERENCES run,
  kind      TEXT NOT NULL,
  name      TEXT NOT NULL,
  met       INTEGER NOT NULL,
  late      INTEGER NOT NULL,
  overdue   INTEGER NOT NULL,
  failed    INTEGER NOT NULL,
  upcoming  INTEGER NOT NULL,
  pending   INTEGER NOT NULL,
  waived    INTEGER NOT NULL,
  baselined INTEGER NOT NULL,
  PRIMARY KEY (run, kind, name)
) WITHOUT ROWID;
-- first_seen to resolved_why: what was known before audits were pruned, else empty
CREATE TABLE finding (
  id           INTEGER PRIMARY KEY,
  series       INTEGER NOT NULL REFERENCES series,
  fingerprint  TEXT NOT NULL,
  rule         TEXT NOT NULL,
  record_table TEXT NOT NULL,
  record_key   TEXT NOT NULL,
  participant  TEXT NOT NULL,
  application  TEXT NOT NULL,
  office       TEXT NOT NULL,
  case_manager TEXT NOT NULL,
  trigger_date TEXT NOT NULL,
  due          TEXT NOT NULL,
  first_seen   TEXT NOT NULL DEFAULT '',
  last_seen    TEXT NOT NULL DEFAULT '',
  state        TEXT NOT NULL DEFAULT '',
  returned     INTEGER NOT NULL DEFAULT 0,
  resolved_on  TEXT NOT NULL DEFAULT '',
  resolved_why TEXT NOT NULL DEFAULT '',
  UNIQUE (series, fingerprint)
);
-- from this audit on a finding stands so: open, late, waived, record changed, record gone,
-- rule changed, unknown
CREATE TABLE change (
  finding INTEGER NOT NULL REFERENCES finding,
  run     INTEGER NOT NULL REFERENCES run,
  state   TEXT NOT NULL,
  PRIMARY KEY (finding, run)
) WITHOUT ROWID;
CREATE INDEX change_of_run ON change (run);
)sql";

constexpr auto k_migrations = std::to_array<const char*>({k_version_1});

}  // namespace

std::span<const char* const> migrations() { return k_migrations; }

void migrate(Database& database, std::span<const char* const> steps) {
  const auto newest = static_cast<int64_t>(steps.size());
  const auto judge = [&] {
    const int64_t version = database.number("PRAGMA user_version");
    const bool is_ours = database.number("PRAGMA application_id") == k_application;
    if (!is_ours && database.number("SELECT count(*) FROM sqlite_schema") > 0) {
      database.fail("is a database of another program; name another file");
    }
    if (version > newest) {
      database.fail(fmt::format(
          "was written by a newer caljobs-audit (its format is {}, this program knows up "
          "to {}); use that one, or name another file",
          version, newest));
    }
    return is_ours ? version : 0;
  };
  if (judge() == newest) return;
  Transaction transaction(database);
  const int64_t version = judge();  // another run may have been quicker
  for (int64_t i = version; i < newest; ++i) database.run(steps[static_cast<size_t>(i)]);
  database.run(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", k_application, newest)
          .c_str());
  transaction.commit();
}

}  // namespace audit::history

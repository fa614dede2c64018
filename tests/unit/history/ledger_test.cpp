// SPDX-License-Identifier: MIT
#include "history/ledger.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "history_twin.hpp"

using namespace audit::history;
using audit::calendar::parse_iso;
using audit::test::Twin;

namespace {

Date on(int day) { return Date{20000 + day}; }

/// Audits on days 1, 2, 3, …
std::vector<Observation> audits(int count) {
  std::vector<Observation> out;
  for (int day = 1; day <= count; ++day) out.push_back({on(day), {}});
  return out;
}

Track track(std::vector<Change> changes) { return {"r", {}, std::move(changes)}; }

}  // namespace

TEST_CASE("ledger: how a finding ends, and why") {
  struct Row {
    const char* what;
    std::vector<Change> changes;
    int first_seen;
    int last_seen;
    int resolved_on;  // 0: it is not
    const char* why;
  };
  const std::vector<Row> rows = {
      {"is open still",                       {{on(2), State::open}},                              2, 5, 0, ""              },
      {"was met late, and is reported still",
       {{on(1), State::open}, {on(3), State::late}},
       1,                                                                                             5,
       3,                                                                                                   "met late"      },
      {"was late when it was first seen",     {{on(2), State::late}},                              2, 5, 0, ""              },
      {"was waived",                          {{on(1), State::open}, {on(4), State::waived}},      1, 5, 4, "waived"        },
      {"was waived from the first",           {{on(3), State::waived}},                            3, 5, 3, "waived"        },
      {"its record changed",
       {{on(1), State::open}, {on(2), State::record_changed}},
       1,                                                                                             1,
       2,                                                                                                   "record changed"},
      {"its record is gone",
       {{on(1), State::late}, {on(5), State::record_gone}},
       1,                                                                                             4,
       5,                                                                                                   "record gone"   },
      {"its rule changed",
       {{on(1), State::open}, {on(3), State::rule_changed}},
       1,                                                                                             2,
       3,                                                                                                   "rule changed"  },
      {"met late, then its record went",
       {{on(1), State::open}, {on(2), State::late}, {on(4), State::record_gone}},
       1,                                                                                             3,
       2,                                                                                                   "met late"      },
      {"waived, then its record went",
       {{on(1), State::open}, {on(2), State::waived}, {on(4), State::record_gone}},
       1,                                                                                             3,
       2,                                                                                                   "waived"        },
      {"its waiver ended",
       {{on(1), State::open}, {on(2), State::waived}, {on(3), State::open}},
       1,                                                                                             5,
       0,                                                                                                   ""              },
      {"a late one's waiver ended",
       {{on(1), State::late}, {on(2), State::waived}, {on(3), State::late}},
       1,                                                                                             5,
       0,                                                                                                   ""              },
      {"met late, waived, and not any more",
       {{on(1), State::open}, {on(2), State::late}, {on(3), State::waived}, {on(4), State::late}},
       1,                                                                                             5,
       2,                                                                                                   "met late"      },
      {"came back",
       {{on(1), State::open}, {on(2), State::record_gone}, {on(4), State::open}},
       1,                                                                                             5,
       0,                                                                                                   ""              },
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto life = life_of(track(row.changes), audits(5), on(5));
    REQUIRE(life.has_value());
    CHECK(life->first_seen == on(row.first_seen));
    CHECK(life->last_seen == on(row.last_seen));
    CHECK(life->resolved.has_value() == (row.resolved_on != 0));
    if (!life->resolved) continue;
    CHECK(life->resolved->on == on(row.resolved_on));
    CHECK(std::string(show(*life->resolved)) == row.why);
  }
}

TEST_CASE("ledger: looks at no later audit than it is asked for") {
  const Track met = track({
      {on(2), State::open},
      {on(4), State::late}
  });
  CHECK_FALSE(life_of(met, audits(5), on(1)).has_value());
  const auto life = life_of(met, audits(5), on(3));
  REQUIRE(life.has_value());
  CHECK(life->last_seen == on(3));
  CHECK_FALSE(life->resolved.has_value());
}

TEST_CASE("ledger: an audit that skipped the rule has not seen the finding") {
  std::vector<Observation> some = audits(4);
  some[2].skipped = {"q", "r"};
  some[3].skipped = {"r"};
  const auto life = life_of(track({
                                {on(1), State::open}
  }),
                            some, on(4));
  REQUIRE(life.has_value());
  CHECK(life->last_seen == on(2));
  CHECK(life->state == State::open);
}

TEST_CASE("ledger: random audits, in any order, come out as the twin's table of states") {
  std::mt19937_64 random(20261122);
  uint64_t resolved = 0;
  uint64_t replaced = 0;
  uint64_t pruned = 0;
  for (int round = 0; round < 400; ++round) {
    Twin twin;
    std::map<int, Track> tracks;
    std::vector<Observation> held;
    for (int step = 0; step < 12; ++step) {
      const auto roll = random() % 10;
      if (roll == 0 && !held.empty()) {
        const Date before = on(static_cast<int>(random() % 12));
        std::optional<Date> first_kept;
        for (const Observation& audit : held) {
          if (!first_kept && audit.as_of >= before) first_kept = audit.as_of;
        }
        if (held.front().as_of < before) {
          ++pruned;
          std::map<int, Track> kept;
          for (const auto& [id, one] : tracks) {
            if (auto rest = prune(one, held, first_kept)) kept.emplace(id, std::move(*rest));
          }
          tracks = std::move(kept);
          std::erase_if(held, [&](const Observation& audit) { return audit.as_of < before; });
          twin.prune(before);
        }
      } else {
        const Twin::Audit audit = Twin::random_audit(random);
        const Date date = on(static_cast<int>(random() % 12));
        replaced += twin.has(date) ? 1U : 0U;
        // What a run knows: its own sightings, and why what stood before is none any more.
        const std::map<int, State> sightings = twin.sightings(date, audit, random);
        std::erase_if(held, [&](const Observation& other) { return other.as_of == date; });
        for (const auto& [id, state] : sightings) {
          tracks.try_emplace(id, Track{Twin::rule_of(id), {}, {}});
        }
        for (auto& [id, one] : tracks) {
          const auto now = sightings.find(id);
          const auto state = now == sightings.end() ? std::nullopt : std::optional(now->second);
          for (const Edit& edit : put(one, held, date, state)) {
            std::erase_if(one.changes, [&](const Change& c) { return c.as_of == edit.as_of; });
            if (edit.state) one.changes.push_back({edit.as_of, *edit.state});
          }
          std::ranges::sort(one.changes, {}, &Change::as_of);
        }
        held.push_back({date, audit.skipped});
        std::ranges::sort(held, {}, &Observation::as_of);
        twin.put(date, audit, sightings);
      }
      for (int id = 0; id < Twin::k_findings; ++id) {
        const auto known = tracks.find(id);
        for (int day = 0; day < 12; ++day) {
          const auto life =
              known == tracks.end() ? std::nullopt : life_of(known->second, held, on(day));
          const auto expected = twin.life(id, on(day));
          CAPTURE(round);
          CAPTURE(step);
          CAPTURE(id);
          CAPTURE(day);
          REQUIRE(life.has_value() == expected.has_value());
          if (!life) continue;
          REQUIRE(life->first_seen == expected->first_seen);
          REQUIRE(life->last_seen == expected->last_seen);
          REQUIRE(life->state == expected->state);
          REQUIRE(life->has_returned == expected->has_returned);
          REQUIRE(life->resolved == expected->resolved);
          resolved += life->resolved ? 1U : 0U;
        }
      }
    }
  }
  CHECK(resolved > 1000);
  CHECK(replaced > 300);
  CHECK(pruned > 100);
}

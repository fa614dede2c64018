// SPDX-License-Identifier: MIT
#include "history/ledger.hpp"

#include <algorithm>

namespace audit::history {

namespace {

bool looked_at(const Observation& audit, const std::string& rule) {
  return !std::ranges::binary_search(audit.skipped, rule);
}

/// What a change makes of a resolution.
void follow(std::optional<Resolution>& resolved, std::optional<State> before,
            const Change& change) {
  switch (change.state) {
    case State::open:
      resolved.reset();
      return;
    case State::late:
      if (before == State::open) {
        resolved = Resolution{change.as_of, true, State::late};
      } else if (resolved && !resolved->met_late) {
        resolved.reset();  // it counts again
      }
      return;
    default:
      if (!resolved) resolved = Resolution{change.as_of, false, change.state};
  }
}

/// The last audit in [from, before) that looked at the rule; `from` if none did.
Date last_look(const std::vector<Observation>& audits, const std::string& rule, Date from,
               std::optional<Date> before, Date until) {
  Date last = from;
  for (const Observation& audit : audits) {
    if (audit.as_of < from || audit.as_of > until) continue;
    if (before && audit.as_of >= *before) break;
    if (looked_at(audit, rule)) last = audit.as_of;
  }
  return last;
}

}  // namespace

bool is_reported(State state) {
  return state == State::open || state == State::late || state == State::waived;
}

const char* show(State state) {
  switch (state) {
    case State::open:
      return "open";
    case State::late:
      return "late";
    case State::waived:
      return "waived";
    case State::record_changed:
      return "record changed";
    case State::record_gone:
      return "record gone";
    case State::rule_changed:
      return "rule changed";
    case State::unknown:
      return "unknown";
  }
  return "?";
}

const char* show(const Resolution& resolution) {
  return resolution.met_late ? "met late" : show(resolution.state);
}

std::optional<Life> life_of(const Track& track, const std::vector<Observation>& audits,
                            Date until) {
  std::optional<Life> life;
  std::optional<State> state;
  std::optional<Resolution> resolved = track.before.resolved;
  bool was_gone = false;
  for (size_t i = 0; i < track.changes.size(); ++i) {
    const Change& change = track.changes[i];
    if (change.as_of > until) break;
    follow(resolved, state, change);
    state = change.state;
    if (!is_reported(change.state)) {
      was_gone = life || track.before.first_seen;
      continue;
    }
    if (!life) life = Life{track.before.first_seen.value_or(change.as_of), {}, {}, false, {}};
    if (was_gone) life->has_returned = true;
    const bool is_last = i + 1 == track.changes.size();
    const auto end = is_last ? std::nullopt : std::optional<Date>(track.changes[i + 1].as_of);
    life->last_seen = last_look(audits, track.rule, change.as_of, end, until);
  }
  if (!life) return std::nullopt;
  life->state = state;
  life->resolved = resolved;
  return life;
}

std::optional<State> state_before(const Track& track, Date date) {
  std::optional<State> state;
  for (const Change& change : track.changes) {
    if (change.as_of < date) state = change.state;
  }
  return state;
}

std::optional<State> state_as_of(const Track& track, Date date) {
  return state_before(track, Date{date.days + 1});
}

std::vector<Edit> put(const Track& track, const std::vector<Observation>& audits, Date date,
                      std::optional<State> now) {
  std::vector<Edit> edits;
  const std::optional<State> before = state_before(track, date);
  const std::optional<State> state = now ? now : before;
  const auto held = [&](Date at) {
    return std::ranges::find(track.changes, at, &Change::as_of) != track.changes.end();
  };
  if (state != before) {
    edits.push_back({date, state});
  } else if (held(date)) {
    edits.push_back({date, std::nullopt});
  }
  // The next audit that looked must come out as it did; those that did not look follow this one.
  for (const Observation& later : audits) {
    if (later.as_of <= date || !looked_at(later, track.rule)) continue;
    std::optional<State> then = state_as_of(track, later.as_of);
    if (!then && state) then = State::unknown;  // it was not there, and nobody asked why
    if (then == state) {
      if (held(later.as_of)) edits.push_back({later.as_of, std::nullopt});
    } else if (std::ranges::find(track.changes, Change{later.as_of, then.value_or(State::open)}) ==
               track.changes.end()) {
      edits.push_back({later.as_of, then});
    }
    break;
  }
  return edits;
}

std::optional<Track> prune(const Track& track, const std::vector<Observation>& audits,
                           std::optional<Date> first_kept) {
  if (!first_kept) return std::nullopt;
  const std::optional<State> before = state_before(track, *first_kept);
  Track kept{track.rule, track.before, {}};
  for (const Change& change : track.changes) {
    if (change.as_of >= *first_kept) kept.changes.push_back(change);
  }
  if (!before) return kept;
  if (const auto life = life_of(track, audits, Date{first_kept->days - 1})) {
    kept.before = {life->first_seen, life->resolved};
  }
  const bool changes_there = !kept.changes.empty() && kept.changes.front().as_of == *first_kept;
  if (!changes_there) {
    if (!is_reported(*before) && kept.changes.empty()) return std::nullopt;
    kept.changes.insert(kept.changes.begin(), Change{*first_kept, *before});
  }
  return kept;
}

}  // namespace audit::history

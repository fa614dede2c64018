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

/// The last audit in [from, before), and up to `until`, that looked at the rule.
std::optional<Date> last_look(const std::vector<Observation>& audits, const std::string& rule,
                              std::optional<Date> from, std::optional<Date> before, Date until) {
  std::optional<Date> last;
  for (const Observation& audit : audits) {
    const bool is_within = (!from || audit.as_of >= *from) && (!before || audit.as_of < *before);
    if (is_within && audit.as_of <= until && looked_at(audit, rule)) last = audit.as_of;
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
  std::optional<Life> life = track.before;
  const auto date_of_change = [&](size_t i) {
    return i < track.changes.size() ? std::optional(track.changes[i].as_of) : std::nullopt;
  };
  if (life && life->state && is_reported(*life->state)) {
    const auto seen = last_look(audits, track.rule, std::nullopt, date_of_change(0), until);
    if (seen) life->last_seen = *seen;
  }
  for (size_t i = 0; i < track.changes.size(); ++i) {
    const Change& change = track.changes[i];
    if (change.as_of > until) break;
    if (!life) {
      if (!is_reported(change.state)) continue;
      life = Life{change.as_of, change.as_of, std::nullopt, false, std::nullopt};
    }
    follow(life->resolved, life->state, change);
    if (is_reported(change.state)) {
      if (life->state && !is_reported(*life->state)) life->has_returned = true;
      const auto seen = last_look(audits, track.rule, change.as_of, date_of_change(i + 1), until);
      life->last_seen = seen.value_or(change.as_of);
    }
    life->state = change.state;
  }
  return life;
}

std::optional<State> state_before(const Track& track, Date date) {
  std::optional<State> state = track.before ? track.before->state : std::nullopt;
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
  Track kept{track.rule, life_of(track, audits, Date{first_kept->days - 1}), {}};
  for (const Change& change : track.changes) {
    if (change.as_of >= *first_kept) kept.changes.push_back(change);
  }
  const bool is_over = !kept.before || !is_reported(*kept.before->state);
  const bool stays_over = std::ranges::none_of(
      kept.changes, [](const Change& change) { return is_reported(change.state); });
  if (is_over && stays_over) return std::nullopt;
  return kept;
}

}  // namespace audit::history

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/date.hpp"

// What became of findings from audit to audit: pure, so that the store can be tested against a slow
// twin. The audits of one series (one profile, period and choice of rules) are ordered by their
// as-of dates, in whatever order they were recorded.
namespace audit::history {

using calendar::Date;

/// How a finding stands in one audit. The first three are reported violations.
enum class State : uint8_t {
  open,            ///< overdue or failed: something is left to do
  late,            ///< met, after its due date
  waived,          ///< a violation that a waiver covers
  record_changed,  ///< none any more: the record says otherwise now
  record_gone,     ///< none any more: no record has its key
  rule_changed,    ///< none any more: the rule judges otherwise, or is not checked any more
  unknown,         ///< none any more, and why was not seen
};
inline constexpr int k_states = 7;
bool is_reported(State state);
/// "open", "late", "waived", "record changed", …
const char* show(State state);

/// One audit of a series. What a skipped rule found before stays as it was: not to have looked is
/// no all-clear.
struct Observation {
  Date as_of;
  std::vector<std::string> skipped;  ///< ids of rules that could not be evaluated, ascending
};

/// From this audit on a finding stands so.
struct Change {
  Date as_of;
  State state = State::open;
  bool operator==(const Change&) const = default;
};

/// The end of a finding: from which audit on, and why. met_late: it was open, and then happened.
struct Resolution {
  Date on;
  bool met_late = false;
  State state = State::unknown;  ///< where not met_late: why it is none any more
  bool operator==(const Resolution&) const = default;
};
/// "met late", "record gone", "waived", …
const char* show(const Resolution& resolution);

/// A finding's life up to some audit.
struct Life {
  Date first_seen;
  Date last_seen;  ///< the last audit that reported it
  std::optional<State> state;
  bool has_returned = false;  ///< it was gone in between
  std::optional<Resolution> resolved;
};

/// One finding: which rule's, what was known of it before the audits that were pruned, and its
/// changes by date.
struct Track {
  std::string rule;
  std::optional<Life> before;
  std::vector<Change> changes;
};

/// The life of a finding as of `until`; nothing where it was never reported up to then.
/// `audits` by date.
std::optional<Life> life_of(const Track& track, const std::vector<Observation>& audits, Date until);

/// How it stands just before, or as of, a date.
std::optional<State> state_before(const Track& track, Date date);
std::optional<State> state_as_of(const Track& track, Date date);

/// A change to write (or, without a state, to delete) at a date.
struct Edit {
  Date as_of;
  std::optional<State> state;
};

/// What is to be changed about a finding where the audit of `date` is put in its place, or takes
/// the place of an earlier one of that date. `audits`: the other ones, by date. now: how it stands
/// in this audit; nothing: its rule was skipped, or it was never heard of. Later audits keep what
/// they saw.
std::vector<Edit> put(const Track& track, const std::vector<Observation>& audits, Date date,
                      std::optional<State> now);

/// The same finding without the audits before `first_kept`, the first that is kept (nothing: none
/// is). Nothing is left of one that was over by then and does not come back.
std::optional<Track> prune(const Track& track, const std::vector<Observation>& audits,
                           std::optional<Date> first_kept);

}  // namespace audit::history

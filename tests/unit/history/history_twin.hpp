// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "history/ledger.hpp"

namespace audit::test {

/// The history as a table: for each audit, by date, how each finding stands in it. Slow and
/// obvious; what the ledger keeps as changes, it writes out in full.
class Twin {
 public:
  using Date = history::Date;
  using State = history::State;
  using Life = history::Life;
  static constexpr int k_findings = 4;  ///< of the rules "a" (0, 1) and "b" (2, 3)

  /// What the data says on a day: the violations of the rules that could be evaluated.
  struct Audit {
    std::vector<std::string> skipped;
    std::map<int, State> violations;
  };

  static std::string rule_of(int finding) { return finding < 2 ? "a" : "b"; }

  static Audit random_audit(std::mt19937_64& random) {
    Audit audit;
    for (const char* rule : {"a", "b"}) {
      if (random() % 4 == 0) audit.skipped.emplace_back(rule);
    }
    for (int finding = 0; finding < k_findings; ++finding) {
      const auto roll = random() % 6;
      if (!looked(audit, finding) || roll > 3) continue;
      audit.violations[finding] = roll < 2 ? State::open : roll == 2 ? State::late : State::waived;
    }
    return audit;
  }

  [[nodiscard]] bool has(Date date) const { return audits_.contains(date); }

  /// What a run records: its violations, and some reason for each that stood before and is none.
  [[nodiscard]] std::map<int, State> sightings(Date date, const Audit& audit,
                                               std::mt19937_64& random) const {
    std::map<int, State> all = audit.violations;
    for (int finding = 0; finding < k_findings; ++finding) {
      if (!looked(audit, finding) || all.contains(finding)) continue;
      const auto before = state_before(finding, date);
      if (!before || !history::is_reported(*before)) continue;
      all[finding] = static_cast<State>(static_cast<int>(State::record_changed) +
                                        static_cast<int>(random() % 3));
    }
    return all;
  }

  void put(Date date, const Audit& audit, const std::map<int, State>& sightings) {
    Entry& entry = audits_[date];
    entry.audit = audit;
    for (int finding = 0; finding < k_findings; ++finding) {
      const auto seen = sightings.find(finding);
      entry.states[finding] =
          seen == sightings.end() ? state_before(finding, date) : std::optional(seen->second);
      // Later audits that looked keep what they saw; the others know no more than the one before.
      for (auto& [later, of] : audits_) {
        if (later <= date) continue;
        const auto previous = state_before(finding, later);
        auto& state = of.states[finding];
        // As it was, though the replaced audit may have been what it knew it from.
        if (!looked(of.audit, finding)) {
          state = previous;
        } else if (!state && previous) {
          state = State::unknown;
        }
      }
    }
    forget();
  }

  void prune(Date before) {
    for (int finding = 0; finding < k_findings; ++finding) {
      bool comes_back = false;
      for (const auto& [date, of] : audits_) {
        const auto& state = of.states.at(finding);
        if (date >= before && state && history::is_reported(*state)) comes_back = true;
      }
      std::optional<Date> first_kept;
      for (const auto& [date, of] : audits_) {
        if (date >= before && !first_kept) first_kept = date;
      }
      auto known = first_kept ? life(finding, Date{first_kept->days - 1}) : std::nullopt;
      const bool is_reported = known && history::is_reported(*known->state);
      if (!first_kept || (!is_reported && !comes_back)) {
        known.reset();
        for (auto& [date, of] : audits_) of.states[finding].reset();
      }
      if (!known) {  // it was never heard of, and so it is not gone either
        for (auto& [date, of] : audits_) {
          auto& state = of.states[finding];
          if (date >= before && state && history::is_reported(*state)) break;
          state.reset();
        }
      }
      pruned_[finding] = known;
    }
    std::erase_if(audits_, [&](const auto& entry) { return entry.first < before; });
    forget();
  }

  [[nodiscard]] std::optional<Life> life(int finding, Date until) const {
    const auto known = pruned_.find(finding);
    std::optional<Life> life = known == pruned_.end() ? std::nullopt : known->second;
    std::vector<std::pair<Date, State>> runs;  // the states, each with its first date
    std::optional<State> last = life ? life->state : std::nullopt;
    for (const auto& [date, of] : audits_) {
      const auto& state = of.states.at(finding);
      if (date > until || !state) continue;
      if (!life && !history::is_reported(*state)) continue;  // nothing to come to an end
      const bool is_change = state != last;
      if (is_change) runs.emplace_back(date, *state);
      if (history::is_reported(*state)) {
        if (!life) life = Life{date, date, std::nullopt, false, std::nullopt};
        if (last && !history::is_reported(*last) && life->state) life->has_returned = true;
        if (is_change || looked(of.audit, finding)) life->last_seen = date;
      }
      if (life) life->state = state;
      last = state;
    }
    if (life)
      life->resolved = resolution(known == pruned_.end() ? std::nullopt : known->second, runs);
    return life;
  }

 private:
  struct Entry {
    Audit audit;
    std::map<int, std::optional<State>> states;
  };

  static bool looked(const Audit& audit, int finding) {
    for (const std::string& rule : audit.skipped) {
      if (rule == rule_of(finding)) return false;
    }
    return true;
  }

  [[nodiscard]] std::optional<State> state_before(int finding, Date date) const {
    const auto known = pruned_.find(finding);
    std::optional<State> state;
    if (known != pruned_.end() && known->second) state = known->second->state;
    for (const auto& [at, of] : audits_) {
      if (at < date) state = of.states.at(finding);
    }
    return state;
  }

  /// Findings of which no audit knows.
  void forget() {
    for (int finding = 0; finding < k_findings; ++finding) {
      if (audits_.empty()) pruned_.erase(finding);
    }
  }

  /// From the sequence of states alone, backwards: the end that still holds.
  static std::optional<history::Resolution> resolution(
      const std::optional<Life>& before, const std::vector<std::pair<Date, State>>& runs) {
    size_t start = 0;  // after the last time it was open
    bool was_open = before && before->state == State::open;
    bool opened_since = false;
    for (size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].second == State::open) {
        start = i + 1;
        was_open = true;
        opened_since = true;
      }
    }
    std::optional<history::Resolution> inherited;
    if (before && !opened_since) inherited = before->resolved;
    if (inherited && inherited->met_late) return inherited;
    if (start == runs.size()) return opened_since ? std::nullopt : inherited;
    if (was_open && runs[start].second == State::late) {
      return history::Resolution{runs[start].first, true, State::late};
    }
    for (size_t i = start; i < runs.size(); ++i) {
      if (runs[i].second != State::late) continue;
      start = i + 1;  // it counted again
      inherited.reset();
    }
    if (inherited) return inherited;
    if (start == runs.size()) return std::nullopt;
    return history::Resolution{runs[start].first, false, runs[start].second};
  }

  std::map<Date, Entry> audits_;
  std::map<int, std::optional<Life>> pruned_;
};

}  // namespace audit::test

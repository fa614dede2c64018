// SPDX-License-Identifier: MIT
#include "findings/waivers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "findings/records.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::findings {

namespace {

using State = WaiverUse::State;

/// Every text that the waiver gives must be the finding's.
bool is_about(const Waiver& waiver, const Finding& finding) {
  const auto same_id = [](std::string_view asked, std::string_view found) {
    return asked.empty() || asked == found;
  };
  const auto same_name = [](std::string_view asked, std::string_view found) {
    return asked.empty() || (!found.empty() && util::equal_folded(asked, found));
  };
  return same_id(waiver.participant, finding.participant) &&
         same_id(waiver.application, finding.application) && same_id(waiver.record, finding.key) &&
         same_name(waiver.office, finding.office) &&
         same_name(waiver.case_manager, finding.case_manager);
}

/// Finds the waivers that may be about a finding without trying them all: by the one id that each
/// is looked up by, where it gives any.
class WaiverIndex {
 public:
  explicit WaiverIndex(const std::vector<Waiver>& waivers) : waivers_(&waivers) {
    for (size_t i = 0; i < waivers.size(); ++i) {
      const Waiver& waiver = waivers[i];
      if (!waiver.record.empty()) {
        by_record_[waiver.record].push_back(i);
      } else if (!waiver.participant.empty()) {
        by_participant_[waiver.participant].push_back(i);
      } else if (!waiver.application.empty()) {
        by_application_[waiver.application].push_back(i);
      } else {
        by_name_.push_back(i);
      }
    }
  }

  /// Positions of the waivers that cover the finding of rule `id`.
  [[nodiscard]] std::vector<size_t> covering(const Finding& finding, const std::string& id) const {
    std::vector<size_t> found;
    const auto try_all = [&](const std::vector<size_t>& some) {
      for (const size_t i : some) {
        const Waiver& waiver = (*waivers_)[i];
        if (std::ranges::binary_search(waiver.rules, id) && is_about(waiver, finding)) {
          found.push_back(i);
        }
      }
    };
    const auto try_those_of = [&](const ById& index, std::string_view key) {
      const auto some = index.find(key);
      if (some != index.end()) try_all(some->second);
    };
    try_those_of(by_record_, finding.key);
    try_those_of(by_participant_, finding.participant);
    try_those_of(by_application_, finding.application);
    try_all(by_name_);
    return found;
  }

 private:
  using ById = std::map<std::string, std::vector<size_t>, std::less<>>;
  const std::vector<Waiver>* waivers_;
  ById by_record_;
  ById by_participant_;
  ById by_application_;
  std::vector<size_t> by_name_;  // by an office or a case manager alone
};

/// Why a waiver cannot match anything in this audit; empty: it could.
std::string why_idle(const Audit& audit, const Waiver& waiver) {
  bool listed = false;
  for (const RuleResult& rule : audit.rules) {
    if (!std::ranges::binary_search(waiver.rules, rule.id)) continue;
    listed = true;
    if (rule.skipped_because.empty()) return {};
  }
  return listed ? "its rule was skipped" : "its rule is not among those checked";
}

std::string table_names(const Audit& audit, const std::vector<size_t>& matches) {
  std::set<std::string_view> tables;
  for (const size_t i : matches) tables.insert(audit.findings[i].table);
  return tables.size() < 2 ? std::string() : fmt::format("{}", fmt::join(tables, " and "));
}

/// Settles one waiver, given the violations that it is about.
WaiverUse settle(Audit& audit, const Waiver& waiver, State by_date,
                 const std::vector<size_t>& matches) {
  WaiverUse use;
  use.rule = waiver.rule;
  use.until = calendar::iso(waiver.until);
  use.reason = waiver.reason;
  use.approved_by = waiver.approved_by;
  use.subject = subject_of(waiver);
  use.state = by_date;
  if (by_date == State::expired) {
    use.lapsed = matches.size();
    return use;
  }
  const std::string tables = waiver.record.empty() ? "" : table_names(audit, matches);
  if (!tables.empty()) {
    use.note =
        fmt::format("records of {} have this key; name one rule instead of a prefix", tables);
    use.state = State::unmatched;
  } else if (matches.empty()) {
    use.note = why_idle(audit, waiver);
    use.state = State::unmatched;
  } else {
    use.matched = matches.size();
    for (const size_t i : matches) audit.findings.set_waived(i);
  }
  return use;
}

}  // namespace

const char* show(State state) {
  switch (state) {
    case State::used:
      return "used";
    case State::unmatched:
      return "unmatched";
    case State::expired:
      return "expired";
    case State::expiring:
      return "expiring";
  }
  return "?";
}

std::string subject_of(const Waiver& waiver) {
  std::string text;
  const auto add = [&text](const char* what, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, value);
  };
  add("participant", waiver.participant);
  add("application", waiver.application);
  add("record", waiver.record);
  add("office", waiver.office);
  add("case manager", waiver.case_manager);
  return text;
}

State state_on(const Waiver& waiver, calendar::Date as_of, calendar::Date remind_until) {
  if (waiver.until.days < as_of.days) return State::expired;
  return waiver.until.days <= remind_until.days ? State::expiring : State::used;
}

void apply_waivers(Audit& audit, const std::vector<Waiver>& waivers, calendar::Date remind_until) {
  if (waivers.empty()) return;
  const WaiverIndex index(waivers);
  std::vector<std::vector<size_t>> matches(waivers.size());
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    const Finding finding = audit.findings[i];
    if (!is_violation(finding.status)) continue;
    for (const size_t waiver : index.covering(finding, audit.rules[finding.rule].id)) {
      matches[waiver].push_back(i);
    }
  }
  for (size_t i = 0; i < waivers.size(); ++i) {
    const State by_date = state_on(waivers[i], audit.run.as_of, remind_until);
    audit.waivers.push_back(settle(audit, waivers[i], by_date, matches[i]));
  }
}

void recount_set_aside(Audit& audit) {
  std::map<std::pair<std::string_view, std::string_view>, Tally*> groups;
  const auto clear = [](Tally& tally) { tally.waived = tally.baselined = 0; };
  clear(audit.totals);
  for (RuleResult& rule : audit.rules) clear(rule.tally);
  for (Group& group : audit.groups) {
    clear(group.tally);
    groups[{group.by, group.name}] = &group.tally;
  }
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    if (const PackedFinding& one = audit.findings.packed(i); !one.waived && !one.baselined) {
      continue;
    }
    const Finding finding = audit.findings[i];
    const auto count = [&finding](Tally& tally) {
      if (finding.waived) ++tally.waived;
      if (finding.baselined) ++tally.baselined;
    };
    const auto count_group = [&](GroupBy by, std::string_view name) {
      const auto group = groups.find({show(by), name});
      AUDIT_ASSERT(group != groups.end());
      count(*group->second);
    };
    count(audit.totals);
    count(audit.rules[finding.rule].tally);
    count_group(GroupBy::region, finding.region);
    count_group(GroupBy::office, finding.office);
    count_group(GroupBy::case_manager, finding.case_manager);
    count_group(GroupBy::program, finding.program);
  }
}

}  // namespace audit::findings

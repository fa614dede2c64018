// SPDX-License-Identifier: MIT
#include "cli/history_recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>

#include "reports/summary.hpp"
#include "rules/digest.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using findings::Traced;
using history::State;

/// What --only and --skip say, in one order: two audits of other rules are no trend.
std::string chosen_rules(const RuleArguments& rules) {
  std::string text;
  const auto add = [&text](const char* word, std::vector<std::string> patterns) {
    if (patterns.empty()) return;
    std::ranges::sort(patterns);
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", word, fmt::join(patterns, ", "));
  };
  add("only", rules.only);
  add("skip", rules.skip);
  return text;
}

State state_of(const findings::Finding& finding) {
  if (finding.waived) return State::waived;
  return finding.status == findings::Status::late ? State::late : State::open;
}

/// Why a finding is none any more; nothing: its rule was skipped, so nobody knows.
std::optional<State> reason_of(const history::Known& known, const Traced& traced,
                               const std::string& digest) {
  const bool same_rule = digest == known.rule_digest;
  switch (traced.fate) {
    case Traced::Fate::not_checked:
      return std::nullopt;
    case Traced::Fate::no_rule:
      return State::rule_changed;
    case Traced::Fate::no_record:
      return State::record_gone;
    case Traced::Fate::no_obligation:
      break;
    case Traced::Fate::obligation:
      // The same due date as before: not the rule, but the record says otherwise now.
      if (traced.due != calendar::k_no_date && traced.due == known.facts.due) {
        return State::record_changed;
      }
  }
  return same_rule ? State::record_changed : State::rule_changed;
}

history::Facts facts_of(const findings::Audit& audit, const findings::Finding& finding) {
  return {.fingerprint = finding.fingerprint.hex(),
          .rule = audit.rules[finding.rule].id,
          .table = std::string(finding.table),
          .key = std::string(finding.key),
          .participant = std::string(finding.participant),
          .application = std::string(finding.application),
          .office = std::string(finding.office),
          .case_manager = std::string(finding.case_manager),
          .trigger = finding.trigger,
          .due = finding.due};
}

std::map<std::string, std::string> digests_of(const rules::Settings& settings) {
  std::map<std::string, std::string> digests;
  for (const rules::TypedRule& rule : settings.rules.rules) {
    digests[rule.id] = rules::rule_digest(rule, settings);
  }
  return digests;
}

history::RunRecord describe(const findings::Audit& audit,
                            const std::map<std::string, std::string>& digests) {
  history::RunRecord run;
  run.started_at = audit.run.started_at;
  run.version = audit.run.version;
  run.rules_digest = audit.run.rules_digest;
  run.whole = reports::is_whole(audit);
  for (const model::InputFile& input : audit.inputs) {
    run.inputs.push_back({input.path, input.table, input.accepted, input.digest});
  }
  run.tallies.push_back({"", "", audit.totals});
  for (const findings::RuleResult& rule : audit.rules) {
    run.rules.push_back({rule.id, digests.at(rule.id), !rule.skipped_because.empty()});
    if (rule.skipped_because.empty()) run.tallies.push_back({"rule", rule.id, rule.tally});
  }
  for (const findings::Group& group : audit.groups) {
    run.tallies.push_back({group.by, group.name, group.tally});
  }
  return run;
}

void say(const std::string& text) { std::fprintf(stderr, "caljobs-audit: %s\n", text.c_str()); }

}  // namespace

HistoryRun::HistoryRun(const Setup& setup, const Arguments& arguments)
    : setup_(&setup),
      path_(arguments.report.store),
      recording_(arguments.report.store,
                 {setup.settings.profile, arguments.rules.period, chosen_rules(arguments.rules)},
                 setup.as_of),
      known_(recording_.known()) {}

void HistoryRun::ask_after(const Examined& examined) {
  std::vector<findings::Sought> sought;
  for (const history::Known& known : known_) {
    const history::Facts& facts = known.facts;
    sought.push_back({facts.rule, facts.table, facts.key, facts.trigger});
  }
  traced_ = findings::trace(sought, examined.outcomes, examined.data);
}

void HistoryRun::tell(findings::Audit& audit) const {
  audit.past = recording_.past();
  if (recording_.earlier().empty()) return;
  const auto shrunk = history::shrunk_tables(recording_.last_inputs(),
                                             recording_.earlier().back().as_of, audit.inputs);
  audit.warnings.insert(audit.warnings.end(), shrunk.begin(), shrunk.end());
  std::ranges::stable_sort(audit.warnings, {}, [](const model::InputWarning& warning) {
    return std::tie(warning.code, warning.file, warning.table);
  });
}

void HistoryRun::record(const findings::Audit& audit, bool quiet) {
  const bool any_rule = std::ranges::any_of(
      audit.rules, [](const findings::RuleResult& rule) { return rule.skipped_because.empty(); });
  if (!any_rule) {
    say("no rule could be evaluated, so the history does not record this audit");
    return;
  }
  const auto digests = digests_of(setup_->settings);
  std::vector<history::Sighting> sightings;
  std::set<std::string> reported;
  for (const findings::Finding& finding : audit.findings) {
    if (!findings::is_violation(finding.status)) continue;
    sightings.push_back({facts_of(audit, finding), state_of(finding)});
    reported.insert(finding.fingerprint.hex());
  }
  for (size_t i = 0; i < known_.size(); ++i) {
    if (reported.contains(known_[i].facts.fingerprint)) continue;
    const auto digest = digests.find(known_[i].facts.rule);
    const auto state = reason_of(known_[i], traced_.at(i),
                                 digest == digests.end() ? std::string() : digest->second);
    if (state) sightings.push_back({known_[i].facts, *state});
  }
  recording_.record(describe(audit, digests), sightings);
  if (quiet) return;
  const std::string as_of = calendar::iso(audit.run.as_of);
  if (recording_.replaces()) {
    say(fmt::format("the history '{}' held an audit as of {}; this one has taken its place",
                    util::visible(path_), as_of));
  }
  if (const auto later = recording_.last_later()) {
    say(fmt::format("the history '{}' reaches to {}; the audit as of {} was put in before that",
                    util::visible(path_), calendar::iso(*later), as_of));
  }
}

}  // namespace audit::cli

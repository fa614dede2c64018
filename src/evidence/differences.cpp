// SPDX-License-Identifier: MIT
#include "evidence/differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "util/text.hpp"

namespace audit::evidence {

using findings::Audit;
using findings::Finding;

namespace {

constexpr size_t k_most_lines = 20;

class Lines {
 public:
  void add(std::string line) {
    if (++count_ <= k_most_lines) list_.push_back(std::move(line));
  }
  /// Ends a kind of difference.
  void end(const char* kind) {
    if (count_ > k_most_lines) {
      list_.push_back(fmt::format("… and {} more {}", count_ - k_most_lines, kind));
    }
    count_ = 0;
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
  size_t count_ = 0;
};

std::string shown(const std::string& text) {
  return text.empty() ? "none" : fmt::format("'{}'", util::visible(text));
}

void compare_run(const findings::Run& then, const findings::Run& now, Lines& lines) {
  const auto field = [&](const char* name, const std::string& a, const std::string& b) {
    if (a != b) lines.add(fmt::format("{}: {} then, {} now", name, shown(a), shown(b)));
  };
  field("version of the program", then.version, now.version);
  field("rules digest", then.rules_digest, now.rules_digest);
  field("as-of date", calendar::iso(then.as_of), calendar::iso(now.as_of));
  field("profile", then.profile, now.profile);
  field("calendar", then.calendar, now.calendar);
  field("reminder window", then.remind, now.remind);
  field("period", then.period, now.period);
  lines.end("fields");
}

auto counts_of(const model::InputFile& input) {
  return std::tie(input.table, input.rows, input.accepted, input.rejected, input.ignored,
                  input.lines_ignored, input.digest);
}

void compare_inputs(const Audit& then, const Audit& now, Lines& lines) {
  std::map<std::string, const model::InputFile*> by_path;
  for (const model::InputFile& input : then.inputs) by_path[input.path] = &input;
  for (const model::InputFile& input : now.inputs) {
    const auto old = by_path.find(input.path);
    if (old == by_path.end() || counts_of(*old->second) == counts_of(input)) continue;
    const model::InputFile& was = *old->second;
    lines.add(fmt::format(
        "input {}: {} rows then ({} accepted, {} rejected, {} ignored), {} now ({}, {}, {})",
        util::visible(input.path), was.rows, was.accepted, was.rejected, was.ignored, input.rows,
        input.accepted, input.rejected, input.ignored));
  }
  lines.end("inputs");
}

std::string tally_text(const findings::RuleResult& rule) {
  if (!rule.skipped_because.empty()) return "skipped";
  std::string text;
  for (int i = 0; i < findings::k_statuses; ++i) {
    const auto status = static_cast<findings::Status>(i);
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", rule.tally.of(status),
                        findings::show(status));
  }
  if (rule.tally.waived > 0) text += fmt::format(", {} waived", rule.tally.waived);
  if (rule.tally.baselined > 0) text += fmt::format(", {} baselined", rule.tally.baselined);
  return text;
}

void compare_rules(const Audit& then, const Audit& now, Lines& lines) {
  std::map<std::string, std::pair<const findings::RuleResult*, const findings::RuleResult*>> rules;
  for (const findings::RuleResult& rule : then.rules) rules[rule.id].first = &rule;
  for (const findings::RuleResult& rule : now.rules) rules[rule.id].second = &rule;
  for (const auto& [id, pair] : rules) {
    const std::string before = pair.first == nullptr ? "not there" : tally_text(*pair.first);
    const std::string after = pair.second == nullptr ? "not there" : tally_text(*pair.second);
    if (before != after) lines.add(fmt::format("rule {}: {} then; {} now", id, before, after));
  }
  lines.end("rules");
}

/// The fields in which two findings of one fingerprint differ: "status (late then, overdue now),
/// line". Empty: in none. Only a status is shown; other values may be about a person.
std::string changed_fields(const Finding& then, const Finding& now) {
  std::string fields;
  const auto field = [&fields](const char* name, bool differs) {
    if (differs) fields += fmt::format("{}{}", fields.empty() ? "" : ", ", name);
  };
  if (then.status != now.status) {
    fields = fmt::format("status ({} then, {} now)", findings::show(then.status),
                         findings::show(now.status));
  }
  field("participant", then.participant != now.participant);
  field("application", then.application != now.application);
  field("record", std::tie(then.table, then.key) != std::tie(now.table, now.key));
  field("file", then.file != now.file);
  field("line", then.line != now.line);
  field("dates", std::tie(then.trigger, then.due, then.met_on, then.late_by) !=
                     std::tie(now.trigger, now.due, now.met_on, now.late_by));
  field("region, office or case manager", std::tie(then.region, then.office, then.case_manager) !=
                                              std::tie(now.region, now.office, now.case_manager));
  field("name", then.participant_name != now.participant_name);
  field("message or remedy",
        std::tie(then.message, then.remedy) != std::tie(now.message, now.remedy));
  field("waived or baselined",
        std::tie(then.waived, then.baselined) != std::tie(now.waived, now.baselined));
  return fields;
}

std::string place_of(const Audit& audit, const Finding& finding) {
  return fmt::format("{} ({}, {} {})", finding.fingerprint.hex(), audit.rules[finding.rule].id,
                     finding.table, util::visible(finding.key));
}

using ByFingerprint = std::multimap<findings::Fingerprint, Finding>;

ByFingerprint by_fingerprint(const Audit& audit) {
  ByFingerprint found;
  for (const Finding& finding : audit.findings) found.emplace(finding.fingerprint, finding);
  return found;
}

void compare_findings(const Audit& then, const Audit& now, Lines& lines) {
  const ByFingerprint before = by_fingerprint(then);
  const ByFingerprint after = by_fingerprint(now);
  for (const auto& [fingerprint, finding] : before) {
    if (!after.contains(fingerprint)) {
      lines.add("finding no longer there: " + place_of(then, finding));
    }
  }
  lines.end("findings that are no longer there");
  for (const auto& [fingerprint, finding] : after) {
    if (!before.contains(fingerprint)) lines.add("finding new: " + place_of(now, finding));
  }
  lines.end("new findings");
  for (const auto& [fingerprint, finding] : after) {
    const auto old = before.find(fingerprint);
    if (old == before.end()) continue;
    const std::string fields = changed_fields(old->second, finding);
    if (fields.empty()) continue;
    lines.add(fmt::format("finding other than then: {}: {}", place_of(now, finding), fields));
  }
  lines.end("findings that are other than then");
}

template <typename Element, typename Key>
void compare_lists(const char* what, const std::vector<Element>& then,
                   const std::vector<Element>& now, const Key& key, Lines& lines) {
  const bool same = std::ranges::equal(
      then, now, [&](const Element& a, const Element& b) { return key(a) == key(b); });
  if (same) return;
  lines.add(fmt::format("{}: {} then, {} now{}", what, then.size(), now.size(),
                        then.size() == now.size() ? ", not the same ones" : ""));
  lines.end(what);
}

}  // namespace

std::vector<std::string> input_differences(const std::vector<EvidenceInput>& then,
                                           const std::vector<EvidenceInput>& now) {
  std::map<std::string, std::pair<const EvidenceInput*, const EvidenceInput*>> inputs;
  for (const EvidenceInput& input : then) inputs[input.path].first = &input;
  for (const EvidenceInput& input : now) inputs[input.path].second = &input;
  Lines lines;
  for (const auto& [path, pair] : inputs) {
    const std::string name = util::visible(path);
    if (pair.second == nullptr) {
      const auto same = std::ranges::find(now, pair.first->sha256, &EvidenceInput::sha256);
      lines.add(fmt::format(
          "input {} is missing{}", name,
          same == now.end() ? ""
                            : fmt::format("; {} has the same bytes: give the inputs as they were "
                                          "given then",
                                          util::visible(same->path))));
    } else if (pair.first == nullptr) {
      lines.add(fmt::format("input {} was not there then", name));
    } else if (pair.first->sha256 != pair.second->sha256) {
      lines.add(fmt::format("input {} has other bytes: SHA-256 {} then, {} now", name,
                            pair.first->sha256, pair.second->sha256));
    }
  }
  lines.end("inputs");
  return lines.take();
}

std::vector<std::string> audit_differences(const Audit& then, const Audit& now) {
  Lines lines;
  compare_run(then.run, now.run, lines);
  compare_inputs(then, now, lines);
  compare_rules(then, now, lines);
  compare_findings(then, now, lines);
  compare_lists(
      "data problems", then.problems, now.problems,
      [](const model::DataProblem& p) {
        return std::tie(p.file, p.line, p.column, p.problem, p.count);
      },
      lines);
  compare_lists(
      "warnings", then.warnings, now.warnings,
      [](const model::InputWarning& w) { return std::tie(w.code, w.file, w.table, w.text); },
      lines);
  compare_lists(
      "groups", then.groups, now.groups,
      [](const findings::Group& g) {
        return std::make_tuple(g.by, g.name, g.tally.of(findings::Status::met),
                               g.tally.violations(), g.tally.of(findings::Status::upcoming),
                               g.tally.waived);
      },
      lines);
  compare_lists(
      "waivers", then.waivers, now.waivers,
      [](const findings::WaiverUse& w) { return std::tie(w.rule, w.until, w.state, w.matched); },
      lines);
  return lines.take();
}

}  // namespace audit::evidence

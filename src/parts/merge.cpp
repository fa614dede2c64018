// SPDX-License-Identifier: MIT
#include "parts/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "findings/order.hpp"
#include "findings/records.hpp"
#include "parts/manifest.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::parts {

using findings::Audit;
using findings::Tally;

namespace {

[[noreturn]] void refuse_report(const std::string& file, const std::string& why) {
  throw util::Fatal(util::ExitCode::usage,
                    fmt::format("report '{}' cannot be merged: {}", util::visible(file), why));
}

void add(Tally& sum, const Tally& more) {
  for (size_t i = 0; i < sum.by_status.size(); ++i) sum.by_status[i] += more.by_status[i];
  sum.waived += more.waived;
  sum.baselined += more.baselined;
  sum.waived_met += more.waived_met;
}

/// Each part once, and all of one partition.
void check_numbers(const std::vector<PartReport>& reports) {
  std::map<uint32_t, const PartReport*> by_number;
  for (const PartReport& one : reports) {
    if (!one.report.part) {
      refuse_report(one.file,
                    "it is not of a part; `merge` takes the JSON reports of the parts that "
                    "`partition` wrote");
    }
    const findings::Part& part = *one.report.part;
    const findings::Part& first = *reports.front().report.part;
    if (part.whole != first.whole || part.of != first.of) {
      refuse_report(one.file, fmt::format("it is of another partition than '{}'",
                                          util::visible(reports.front().file)));
    }
    if (part.number < 1 || part.number > part.of) {
      refuse_report(one.file, fmt::format("there is no part {} of {}", part.number, part.of));
    }
    const auto [known, is_new] = by_number.try_emplace(part.number, &one);
    if (!is_new) {
      refuse_report(one.file, fmt::format("part {} is given twice, here and as '{}'", part.number,
                                          util::visible(known->second->file)));
    }
  }
  const uint32_t of = reports.front().report.part->of;
  for (uint32_t number = 1; number <= of; ++number) {
    if (by_number.contains(number)) continue;
    throw util::Fatal(util::ExitCode::usage,
                      fmt::format("the report of part {} of {} is missing (given: {})", number, of,
                                  reports.size()));
  }
}

auto options_of(const PartReport& one) {
  const findings::Run& run = one.report.audit.run;
  return std::tie(run.as_of.days, run.profile, run.calendar, run.remind, run.period,
                  run.rules_digest, run.version, one.report.part->fail_on,
                  one.report.part->shortcomings);
}

auto key_of(const findings::RuleResult& rule) {
  return std::tie(rule.id, rule.title, rule.severity, rule.cite, rule.skipped_because,
                  rule.limited_by);
}
auto key_of(const model::InputFile& input) {
  return std::tie(input.path, input.table, input.rows, input.accepted, input.rejected,
                  input.ignored, input.lines_ignored, input.digest);
}
auto key_of(const model::DataProblem& problem) {
  return std::tie(problem.file, problem.line, problem.column, problem.problem, problem.row_rejected,
                  problem.count);
}
auto key_of(const model::InputWarning& warning) {
  return std::tie(warning.code, warning.file, warning.table, warning.text);
}
auto key_of(const findings::WaiverUse& waiver) {
  return std::tie(waiver.rule, waiver.until, waiver.reason, waiver.approved_by, waiver.subject);
}

template <typename Element>
bool same(const std::vector<Element>& a, const std::vector<Element>& b) {
  return std::ranges::equal(
      a, b, [](const Element& x, const Element& y) { return key_of(x) == key_of(y); });
}

/// Why `one` is not an audit of the same whole by the same rules as `first`; empty: it is.
std::string difference(const PartReport& one, const PartReport& first) {
  const findings::Run& run = one.report.audit.run;
  const findings::Run& wanted = first.report.audit.run;
  if (run.as_of.days != wanted.as_of.days) {
    return fmt::format("it is as of {}, the other as of {}", calendar::iso(run.as_of),
                       calendar::iso(wanted.as_of));
  }
  if (run.rules_digest != wanted.rules_digest) return "its rules or parameters are others";
  if (run.version != wanted.version) return "another version of the program wrote it";
  if (options_of(one) != options_of(first)) return "it was audited with other options";
  const Audit& audit = one.report.audit;
  const Audit& other = first.report.audit;
  if (!same(audit.rules, other.rules)) return "its rules are others";
  if (!same(audit.inputs, other.inputs) || !same(audit.problems, other.problems) ||
      !same(audit.warnings, other.warnings)) {
    return "its inputs, data problems or warnings are others: it was changed";
  }
  if (!same(audit.waivers, other.waivers)) return "its waivers are others";
  return {};
}

/// A waiver of one record by several rules covers nothing where records of several tables have its
/// key. Parts that hold one each cannot know; nor can the merge take back what they waived.
void refuse_split_keys(const findings::WaiverUse& whole, const findings::WaiverUse& part,
                       const std::string& file) {
  if (whole.subject.find("record ") == std::string::npos) return;
  const bool both = whole.matched > 0 && part.matched > 0;
  const bool one =
      (whole.matched > 0 && !part.note.empty()) || (part.matched > 0 && !whole.note.empty());
  if (!both && !one) return;
  refuse_report(file,
                fmt::format("the waiver of {} for {} is about records of several parts; name one "
                            "rule in it, then audit the parts again",
                            util::visible(whole.rule), util::visible(whole.subject)));
}

/// A part matches some of what a waiver is for; what the dates say is the same in all.
void merge_waivers(std::vector<findings::WaiverUse>& whole,
                   const std::vector<findings::WaiverUse>& part, const std::string& file) {
  using State = findings::WaiverUse::State;
  for (size_t i = 0; i < whole.size(); ++i) {
    refuse_split_keys(whole[i], part[i], file);
    if (whole[i].state == State::unmatched) {
      whole[i].state = part[i].state;
      if (whole[i].state != State::unmatched || whole[i].note.empty()) whole[i].note = part[i].note;
    }
    whole[i].matched += part[i].matched;
    whole[i].lapsed += part[i].lapsed;
  }
}

class GroupSums {
 public:
  void add_all(const std::vector<findings::Group>& groups) {
    for (const findings::Group& group : groups) {
      const auto by = std::ranges::find(order_, group.by);
      const auto rank = static_cast<size_t>(by - order_.begin());
      if (by == order_.end()) order_.push_back(group.by);
      add(sums_[{rank, group.name}], group.tally);
    }
  }
  /// Group-bys in the order of the reports; of each by name, the nameless one last.
  [[nodiscard]] std::vector<findings::Group> list() const {
    std::vector<findings::Group> groups;
    for (const auto& [place, tally] : sums_) {
      groups.push_back({order_[place.first], place.second, tally});
    }
    std::ranges::stable_sort(groups, [this](const auto& a, const auto& b) {
      const size_t rank_a = rank(a.by);
      const size_t rank_b = rank(b.by);
      return rank_a != rank_b ? rank_a < rank_b : findings::compare_nulls_last(a.name, b.name) < 0;
    });
    return groups;
  }

 private:
  [[nodiscard]] size_t rank(const std::string& by) const {
    return static_cast<size_t>(std::ranges::find(order_, by) - order_.begin());
  }
  std::vector<std::string> order_ = {
      findings::show(findings::GroupBy::region), findings::show(findings::GroupBy::office),
      findings::show(findings::GroupBy::case_manager), findings::show(findings::GroupBy::program)};
  std::map<std::pair<size_t, std::string>, Tally> sums_;
};

void take(Audit& whole, Audit&& part, const std::string& file) {
  for (size_t i = 0; i < whole.rules.size(); ++i) {
    add(whole.rules[i].tally, part.rules[i].tally);
    if (whole.rules[i].table.empty()) whole.rules[i].table = part.rules[i].table;
  }
  add(whole.totals, part.totals);
  merge_waivers(whole.waivers, part.waivers, file);
  whole.findings.append(part.findings);
  std::ranges::move(part.days_off, std::back_inserter(whole.days_off));
  // Equal moments may be written with different offsets; the text decides all the same.
  if (part.run.started_at < whole.run.started_at) whole.run.started_at = part.run.started_at;
  whole.run.seconds += part.run.seconds;
}

}  // namespace

Merged merge(std::vector<PartReport> reports) {
  AUDIT_ASSERT(!reports.empty());
  check_numbers(reports);
  for (PartReport& one : reports) {
    std::erase_if(one.report.audit.warnings, [](const model::InputWarning& warning) {
      return warning.code == k_part_warning;
    });
  }
  for (const PartReport& one : reports) {
    const std::string why = difference(one, reports.front());
    if (!why.empty()) {
      refuse_report(one.file, fmt::format("it does not go with '{}': {}",
                                          util::visible(reports.front().file), why));
    }
  }
  std::ranges::sort(reports, {}, [](const PartReport& one) { return one.report.part->number; });
  GroupSums groups;
  for (const PartReport& one : reports) groups.add_all(one.report.audit.groups);
  Merged merged;
  merged.part = *reports.front().report.part;
  Audit& whole = merged.audit;
  whole = std::move(reports.front().report.audit);
  for (size_t i = 1; i < reports.size(); ++i) {
    take(whole, std::move(reports[i].report.audit), reports[i].file);
  }
  whole.groups = groups.list();
  findings::sort_findings(whole.findings, whole.rules);
  std::ranges::sort(whole.days_off, {}, [](const findings::DayOff& day) { return day.date; });
  const auto same_day = [](const findings::DayOff& a, const findings::DayOff& b) {
    return a.date == b.date;
  };
  whole.days_off.erase(std::unique(whole.days_off.begin(), whole.days_off.end(), same_day),
                       whole.days_off.end());
  return merged;
}

}  // namespace audit::parts

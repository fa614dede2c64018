// SPDX-License-Identifier: MIT
#include "cli/history_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "reports/summary.hpp"

namespace audit::cli {

namespace {

using findings::Status;
using findings::Tally;
using history::RunInfo;

constexpr size_t k_matrix_runs = 6;  // more as-of dates than these no terminal shows side by side

ListingValue rate_value(const Tally& tally) {
  const auto rate = tally.rate();
  return rate ? ListingValue(*rate) : ListingValue();
}

/// As ListingColumn, all fields named by place.
ListingColumn column(const char* key, const char* head, unsigned priority = 0,
                     bool is_rate = false) {
  return {key, head, priority, is_rate};
}

const std::vector<ListingColumn>& tally_columns() {
  static const std::vector<ListingColumn> columns = {column("obligations", "obligations", 9),
                                                     column("fell_due", "fell due", 1),
                                                     column("met", "met", 2),
                                                     column("late", "late"),
                                                     column("overdue", "overdue"),
                                                     column("failed", "failed"),
                                                     column("violations", "violations", 3),
                                                     column("upcoming", "upcoming", 4),
                                                     column("waived", "waived", 5),
                                                     column("baselined", "baseline", 6),
                                                     column("rate", "rate", 0, true)};
  return columns;
}

void append_tally(std::vector<ListingValue>& row, const Tally& tally) {
  row.insert(row.end(), {tally.obligations(), reports::fell_due(tally), tally.of(Status::met),
                         tally.of(Status::late), tally.of(Status::overdue),
                         tally.of(Status::failed), tally.violations(), tally.of(Status::upcoming),
                         tally.waived, tally.baselined, rate_value(tally)});
}

std::string in_words(const history::Series& series) {
  std::string text = "profile " + series.profile;
  if (!series.period.empty()) text += ", period " + series.period;
  if (!series.rules.empty()) text += ", " + series.rules;
  return text;
}

/// The series and the run, as text and as facts.
void describe(const HistoryView& view, Listing& listing) {
  const RunInfo& run = view.runs[view.at];
  listing.facts = {
      {"as_of",   calendar::iso(run.as_of)                                                  },
      {"since",
       view.since ? text_value(calendar::iso(view.runs[*view.since].as_of)) : ListingValue()},
      {"profile", run.series.profile                                                        },
      {"period",  text_value(run.series.period)                                             },
      {"rules",   text_value(run.series.rules)                                              }
  };
}

/// The tallies of a run by one grouping, by name.
std::map<std::string, Tally> tallies_by(const HistoryView& view, const RunInfo& run,
                                        const std::string& by) {
  std::map<std::string, Tally> tallies;
  if (by == "total") return tallies;
  for (history::TallyEntry& entry : history::tallies_of(*view.store, run.id)) {
    if (entry.by == by) tallies.emplace(std::move(entry.name), entry.tally);
  }
  return tallies;
}

/// A finding that a listing shows.
struct Row {
  history::Facts facts;
  history::Life life;
};

const std::vector<ListingColumn>& finding_columns() {
  static const std::vector<ListingColumn> columns = {column("rule", "rule"),
                                                     column("status", "status"),
                                                     column("participant", "participant"),
                                                     column("application", "application", 6),
                                                     column("record_table", "table", 4),
                                                     column("record_key", "record", 3),
                                                     column("due", "due", 1),
                                                     column("office", "office", 5),
                                                     column("case_manager", "case manager", 2),
                                                     column("first_seen", "first seen", 7),
                                                     column("last_seen", "last seen", 8),
                                                     column("fingerprint", "fingerprint", 10)};
  return columns;
}

std::vector<ListingValue> finding_row(const Row& row) {
  const auto date = [](int32_t days) {
    return days == calendar::k_no_date ? ListingValue() : text_value(calendar::iso({days}));
  };
  const history::Facts& facts = row.facts;
  return {facts.rule,
          std::string(history::show(*row.life.state)),
          text_value(facts.participant),
          text_value(facts.application),
          facts.table,
          text_value(facts.key),
          date(facts.due),
          text_value(facts.office),
          text_value(facts.case_manager),
          calendar::iso(row.life.first_seen),
          calendar::iso(row.life.last_seen),
          facts.fingerprint};
}

/// How the findings of the run asked about differ from those of the run before it.
struct Comparison {
  std::vector<Row> fresh;
  std::vector<Row> resolved;
  uint64_t persisting = 0;
};

void sort_rows(std::vector<Row>& rows) {
  std::ranges::sort(rows, [](const Row& a, const Row& b) {
    const auto key = [](const Row& row) {
      return std::tie(row.facts.rule, row.facts.participant, row.facts.due, row.facts.key,
                      row.facts.fingerprint);
    };
    return key(a) < key(b);
  });
}

Comparison compare(const HistoryView& view) {
  const auto audits = history::observations(*view.store, view.runs[view.at].series);
  const calendar::Date now = view.runs[view.at].as_of;
  const auto reported_at = [](const history::Track& track, std::optional<calendar::Date> date) {
    const auto state = date ? history::state_as_of(track, *date) : std::nullopt;
    return state && history::is_reported(*state);
  };
  const auto before =
      view.since ? std::optional(view.runs[*view.since].as_of) : std::optional<calendar::Date>();
  Comparison result;
  for (const history::Tracked& finding : history::tracked(*view.store, view.runs[view.at].series)) {
    const auto life = history::life_of(finding.track, audits, now);
    if (!life) continue;
    const bool is_now = reported_at(finding.track, now);
    const bool was = reported_at(finding.track, before);
    const bool is_resolved = before && life->resolved && life->resolved->on > *before;
    if (is_now && was) ++result.persisting;
    const bool is_fresh = is_now && !was;
    if (!is_fresh && !is_resolved) continue;
    const Row row{history::facts_of(*view.store, finding.id), *life};
    if (is_fresh) result.fresh.push_back(row);
    if (is_resolved) result.resolved.push_back(row);
  }
  sort_rows(result.fresh);
  sort_rows(result.resolved);
  return result;
}

std::string between(const HistoryView& view) {
  const std::string now = calendar::iso(view.runs[view.at].as_of);
  if (!view.since) return fmt::format("as of {}, the first audit in the history", now);
  return fmt::format("as of {}, against {}", now, calendar::iso(view.runs[*view.since].as_of));
}

Listing trend_matrix(const HistoryView& view, const std::string& by) {
  Listing listing;
  const size_t first = view.runs.size() - std::min(view.runs.size(), k_matrix_runs);
  listing.columns.push_back({"name", reports::group_word(by)});
  std::vector<std::map<std::string, Tally>> by_run;
  std::set<std::string> names;
  for (size_t i = first; i < view.runs.size(); ++i) {
    const auto distance = static_cast<unsigned>(view.runs.size() - i);
    listing.columns.push_back({"", calendar::iso(view.runs[i].as_of), distance, true});
    by_run.push_back(tallies_by(view, view.runs[i], by));
    for (const auto& [name, tally] : by_run.back()) names.insert(name);
  }
  listing.columns.push_back({"change", "change"});
  const auto add = [&](const std::string& name, const auto& tally_of) {
    std::vector<ListingValue> row{name.empty() ? "(none)" : name};
    std::vector<double> rates;
    for (size_t i = 0; i < by_run.size(); ++i) {
      const Tally* tally = tally_of(i);
      row.push_back(tally == nullptr ? ListingValue() : rate_value(*tally));
      if (const auto* rate = std::get_if<double>(&row.back())) rates.push_back(*rate);
    }
    const double change = rates.empty() ? 0 : (rates.back() - rates.front()) * 100;
    row.emplace_back(rates.size() < 2 ? ListingValue()
                                      : text_value(fmt::format("{:+.2f}", change)));
    listing.rows.push_back(std::move(row));
  };
  for (const std::string& name : names) {
    add(name, [&](size_t i) -> const Tally* {
      const auto found = by_run[i].find(name);
      return found == by_run[i].end() ? nullptr : &found->second;
    });
  }
  add("all", [&](size_t i) { return &view.runs[first + i].totals; });
  listing.intro = {fmt::format("Share met by {}, {}.", reports::group_word(by),
                               in_words(view.runs[view.at].series)),
                   "The change is in percentage points, from the first audit shown to the last."};
  if (first > 0) {
    listing.intro.back() +=
        fmt::format(" {} earlier are in --format csv.", reports::counted(first, "audit"));
  }
  return listing;
}

}  // namespace

Listing list_runs(const std::vector<RunInfo>& runs) {
  Listing listing{"history list", {}, {}, {}, {}, "The history holds no audit yet."};
  listing.columns = {column("as_of", "as of"), column("profile", "profile"),
                     column("period", "period"), column("rules", "rules", 1)};
  listing.columns.insert(listing.columns.end(), tally_columns().begin(), tally_columns().end());
  listing.columns.insert(
      listing.columns.end(),
      {column("rules_changed", "rules changed", 8), column("incomplete", "incomplete"),
       column("recorded_at", "recorded at", 7), column("version", "version", 10),
       column("rules_digest", "rules digest", 11)});
  for (size_t i = 0; i < runs.size(); ++i) {
    const RunInfo& run = runs[i];
    const bool follows = i > 0 && runs[i - 1].series == run.series;
    std::vector<ListingValue> row{calendar::iso(run.as_of), run.series.profile,
                                  text_value(run.series.period), text_value(run.series.rules)};
    append_tally(row, run.totals);
    row.insert(row.end(), {follows && runs[i - 1].rules_digest != run.rules_digest, !run.whole,
                           run.started_at, run.version, run.rules_digest});
    listing.rows.push_back(std::move(row));
  }
  return listing;
}

Listing list_trend(const HistoryView& view, const std::string& by, const std::string& name,
                   bool matrix) {
  Listing listing;
  if (matrix && by != "total" && name.empty()) {
    listing = trend_matrix(view, by);
    listing.command = "history trend";
    return listing;
  }
  listing.command = "history trend";
  describe(view, listing);
  listing.intro = {fmt::format("{}, {}.", name.empty() ? "All obligations" : name,
                               in_words(view.runs[view.at].series))};
  listing.columns = {column("as_of", "as of"), column("by", "by", 12), column("name", "name", 12)};
  listing.columns.insert(listing.columns.end(), tally_columns().begin(), tally_columns().end());
  for (const RunInfo& run : view.runs) {
    const auto add = [&](const std::string& what, const Tally& tally) {
      std::vector<ListingValue> row{calendar::iso(run.as_of), by, text_value(what)};
      append_tally(row, tally);
      listing.rows.push_back(std::move(row));
    };
    if (by == "total") add("", run.totals);
    for (const auto& [what, tally] : tallies_by(view, run, by)) {
      if (name.empty() || name == what) add(what, tally);
    }
  }
  listing.if_empty = fmt::format("The history knows no {} '{}'.", reports::group_word(by), name);
  return listing;
}

Listing list_run(const HistoryView& view, const std::string& by) {
  const RunInfo& run = view.runs[view.at];
  const Comparison comparison = compare(view);
  Listing listing;
  listing.command = "history show";
  describe(view, listing);
  listing.facts.insert(listing.facts.end(),
                       {
                           {"recorded_at",  run.started_at                      },
                           {"version",      run.version                         },
                           {"rules_digest", run.rules_digest                    },
                           {"incomplete",   !run.whole                          },
                           {"violations",   run.totals.violations()             },
                           {"waived",       run.totals.waived                   },
                           {"rate",         rate_value(run.totals)              },
                           {"new",          uint64_t{comparison.fresh.size()}   },
                           {"persisting",   comparison.persisting               },
                           {"resolved",     uint64_t{comparison.resolved.size()}}
  });
  listing.intro = {
      fmt::format("Audit as of {}, {}.", calendar::iso(run.as_of), in_words(run.series)),
      fmt::format("Recorded at {} by caljobs-audit {}; rules {}.{}", run.started_at, run.version,
                  run.rules_digest, run.whole ? "" : " NOT EVERYTHING WAS CHECKED."),
      fmt::format("{} met; {}, {} waived.", reports::percent(run.totals.rate()),
                  reports::counted(run.totals.violations(), "violation"),
                  reports::grouped(run.totals.waived)),
      view.since ? fmt::format("Against {}: {} new, {} persisting, {} resolved.",
                               calendar::iso(view.runs[*view.since].as_of),
                               reports::grouped(comparison.fresh.size()),
                               reports::grouped(comparison.persisting),
                               reports::grouped(comparison.resolved.size()))
                 : "It is the first audit in the history."};
  for (const history::InputEntry& input : history::inputs_of(*view.store, run.id)) {
    listing.intro.push_back(
        fmt::format("  {}: {} of {} ({})", input.path, reports::counted(input.rows, "record"),
                    input.table.empty() ? "no known table" : input.table, input.digest));
  }
  listing.columns = {
      {"name", reports::group_word(by)}
  };
  listing.columns.insert(listing.columns.end(), tally_columns().begin(), tally_columns().end());
  for (const auto& [name, tally] : tallies_by(view, run, by)) {
    std::vector<ListingValue> row{text_value(name)};
    append_tally(row, tally);
    listing.rows.push_back(std::move(row));
  }
  return listing;
}

Listing list_new(const HistoryView& view) {
  const Comparison comparison = compare(view);
  Listing listing;
  listing.command = "history new";
  describe(view, listing);
  listing.facts.emplace_back("persisting", comparison.persisting);
  listing.intro = {fmt::format(
      "{} {}; {} persist ({}).", reports::counted(comparison.fresh.size(), "new violation"),
      between(view), reports::grouped(comparison.persisting), in_words(view.runs[view.at].series))};
  listing.columns = finding_columns();
  listing.columns.push_back({"returned", "returned", 9});
  for (const Row& found : comparison.fresh) {
    listing.rows.push_back(finding_row(found));
    listing.rows.back().emplace_back(found.life.has_returned);
  }
  return listing;
}

Listing list_resolved(const HistoryView& view) {
  const Comparison comparison = compare(view);
  Listing listing;
  listing.command = "history resolved";
  describe(view, listing);
  std::map<std::string, uint64_t> reasons;
  for (const Row& found : comparison.resolved) ++reasons[history::show(*found.life.resolved)];
  std::string counts;
  for (const auto& [reason, count] : reasons) {
    counts += fmt::format("{}{} {}", counts.empty() ? ": " : ", ", reports::grouped(count), reason);
  }
  listing.intro = {fmt::format("{} resolved {}{} ({}).",
                               reports::counted(comparison.resolved.size(), "violation"),
                               between(view), counts, in_words(view.runs[view.at].series))};
  listing.columns = {column("resolved_on", "resolved on"), column("why", "why")};
  listing.columns.insert(listing.columns.end(), finding_columns().begin(), finding_columns().end());
  std::ranges::find(listing.columns, "status", &ListingColumn::key)->priority = 12;  // as `why`
  for (const Row& found : comparison.resolved) {
    std::vector<ListingValue> row{calendar::iso(found.life.resolved->on),
                                  std::string(history::show(*found.life.resolved))};
    const std::vector<ListingValue> rest = finding_row(found);
    row.insert(row.end(), rest.begin(), rest.end());
    listing.rows.push_back(std::move(row));
  }
  return listing;
}

}  // namespace audit::cli

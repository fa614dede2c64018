// SPDX-License-Identifier: MIT
// history: what past audits say, from the store that `check --store` writes.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <tuple>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/history_view.hpp"
#include "cli/session.hpp"
#include "reports/summary.hpp"
#include "util/diagnostics.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using history::RunInfo;

[[noreturn]] void refuse(const char* option, const std::string& text,
                         const std::string& advice = {}) {
  util::Diagnostics diagnostics;
  diagnostics.error({.file = option}, text, advice);
  std::fputs(diagnostics.render().c_str(), stderr);
  throw Refused{};
}

std::optional<calendar::Date> date_option(const char* option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto date = calendar::parse_iso(text);
  if (!date) {
    refuse(option, fmt::format("'{}' is not a date; expected YYYY-MM-DD", util::visible(text)));
  }
  return date;
}

void write(const Arguments& arguments, const Listing& listing) {
  if (arguments.output.empty()) {
    util::StandardOutput out;
    write_listing(listing, arguments.report.format, terminal_width(), out);
    out.flush();
    return;
  }
  constexpr unsigned k_file_width = 120;
  util::AtomicFile file(arguments.output);
  write_listing(listing, arguments.report.format, k_file_width, file);
  file.commit();
}

bool is_asked_for(const RunInfo& run, const RuleArguments& rules) {
  return (rules.profile.empty() || run.series.profile == rules.profile) &&
         (rules.period.empty() || run.series.period == rules.period);
}

/// The series that is meant where several fit: that of the newest audit; of these the one without a
/// period, then the one of all rules.
const RunInfo& leading(const std::vector<RunInfo>& runs) {
  return *std::ranges::max_element(runs, {}, [](const RunInfo& run) {
    return std::tuple(run.as_of, run.series.period.empty(), run.series.rules.empty(), run.id);
  });
}

std::vector<RunInfo> chosen_runs(const history::Database& store, const RuleArguments& rules) {
  std::vector<RunInfo> runs = history::runs_of(store);
  std::vector<std::string> known;
  for (const RunInfo& run : runs) known.push_back(run.series.profile);
  std::erase_if(runs, [&](const RunInfo& run) { return !is_asked_for(run, rules); });
  if (runs.empty() && !known.empty()) {
    known.erase(std::unique(known.begin(), known.end()), known.end());
    refuse("--profile", "the history holds no audit of this profile and period",
           fmt::format("it has: {}", fmt::join(known, ", ")));
  }
  return runs;
}

/// Nothing: the history holds no audit yet.
std::optional<HistoryView> view_of(const history::Database& store, const Arguments& arguments) {
  std::vector<RunInfo> runs = chosen_runs(store, arguments.rules);
  if (runs.empty()) return std::nullopt;
  const history::Series series = leading(runs).series;
  std::erase_if(runs, [&](const RunInfo& run) { return run.series != series; });
  HistoryView view{&store, std::move(runs), 0, std::nullopt};
  view.at = view.runs.size() - 1;
  if (const auto as_of = date_option("--as-of", arguments.rules.as_of)) {
    const auto found = std::ranges::find(view.runs, *as_of, &RunInfo::as_of);
    if (found == view.runs.end()) {
      refuse("--as-of", fmt::format("the history holds no audit as of {}", calendar::iso(*as_of)),
             "'caljobs-audit history list' shows those that it holds");
    }
    view.at = static_cast<size_t>(found - view.runs.begin());
  }
  if (view.at > 0) view.since = view.at - 1;
  if (const auto since = date_option("--since", arguments.since)) {
    if (*since >= view.runs[view.at].as_of) {
      refuse("--since", fmt::format("{} is not before the audit as of {}", calendar::iso(*since),
                                    calendar::iso(view.runs[view.at].as_of)));
    }
    view.since.reset();
    for (size_t i = 0; i < view.at; ++i) {
      if (view.runs[i].as_of <= *since) view.since = i;
    }
    if (!view.since) {
      refuse("--since", fmt::format("the history begins after {}, as of {}", calendar::iso(*since),
                                    calendar::iso(view.runs.front().as_of)));
    }
  }
  return view;
}

template <typename Show>
int show_history(const Arguments& arguments, const Show& show) {
  try {
    const history::Database store = history::open_store(arguments.report.store);
    const auto view = view_of(store, arguments);
    write(arguments, view ? show(*view) : list_runs({}));
    return static_cast<int>(util::ExitCode::clean);
  } catch (const Refused&) {
    return static_cast<int>(util::ExitCode::usage);
  }
}

}  // namespace

int history_list(const Arguments& arguments) {
  try {
    const history::Database store = history::open_store(arguments.report.store);
    write(arguments, list_runs(chosen_runs(store, arguments.rules)));
    return static_cast<int>(util::ExitCode::clean);
  } catch (const Refused&) {
    return static_cast<int>(util::ExitCode::usage);
  }
}

int history_trend(const Arguments& arguments) {
  const bool for_a_person = arguments.report.format.empty() || arguments.report.format == "text";
  return show_history(arguments, [&](const HistoryView& view) {
    return list_trend(view, arguments.report.by, arguments.group_name, for_a_person);
  });
}

int history_show(const Arguments& arguments) {
  return show_history(arguments,
                      [&](const HistoryView& view) { return list_run(view, arguments.report.by); });
}

int history_new(const Arguments& arguments) { return show_history(arguments, list_new); }

int history_resolved(const Arguments& arguments) { return show_history(arguments, list_resolved); }

int history_prune(const Arguments& arguments) {
  try {
    const auto before = date_option("--before", arguments.before);
    history::open_store(arguments.report.store);  // an absent one is not made
    history::Database store = history::open_store_to_record(arguments.report.store);
    const history::Pruned pruned = history::prune_before(store, *before);
    std::printf("%s as of days before %s removed, %s kept; %s that were over forgotten.\n",
                reports::counted(pruned.runs, "audit").c_str(), calendar::iso(*before).c_str(),
                reports::grouped(pruned.kept).c_str(),
                reports::counted(pruned.findings, "violation").c_str());
    return static_cast<int>(util::ExitCode::clean);
  } catch (const Refused&) {
    return static_cast<int>(util::ExitCode::usage);
  }
}

}  // namespace audit::cli

// SPDX-License-Identifier: MIT
// waivers check: are the waivers well written, and which have expired or soon will?
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/session.hpp"
#include "cli/set_aside.hpp"
#include "config/files.hpp"
#include "reports/summary.hpp"
#include "reports/text_table.hpp"
#include "rules/waivers.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using State = findings::WaiverUse::State;
using Fit = reports::TextTable::Fit;

struct CheckedFile {
  std::string path;
  std::vector<findings::Waiver> waivers;
};

std::vector<CheckedFile> read_files(const Arguments& arguments, const Setup& setup) {
  std::vector<std::string> paths = arguments.waiver_files;
  if (paths.empty() && !setup.settings.waivers.empty()) paths.push_back(setup.settings.waivers);
  util::Diagnostics diagnostics;
  if (paths.empty()) {
    diagnostics.error({.file = "waivers check"}, "there is no waiver file to check",
                      "name one, or give the profile the key `waivers`");
  }
  std::vector<CheckedFile> files;
  for (const std::string& path : paths) {
    files.push_back(
        {path, rules::read_waivers(config::DiskFiles(), path, setup.settings, diagnostics)});
  }
  std::fputs(diagnostics.render().c_str(), stderr);
  if (diagnostics.has_errors()) throw Refused{};
  return files;
}

/// What is due: "expired 12 days ago", "expires in 3 days".
std::string time_left(const findings::Waiver& waiver, calendar::Date as_of) {
  const int32_t days = waiver.until.days - as_of.days;
  if (days < 0) return fmt::format("{} ago", reports::counted(static_cast<uint64_t>(-days), "day"));
  if (days == 0) return "today is its last day";
  return fmt::format("{} left", reports::counted(static_cast<uint64_t>(days), "day"));
}

void report(const CheckedFile& file, const Setup& setup) {
  const calendar::Date until = remind_until(setup.settings, setup.as_of);
  std::array<uint64_t, 4> counts{};
  reports::TextTable table(
      {reports::text_column("state"), reports::text_column("rule", Fit::cut, 16),
       reports::text_column("for", Fit::wrap, 16), reports::text_column("until"),
       reports::text_column(""), reports::text_column("approved by", Fit::cut, 12, 1)});
  for (const State state : {State::expired, State::expiring}) {
    for (const findings::Waiver& waiver : file.waivers) {
      if (findings::state_on(waiver, setup.as_of, until) != state) continue;
      table.add({{findings::show(state)},
                 {waiver.rule},
                 {findings::subject_of(waiver)},
                 {calendar::iso(waiver.until)},
                 {time_left(waiver, setup.as_of)},
                 {waiver.approved_by}});
      ++counts[static_cast<size_t>(state)];
    }
  }
  const uint64_t expired = counts[static_cast<size_t>(State::expired)];
  const uint64_t expiring = counts[static_cast<size_t>(State::expiring)];
  std::string text = fmt::format("{}: {}, {} in force as of {}", util::visible(file.path),
                                 reports::counted(file.waivers.size(), "waiver"),
                                 file.waivers.size() - expired, calendar::iso(setup.as_of));
  if (expiring > 0) {
    text += fmt::format("; {} about to expire (by {})", expiring, calendar::iso(until));
  }
  if (expired > 0) text += fmt::format("; {} expired", expired);
  std::printf("%s.\n", text.c_str());
  if (expired + expiring > 0) {
    std::fputs(table.render(2, terminal_width(), false).c_str(), stdout);
  }
}

}  // namespace

int waivers_check(const Arguments& arguments) {
  try {
    const Setup setup = set_up(arguments.rules, arguments.input, true);
    for (const CheckedFile& file : read_files(arguments, setup)) report(file, setup);
    return static_cast<int>(util::ExitCode::clean);
  } catch (const Refused&) {
    return static_cast<int>(util::ExitCode::usage);
  }
}

}  // namespace audit::cli

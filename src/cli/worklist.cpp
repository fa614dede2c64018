// SPDX-License-Identifier: MIT
// `worklist`: the audit of `check`, turned to what is still to be done and by whom.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "calendar/duration.hpp"
#include "cli/audit_run.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/set_aside.hpp"
#include "cli/view_outputs.hpp"
#include "findings/records.hpp"
#include "reports/worklist.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

namespace fs = std::filesystem;
using reports::Worklist;
using util::ExitCode;

/// --days: what falls due by then is told, whatever a rule's own reminder window is.
void look_ahead(Setup& setup, uint32_t days) {
  const calendar::Duration wanted{days, calendar::Unit::days};
  const auto end = setup.settings.calendar.add(setup.as_of, wanted);
  for (rules::TypedRule& rule : setup.settings.rules.rules) {
    const auto own = setup.settings.calendar.add(setup.as_of, rule.remind);
    if (own && (!end || *own < *end)) rule.remind = wanted;
  }
  setup.settings.remind = wanted;
}

/// A name that no record has is a slip, not an empty list.
void expect_case_manager(const findings::Audit& audit, const std::string& name) {
  if (name.empty()) return;
  std::vector<std::string> known;
  for (const findings::Group& group : audit.groups) {
    if (group.by == findings::show(findings::GroupBy::case_manager)) known.push_back(group.name);
  }
  const bool found = std::ranges::any_of(
      known, [&](const std::string& one) { return util::equal_folded(one, name); });
  if (found) return;
  const std::string near = util::nearest_name(name, known);
  throw util::Fatal(
      ExitCode::input,
      fmt::format("no record has the case manager '{}'{}", util::visible(name),
                  near.empty() ? "" : fmt::format("; did you mean '{}'?", util::visible(near))));
}

/// The folder of --split-to and what is put into it. A folder that it made goes again unless
/// everything could be written.
class SplitFolder {
 public:
  explicit SplitFolder(std::string path) : path_(std::move(path)) {
    std::error_code error;
    if (fs::is_directory(path_, error)) return;
    made_ = fs::create_directory(path_, error);
    if (!made_) {
      throw util::Fatal(ExitCode::output,
                        fmt::format("'{}' can't be made a folder: {}", util::visible(path_),
                                    error ? error.message() : "a file is there"));
    }
    fs::permissions(path_, fs::perms::owner_all, error);
  }
  ~SplitFolder() {
    std::error_code error;
    if (made_ && !done_) fs::remove(path_, error);
  }
  SplitFolder(const SplitFolder&) = delete;
  SplitFolder& operator=(const SplitFolder&) = delete;
  SplitFolder(SplitFolder&&) = delete;
  SplitFolder& operator=(SplitFolder&&) = delete;

  /// All files are with the system before the first is renamed into place.
  void write(const Worklist& list, const reports::ViewFormat<Worklist>& format,
             const reports::FormatOptions& options) {
    const std::vector<std::string> names = reports::file_names(list.sections);
    std::vector<std::unique_ptr<util::AtomicFile>> files;
    for (size_t i = 0; i < names.size(); ++i) {
      const fs::path path = fs::path(path_) / (names[i] + format.extension);
      std::error_code error;
      if (fs::exists(path, error) && !fs::is_regular_file(path, error)) {
        throw util::Fatal(ExitCode::output, fmt::format("'{}' is there and is no file",
                                                        util::visible(path.string())));
      }
      files.push_back(std::make_unique<util::AtomicFile>(path.string()));
      format.write(reports::only_section(list, i), options, *files.back());
      files.back()->flush();
      written_.push_back(path.filename().string());
    }
    for (const auto& file : files) file->commit();
    done_ = true;
  }

  /// Lists of an earlier run that this one did not replace: somebody could take them for today's.
  [[nodiscard]] std::vector<std::string> others(const std::string& extension) const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path_, error)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(extension)) continue;
      if (std::ranges::find(written_, name) == written_.end()) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
  }

 private:
  std::string path_;
  bool made_ = false;
  bool done_ = false;
  std::vector<std::string> written_;
};

class WorklistRun {
 public:
  explicit WorklistRun(const Arguments& arguments)
      : arguments_(arguments),
        choice_(arguments.choice),
        started_(monotonic_seconds()),
        started_at_(now_text()),
        setup_(set_up(arguments.rules, arguments.input, arguments.report.quiet)),
        set_aside_(read_set_aside(setup_, arguments.report)),
        outputs_(reports::worklist_formats(), arguments) {
    if (choice_.days) look_ahead(setup_, *choice_.days);
    if (!choice_.split_to.empty()) folder_ = std::make_unique<SplitFolder>(choice_.split_to);
  }

  ExitCode run() {
    const ReportArguments& report = arguments_.report;
    const Inputs inputs = open_inputs(arguments_.input, setup_.settings.schema);
    const bool show_progress = !report.quiet && stderr_is_terminal();
    Examined examined = examine(setup_, inputs, arguments_.input, show_progress, Keep::findings,
                                shown_names(setup_.settings.schema, report.with_names));
    findings::AssembleOptions options{describe_run(setup_, arguments_.rules.period, started_at_),
                                      report.with_names};
    options.run.seconds = monotonic_seconds() - started_;
    findings::Audit audit =
        findings::assemble(std::move(examined.outcomes), examined.data, options);
    apply(set_aside_, setup_, audit);
    expect_case_manager(audit, choice_.case_manager);
    write(reports::make_worklist(audit, {.days = choice_.days,
                                         .case_manager = choice_.case_manager,
                                         .with_late = choice_.with_late}));
    const auto reasons = shortcomings(audit, examined, setup_.settings, report.strict);
    for (const std::string& reason : reasons) {
      std::fprintf(stderr, "caljobs-audit: %s\n", reason.c_str());
    }
    return reasons.empty() ? ExitCode::clean : ExitCode::input;
  }

 private:
  void write(const Worklist& list) {
    const bool asked = !arguments_.report.outputs.empty();
    if (folder_ == nullptr || asked) outputs_.write(list);
    if (folder_ == nullptr) return;
    const auto& formats = reports::worklist_formats();
    size_t format = outputs_.plan().format;
    if (arguments_.report.format.empty()) {
      const auto csv =
          std::ranges::find(formats, std::string_view("csv"), &reports::ViewFormat<Worklist>::name);
      format = static_cast<size_t>(csv - formats.begin());
    }
    folder_->write(list, formats[format], outputs_.options());
    if (list.items == 0 && !arguments_.report.quiet) {
      std::fputs("caljobs-audit: nothing is to be done; no file was written\n", stderr);
    }
    for (const std::string& name : folder_->others(formats[format].extension)) {
      std::fprintf(stderr, "caljobs-audit: %s was there already and is not of this run\n",
                   util::visible(name).c_str());
    }
  }

  const Arguments& arguments_;
  const ChoiceArguments& choice_;
  double started_;
  std::string started_at_;
  Setup setup_;
  SetAside set_aside_;
  ViewOutputs<Worklist> outputs_;
  std::unique_ptr<SplitFolder> folder_;
};

}  // namespace

int worklist(const Arguments& arguments) {
  try {
    return static_cast<int>(WorklistRun(arguments).run());
  } catch (const Refused&) {
    return static_cast<int>(ExitCode::usage);
  }
}

}  // namespace audit::cli

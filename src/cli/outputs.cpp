// SPDX-License-Identifier: MIT
#include "cli/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>

#include "cli/environment.hpp"
#include "cli/session.hpp"
#include "util/parallel.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

std::string known_formats() {
  std::string names;
  for (const reports::Format& format : reports::formats()) {
    if (*format.extension != '\0')
      names += fmt::format("{}{}", names.empty() ? "" : ", ", format.name);
  }
  return names;
}

/// Two names of one file are one file, whether it is there yet or not.
std::string resolved(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

/// "json:out.txt" names its format; "out.json" tells by its extension; a name with a colon that is
/// no format ("C:notes") is a file.
OutputRequest request_of(const std::string& text) {
  const size_t colon = text.find(':');
  if (colon != std::string::npos) {
    if (const auto* format = reports::find_format(text.substr(0, colon))) {
      return {format, text.substr(colon + 1)};
    }
  }
  return {reports::format_of_file(text), text};
}

bool fails(const findings::Audit& audit, const std::string& fail_on) {
  if (fail_on == "never") return false;
  const auto limit = fail_on == "info"      ? findings::Severity::info
                     : fail_on == "warning" ? findings::Severity::warning
                                            : findings::Severity::error;
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    const findings::PackedFinding& finding = audit.findings.packed(i);
    if (findings::is_violation(static_cast<findings::Status>(finding.status)) && !finding.waived &&
        !finding.baselined && audit.rules[finding.rule].severity <= limit) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<OutputRequest> output_requests(const std::vector<std::string>& outputs,
                                           const std::vector<std::string>& inputs,
                                           util::Diagnostics& diagnostics) {
  const util::Spot spot{.file = "--output"};
  std::set<std::string> taken;
  std::set<std::string> read;
  for (const std::string& input : inputs) read.insert(resolved(input));
  std::vector<OutputRequest> requests;
  for (const std::string& text : outputs) {
    const OutputRequest request = request_of(text);
    const std::string shown = util::visible(request.path);
    if (request.format == nullptr) {
      diagnostics.error(spot, fmt::format("the name '{}' does not tell a format", shown),
                        fmt::format("use an extension of {}, or FORMAT:FILE", known_formats()));
    } else if (request.path.empty()) {
      diagnostics.error(spot, fmt::format("'{}' names no file", util::visible(text)));
    } else if (read.contains(resolved(request.path))) {
      diagnostics.error(spot, fmt::format("'{}' is also an input and would be overwritten", shown));
    } else if (!taken.insert(resolved(request.path)).second) {
      diagnostics.error(spot, fmt::format("'{}' is given twice", shown));
    } else {
      requests.push_back(request);
    }
  }
  return requests;
}

OutputPlan plan_outputs(const ReportArguments& report, const std::vector<std::string>& read) {
  util::Diagnostics diagnostics;
  OutputPlan plan;
  plan.files = output_requests(report.outputs, read, diagnostics);
  const std::string name = report.format.empty() ? "text" : report.format;
  plan.standard = reports::find_format(name);
  if (plan.standard == nullptr) {
    std::vector<std::string> known;
    for (const reports::Format& format : reports::formats()) known.emplace_back(format.name);
    known.emplace_back(k_schema_format);
    const std::string near = util::nearest_name(name, known);
    diagnostics.error({.file = "--format"},
                      fmt::format("there is no format '{}'; there are {}", util::visible(name),
                                  fmt::join(known, ", ")),
                      near.empty() ? "" : fmt::format("did you mean '{}'?", near));
  }
  if (name == "xlsx" && stdout_is_terminal()) {
    diagnostics.error({.file = "--format"}, "a workbook is nothing for a terminal",
                      "write it to a file with -o report.xlsx");
  }
  if (report.quiet && report.format.empty()) plan.standard = nullptr;
  if (diagnostics.has_errors()) {
    std::fputs(diagnostics.render().c_str(), stderr);
    throw Refused{};
  }
  return plan;
}

reports::FormatOptions format_options(const ReportArguments& report) {
  reports::FormatOptions options;
  options.colour = want_colour(report.colour);
  options.width = terminal_width();
  options.by = report.by;
  options.csv_raw = report.csv_raw;
  options.target = report.target / 100;
  options.summary_only = report.summary_only;
  return options;
}

void print(const findings::Audit& audit, const OutputPlan& plan,
           const reports::FormatOptions& options) {
  if (plan.standard == nullptr) return;
  util::StandardOutput out;
  plan.standard->write(audit, options, out);
  out.flush();
}

util::ExitCode verdict(const findings::Audit& audit, const std::string& fail_on,
                       const std::vector<std::string>& shortcomings) {
  for (const std::string& reason : shortcomings) {
    std::fprintf(stderr, "caljobs-audit: %s\n", reason.c_str());
  }
  if (!shortcomings.empty()) return util::ExitCode::input;
  return fails(audit, fail_on) ? util::ExitCode::violations : util::ExitCode::clean;
}

OutputFiles::OutputFiles(const std::vector<OutputRequest>& requests) {
  for (const OutputRequest& request : requests) {
    files_.push_back({request, std::make_unique<util::AtomicFile>(request.path)});
  }
}

void OutputFiles::write(const findings::Audit& audit, const reports::FormatOptions& options,
                        Timings* timings) {
  const auto files = static_cast<unsigned>(files_.size());
  if (files == 0) return;
  if (timings != nullptr) timings->begin("writing the reports");
  // Formats that take one thread alone are written beside each other.
  reports::FormatOptions each = options;
  each.threads = std::max(1U, options.threads / files);
  util::parallel_for(files, options.threads, [&](size_t i) {
    files_[i].request.format->write(audit, each, *files_[i].file);
    files_[i].file->flush();
  });
  if (timings == nullptr) return;
  timings->end(files == 1 ? fmt::format("write {}", util::visible(files_[0].request.path))
                          : fmt::format("write {} files", files));
}

void OutputFiles::commit() {
  for (File& file : files_) file.file->commit();
}

}  // namespace audit::cli

// SPDX-License-Identifier: MIT
#include "cli/view_outputs.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>

#include "cli/environment.hpp"
#include "cli/session.hpp"
#include "util/diagnostics.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

/// Two names of one file are one file, whether it is there yet or not.
std::string resolved(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

std::optional<size_t> by_name(const std::vector<FormatName>& formats, std::string_view name) {
  for (size_t i = 0; i < formats.size(); ++i) {
    if (formats[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<size_t> by_extension(const std::vector<FormatName>& formats,
                                   const std::string& path) {
  const std::string name = util::fold(path.substr(path.rfind('/') + 1));
  for (size_t i = 0; i < formats.size(); ++i) {
    if (name.size() > formats[i].extension.size() && name.ends_with(formats[i].extension)) return i;
  }
  return std::nullopt;
}

std::string joined(const std::vector<FormatName>& formats, std::string FormatName::*part) {
  std::string text;
  for (const FormatName& format : formats) text += (text.empty() ? "" : ", ") + format.*part;
  return text;
}

class Judge {
 public:
  Judge(const std::vector<FormatName>& formats, const Arguments& arguments)
      : formats_(formats), report_(arguments.report) {
    for (const std::string& input : arguments.input.inputs) read_.insert(resolved(input));
    for (const auto& [table, file] : arguments.input.tables) read_.insert(resolved(file));
    for (const std::string* file : {&report_.waivers, &report_.baseline}) {
      if (!file->empty()) read_.insert(resolved(*file));
    }
  }

  ViewPlan run() {
    for (const std::string& text : report_.outputs) take(text);
    plan_.on_standard_output = report_.outputs.empty() || !report_.format.empty();
    if (!report_.format.empty()) {
      const auto format = by_name(formats_, report_.format);
      plan_.format = format.value_or(0);
      if (!format) {
        diagnostics_.error(
            {.file = "--format"},
            fmt::format("there is no format '{}' here; there are {}", util::visible(report_.format),
                        joined(formats_, &FormatName::name)));
      }
    }
    if (!diagnostics_.has_errors()) return std::move(plan_);
    std::fputs(diagnostics_.render().c_str(), stderr);
    throw Refused{};
  }

 private:
  void take(const std::string& text) {
    const util::Spot spot{.file = "--output"};
    const size_t colon = text.find(':');
    auto format = by_name(formats_, std::string_view(text).substr(0, colon));
    const bool named = colon != std::string::npos && format.has_value();
    const std::string path = named ? text.substr(colon + 1) : text;
    if (!named) format = by_extension(formats_, path);
    if (!format) {
      diagnostics_.error(spot,
                         fmt::format("the name '{}' does not tell a format", util::visible(text)),
                         fmt::format("use an extension of {}, or FORMAT:FILE",
                                     joined(formats_, &FormatName::extension)));
    } else if (path.empty()) {
      diagnostics_.error(spot, fmt::format("'{}' names no file", util::visible(text)));
    } else if (read_.contains(resolved(path))) {
      diagnostics_.error(
          spot, fmt::format("'{}' is also an input and would be overwritten", util::visible(path)));
    } else if (!taken_.insert(resolved(path)).second) {
      diagnostics_.error(spot, fmt::format("'{}' is given twice", util::visible(path)));
    } else {
      plan_.files.emplace_back(*format, path);
    }
  }

  const std::vector<FormatName>& formats_;
  const ReportArguments& report_;
  util::Diagnostics diagnostics_;
  ViewPlan plan_;
  std::set<std::string> read_;
  std::set<std::string> taken_;
};

}  // namespace

ViewPlan plan_views(const std::vector<FormatName>& formats, const Arguments& arguments) {
  return Judge(formats, arguments).run();
}

reports::FormatOptions view_options(const ReportArguments& report) {
  reports::FormatOptions options;
  options.colour = want_colour(report.colour);
  options.width = terminal_width();
  options.csv_raw = report.csv_raw;
  return options;
}

}  // namespace audit::cli

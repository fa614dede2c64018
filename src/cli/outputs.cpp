// SPDX-License-Identifier: MIT
#include "cli/outputs.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <set>

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

OutputFiles::OutputFiles(const std::vector<OutputRequest>& requests) {
  for (const OutputRequest& request : requests) {
    files_.push_back({request, std::make_unique<util::AtomicFile>(request.path)});
  }
}

void OutputFiles::write(const findings::Audit& audit, const reports::FormatOptions& options) {
  for (File& file : files_) {
    file.request.format->write(audit, options, *file.file);
    file.file->flush();
  }
}

void OutputFiles::commit() {
  for (File& file : files_) file.file->commit();
}

}  // namespace audit::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/timings.hpp"
#include "findings/audit.hpp"
#include "reports/format.hpp"
#include "util/atomic_file.hpp"
#include "util/diagnostics.hpp"
#include "util/fatal.hpp"

namespace audit::cli {

/// One -o: a format and a file.
struct OutputRequest {
  const reports::Format* format = nullptr;
  std::string path;
};

/// "report.json" by its extension, or "FORMAT:FILE". Unknown formats, a file given twice, and a
/// file that is also an input are errors.
std::vector<OutputRequest> output_requests(const std::vector<std::string>& outputs,
                                           const std::vector<std::string>& inputs,
                                           util::Diagnostics& diagnostics);

/// What must be known about the output before the work begins.
struct OutputPlan {
  std::vector<OutputRequest> files;
  const reports::Format* standard = nullptr;  ///< nullptr: nothing on standard output
};
/// `read`: the files that are read and must not be overwritten. Prints every fault and throws
/// Refused.
OutputPlan plan_outputs(const ReportArguments& report, const std::vector<std::string>& read);

reports::FormatOptions format_options(const ReportArguments& report);
/// The report on standard output, if any.
void print(const findings::Audit& audit, const OutputPlan& plan,
           const reports::FormatOptions& options);

/// The exit code of an audit whose reports are written; says the reasons for code 3, if any.
util::ExitCode verdict(const findings::Audit& audit, const std::string& fail_on,
                       const std::vector<std::string>& shortcomings);

/// The files of one run: opened before any data is read, so that a folder that cannot be written to
/// is told before the work, and renamed into place together once all are written.
class OutputFiles {
 public:
  explicit OutputFiles(const std::vector<OutputRequest>& requests);  ///< Throws Fatal{output}.
  /// Several at once, on options.threads. `timings`, if any, is told.
  void write(const findings::Audit& audit, const reports::FormatOptions& options,
             Timings* timings = nullptr);
  void commit();

 private:
  struct File {
    OutputRequest request;
    std::unique_ptr<util::AtomicFile> file;
  };
  std::vector<File> files_;
};

}  // namespace audit::cli

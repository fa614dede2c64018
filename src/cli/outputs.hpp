// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "findings/audit.hpp"
#include "reports/format.hpp"
#include "util/atomic_file.hpp"
#include "util/diagnostics.hpp"

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

/// The files of one run: opened before any data is read, so that a folder that cannot be written to
/// is told before the work, and renamed into place together once all are written.
class OutputFiles {
 public:
  explicit OutputFiles(const std::vector<OutputRequest>& requests);  ///< Throws Fatal{output}.
  void write(const findings::Audit& audit, const reports::FormatOptions& options);
  void commit();

 private:
  struct File {
    OutputRequest request;
    std::unique_ptr<util::AtomicFile> file;
  };
  std::vector<File> files_;
};

}  // namespace audit::cli

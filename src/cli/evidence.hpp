// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "evidence/evidence.hpp"
#include "findings/audit.hpp"
#include "util/atomic_file.hpp"

namespace audit::cli {

/// check --evidence: takes note of what an audit rests on while it runs. Does nothing without the
/// option.
class EvidenceWriter {
 public:
  explicit EvidenceWriter(const Arguments& arguments);

  /// Where rules must be read from, so that they are noted; null: from the disk.
  [[nodiscard]] const config::Files* files() const { return recorder_ ? &*recorder_ : nullptr; }
  /// Opens the file. Throws Fatal{output}, Fatal{usage} for a part.
  void start(const Inputs& inputs);
  /// The report as the evidence holds it.
  void keep(const findings::Audit& audit);
  /// Hashes the inputs. Throws Fatal{input} if one cannot be read any more, Fatal{output}.
  void write(const Setup& setup, const Inputs& inputs);
  void commit();

 private:
  const Arguments& arguments_;
  std::optional<evidence::RecordingFiles> recorder_;
  std::string report_;
  std::unique_ptr<util::AtomicFile> file_;
};

}  // namespace audit::cli

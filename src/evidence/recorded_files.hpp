// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/files.hpp"

namespace audit::evidence {

/// Stands for the bundled rules folder in everything recorded: no path of this machine.
inline constexpr const char* k_rules_folder = "caljobs-audit:rules";

/// What was asked of the files from which rules were loaded, and answered.
struct FileRecord {
  std::map<std::string, std::string> texts;               ///< of files that could be read
  std::map<std::string, std::vector<std::string>> lists;  ///< folder → paths in it
  std::map<std::string, std::string> identities;          ///< path → a number; equal for one file
  std::vector<std::string> folders;
};

/// Answers from the disk and takes note. Paths in the bundled folder are noted as if it was called
/// k_rules_folder.
class RecordingFiles : public config::Files {
 public:
  explicit RecordingFiles(std::string rules_folder) : rules_folder_(std::move(rules_folder)) {}

  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override;
  [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override;
  [[nodiscard]] bool is_folder(const std::string& path) const override;
  [[nodiscard]] std::string identity(const std::string& path) const override;

  [[nodiscard]] const FileRecord& record() const { return record_; }

 private:
  [[nodiscard]] std::string portable(const std::string& path) const;

  std::string rules_folder_;
  config::DiskFiles disk_;
  // Taking note is not what a reader of files asks for: the interface is const.
  mutable FileRecord record_;
  mutable std::map<std::string, std::string> numbers_;  // of identities
};

/// Answers as recorded; what was not asked then is not there. Never looks at a disk.
class ReplayedFiles : public config::Files {
 public:
  explicit ReplayedFiles(FileRecord record) : record_(std::move(record)) {}

  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override;
  [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override;
  [[nodiscard]] bool is_folder(const std::string& path) const override;
  [[nodiscard]] std::string identity(const std::string& path) const override;

 private:
  FileRecord record_;
};

}  // namespace audit::evidence

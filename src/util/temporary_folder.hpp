// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace audit::util {

struct UnfinishedFile;

/// A folder for temporary files that a library makes under names of its own (mode 0700). The
/// destructor removes it with all that lies right in it; so does a signal (see
/// remove_unfinished_files).
class TemporaryFolder {
 public:
  TemporaryFolder();  ///< If it cannot be made, path() is empty and errno says why.
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  bool make_in(const std::string& place);

  std::string path_;
  int descriptor_ = -1;  // kept, so that it can be cleared when no file can be opened any more
  UnfinishedFile* unfinished_ = nullptr;
};

/// Where such folders are made; "/tmp" unless set. For src/cli, which alone may look at TMPDIR.
void set_temporary_place(std::string folder);

/// Removes a folder and what lies right in it. Async-signal-safe.
void remove_with_files(const char* folder) noexcept;

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace audit::util {

struct UnfinishedFile;

/// A folder that becomes visible whole, by commit(), or not at all: it is filled under a temporary
/// name beside its target (mode 0700, files 0600). Without commit() the destructor removes all of
/// it; so does a signal (see remove_unfinished_files). Files are named relative to the folder.
class AtomicFolder {
 public:
  /// The target must not exist, or be an empty folder. Throws Fatal{output}.
  explicit AtomicFolder(std::string path);
  ~AtomicFolder();
  AtomicFolder(const AtomicFolder&) = delete;
  AtomicFolder& operator=(const AtomicFolder&) = delete;

  void add_folder(const std::string& name);  ///< Throws Fatal{output}.
  /// Adds to the end of a file, which is made if it is not there. Throws Fatal{output}.
  void append(const std::string& name, std::string_view bytes);
  void commit();  ///< Throws Fatal{output}; then nothing has changed.

  /// Where it lies until commit().
  [[nodiscard]] const std::string& temporary() const { return temporary_; }

 private:
  [[noreturn]] void fail(int error) const;
  void make(const std::string& path);
  void discard() noexcept;

  std::string path_;
  std::string temporary_;
  std::vector<UnfinishedFile*> unfinished_;  // in the order in which they were made
  std::vector<std::string> files_;           // sorted names of those that append() has made
};

}  // namespace audit::util

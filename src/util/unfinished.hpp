// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <csignal>
#include <string>

namespace audit::util {

/// A temporary file or folder that a signal must remove. Entries are never freed or reused, so that
/// a handler may walk the list at any time.
struct UnfinishedFile {
  std::string path;
  std::atomic<bool> live{true};
  UnfinishedFile* next = nullptr;
};

/// To be called before the file or folder is made, or within the same Making; set `live` to false
/// once it has its final name or is gone. What lies in a folder must be noted after the folder.
UnfinishedFile* note_unfinished(const std::string& path);

/// While one lives, its thread makes a file or a folder, or gives it its final name:
/// remove_unfinished_files() on another thread waits for that, and no signal comes on this one. So
/// nothing comes to be after the list was walked: a thread that would begin then is held until the
/// process ends. For a few quick calls only, and never one within another.
class Making {
 public:
  Making() noexcept;
  ~Making();  ///< Leaves errno as it is.
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;

 private:
  sigset_t before_{};
};

/// As mkostemp() (mode 0600, close on exec), but the file has lost its name when this returns. The
/// descriptor, or -1 and errno says why.
int make_nameless(char* pattern) noexcept;

/// Async-signal-safe: removes all that is noted and live. For the handlers of the signals that end
/// the process, which must end after it: no other thread makes a file any more.
void remove_unfinished_files() noexcept;

}  // namespace audit::util

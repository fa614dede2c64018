// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <string>

namespace audit::util {

/// A temporary file or folder that a signal must remove. Entries are never freed or reused, so that
/// a handler may walk the list at any time.
struct UnfinishedFile {
  std::string path;
  std::atomic<bool> live{true};
  UnfinishedFile* next = nullptr;
};

/// To be called before the file or folder is made; set `live` to false once it has its final name
/// or is gone. What lies in a folder must be noted after the folder.
UnfinishedFile* note_unfinished(const std::string& path);

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#include "util/temporary_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "util/unfinished.hpp"

namespace audit::util {

namespace {

constexpr mode_t k_temporary_mode = 0700;
constexpr int k_temporary_attempts = 1000;

std::string& temporary_place() {
  static std::string place = "/tmp";
  return place;
}

}  // namespace

void set_temporary_place(std::string folder) { temporary_place() = std::move(folder); }

TemporaryFolder::TemporaryFolder() {
  static std::atomic<unsigned> counter{0};
  for (int attempt = 0; attempt < k_temporary_attempts; ++attempt) {
    std::string path =
        fmt::format("{}/caljobs-audit-{}-{}.tmp", temporary_place(), ::getpid(), counter++);
    // Noted only once it is there: what has this name already is not ours to remove. An empty
    // folder is all that a signal between the two could leave.
    if (::mkdir(path.c_str(), k_temporary_mode) == 0) {
      unfinished_ = note_unfinished(path);
      path_ = std::move(path);
      return;
    }
    if (errno != EEXIST) return;
  }
}

TemporaryFolder::~TemporaryFolder() {
  if (unfinished_ == nullptr) return;
  remove_with_files(path_.c_str());
  unfinished_->live = false;
}

// readdir() may allocate, so the system is asked itself.
void remove_with_files(const char* folder) noexcept {
  const int descriptor = ::open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return;
  std::array<char, 4096> entries{};
  for (;;) {
    const long size = ::syscall(SYS_getdents64, descriptor, entries.data(), entries.size());
    if (size <= 0) break;
    for (long at = 0; at < size;) {
      const char* const entry = entries.data() + at;
      uint16_t bytes = 0;
      std::memcpy(&bytes, entry + offsetof(dirent64, d_reclen), sizeof bytes);
      ::unlinkat(descriptor, entry + offsetof(dirent64, d_name), 0);  // fails for "." and ".."
      at += bytes;
    }
  }
  ::close(descriptor);
  ::rmdir(folder);
}

}  // namespace audit::util

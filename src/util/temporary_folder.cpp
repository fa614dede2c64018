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

constexpr mode_t k_private_folder = 0700;
constexpr int k_folder_attempts = 1000;
constexpr const char* k_usual_place = "/tmp";

std::string& temporary_place() {
  static std::string place = k_usual_place;
  return place;
}

bool is_itself_or_above(const char* name) {
  return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

/// Removes what lies right in the folder, and closes it. readdir() may allocate, so the system is
/// asked itself: a signal's handler comes here.
void empty_folder(int descriptor) noexcept {
  std::array<char, 4096> entries{};
  for (;;) {
    const long size = ::syscall(SYS_getdents64, descriptor, entries.data(), entries.size());
    if (size <= 0) break;
    for (long at = 0; at < size;) {
      const char* const entry = entries.data() + at;
      uint16_t bytes = 0;
      std::memcpy(&bytes, entry + offsetof(dirent64, d_reclen), sizeof bytes);
      const char* const name = entry + offsetof(dirent64, d_name);
      if (!is_itself_or_above(name)) ::unlinkat(descriptor, name, 0);
      at += bytes;
    }
  }
  ::close(descriptor);
}

}  // namespace

void set_temporary_place(std::string folder) { temporary_place() = std::move(folder); }

/// In a place that is not there, in the usual one, as the C library does.
TemporaryFolder::TemporaryFolder() {
  if (!make_in(temporary_place()) && errno == ENOENT) make_in(k_usual_place);
}

bool TemporaryFolder::make_in(const std::string& place) {
  static std::atomic<unsigned> counter{0};
  for (int attempt = 0; attempt < k_folder_attempts; ++attempt) {
    std::string path = fmt::format("{}/caljobs-audit-{}-{}.tmp", place, ::getpid(), counter++);
    // Noted only once it is there: what has this name already is not ours to remove.
    const Making making;
    if (::mkdir(path.c_str(), k_private_folder) == 0) {
      descriptor_ = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
      if (descriptor_ < 0) {
        const int error = errno;
        ::rmdir(path.c_str());
        errno = error;
        return false;
      }
      try {
        unfinished_ = note_unfinished(path);
      } catch (...) {
        ::close(descriptor_);
        ::rmdir(path.c_str());
        throw;
      }
      path_ = std::move(path);
      return true;
    }
    if (errno != EEXIST) return false;
  }
  return false;
}

TemporaryFolder::~TemporaryFolder() {
  if (unfinished_ == nullptr) return;
  empty_folder(descriptor_);
  ::rmdir(path_.c_str());
  unfinished_->live = false;
}

void remove_with_files(const char* folder) noexcept {
  const int descriptor = ::open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor >= 0) empty_folder(descriptor);
  ::rmdir(folder);
}

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#include "util/atomic_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "util/descriptor.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"
#include "util/unfinished.hpp"

namespace audit::util {

namespace {

constexpr mode_t k_folder_mode = 0700;
constexpr mode_t k_file_mode = 0600;

int open_file(const std::string& path, int flags) {
  const Making making;
  return ::open(path.c_str(), flags, k_file_mode);
}

std::string without_slashes(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace

void AtomicFolder::fail(int error) const {
  throw Fatal(ExitCode::output, fmt::format("cannot write the folder '{}': {}; nothing was changed",
                                            visible(path_), error_text(error)));
}

AtomicFolder::AtomicFolder(std::string path) : path_(without_slashes(std::move(path))) {
  static std::atomic<unsigned> counter{0};
  struct stat about {};
  if (::lstat(path_.c_str(), &about) == 0) {
    std::error_code error;
    const bool is_empty = S_ISDIR(about.st_mode) && std::filesystem::is_empty(path_, error);
    if (!is_empty || error) {
      throw Fatal(ExitCode::output,
                  fmt::format("'{}' is there already; name a folder that is not, or an empty one",
                              visible(path_)));
    }
  }
  const size_t slash = path_.rfind('/');
  const std::string above = slash == std::string::npos ? "" : path_.substr(0, slash + 1);
  const std::string own = slash == std::string::npos ? path_ : path_.substr(slash + 1);
  temporary_ = fmt::format("{}.{}.{}-{}.tmp", above, own, ::getpid(), counter++);
  make(temporary_);
}

void AtomicFolder::make(const std::string& path) {
  unfinished_.reserve(unfinished_.size() + 1);  // before there is something to be removed
  const Making making;
  UnfinishedFile* const entry = note_unfinished(path);
  if (::mkdir(path.c_str(), k_folder_mode) != 0) {
    const int error = errno;
    entry->live = false;
    fail(error);
  }
  unfinished_.push_back(entry);
}

void AtomicFolder::add_folder(const std::string& name) { make(temporary_ + "/" + name); }

void AtomicFolder::append(const std::string& name, std::string_view bytes) {
  const std::string path = temporary_ + "/" + name;
  int flags = O_WRONLY | O_APPEND | O_CLOEXEC;
  const auto place = std::ranges::lower_bound(files_, name);
  const bool is_new = place == files_.end() || *place != name;
  if (is_new) {
    flags |= O_CREAT | O_EXCL;
    unfinished_.push_back(note_unfinished(path));
    files_.insert(place, name);
  }
  const int file = open_file(path, flags);
  if (file < 0) fail(errno);
  int error = write_all(file, bytes);
  if (const int closing = close_file(file); error == 0) error = closing;
  if (error != 0) fail(error);
}

void AtomicFolder::commit() {
  // What is written must be on the disk before its name is; one sync for all of it.
  const int folder = ::open(temporary_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail(errno);
  const int error = ::syncfs(folder) == 0 ? 0 : errno;
  ::close(folder);
  if (error != 0) fail(error);
  const Making making;
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail(errno);
  for (UnfinishedFile* const entry : unfinished_) entry->live = false;
  unfinished_.clear();
}

void AtomicFolder::discard() noexcept {
  for (size_t i = unfinished_.size(); i-- > 0;) {
    UnfinishedFile& entry = *unfinished_[i];
    if (::unlink(entry.path.c_str()) != 0) ::rmdir(entry.path.c_str());
    entry.live = false;
  }
  unfinished_.clear();
}

AtomicFolder::~AtomicFolder() { discard(); }

}  // namespace audit::util

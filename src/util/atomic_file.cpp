// SPDX-License-Identifier: MIT
#include "util/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <system_error>

#include "util/descriptor.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"
#include "util/unfinished.hpp"

namespace audit::util {

namespace {

constexpr size_t k_buffer_bytes = size_t{256} * 1024;
constexpr uint64_t k_sync_bytes = uint64_t{4} << 20U;  // that the disk is given at a time
constexpr mode_t k_owner_only = 0600;
constexpr int k_most_links = 40;             // as the kernel allows
constexpr size_t k_name_in_temporary = 100;  // bytes of the target's name in the temporary one
constexpr int k_name_attempts = 1000;

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw Fatal(ExitCode::output, fmt::format("cannot write '{}': {}", visible(path), why));
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// Where `path` leads when its last part is a link, or a link to a link; the end need not exist.
std::string follow_links(const std::string& path) {
  std::string target = path;
  for (int links = 0; links < k_most_links; ++links) {
    struct stat about {};
    if (::lstat(target.c_str(), &about) != 0 || !S_ISLNK(about.st_mode)) return target;
    std::array<char, PATH_MAX> text{};
    const ssize_t size = ::readlink(target.c_str(), text.data(), text.size());
    if (size <= 0) fail(path, error_text(errno));
    const std::string link(text.data(), static_cast<size_t>(size));
    target = link.front() == '/' ? link : fmt::format("{}/{}", folder_of(target), link);
  }
  fail(path, "its links lead in a circle");
}

bool is_standard_output(const struct stat& about) {
  struct stat standard {};
  return ::fstat(STDOUT_FILENO, &standard) == 0 && standard.st_dev == about.st_dev &&
         standard.st_ino == about.st_ino;
}

std::string why_not_created(const std::string& folder, int error) {
  const std::string shown = visible(folder);
  if (error == ENOENT) return fmt::format("there is no folder '{}'; create it first", shown);
  if (error == ENOTDIR) return fmt::format("'{}' is not a folder", shown);
  if (error == EACCES || error == EPERM) {
    return fmt::format("no permission to create a file in the folder '{}'", shown);
  }
  return error_text(error);
}

}  // namespace

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
  if (path_.empty()) fail(path_, "the name is empty");
  buffer_.reserve(k_buffer_bytes);  // first: from here on, what is made would stay behind
  struct stat about {};
  const bool exists = ::stat(path_.c_str(), &about) == 0;
  if (exists && S_ISDIR(about.st_mode)) fail(path_, "it is a folder; name a file");
  to_stdout_ = exists && is_standard_output(about);
  if (exists && (to_stdout_ || !S_ISREG(about.st_mode))) {
    open_directly(path_);
  } else {
    target_ = follow_links(path_);
    open_temporary();
  }
}

void AtomicFile::open_directly(const std::string& path) {
  // A duplicate, not the file opened anew, so that both ways of writing share one position.
  descriptor_ = to_stdout_ ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                           : ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor_ < 0) fail(path_, error_text(errno));
}

void AtomicFile::open_temporary() {
  static std::atomic<unsigned> counter{0};
  const std::string folder = folder_of(target_);
  const std::string name = target_.substr(target_.rfind('/') + 1).substr(0, k_name_in_temporary);
  for (int attempt = 0; attempt < k_name_attempts; ++attempt) {
    temporary_ = fmt::format("{}/.{}.{}-{}.tmp", folder, name, ::getpid(), counter++);
    const Making making;
    UnfinishedFile* const entry = note_unfinished(temporary_);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, k_owner_only);
    const int error = errno;
    if (descriptor_ >= 0) {
      unfinished_ = entry;
      return;
    }
    entry->live = false;
    if (error != EEXIST) fail(path_, why_not_created(folder, error));
  }
  fail(path_, "no free name for a temporary file beside it");
}

void AtomicFile::discard() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  if (unfinished_ == nullptr) return;
  ::unlink(temporary_.c_str());
  unfinished_->live = false;
  unfinished_ = nullptr;
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::append(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > k_buffer_bytes) flush();
  if (bytes.size() >= k_buffer_bytes) {
    write(bytes);
  } else {
    buffer_.append(bytes);
  }
}

void AtomicFile::flush() {
  std::string bytes;
  bytes.swap(buffer_);  // not again, should it fail
  write(bytes);
  bytes.clear();
  bytes.swap(buffer_);  // with its memory
}

void AtomicFile::write(std::string_view bytes) {
  AUDIT_ASSERT(!committed_);
  const int error = closed_ ? 0 : write_all(descriptor_, bytes);
  if (error == EPIPE && to_stdout_) {
    closed_ = true;
  } else if (error != 0) {
    fail(path_,
         temporary_.empty() ? error_text(error) : error_text(error) + "; nothing was changed");
  }
  written_ += bytes.size();
  if (unfinished_ == nullptr || written_ - syncing_ < k_sync_bytes) return;
  begin_sync(descriptor_, syncing_, written_ - syncing_);
  syncing_ = written_;
}

void AtomicFile::commit() {
  flush();
  committed_ = true;
  if (temporary_.empty()) {
    const int error = close_file(descriptor_);
    descriptor_ = -1;
    if (error != 0) fail(path_, error_text(error));
    return;
  }
  int error = sync_file(descriptor_);
  if (const int closing = close_file(descriptor_); error == 0) error = closing;
  descriptor_ = -1;
  if (error == 0) {
    const Making making;  // no handler takes the file away under this
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) error = errno;
  }
  discard();
  if (error != 0) fail(path_, error_text(error) + "; nothing was changed");
  // So that the name, too, outlives a power cut. Not every file system can; the report is there
  // anyhow.
  const int folder = ::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    static_cast<void>(::fsync(folder));
    ::close(folder);
  }
}

StandardOutput::~StandardOutput() {
  if (!closed_) static_cast<void>(write_all(STDOUT_FILENO, buffer_));
}

void StandardOutput::append(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > k_buffer_bytes) flush();
  if (bytes.size() >= k_buffer_bytes) {
    write(bytes);
  } else {
    buffer_.append(bytes);
  }
}

void StandardOutput::flush() {
  std::string bytes;
  bytes.swap(buffer_);  // not again, should it fail
  write(bytes);
  bytes.clear();
  bytes.swap(buffer_);
}

void StandardOutput::write(std::string_view bytes) {
  if (closed_) return;
  const int error = write_all(STDOUT_FILENO, bytes);
  if (error == 0) return;
  closed_ = true;
  if (error == EPIPE) return;
  throw Fatal(ExitCode::output,
              fmt::format("cannot write to standard output: {}", error_text(error)));
}

}  // namespace audit::util

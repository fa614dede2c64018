// SPDX-License-Identifier: MIT
#include "util/descriptor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace audit::util {

namespace {

constexpr size_t k_piece = size_t{64} << 10U;

}  // namespace

std::string error_text(int error) {
  if (error == ENOSPC || error == EDQUOT) return "the disk is full";
  return std::generic_category().message(error);
}

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {  // somebody made the pipe non-blocking
      pollfd ready{descriptor, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

std::optional<std::string> read_file(const std::string& path, uint64_t most) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string bytes;
  ssize_t got = 0;
  do {
    const size_t held = bytes.size();
    bytes.resize(held + k_piece);
    got = ::read(file, bytes.data() + held, k_piece);
    bytes.resize(held + static_cast<size_t>(std::max<ssize_t>(got, 0)));
  } while ((got > 0 && bytes.size() <= most) || (got < 0 && errno == EINTR));
  const int error = errno;
  ::close(file);
  errno = error;
  if (got < 0) return std::nullopt;
  return bytes;
}

void begin_sync(int descriptor, uint64_t begin, uint64_t bytes) {
  static_cast<void>(::sync_file_range(descriptor, static_cast<off64_t>(begin),
                                      static_cast<off64_t>(bytes), SYNC_FILE_RANGE_WRITE));
}

int sync_file(int descriptor) {
  while (::fsync(descriptor) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

int close_file(int descriptor) {
  if (::close(descriptor) == 0 || errno == EINTR) return 0;
  return errno;
}

}  // namespace audit::util

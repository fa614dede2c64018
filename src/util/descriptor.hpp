// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

// What an operating system's files have in common for those who read and write them.
namespace audit::util {

/// An errno in words: "the disk is full", "Permission denied".
std::string error_text(int error);

/// Writes all of `bytes`, however many calls it takes; 0, or the errno that stopped it.
int write_all(int descriptor, std::string_view bytes);

/// The file's bytes; nothing where there is no such file or it can't be read to its end, and errno
/// says why. Of one with more than `most` bytes only some more than that.
std::optional<std::string> read_file(const std::string& path,
                                     uint64_t most = std::numeric_limits<uint64_t>::max());

/// Has the disk begin to write so many bytes of the file from `begin` on, and doesn't wait for it.
/// No more than a hint: sync_file() is what counts, and takes less time then.
void begin_sync(int descriptor, uint64_t begin, uint64_t bytes);

/// fsync(), again when a signal came between. 0, or the errno.
int sync_file(int descriptor);

/// close(). 0, or the errno; the descriptor is gone either way, also when a signal came between.
int close_file(int descriptor);

}  // namespace audit::util

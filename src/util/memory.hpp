// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

// Bounded memory. The program's `operator new` is defined here: once the process holds a good part
// of its limit, large blocks (columns, pools of texts, lists of findings) come out of a temporary
// file that is mapped into memory, whose pages the system may take back at any time. What computes
// with them does not know, so that the results are the same to the byte.
namespace audit::util {

/// The least limit: the program, its rules and what it reads at a time need that.
inline constexpr uint64_t k_least_memory = uint64_t{64} << 20U;

struct MemoryLimit {
  uint64_t bytes = 0;  ///< of resident memory
  /// Where the temporary file would be made: mode 0600 and without a name, so that it is gone
  /// however the process ends.
  std::string folder;
  /// If the file cannot be made, or the disk is full: true: operator new throws std::bad_alloc and
  /// out_of_room() says why; false: memory is used.
  bool strict = false;
};

/// Keeps to the limit for as long as small blocks alone leave room. To be called once, early.
void limit_memory(const MemoryLimit& limit);

/// The limit that was set, in bytes; 0: none.
uint64_t memory_limit();

/// The temporary file could not be made, or not grow; and why.
bool is_out_of_room();
std::string out_of_room();

/// Bytes in the temporary file, for tests; 0: none was needed.
uint64_t bytes_put_aside();

/// Gives what was freed back to the system: worth its milliseconds where much was, and as much will
/// be wanted in blocks of other sizes.
void return_freed_memory();

/// While one of these lives, what its thread allocates stays in memory: text as it is read, which
/// no file but the user's is to hold.
class KeptInMemory {
 public:
  KeptInMemory();
  ~KeptInMemory();
  KeptInMemory(const KeptInMemory&) = delete;
  KeptInMemory& operator=(const KeptInMemory&) = delete;
};

}  // namespace audit::util

// SPDX-License-Identifier: MIT
#include "util/memory.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>

#include "util/descriptor.hpp"
#include "util/unfinished.hpp"

namespace audit::util {

namespace {

// A block of a text pool is as large; nearly all that grows with the input is in such or larger
// ones.
constexpr size_t k_large = size_t{64} << 10U;
constexpr size_t k_step = size_t{32} << 20U;  // by which the file grows
constexpr size_t k_turns = 4;  // in how many goes the pages of all of it are given back
constexpr size_t k_most_room = size_t{1} << 40U;
constexpr size_t k_least_room = size_t{1} << 30U;
// For pages that come in between two looks: a quarter of the limit, but within these.
constexpr uint64_t k_least_headroom = uint64_t{28} << 20U;
constexpr uint64_t k_most_headroom = uint64_t{128} << 20U;
constexpr uint64_t k_for_pages = uint64_t{20} << 20U;  // of the file: else it is read all the time
constexpr int k_most_arenas = 2;
constexpr auto k_watch_every = std::chrono::microseconds(200);

// Sizes are rounded up to one of these: four steps from each power of two to the next.
constexpr size_t k_steps = 4;
constexpr size_t k_grain = k_large / k_steps;  // all are multiples of it
constexpr uint8_t k_classes = 96;

constexpr size_t class_size(size_t number) {
  return (k_large + k_grain * (number % k_steps)) << (number / k_steps);
}

uint8_t class_of(size_t bytes) {
  uint8_t number = 0;
  while (number < k_classes && class_size(number) < bytes) ++number;
  return number;
}

/// Pages of this process in memory, asked of a file that stays open: later there may be none to be
/// had.
class Residence {
 public:
  void open() { file_ = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC); }
  [[nodiscard]] uint64_t bytes() const {
    std::array<char, 128> text{};
    const ssize_t size = file_ < 0 ? -1 : ::pread(file_, text.data(), text.size() - 1, 0);
    if (size <= 0) return 0;
    char* second = nullptr;
    static_cast<void>(std::strtoull(text.data(), &second, 10));
    return std::strtoull(second, nullptr, 10) * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  }

 private:
  int file_ = -1;
};

int nameless_file(const char* folder) {
  const int file = ::open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
  std::array<char, 4096> name{};
  const int size = std::snprintf(name.data(), name.size(), "%s/caljobs-audit-XXXXXX", folder);
  if (size < 0 || static_cast<size_t>(size) >= name.size()) {
    errno = ENAMETOOLONG;
    return -1;
  }
  return make_nameless(name.data());
}

void* addresses(size_t bytes, int protection) {
  void* const at =
      ::mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return at == MAP_FAILED ? nullptr : at;
}

/// The temporary file, mapped piece by piece into one range of addresses, and what of it is free.
class SpillFile {
 public:
  /// A block of at least `bytes`, or nullptr: see error().
  void* take(size_t bytes, const char* folder);
  void give_back(void* block);
  [[nodiscard]] bool holds(const void* block) const {
    const char* const base = base_.load(std::memory_order_relaxed);
    return base != nullptr && block >= base &&
           block < base + mapped_.load(std::memory_order_relaxed);
  }
  /// The pages of one of k_turns stretches stay the file's, and come back when they are touched.
  void release_pages(size_t turn) const {
    const size_t steps = mapped_ / k_step;
    const size_t begin = steps * (turn % k_turns) / k_turns * k_step;
    const size_t end = steps * (turn % k_turns + 1) / k_turns * k_step;
    if (end > begin) ::madvise(base_ + begin, end - begin, MADV_DONTNEED);
  }
  [[nodiscard]] uint64_t used() const { return used_; }
  [[nodiscard]] int error() const { return error_; }

 private:
  struct Free {
    Free* next;
  };
  bool open(const char* folder);
  bool grow(size_t bytes);

  std::mutex mutex_;
  int file_ = -1;
  std::atomic<char*> base_{nullptr};
  uint8_t* class_at_ = nullptr;  // by grain
  size_t room_ = 0;
  std::atomic<size_t> mapped_{0};
  std::atomic<size_t> used_{0};
  std::array<Free*, k_classes> free_{};
  std::atomic<int> error_{0};
};

bool SpillFile::open(const char* folder) {
  if (base_ != nullptr) return true;
  if (file_ < 0) file_ = nameless_file(folder);
  if (file_ < 0) return false;
  for (room_ = k_most_room; room_ >= k_least_room; room_ /= 2) {
    if (class_at_ == nullptr) {
      class_at_ = static_cast<uint8_t*>(addresses(room_ / k_grain, PROT_READ | PROT_WRITE));
    }
    void* const base = class_at_ == nullptr ? nullptr : addresses(room_, PROT_NONE);
    if (base == nullptr) continue;
    base_ = static_cast<char*>(base);
    return true;
  }
  return false;
}

/// The disk's room is taken before the pages are used: else a full disk would be a signal.
bool SpillFile::grow(size_t bytes) {
  const size_t more = (bytes + k_step - 1) / k_step * k_step;
  const size_t mapped = mapped_;
  if (more > room_ - mapped) {
    errno = ENOMEM;
    return false;
  }
  errno = ::posix_fallocate(file_, static_cast<off_t>(mapped), static_cast<off_t>(more));
  if (errno != 0) return false;
  void* const at = ::mmap(base_ + mapped, more, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                          file_, static_cast<off_t>(mapped));
  if (at == MAP_FAILED) return false;
  mapped_ = mapped + more;
  return true;
}

void* SpillFile::take(size_t bytes, const char* folder) {
  const uint8_t number = class_of(bytes);
  if (number == k_classes) return nullptr;
  const std::scoped_lock lock(mutex_);
  if (Free* const first = free_[number]) {
    free_[number] = first->next;
    return first;
  }
  const size_t size = class_size(number);
  if (!open(folder) || (used_ + size > mapped_ && !grow(used_ + size - mapped_))) {
    error_ = errno;
    return nullptr;
  }
  char* const block = base_ + used_;
  class_at_[used_ / k_grain] = number;
  used_ += size;
  return block;
}

void SpillFile::give_back(void* block) {
  const std::scoped_lock lock(mutex_);
  const auto place = static_cast<size_t>(static_cast<char*>(block) - base_.load());
  Free*& first = free_[class_at_[place / k_grain]];
  first = new (block) Free{first};
}

// These live as long as the process: the last blocks are freed after all destructors.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): so does what they stand for

/// The limit as marks of resident memory, in bytes.
struct Marks {
  std::atomic<uint64_t> limit{0};    // itself
  std::atomic<uint64_t> aside{0};    // past it large blocks go to the file; 0: there is no limit
  std::atomic<uint64_t> at_most{0};  // past it the file's pages are given back …
  std::atomic<uint64_t> after{0};    // … down to this
};
constinit Marks marks;
constinit std::array<char, 4096> limit_folder{};
constinit std::atomic<bool> limit_is_strict{false};
constinit Residence residence;
constinit SpillFile spill_file;
constinit std::atomic_flag watched;
constinit thread_local unsigned kept_in_memory = 0;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

/// Gives the file's pages back when there are too many, those first that were not for the longest
/// time. On a thread of its own, since pages come in by being touched.
void watch() {
  size_t next = 0;
  for (;;) {
    std::this_thread::sleep_for(k_watch_every);
    if (residence.bytes() <= marks.at_most) continue;
    for (size_t left = k_turns; left > 0 && residence.bytes() > marks.after; --left) {
      spill_file.release_pages(next++);
    }
  }
}

/// Signals are for the other threads. Where no thread is to be had, the next block tries again.
void start_watch() {
  sigset_t every;
  sigset_t before;
  ::sigfillset(&every);
  ::pthread_sigmask(SIG_SETMASK, &every, &before);
  try {
    std::thread(watch).detach();
  } catch (const std::system_error&) {
    watched.clear();
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

/// A block of the file, if it is to lie there; nullptr: in memory.
void* take_aside(size_t bytes) {
  const uint64_t most = marks.aside.load(std::memory_order_relaxed);
  if (most == 0 || kept_in_memory != 0) return nullptr;
  const int error = errno;  // callers of the C library look at theirs after an allocation, too
  const bool fits = residence.bytes() + bytes <= most;
  void* const block = fits ? nullptr : spill_file.take(bytes, limit_folder.data());
  errno = error;
  if (fits) return nullptr;
  if (block == nullptr && limit_is_strict) throw std::bad_alloc();
  if (block != nullptr && !watched.test_and_set()) start_watch();
  return block;
}

// NOLINTBEGIN(cppcoreguidelines-no-malloc): operator new rests on it
void* allocate(size_t bytes) {
  if (bytes >= k_large) [[unlikely]] {
    if (void* const block = take_aside(bytes)) return block;
  }
  for (;;) {
    if (void* const block = std::malloc(bytes == 0 ? 1 : bytes)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void release(void* block) noexcept {
  if (spill_file.holds(block)) [[unlikely]] {
    spill_file.give_back(block);
  } else {
    std::free(block);
  }
}
// NOLINTEND(cppcoreguidelines-no-malloc)

}  // namespace

void limit_memory(const MemoryLimit& limit) {
  limit.folder.copy(limit_folder.data(), limit_folder.size() - 1);
  limit_is_strict = limit.strict;
  residence.open();
  if (limit.strict) {  // what is freed is to go back to the system
    ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(k_large));
    ::mallopt(M_ARENA_MAX, k_most_arenas);
  }
  constexpr uint64_t k_quarter = 4;
  const uint64_t bytes = std::max(limit.bytes, k_least_memory);
  const uint64_t at_most = bytes - std::clamp(bytes / k_quarter, k_least_headroom, k_most_headroom);
  marks.limit = bytes;
  marks.at_most = at_most;
  marks.after = at_most - at_most / k_quarter;
  marks.aside = at_most - std::max(k_for_pages, at_most / 2);
}

uint64_t memory_limit() { return marks.limit; }

bool is_out_of_room() { return spill_file.error() != 0; }
std::string out_of_room() { return error_text(spill_file.error()); }

uint64_t bytes_put_aside() { return spill_file.used(); }

void return_freed_memory() { ::malloc_trim(0); }

KeptInMemory::KeptInMemory() { ++kept_in_memory; }
KeptInMemory::~KeptInMemory() { --kept_in_memory; }

}  // namespace audit::util

// All forms but those with an alignment of their own: a sanitizer brings its own of what is not
// here, and wants each block to go the way that it came.
void* operator new(size_t bytes) { return audit::util::allocate(bytes); }
void* operator new[](size_t bytes) { return audit::util::allocate(bytes); }
void* operator new(size_t bytes, const std::nothrow_t& /*how*/) noexcept {
  try {
    return audit::util::allocate(bytes);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void* operator new[](size_t bytes, const std::nothrow_t& how) noexcept {
  return operator new(bytes, how);
}
void operator delete(void* block) noexcept { audit::util::release(block); }
void operator delete[](void* block) noexcept { audit::util::release(block); }
void operator delete(void* block, size_t /*bytes*/) noexcept { audit::util::release(block); }
void operator delete[](void* block, size_t /*bytes*/) noexcept { audit::util::release(block); }
void operator delete(void* block, const std::nothrow_t& /*how*/) noexcept {
  audit::util::release(block);
}
void operator delete[](void* block, const std::nothrow_t& /*how*/) noexcept {
  audit::util::release(block);
}

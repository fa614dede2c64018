// SPDX-License-Identifier: MIT
#include "util/unfinished.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <mutex>

#include "util/temporary_folder.hpp"

namespace audit::util {

namespace {

// A signal handler reaches nothing but what is global.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<UnfinishedFile*> unfinished_files{nullptr};
std::atomic<int> threads_making{0};
std::atomic<bool> process_ends{false};
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

constexpr timespec k_moment{0, 1'000'000};
constexpr int k_most_moments = 2000;  // a disk that hangs, or a crash amid it, holds up no more

/// Those that a fault raises are not held back: the system would end the process at once.
sigset_t signals_from_outside() {
  sigset_t set{};
  ::sigfillset(&set);
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS}) {
    ::sigdelset(&set, fault);
  }
  return set;
}

/// One of the two sees the other: a thread tells that it makes something before it looks whether
/// the process ends, and a handler does the reverse.
void wait_for_other_threads() {
  process_ends = true;
  for (int moment = 0; threads_making > 0 && moment < k_most_moments; ++moment) {
    ::nanosleep(&k_moment, nullptr);
  }
}

}  // namespace

UnfinishedFile* note_unfinished(const std::string& path) {
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  auto entry = std::make_unique<UnfinishedFile>();
  entry->path = path;
  entry->next = unfinished_files.load();
  unfinished_files.store(entry.get());
  return entry.release();
}

Making::Making() noexcept {
  const sigset_t held = signals_from_outside();
  ::pthread_sigmask(SIG_BLOCK, &held, &before_);
  ++threads_making;
  if (!process_ends) return;
  --threads_making;
  for (;;) ::pause();
}

Making::~Making() {
  --threads_making;
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

int make_nameless(char* pattern) noexcept {
  const Making making;
  const int file = ::mkostemp(pattern, O_CLOEXEC);
  if (file >= 0) ::unlink(pattern);
  return file;
}

void remove_unfinished_files() noexcept {
  const int error = errno;
  wait_for_other_threads();
  for (const UnfinishedFile* entry = unfinished_files.load(); entry != nullptr;
       entry = entry->next) {
    // Newest first: a folder comes after what lies in it.
    if (!entry->live.load()) continue;
    if (::unlink(entry->path.c_str()) != 0) remove_with_files(entry->path.c_str());
  }
  errno = error;
}

}  // namespace audit::util

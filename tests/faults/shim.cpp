// SPDX-License-Identifier: MIT
// Preloaded into the program: makes chosen calls of the C library fail. Environment:
//   FAULT_KIND    alloc, read, write, … (see Kind)
//   FAULT_FIRST   the n-th call of that kind fails, from 1; 0: none, they are only counted
//   FAULT_LAST    and all up to this one; 0: all that follow
//   FAULT_ERROR   with this errno; 0 for read and write: they do part of their work
//   FAULT_LOG     file for the numbers of calls met: "alloc 1234" lines
// The clock stands still, so that two runs write the same bytes.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

enum Kind {
  alloc,
  read_,
  write_,
  sync_,
  rename_,
  open_,
  close_,
  mmap_,
  stdio,
  unlink_,
  stat_,
  dir,
  kinds
};
constexpr const char* k_names[kinds] = {"alloc", "read", "write", "sync",   "rename", "open",
                                        "close", "mmap", "stdio", "unlink", "stat",   "dir"};
constexpr std::time_t k_now = 1769860000;  // 2026-01-31

using Main = int (*)(int, char**, char**);

std::atomic<long> met[kinds];
bool started = false;  // what happens before main() is not the program's
Main real_main = nullptr;
int chosen = -1;
long first = 0;
long last = 0;
int error = 0;

long number(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

__attribute__((constructor)) void start() {
  const char* kind = std::getenv("FAULT_KIND");
  for (int i = 0; kind != nullptr && i < kinds; ++i) {
    if (std::strcmp(kind, k_names[i]) == 0) chosen = i;
  }
  first = number("FAULT_FIRST");
  last = number("FAULT_LAST");
  error = static_cast<int>(number("FAULT_ERROR"));
}

__attribute__((destructor)) void finish() {
  const char* log = std::getenv("FAULT_LOG");
  if (log == nullptr) return;
  const long file = ::syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return;
  for (int i = 0; i < kinds; ++i) {
    char line[64];
    const int size = std::snprintf(line, sizeof line, "%s %ld\n", k_names[i], met[i].load());
    ::syscall(SYS_write, file, line, size);
  }
  ::syscall(SYS_close, file);
}

/// Counts the call; true if it is to fail, with errno set.
bool fails(Kind kind) {
  if (!started) return false;
  const long at = ++met[kind];
  if (kind != chosen || first == 0 || at < first || (last != 0 && at > last)) return false;
  errno = error;
  return true;
}

template <typename Function>
Function real(const char* name) {
  void* const found = ::dlsym(RTLD_NEXT, name);
  Function function = nullptr;
  std::memcpy(&function, &found, sizeof function);
  return function;
}

/// Some of it, and now and then none for a signal's sake.
size_t part_of(size_t bytes) {
  static std::atomic<unsigned> state{1};
  const unsigned next = state = state * 1103515245U + 12345U;
  return bytes < 2 ? bytes : 1 + (next >> 16U) % (bytes < 4096 ? bytes : 4096);
}

int started_main(int count, char** arguments, char** environment) {
  started = true;
  return real_main(count, arguments, environment);
}

}  // namespace

#define REAL(name) static const auto call = real<decltype(&::name)>(#name)

extern "C" {

int __libc_start_main(Main main, int count, char** arguments, void (*init)(), void (*fini)(),
                      void (*last)(), void* stack) {
  static const auto call = real<decltype(&__libc_start_main)>("__libc_start_main");
  real_main = main;
  return call(started_main, count, arguments, init, fini, last, stack);
}

void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);

void* malloc(size_t bytes) { return fails(alloc) ? nullptr : __libc_malloc(bytes); }
void* calloc(size_t count, size_t bytes) {
  return fails(alloc) ? nullptr : __libc_calloc(count, bytes);
}
void* realloc(void* old, size_t bytes) {
  return fails(alloc) ? nullptr : __libc_realloc(old, bytes);
}
void* memalign(size_t to, size_t bytes) {
  return fails(alloc) ? nullptr : __libc_memalign(to, bytes);
}
void* aligned_alloc(size_t to, size_t bytes) { return memalign(to, bytes); }
int posix_memalign(void** out, size_t to, size_t bytes) {
  void* const made = memalign(to, bytes);
  if (made == nullptr) return ENOMEM;
  *out = made;
  return 0;
}

// Reading and writing: error 0 means a part of it.
#define TRANSFER(name, kind, parameters, fewer, whole) \
  ssize_t name parameters {                            \
    REAL(name);                                        \
    if (fails(kind)) {                                 \
      if (error != 0) return -1;                       \
      static std::atomic<unsigned> turn{0};            \
      if (++turn % 5 == 0) {                           \
        errno = EINTR;                                 \
        return -1;                                     \
      }                                                \
      return call fewer;                               \
    }                                                  \
    return call whole;                                 \
  }
TRANSFER(read, read_, (int file, void* out, size_t bytes), (file, out, part_of(bytes)),
         (file, out, bytes))
TRANSFER(pread, read_, (int file, void* out, size_t bytes, off_t at),
         (file, out, part_of(bytes), at), (file, out, bytes, at))
TRANSFER(pread64, read_, (int file, void* out, size_t bytes, off64_t at),
         (file, out, part_of(bytes), at), (file, out, bytes, at))
TRANSFER(pwrite, write_, (int file, const void* from, size_t bytes, off_t at),
         (file, from, part_of(bytes), at), (file, from, bytes, at))
TRANSFER(pwrite64, write_, (int file, const void* from, size_t bytes, off64_t at),
         (file, from, part_of(bytes), at), (file, from, bytes, at))

ssize_t write(int file, const void* from, size_t bytes) {
  REAL(write);
  // What it complains of is to be read.
  if (file == STDERR_FILENO || !fails(write_)) return call(file, from, bytes);
  if (error != 0) return -1;
  static std::atomic<unsigned> turn{0};
  if (++turn % 5 == 0) {
    errno = EINTR;
    return -1;
  }
  return call(file, from, part_of(bytes));
}

#define FAILING(type, name, kind, failure, parameters, arguments) \
  type name parameters {                                          \
    REAL(name);                                                   \
    return fails(kind) ? failure : call arguments;                \
  }
FAILING(int, fsync, sync_, -1, (int file), (file))
FAILING(int, fdatasync, sync_, -1, (int file), (file))
FAILING(int, syncfs, sync_, -1, (int file), (file))
FAILING(int, ftruncate, sync_, -1, (int file, off_t size), (file, size))
FAILING(int, ftruncate64, sync_, -1, (int file, off64_t size), (file, size))
FAILING(int, rename, rename_, -1, (const char* from, const char* to), (from, to))
FAILING(void*, mmap, mmap_, MAP_FAILED,
        (void* at, size_t size, int protect, int flags, int file, off_t offset),
        (at, size, protect, flags, file, offset))
FAILING(void*, mmap64, mmap_, MAP_FAILED,
        (void* at, size_t size, int protect, int flags, int file, off64_t offset),
        (at, size, protect, flags, file, offset))
FAILING(FILE*, fopen, stdio, nullptr, (const char* name, const char* mode), (name, mode))
FAILING(FILE*, fopen64, stdio, nullptr, (const char* name, const char* mode), (name, mode))
FAILING(FILE*, tmpfile, stdio, nullptr, (), ())
FAILING(FILE*, tmpfile64, stdio, nullptr, (), ())
FAILING(FILE*, fdopen, stdio, nullptr, (int file, const char* mode), (file, mode))
FAILING(int, fseeko, stdio, -1, (FILE * file, off_t offset, int whence), (file, offset, whence))
FAILING(int, fseeko64, stdio, -1, (FILE * file, off64_t offset, int whence), (file, offset, whence))
FAILING(off_t, ftello, stdio, -1, (FILE * file), (file))
FAILING(off64_t, ftello64, stdio, -1, (FILE * file), (file))
FAILING(DIR*, opendir, dir, nullptr, (const char* name), (name))
FAILING(struct dirent*, readdir, dir, nullptr, (DIR * folder), (folder))
FAILING(struct dirent64*, readdir64, dir, nullptr, (DIR * folder), (folder))
FAILING(int, stat, stat_, -1, (const char* name, struct stat* out), (name, out))
FAILING(int, stat64, stat_, -1, (const char* name, struct stat64* out), (name, out))
FAILING(int, lstat, stat_, -1, (const char* name, struct stat* out), (name, out))
FAILING(int, lstat64, stat_, -1, (const char* name, struct stat64* out), (name, out))
FAILING(int, fstat, stat_, -1, (int file, struct stat* out), (file, out))
FAILING(int, fstat64, stat_, -1, (int file, struct stat64* out), (file, out))

/// A stream that has failed stays so, as on a disk that is full or broken.
std::atomic<FILE*> broken[16];
bool fails_on(FILE* file) {
  for (const auto& one : broken) {
    if (one == file) {
      errno = error;
      return true;
    }
  }
  if (!fails(stdio)) return false;
  for (auto& one : broken) {
    FILE* none = nullptr;
    if (one.compare_exchange_strong(none, file)) break;
  }
  return true;
}

size_t fread(void* out, size_t size, size_t count, FILE* file) {
  REAL(fread);
  if (!fails_on(file)) return call(out, size, count, file);
  file->_flags |= 0x20;  // as ferror() asks
  return 0;
}
size_t fwrite(const void* from, size_t size, size_t count, FILE* file) {
  REAL(fwrite);
  if (file == stderr || file == stdout || !fails_on(file)) return call(from, size, count, file);
  file->_flags |= 0x20;
  return 0;
}
int fflush(FILE* file) {
  REAL(fflush);
  return file != stderr && file != stdout && fails_on(file) ? EOF : call(file);
}
int fclose(FILE* file) {
  REAL(fclose);
  const bool failed = fails_on(file);
  for (auto& one : broken) {
    if (one == file) one = nullptr;
  }
  const int result = call(file);
  return failed ? EOF : result;
}

// These do their work, as on Linux, and then say that they failed.
int close(int file) {
  REAL(close);
  const int result = call(file);
  return fails(close_) ? -1 : result;
}
FAILING(int, unlink, unlink_, -1, (const char* name), (name))

#define OPENING(name)                                                        \
  int name(const char* file, int flags, ...) {                               \
    static const auto call = real<int (*)(const char*, int, mode_t)>(#name); \
    va_list more;                                                            \
    va_start(more, flags);                                                   \
    const auto mode = static_cast<mode_t>(va_arg(more, int));                \
    va_end(more);                                                            \
    return fails(open_) ? -1 : call(file, flags, mode);                      \
  }
OPENING(open)
OPENING(open64)

std::time_t time(std::time_t* out) {
  if (out != nullptr) *out = k_now;
  return k_now;
}
int clock_gettime(clockid_t /*clock*/, struct timespec* out) {
  *out = {k_now, 0};
  return 0;
}
}

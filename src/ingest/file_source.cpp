// SPDX-License-Identifier: MIT
#include "ingest/file_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include "util/descriptor.hpp"
#include "util/unfinished.hpp"

namespace audit::ingest {
namespace {

constexpr size_t k_copy_bytes = size_t{256} << 10U;
constexpr const char* k_changed =
    "changed while it was read; run again when nothing writes to it, or on a copy";

std::string& spool_folder() {
  static std::string folder = "/tmp";
  return folder;
}

/// read(), again when a signal came between. offset: as for pread(); absent: from where the file
/// stands.
size_t read_some(int descriptor, std::span<char> out, std::optional<uint64_t> offset) {
  for (;;) {
    const ssize_t got =
        offset ? ::pread(descriptor, out.data(), out.size(), static_cast<off_t>(*offset))
               : ::read(descriptor, out.data(), out.size());
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR)
      throw InputError(fmt::format("cannot be read: {}", util::error_text(errno)));
  }
}

void write_all(int descriptor, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      throw InputError(
          fmt::format("cannot be kept in {} while it is read: {}; free some space, or "
                      "set TMPDIR to another folder",
                      spool_folder(), util::error_text(errno)));
    }
    bytes = bytes.subspan(static_cast<size_t>(put));
  }
}

class FileSource : public ByteSource {
 public:
  FileSource(Descriptor file, const FileIdentity& identity)
      : file_(std::move(file)), identity_(identity) {}

  size_t read(std::span<char> out) override {
    const size_t got = read_some(file_.get(), out, std::nullopt);
    done_ += got;
    if (done_ > identity_.bytes || (got == 0 && !out.empty() && !is_unchanged())) {
      throw InputError(k_changed);
    }
    told(out.first(got));
    return got;
  }

 private:
  [[nodiscard]] bool is_unchanged() const {
    return done_ == identity_.bytes && identify(file_.get()) == identity_;
  }

  Descriptor file_;
  FileIdentity identity_;
  uint64_t done_ = 0;
};

class SpoolSource : public ByteSource {
 public:
  explicit SpoolSource(int descriptor) : descriptor_(descriptor) {}

  size_t read(std::span<char> out) override {
    const size_t got = read_some(descriptor_, out, done_);
    done_ += got;
    told(out.first(got));
    return got;
  }

 private:
  int descriptor_;  // the input's
  uint64_t done_ = 0;
};

class SpooledInput : public Input {
 public:
  SpooledInput(std::string name, Descriptor file)
      : name_(std::move(name)), file_(std::move(file)), bytes_(identify(file_.get()).bytes) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] uint64_t size_hint() const override { return bytes_; }
  std::unique_ptr<ByteSource> open() override { return std::make_unique<SpoolSource>(file_.get()); }

 private:
  std::string name_;
  Descriptor file_;
  uint64_t bytes_;
};

class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::span<const char> bytes) : bytes_(bytes) {}

  size_t read(std::span<char> out) override {
    const std::span<const char> part = bytes_.first(std::min(out.size(), bytes_.size()));
    std::copy(part.begin(), part.end(), out.begin());
    bytes_ = bytes_.subspan(part.size());
    told(part);
    return part.size();
  }

 private:
  std::span<const char> bytes_;  // the input's
};

class MemoryInput : public Input {
 public:
  MemoryInput(std::string name, std::string bytes)
      : name_(std::move(name)), bytes_(std::move(bytes)) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] uint64_t size_hint() const override { return bytes_.size(); }
  std::unique_ptr<ByteSource> open() override { return std::make_unique<MemorySource>(bytes_); }

 private:
  std::string name_;
  std::string bytes_;
};

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() { return std::exchange(number_, -1); }

FileIdentity identify(int descriptor) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) {
    throw InputError(fmt::format("cannot be looked at: {}", util::error_text(errno)));
  }
  return {static_cast<uint64_t>(facts.st_dev), static_cast<uint64_t>(facts.st_ino),
          static_cast<uint64_t>(facts.st_size), static_cast<int64_t>(facts.st_mtim.tv_sec),
          static_cast<int64_t>(facts.st_mtim.tv_nsec)};
}

Descriptor open_file(const std::string& path) {
  // Not to wait for a writer, should a pipe have taken the file's place.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open())
    throw InputError(fmt::format("cannot be opened: {}", util::error_text(errno)));
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    throw InputError("is not a regular file");
  }
  return file;
}

uint64_t FileInput::size_hint() const {
  struct stat facts {};
  if (::stat(path_.c_str(), &facts) != 0) return 0;
  return static_cast<uint64_t>(facts.st_size);
}

std::unique_ptr<ByteSource> FileInput::open() {
  Descriptor file = open_file(path_);
  const FileIdentity identity = identify(file.get());
  if (!identity_) identity_ = identity;
  if (*identity_ != identity) throw InputError(k_changed);
  return std::make_unique<FileSource>(std::move(file), identity);
}

void set_spool_folder(std::string folder) { spool_folder() = std::move(folder); }

Descriptor spool(int from) {
  std::string path = spool_folder() + "/caljobs-audit-XXXXXX";
  Descriptor file(util::make_nameless(path.data()));
  if (!file.is_open()) {
    throw InputError(
        fmt::format("cannot be kept in {} while it is read: {}; set TMPDIR to another "
                    "folder",
                    spool_folder(), util::error_text(errno)));
  }
  std::vector<char> buffer(k_copy_bytes);
  while (const size_t got = read_some(from, buffer, std::nullopt)) {
    write_all(file.get(), {buffer.data(), got});
  }
  return file;
}

std::unique_ptr<Input> spooled_input(std::string name, Descriptor file) {
  return std::make_unique<SpooledInput>(std::move(name), std::move(file));
}

std::unique_ptr<Input> memory_input(std::string name, std::string bytes, std::string table) {
  auto input = std::make_unique<MemoryInput>(std::move(name), std::move(bytes));
  input->forced_table = std::move(table);
  return input;
}

}  // namespace audit::ingest

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "ingest/source.hpp"

namespace audit::ingest {

/// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  int release();

 private:
  int number_;
};

/// What a file was when it was first looked at; if it differs later, the file has changed.
struct FileIdentity {
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t bytes = 0;
  int64_t modified_seconds = 0;
  int64_t modified_nanoseconds = 0;

  bool operator==(const FileIdentity&) const = default;
};
/// Throws InputError.
FileIdentity identify(int descriptor);

/// Opens a regular file for reading. Throws InputError.
Descriptor open_file(const std::string& path);

/// A regular file, read with read(): if it shrinks or changes meanwhile, that is an InputError.
class FileInput : public Input {
 public:
  FileInput(std::string name, std::string path) : name_(std::move(name)), path_(std::move(path)) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::string stored_in() const override { return path_; }
  [[nodiscard]] uint64_t size_hint() const override;
  std::unique_ptr<ByteSource> open() override;

 private:
  std::string name_;
  std::string path_;
  std::optional<FileIdentity> identity_;  // as of the first open()
};

/// Copies what `from` still holds to an unlinked file (mode 0600) in the spool folder. Throws
/// InputError.
Descriptor spool(int from);

/// A spooled file; every open() reads it from the front.
std::unique_ptr<Input> spooled_input(std::string name, Descriptor file);

}  // namespace audit::ingest

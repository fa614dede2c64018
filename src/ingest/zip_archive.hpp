// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/file_source.hpp"
#include "ingest/source.hpp"

struct zip;

namespace audit::ingest {

struct ZipEntry {
  std::string name;  ///< UTF-8, with '/' between folders
  uint64_t index = 0;
  uint64_t bytes = 0;  ///< unpacked, as the archive claims
  bool encrypted = false;
  bool link = false;
};

/// A zip file, opened for reading.
class ZipArchive {
 public:
  /// Throws InputError: damaged, no zip file, or, if `known` is given, changed since.
  explicit ZipArchive(const std::string& path, const std::optional<FileIdentity>& known = {});

  [[nodiscard]] const FileIdentity& identity() const { return identity_; }
  [[nodiscard]] std::vector<ZipEntry> entries() const;  ///< without folders
  [[nodiscard]] zip* get() const { return archive_.get(); }

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  FileIdentity identity_;
  std::unique_ptr<zip, Close> archive_;
};

/// Opens a member on an archive handle of its own, so that several can be read at once. What is
/// told to observers are the unpacked bytes. Damaged or encrypted members and bombs are an
/// InputError.
std::unique_ptr<ByteSource> open_zip_member(const std::string& path, const FileIdentity& identity,
                                            uint64_t index, const Bounds& bounds);

}  // namespace audit::ingest

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace audit::config {

/// The one seam through which rules, profiles and calendars are read; tests put texts behind it.
class Files {
 public:
  virtual ~Files() = default;
  /// The file's bytes; nothing where there is no such file. Throws Fatal{usage} where there is one
  /// that can't be read.
  [[nodiscard]] virtual std::optional<std::string> read(const std::string& path) const = 0;
  /// Paths of the `*.toml` files right in `folder`, in byte order; empty where it is no folder.
  /// Throws Fatal{usage} where the folder cannot be listed to its end.
  [[nodiscard]] virtual std::vector<std::string> list(const std::string& folder) const = 0;
  [[nodiscard]] virtual bool is_folder(const std::string& path) const = 0;
  /// Equal for two paths that lead to one file.
  [[nodiscard]] virtual std::string identity(const std::string& path) const = 0;
};

inline constexpr uint64_t k_most_config_bytes = uint64_t{16} << 20U;

class DiskFiles : public Files {
 public:
  /// Reading a file of more bytes throws Fatal{usage}: /dev/zero would never end.
  explicit DiskFiles(uint64_t most_bytes = k_most_config_bytes) : most_bytes_(most_bytes) {}
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override;
  [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override;
  [[nodiscard]] bool is_folder(const std::string& path) const override;
  [[nodiscard]] std::string identity(const std::string& path) const override;

 private:
  uint64_t most_bytes_;
};

using FileTexts = std::map<std::string, std::string>;  ///< path → text

class MemoryFiles : public Files {
 public:
  explicit MemoryFiles(FileTexts files) : files_(std::move(files)) {}
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override;
  [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override;
  [[nodiscard]] bool is_folder(const std::string& path) const override;
  [[nodiscard]] std::string identity(const std::string& path) const override;

 private:
  FileTexts files_;
};

/// "a/b.toml" → "a"; "b.toml" → "".
std::string folder_of(const std::string& path);

/// "a/b.toml" → "b".
std::string stem_of(const std::string& path);

/// `path` as seen from `folder`; an absolute path stays.
std::string join_path(const std::string& folder, const std::string& path);

/// A name with a '/' or ending in ".toml" is a file; any other is that of something bundled.
bool is_file_name(std::string_view name);

}  // namespace audit::config

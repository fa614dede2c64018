// SPDX-License-Identifier: MIT
#include "config/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "util/descriptor.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::config {
namespace {

constexpr std::string_view k_extension = ".toml";

bool is_toml(std::string_view path) { return path.ends_with(k_extension); }

/// There is no file of that name: none at all, a folder, a name that no file can have.
bool is_absence(int error) {
  constexpr std::array k_absences = {ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG, EINVAL, ELOOP};
  return std::ranges::find(k_absences, error) != k_absences.end();
}

}  // namespace

std::optional<std::string> DiskFiles::read(const std::string& path) const {
  std::optional<std::string> bytes = util::read_file(path, most_bytes_);
  // Taken for absent, an optional file would be rules that are not applied, and nobody is told.
  if (const int error = errno; !bytes && !is_absence(error)) {
    throw util::Fatal(
        util::ExitCode::usage,
        fmt::format("'{}' can't be read: {}", util::visible(path), util::error_text(error)));
  }
  if (bytes && bytes->size() > most_bytes_) {
    throw util::Fatal(
        util::ExitCode::usage,
        fmt::format("'{}' holds more than {} MB, as no file of rules, waivers or settings does",
                    util::visible(path), most_bytes_ >> 20U));
  }
  return bytes;
}

std::vector<std::string> DiskFiles::list(const std::string& folder) const {
  std::vector<std::string> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (is_toml(name) && name.front() != '.') paths.push_back(join_path(folder, name));
  }
  // A list that is not whole would be rules that are not applied, and nobody is told.
  if (error && error != std::errc::no_such_file_or_directory &&
      error != std::errc::not_a_directory) {
    throw util::Fatal(util::ExitCode::usage, fmt::format("the folder '{}' can't be listed: {}",
                                                         util::visible(folder), error.message()));
  }
  std::ranges::sort(paths);
  return paths;
}

bool DiskFiles::is_folder(const std::string& path) const {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

std::string DiskFiles::identity(const std::string& path) const {
  std::error_code error;
  const auto whole = std::filesystem::weakly_canonical(path, error);
  return error ? path : whole.string();
}

std::string MemoryFiles::identity(const std::string& path) const {
  return std::filesystem::path(path).lexically_normal().string();
}

std::optional<std::string> MemoryFiles::read(const std::string& path) const {
  const auto found = files_.find(identity(path));
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> MemoryFiles::list(const std::string& folder) const {
  std::vector<std::string> paths;
  for (const auto& [path, text] : files_) {
    if (is_toml(path) && folder_of(path) == folder) paths.push_back(path);
  }
  return paths;
}

bool MemoryFiles::is_folder(const std::string& path) const {
  return std::ranges::any_of(
      files_, [&](const auto& entry) { return entry.first.starts_with(path + "/"); });
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {};
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string stem_of(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  if (is_toml(name)) name.resize(name.size() - k_extension.size());
  return name;
}

std::string join_path(const std::string& folder, const std::string& path) {
  if (folder.empty() || path.starts_with('/')) return path;
  return folder.ends_with('/') ? folder + path : folder + "/" + path;
}

bool is_file_name(std::string_view name) {
  return is_toml(name) || name.find('/') != std::string_view::npos;
}

}  // namespace audit::config

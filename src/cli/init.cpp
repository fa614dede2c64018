// SPDX-License-Identifier: MIT
// init: a profile and a rule pack to start from.
#include <array>
#include <cstdio>
#include <filesystem>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "config/files.hpp"
#include "util/atomic_file.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

constexpr const char* k_starter_folder = "starter";
constexpr auto k_starter_files =
    std::to_array<const char*>({"caljobs-audit.toml", "my-rules.toml"});

std::string read_starter(const std::string& path) {
  auto text = config::DiskFiles().read(path);
  if (!text) {
    throw util::Fatal(util::ExitCode::usage,
                      "the starter file '" + util::visible(path) +
                          "' can't be read; name the folder of the bundled rules with "
                          "--rules-folder");
  }
  return *std::move(text);
}

void make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder)) {
    throw util::Fatal(util::ExitCode::output,
                      "the folder '" + util::visible(folder) + "' can't be made");
  }
}

/// What there is stays as it is, a broken link too.
bool write_new(const std::string& path, const std::string& text) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(path, error);
  if (status.type() != std::filesystem::file_type::not_found) {
    std::printf("%s: there already; left as it is\n", util::visible(path).c_str());
    return false;
  }
  util::AtomicFile file(path);
  file.append(text);
  file.commit();
  std::printf("%s: written\n", util::visible(path).c_str());
  return true;
}

}  // namespace

int init(const Arguments& arguments) {
  const std::string rules =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  std::vector<std::pair<std::string, std::string>> files;
  for (const char* name : k_starter_files) {
    const std::string from = config::join_path(config::join_path(rules, k_starter_folder), name);
    files.emplace_back(config::join_path(arguments.folder, name), read_starter(from));
  }
  make_folder(arguments.folder);
  bool written = false;
  for (const auto& [path, text] : files) written = write_new(path, text) || written;
  if (written) {
    std::puts("Edit them, then run 'caljobs-audit rules check' and 'caljobs-audit rules test'.");
  }
  return static_cast<int>(util::ExitCode::clean);
}

}  // namespace audit::cli

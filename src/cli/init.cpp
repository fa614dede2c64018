// SPDX-License-Identifier: MIT
// init: what a board starts from: profile, rule pack, waivers, and what runs the audit every night.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string_view>
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

// Filled in where a starter file says so. Units and crontabs give other characters than these a
// meaning of their own, so a folder that has such is left for the user to write down.
constexpr std::string_view k_folder_mark = "@FOLDER@";
constexpr std::string_view k_user_mark = "@USER@";
constexpr std::string_view k_program_mark = "@PROGRAM@";
constexpr const char* k_program_name = "caljobs-audit";  // looked up in PATH
constexpr std::string_view k_safe_marks = " /._-+,:@=";

struct StarterFile {
  std::string name;
  std::string text;
};

/// All files of rules/starter/, in byte order.
std::vector<StarterFile> read_starters(const std::string& folder) {
  std::vector<StarterFile> files;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.front() == '.' || entry->is_directory(error)) continue;
    auto text = config::DiskFiles().read(entry->path().string());
    if (!text) error = std::make_error_code(std::errc::io_error);
    if (error) break;
    files.push_back({name, *std::move(text)});
  }
  if (files.empty() || error) {
    throw util::Fatal(util::ExitCode::usage,
                      "the starter files in '" + util::visible(folder) +
                          "' can't be read; name the folder of the bundled rules with "
                          "--rules-folder");
  }
  std::ranges::sort(files, {}, &StarterFile::name);
  return files;
}

bool is_safe(char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  const bool is_beyond_ascii = (static_cast<unsigned char>(c) & 0x80U) != 0;
  return is_letter || is_beyond_ascii || k_safe_marks.find(c) != std::string_view::npos;
}

std::string replace_all(std::string text, std::string_view mark, const std::string& value) {
  for (size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + value.size())) {
    text.replace(at, mark.size(), value);
  }
  return text;
}

void make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder, error)) {
    throw util::Fatal(util::ExitCode::output,
                      "the folder '" + util::visible(folder) + "' can't be made");
  }
}

/// What there is stays as it is, a broken link too.
bool write_new(const std::string& path, const std::string& text) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(path, error);
  if (status.type() == std::filesystem::file_type::none) {
    throw util::Fatal(util::ExitCode::output, fmt::format("'{}' can't be looked at: {}",
                                                          util::visible(path), error.message()));
  }
  if (status.type() != std::filesystem::file_type::not_found) {
    std::printf("%s: there already; left as it is\n", util::visible(path).c_str());
    return false;
  }
  util::AtomicFile file(path);
  file.append(text);
  file.commit();
  if (text.starts_with("#!")) {
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_all, error);
    if (error)
      throw util::Fatal(util::ExitCode::output, util::visible(path) + ": can't be made executable");
  }
  std::printf("%s: written\n", util::visible(path).c_str());
  return true;
}

}  // namespace

int init(const Arguments& arguments) {
  const std::string rules =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  const std::vector<StarterFile> files = read_starters(config::join_path(rules, k_starter_folder));
  make_folder(arguments.folder);
  const std::string folder = absolute_path(arguments.folder);
  const bool can_fill_in = std::ranges::all_of(folder, is_safe);
  const std::string here = program_path();
  const std::string program =
      !here.empty() && std::ranges::all_of(here, is_safe) ? here : std::string(k_program_name);
  bool written = false;
  for (const StarterFile& file : files) {
    std::string text = replace_all(file.text, k_user_mark, user_name());
    text = replace_all(std::move(text), k_program_mark, program);
    if (can_fill_in) text = replace_all(std::move(text), k_folder_mark, folder);
    written = write_new(config::join_path(arguments.folder, file.name), text) || written;
  }
  if (written && !can_fill_in) {
    std::printf(
        "The folder's name holds characters that units and crontabs read otherwise: write it in "
        "the place of %s yourself.\n",
        std::string(k_folder_mark).c_str());
  }
  if (written) {
    std::puts("Edit them, then run 'caljobs-audit rules check' and 'caljobs-audit rules test'.");
  }
  return static_cast<int>(util::ExitCode::clean);
}

}  // namespace audit::cli

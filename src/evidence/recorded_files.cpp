// SPDX-License-Identifier: MIT
#include "evidence/recorded_files.hpp"

#include <algorithm>

namespace audit::evidence {

std::string RecordingFiles::portable(const std::string& path) const {
  if (path == rules_folder_) return k_rules_folder;
  const std::string within = config::join_path(rules_folder_, "");
  if (!path.starts_with(within)) return path;
  return config::join_path(k_rules_folder, path.substr(within.size()));
}

std::optional<std::string> RecordingFiles::read(const std::string& path) const {
  auto text = disk_.read(path);
  if (text) record_.texts[portable(path)] = *text;
  return text;
}

std::vector<std::string> RecordingFiles::list(const std::string& folder) const {
  auto paths = disk_.list(folder);
  std::vector<std::string>& noted = record_.lists[portable(folder)];
  noted.clear();
  for (const std::string& path : paths) noted.push_back(portable(path));
  return paths;
}

bool RecordingFiles::is_folder(const std::string& path) const {
  const bool is = disk_.is_folder(path);
  const std::string shown = portable(path);
  if (is && std::ranges::find(record_.folders, shown) == record_.folders.end()) {
    record_.folders.push_back(shown);
  }
  return is;
}

std::string RecordingFiles::identity(const std::string& path) const {
  std::string whole = disk_.identity(path);
  const auto number = numbers_.try_emplace(whole, std::to_string(numbers_.size() + 1)).first;
  record_.identities[portable(path)] = number->second;
  return whole;
}

std::optional<std::string> ReplayedFiles::read(const std::string& path) const {
  const auto text = record_.texts.find(path);
  if (text == record_.texts.end()) return std::nullopt;
  return text->second;
}

std::vector<std::string> ReplayedFiles::list(const std::string& folder) const {
  const auto paths = record_.lists.find(folder);
  return paths == record_.lists.end() ? std::vector<std::string>{} : paths->second;
}

bool ReplayedFiles::is_folder(const std::string& path) const {
  return std::ranges::find(record_.folders, path) != record_.folders.end();
}

std::string ReplayedFiles::identity(const std::string& path) const {
  const auto number = record_.identities.find(path);
  return number == record_.identities.end() ? path : number->second;
}

}  // namespace audit::evidence

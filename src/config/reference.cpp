// SPDX-License-Identifier: MIT
#include "config/reference.hpp"

#include <fmt/format.h>

namespace audit::config {

std::optional<Opened> open_reference(const Files& files, const Bundle& bundle,
                                     const Reference& reference, util::Diagnostics& diagnostics) {
  const std::string& name = reference.text.text;
  const bool is_file = is_file_name(name);
  Opened opened;
  opened.path =
      is_file ? join_path(reference.folder, name) : join_path(bundle.folder, name + ".toml");
  auto text = files.read(opened.path);
  if (text) {
    opened.text = std::move(*text);
    opened.identity = files.identity(opened.path);
    return opened;
  }
  if (is_file) {
    diagnostics.error(reference.text.spot,
                      fmt::format("the {} '{}' can't be read", bundle.kind, opened.path));
    return std::nullopt;
  }
  std::vector<std::string> known;
  for (const std::string& path : files.list(bundle.folder)) known.push_back(stem_of(path));
  report_unknown_name(reference.text.spot, bundle.kind, name, known, diagnostics);
  return std::nullopt;
}

std::string list_paths(const std::vector<Opened>& files) {
  std::string all;
  for (const Opened& file : files) all += (all.empty() ? "" : ", ") + file.path;
  return all;
}

}  // namespace audit::config

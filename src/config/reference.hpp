// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/files.hpp"
#include "config/keys.hpp"

namespace audit::config {

/// A bundled name or a file, as some file or option gives it, and the folder that a relative file
/// name starts from.
struct Reference {
  Text text;
  std::string folder;
  [[nodiscard]] bool given() const { return !text.text.empty(); }
};

/// Something under rules/ that is known by the stem of its file: "profiles", "calendars".
struct Bundle {
  std::string folder;     ///< rules/profiles
  const char* kind = "";  ///< "profile"
};

struct Opened {
  std::string path;
  std::string text;
  std::string identity;  ///< equal for two paths that lead to one file
};

/// The file that `reference` means, or nothing after reporting that there is none (with the nearest
/// bundled name).
std::optional<Opened> open_reference(const Files& files, const Bundle& bundle,
                                     const Reference& reference, util::Diagnostics& diagnostics);

/// "a.toml, b.toml", for a circle of files.
std::string list_paths(const std::vector<Opened>& files);

}  // namespace audit::config

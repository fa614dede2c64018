// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/files.hpp"
#include "config/profile.hpp"
#include "rules/draft.hpp"

namespace audit::rules {

/// A rule file that was read.
struct Pack {
  std::string path;
  std::string identity;  ///< equal for two paths that lead to one file
  bool bundled = false;
  PackDraft draft;
};

/// All rule files of a run: the bundled ones, then the user's own. Names of packs and ids of rules
/// are one namespace.
class Packs {
 public:
  explicit Packs(const config::Files& files) : files_(files) {}

  /// core.toml and packs/*.toml.
  void read_bundled(const std::string& rules_folder, util::Diagnostics& diagnostics);
  // The same in steps: files are read, decoded one by one, and added.
  void open_bundled(const std::string& rules_folder);
  [[nodiscard]] size_t opened() const { return opened_.size(); }
  [[nodiscard]] size_t opened_bytes(size_t i) const;
  void decode_opened(size_t i);  ///< by any thread
  void add_opened(util::Diagnostics& diagnostics);

  /// The pack that a profile lists: a bundled name, or a file that is read now. Nothing after
  /// reporting that there is none. The result is a position in list().
  std::optional<size_t> find_or_read(const config::Reference& reference,
                                     util::Diagnostics& diagnostics);

  /// --rules FILE|DIR.
  std::vector<size_t> read_extra(const std::string& path, util::Diagnostics& diagnostics);

  [[nodiscard]] const std::vector<Pack>& list() const { return packs_; }
  [[nodiscard]] std::vector<std::string> rule_ids() const;  ///< sorted

 private:
  /// A file that was read and may be decoded.
  struct Opened {
    Pack pack;
    std::optional<std::string> text;
    util::Diagnostics diagnostics;
  };
  [[nodiscard]] Opened open(const std::string& path, bool bundled) const;
  static void decode(Opened& opened);
  /// Its position; nothing after reporting that there is no such file.
  std::optional<size_t> add(Opened opened, const util::Spot& spot, util::Diagnostics& diagnostics);
  [[nodiscard]] std::optional<size_t> find_identity(const std::string& identity) const;
  std::optional<size_t> read_file(const std::string& path, const util::Spot& spot,
                                  util::Diagnostics& diagnostics);
  void check_names(const Pack& pack, util::Diagnostics& diagnostics);

  const config::Files& files_;
  std::vector<Pack> packs_;
  std::vector<Opened> opened_;
  std::map<std::string, util::Spot> names_;  // of packs
  std::map<std::string, util::Spot> ids_;    // of rules
};

inline constexpr const char* k_core_pack = "core";  ///< always loaded, always listed

}  // namespace audit::rules

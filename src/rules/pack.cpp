// SPDX-License-Identifier: MIT
#include "rules/pack.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace audit::rules {
namespace {

constexpr const char* k_rules_option = "--rules";

std::string place(const util::Spot& spot) { return fmt::format("{}:{}", spot.file.text(), spot.line); }

}  // namespace

void Packs::read_bundled(const std::string& rules_folder, util::Diagnostics& diagnostics) {
  read_file(config::join_path(rules_folder, std::string(k_core_pack) + ".toml"), true, {},
            diagnostics);
  for (const std::string& path : files_.list(config::join_path(rules_folder, "packs"))) {
    read_file(path, true, {}, diagnostics);
  }
}

std::optional<size_t> Packs::find_or_read(const config::Reference& reference,
                                          util::Diagnostics& diagnostics) {
  const std::string& name = reference.text.text;
  if (config::is_file_name(name)) {
    return read_file(config::join_path(reference.folder, name), false, reference.text.spot,
                     diagnostics);
  }
  std::vector<std::string> known;
  for (size_t index = 0; index < packs_.size(); ++index) {
    if (packs_[index].draft.header.name.text == name) return index;
    known.push_back(packs_[index].draft.header.name.text);
  }
  config::report_unknown_name(reference.text.spot, "pack", name, known, diagnostics);
  return std::nullopt;
}

std::vector<size_t> Packs::read_extra(const std::string& path, util::Diagnostics& diagnostics) {
  std::vector<size_t> read;
  if (!files_.is_folder(path)) {
    const util::Spot spot{k_rules_option, 0, 0, 1};
    const bool is_name = !config::is_file_name(path) && !files_.read(path);
    config::Reference reference;
    reference.text = {path, spot};
    const auto index =
        is_name ? find_or_read(reference, diagnostics) : read_file(path, false, spot, diagnostics);
    if (index) read.push_back(*index);
    return read;
  }
  const std::vector<std::string> paths = files_.list(path);
  if (paths.empty()) {
    diagnostics.error({k_rules_option, 0, 0, 1},
                      fmt::format("the folder '{}' holds no rule files (*.toml)", path));
  }
  for (const std::string& file : paths) {
    if (const auto index = read_file(file, false, {file, 0, 0, 1}, diagnostics))
      read.push_back(*index);
  }
  return read;
}

std::vector<std::string> Packs::rule_ids() const {
  std::vector<std::string> all;
  for (const auto& [id, spot] : ids_) all.push_back(id);
  return all;
}

std::optional<size_t> Packs::read_file(const std::string& path, bool bundled,
                                       const util::Spot& spot, util::Diagnostics& diagnostics) {
  const std::string identity = files_.identity(path);
  const auto known = std::ranges::find(packs_, identity, &Pack::identity);
  if (known != packs_.end()) return static_cast<size_t>(known - packs_.begin());
  const auto text = files_.read(path);
  if (!text) {
    diagnostics.error(spot.file.empty() ? util::Spot{path, 0, 0, 1} : spot,
                      fmt::format("the rule file '{}' can't be read", path));
    return std::nullopt;
  }
  Pack pack;
  pack.path = path;
  pack.identity = identity;
  pack.bundled = bundled;
  pack.draft = read_pack_draft(path, *text, diagnostics);
  check_names(pack, diagnostics);
  packs_.push_back(std::move(pack));
  return packs_.size() - 1;
}

void Packs::check_names(const Pack& pack, util::Diagnostics& diagnostics) {
  const Text& name = pack.draft.header.name;
  if (!name.text.empty()) {
    const auto [known, added] = names_.emplace(name.text, name.spot);
    if (!added) {
      diagnostics.error(name.spot, fmt::format("pack '{}' is already defined at {}", name.text,
                                               place(known->second)));
    }
  }
  for (const RuleDraft& rule : pack.draft.rules) {
    if (rule.id.text.empty()) continue;
    const auto [known, added] = ids_.emplace(rule.id.text, rule.id.spot);
    if (!added) {
      diagnostics.error(
          rule.id.spot,
          fmt::format("rule '{}' is already defined at {}", rule.id.text, place(known->second)),
          "a profile changes a rule under [params] and [severity]");
    }
  }
}

}  // namespace audit::rules

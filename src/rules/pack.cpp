// SPDX-License-Identifier: MIT
#include "rules/pack.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace audit::rules {
namespace {

constexpr const char* k_rules_option = "--rules";

std::string place(const util::Spot& spot) {
  return fmt::format("{}:{}", spot.file.text(), spot.line);
}

}  // namespace

void Packs::read_bundled(const std::string& rules_folder, util::Diagnostics& diagnostics) {
  open_bundled(rules_folder);
  for (size_t i = 0; i < opened(); ++i) decode_opened(i);
  add_opened(diagnostics);
}

void Packs::open_bundled(const std::string& rules_folder) {
  const std::string core = config::join_path(rules_folder, std::string(k_core_pack) + ".toml");
  opened_.push_back(open(core, true));
  for (const std::string& path : files_.list(config::join_path(rules_folder, "packs"))) {
    opened_.push_back(open(path, true));
  }
}

size_t Packs::opened_bytes(size_t i) const { return opened_[i].text ? opened_[i].text->size() : 0; }

void Packs::decode_opened(size_t i) { decode(opened_[i]); }

void Packs::add_opened(util::Diagnostics& diagnostics) {
  for (Opened& opened : opened_) add(std::move(opened), {}, diagnostics);
  opened_.clear();
}

std::optional<size_t> Packs::find_or_read(const config::Reference& reference,
                                          util::Diagnostics& diagnostics) {
  const std::string& name = reference.text.text;
  if (config::is_file_name(name)) {
    return read_file(config::join_path(reference.folder, name), reference.text.spot, diagnostics);
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
        is_name ? find_or_read(reference, diagnostics) : read_file(path, spot, diagnostics);
    if (index) read.push_back(*index);
    return read;
  }
  const std::vector<std::string> paths = files_.list(path);
  if (paths.empty()) {
    diagnostics.error({k_rules_option, 0, 0, 1},
                      fmt::format("the folder '{}' holds no rule files (*.toml)", path));
  }
  for (const std::string& file : paths) {
    if (const auto index = read_file(file, {file, 0, 0, 1}, diagnostics)) read.push_back(*index);
  }
  return read;
}

std::vector<std::string> Packs::rule_ids() const {
  std::vector<std::string> all;
  for (const auto& [id, spot] : ids_) all.push_back(id);
  return all;
}

std::optional<size_t> Packs::find_identity(const std::string& identity) const {
  const auto known = std::ranges::find(packs_, identity, &Pack::identity);
  if (known == packs_.end()) return std::nullopt;
  return static_cast<size_t>(known - packs_.begin());
}

std::optional<size_t> Packs::read_file(const std::string& path, const util::Spot& spot,
                                       util::Diagnostics& diagnostics) {
  if (const auto known = find_identity(files_.identity(path))) return known;
  Opened opened = open(path, false);
  decode(opened);
  return add(std::move(opened), spot, diagnostics);
}

Packs::Opened Packs::open(const std::string& path, bool bundled) const {
  Opened opened;
  opened.pack.path = path;
  opened.pack.identity = files_.identity(path);
  opened.pack.bundled = bundled;
  opened.text = files_.read(path);
  return opened;
}

void Packs::decode(Opened& opened) {
  if (!opened.text) return;
  opened.pack.draft = read_pack_draft(opened.pack.path, *opened.text, opened.diagnostics);
}

std::optional<size_t> Packs::add(Opened opened, const util::Spot& spot,
                                 util::Diagnostics& diagnostics) {
  if (const auto known = find_identity(opened.pack.identity)) return known;
  const std::string& path = opened.pack.path;
  if (!opened.text) {
    diagnostics.error(spot.file.empty() ? util::Spot{path, 0, 0, 1} : spot,
                      fmt::format("the rule file '{}' can't be read", path));
    return std::nullopt;
  }
  diagnostics.add(opened.diagnostics);
  check_names(opened.pack, diagnostics);
  packs_.push_back(std::move(opened.pack));
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

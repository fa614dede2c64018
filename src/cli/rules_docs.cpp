// SPDX-License-Identifier: MIT
// rules docs: the catalogue as Markdown, from the rules themselves.
#include <algorithm>
#include <cstdio>
#include <set>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/session.hpp"
#include "config/files.hpp"
#include "manual/catalogue.hpp"
#include "manual/traceability.hpp"
#include "rules/pack.hpp"
#include "util/atomic_file.hpp"
#include "util/fatal.hpp"

namespace audit::cli {

namespace {

constexpr const char* k_whole_catalogue = "all";  // the profile that enables every rule
constexpr const char* k_guide = "authors-guide.md";
constexpr const char* k_traceability = "traceability.toml";

/// Unless a profile is named, the whole catalogue as it ships: ./caljobs-audit.toml says what one
/// board uses.
rules::Options docs_options(const Arguments& arguments, const std::string& folder) {
  RuleArguments chosen = arguments.rules;
  if (chosen.config.empty()) chosen.no_config = true;
  if (chosen.config.empty() && chosen.profile.empty()) chosen.profile = k_whole_catalogue;
  rules::Options options = rule_options(chosen, folder);
  options.extra_packs.insert(options.extra_packs.end(), arguments.rule_files.begin(),
                             arguments.rule_files.end());
  return options;
}

struct PackList {
  std::vector<manual::PackTitle> titles;
  std::vector<std::string> bundled_rules;
};

/// The packs in the order in which they are read; those that only the profile lists come last.
PackList list_packs(const rules::Options& options, const rules::RuleSet& rules) {
  const config::DiskFiles files;
  util::Diagnostics told_already;
  rules::Packs packs(files);
  packs.read_bundled(options.rules_folder, told_already);
  for (const std::string& path : options.extra_packs) packs.read_extra(path, told_already);
  PackList list;
  std::set<std::string> known;
  for (const rules::Pack& pack : packs.list()) {
    const rules::PackHeader& header = pack.draft.header;
    known.insert(header.name.text);
    list.titles.push_back({header.name.text, header.title, header.source});
    if (!pack.bundled) continue;
    for (const rules::RuleDraft& rule : pack.draft.rules) {
      list.bundled_rules.push_back(rule.id.text);
    }
  }
  for (const auto* some : {&rules.rules, &rules.disabled}) {
    for (const rules::TypedRule& rule : *some) {
      if (known.insert(rule.pack).second) list.titles.push_back({rule.pack, "", ""});
    }
  }
  return list;
}

std::string traceability(const std::string& folder, const rules::RuleSet& rules,
                         const PackList& packs, util::Diagnostics& diagnostics) {
  const std::string path = config::join_path(folder, k_traceability);
  const auto text = config::DiskFiles().read(path);
  if (!text) return {};
  const manual::Traceability table = manual::read_traceability(path, *text, diagnostics);
  std::vector<std::string> known;
  for (const auto* some : {&rules.rules, &rules.disabled}) {
    for (const rules::TypedRule& rule : *some) known.push_back(rule.id);
  }
  manual::check_traceability(table, path, known, packs.bundled_rules, diagnostics);
  return manual::traceability_section(table);
}

}  // namespace

int rules_docs(const Arguments& arguments) {
  const std::string folder =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  const rules::Options options = docs_options(arguments, folder);
  util::Diagnostics diagnostics;
  const rules::Settings settings = rules::load(options, diagnostics);
  const PackList packs = list_packs(options, settings.rules);
  const bool some_only = !options.only.empty() || !options.skip.empty();
  manual::CatalogueInputs inputs{settings, packs.titles, {}, {}, some_only};
  if (!some_only) {
    inputs.guide =
        config::DiskFiles().read(config::join_path(folder, k_guide)).value_or(std::string());
    inputs.traceability = traceability(folder, settings.rules, packs, diagnostics);
  }
  std::fputs(diagnostics.render().c_str(), stderr);
  if (diagnostics.has_errors()) return static_cast<int>(util::ExitCode::usage);
  util::StandardOutput out;
  out.append(manual::catalogue_page(inputs));
  out.flush();
  return static_cast<int>(util::ExitCode::clean);
}

}  // namespace audit::cli

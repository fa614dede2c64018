// SPDX-License-Identifier: MIT
#include "manual/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "manual/markdown.hpp"
#include "rules/explain.hpp"
#include "rules/values.hpp"

namespace audit::manual {
namespace {

struct Entry {
  const rules::TypedRule* rule;
  bool enabled;
};

/// The rules of each pack, by id.
std::map<std::string, std::vector<Entry>> rules_by_pack(const CatalogueInputs& inputs) {
  std::map<std::string, std::vector<Entry>> packs;
  for (const rules::TypedRule& rule : inputs.settings.rules.rules) {
    packs[rule.pack].push_back({&rule, true});
  }
  if (!inputs.enabled_only) {
    for (const rules::TypedRule& rule : inputs.settings.rules.disabled) {
      packs[rule.pack].push_back({&rule, false});
    }
  }
  for (auto& [pack, entries] : packs) {
    std::ranges::sort(entries, {}, [](const Entry& entry) { return entry.rule->id; });
  }
  return packs;
}

std::string heading_of(const PackTitle& pack) { return fmt::format("Pack {}", pack.name); }

std::string contents(const CatalogueInputs& inputs,
                     const std::map<std::string, std::vector<Entry>>& packs) {
  std::string out = "## Contents\n\n";
  for (const PackTitle& pack : inputs.packs) {
    const auto found = packs.find(pack.name);
    if (found == packs.end()) continue;
    out += fmt::format("[{}](#{}): {}\n\n", heading_of(pack), anchor(heading_of(pack)),
                       plain(pack.title));
    Table table({"Rule", "Severity", "What it checks"});
    for (const Entry& entry : found->second) {
      table.add({link_to(entry.rule->id), show(entry.rule->severity),
                 plain(entry.rule->title) + (entry.enabled ? "" : " (not enabled)")});
    }
    out += table.text();
  }
  return out;
}

std::string pack_section(const PackTitle& pack, const std::vector<Entry>& entries,
                         const rules::Settings& settings) {
  std::string out = fmt::format("## {}\n\n{}\n\n", heading_of(pack), plain(pack.title));
  if (!pack.source.empty()) out += fmt::format("Source: {}\n\n", plain(pack.source));
  for (const Entry& entry : entries) out += rule_section(*entry.rule, settings, entry.enabled);
  return out;
}

std::string sets_section(const rules::Settings& settings) {
  Table table({"Set", "Values"});
  for (const auto& [name, set] : settings.rules.sets) {
    std::vector<std::string> values;
    for (const rules::Value& value : set->values) values.push_back(code(rules::show_value(value)));
    table.add({code("@" + name), fmt::format("{}", fmt::join(values, ", "))});
  }
  return table.empty()
             ? std::string()
             : "## Sets\n\nA profile replaces or extends each of them under `[sets]`.\n\n" +
                   table.text();
}

std::string derived_section(const rules::Settings& settings) {
  Table table({"Column", "What it says", "How it is computed"});
  for (const rules::DerivedColumn& column : settings.rules.derived) {
    table.add({code(fmt::format("{}.{}", settings.schema.tables[column.table].name, column.name)),
               plain(column.doc),
               plain(rules::explain(column.value, column.table, settings.schema, settings.rules))});
  }
  return table.empty() ? std::string()
                       : "## Derived columns\n\nFacts that the rules share, computed once.\n\n" +
                             table.text();
}

}  // namespace

std::string catalogue_page(const CatalogueInputs& inputs) {
  const auto packs = rules_by_pack(inputs);
  std::string out =
      "# The rules\n\n"
      "<!-- Written by `caljobs-audit rules docs` from the rule files: edit those. -->\n\n";
  if (!inputs.guide.empty()) out += inputs.guide + (inputs.guide.ends_with('\n') ? "\n" : "\n\n");
  out += contents(inputs, packs);
  for (const PackTitle& pack : inputs.packs) {
    const auto found = packs.find(pack.name);
    if (found != packs.end()) out += pack_section(pack, found->second, inputs.settings);
  }
  out += derived_section(inputs.settings);
  out += sets_section(inputs.settings);
  if (!inputs.traceability.empty()) {
    out += "## Every duty of the policies\n\n" + inputs.traceability;
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace audit::manual

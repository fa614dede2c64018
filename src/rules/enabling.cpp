// SPDX-License-Identifier: MIT
#include "rules/enabling.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/text.hpp"

namespace audit::rules {
namespace {

constexpr std::string_view k_any = ".*";

bool matches_any(const std::vector<std::string>& patterns, const std::string& id) {
  return std::ranges::any_of(patterns,
                             [&](const std::string& pattern) { return names_rule(pattern, id); });
}

}  // namespace

bool names_rule(std::string_view pattern, std::string_view id) {
  if (!pattern.ends_with(k_any)) return pattern == id;
  return id.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool check_pattern_of_rules(const Text& pattern, const std::vector<std::string>& ids,
                            util::Diagnostics& diagnostics) {
  const bool known =
      std::ranges::any_of(ids, [&](const std::string& id) { return names_rule(pattern.text, id); });
  if (known) return true;
  const bool prefix = std::ranges::any_of(
      ids, [&](const std::string& id) { return id.starts_with(pattern.text + "."); });
  const std::string near =
      prefix ? pattern.text + std::string(k_any) : util::nearest_name(pattern.text, ids);
  diagnostics.error(pattern.spot, fmt::format("no rule is called '{}'", pattern.text),
                    near.empty() ? std::string() : fmt::format("did you mean '{}'?", near));
  return false;
}

void Enabling::list(size_t pack, const std::vector<Pack>& packs) {
  if (!listed_.insert(pack).second) return;
  for (const RuleDraft& rule : packs[pack].draft.rules) {
    if (rule.enabled) enabled_.insert(rule.id.text);
  }
}

void Enabling::apply(const config::ProfileDraft& profile, const std::vector<std::string>& ids,
                     util::Diagnostics& diagnostics) {
  for (const Text& pattern : profile.enable) {
    if (!check_pattern_of_rules(pattern, ids, diagnostics)) continue;
    for (const std::string& id : ids) {
      if (names_rule(pattern.text, id)) enabled_.insert(id);
    }
  }
  for (const Text& pattern : profile.disable) {
    if (!check_pattern_of_rules(pattern, ids, diagnostics)) continue;
    std::erase_if(enabled_, [&](const std::string& id) { return names_rule(pattern.text, id); });
  }
}

void Enabling::restrict_to(const std::vector<std::string>& only,
                           const std::vector<std::string>& skip,
                           const std::vector<std::string>& ids, util::Diagnostics& diagnostics) {
  for (const std::string& pattern : skip) {
    check_pattern_of_rules(
        {
            pattern, {"--skip", 0, 0, 1}
    },
        ids, diagnostics);
  }
  for (const std::string& pattern : only) {
    const Text text{
        pattern, {"--only", 0, 0, 1}
    };
    if (!check_pattern_of_rules(text, ids, diagnostics)) continue;
    const bool on = std::ranges::any_of(
        enabled_, [&](const std::string& id) { return names_rule(pattern, id); });
    if (!on) {
      diagnostics.error(text.spot, fmt::format("the profile does not enable '{}'", pattern),
                        "add it to the profile's `enable`, or name another --profile");
    }
  }
  std::erase_if(enabled_, [&](const std::string& id) {
    return (!only.empty() && !matches_any(only, id)) || matches_any(skip, id);
  });
}

}  // namespace audit::rules

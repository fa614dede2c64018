// SPDX-License-Identifier: MIT
#include "rules/waivers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "config/waiver_file.hpp"
#include "rules/enabling.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

std::vector<std::string> ids_of(const RuleSet& rules) {
  std::vector<std::string> ids;
  for (const auto* list : {&rules.rules, &rules.disabled}) {
    for (const TypedRule& rule : *list) ids.push_back(rule.id);
  }
  std::ranges::sort(ids);
  return ids;
}

/// What is allowed, and yet will hardly do what was meant.
void warn(const config::WaiverDraft& draft, const Settings& settings,
          util::Diagnostics& diagnostics) {
  std::set<std::string> tables;
  for (const TypedRule& rule : settings.rules.rules) {
    if (!names_rule(draft.rule.text, rule.id)) continue;
    tables.insert(settings.schema.tables[rule.table].name);
  }
  if (tables.empty()) {
    diagnostics.warning(draft.rule.spot,
                        fmt::format("no rule that '{}' names is checked; the waiver has no effect",
                                    draft.rule.text));
  }
  if (tables.size() > 1 && draft.record.given()) {
    diagnostics.warning(
        draft.record.spot,
        fmt::format("the rules of '{}' judge records of {}, which may share a key; where they do, "
                    "the waiver has no effect",
                    draft.rule.text, fmt::join(tables, ", ")),
        "name the one rule");
  }
}

findings::Waiver waiver_of(config::WaiverDraft&& draft, const std::vector<std::string>& ids) {
  findings::Waiver waiver;
  for (const std::string& id : ids) {
    if (names_rule(draft.rule.text, id)) waiver.rules.push_back(id);
  }
  waiver.rule = std::move(draft.rule.text);
  waiver.participant = std::move(draft.participant.text);
  waiver.application = std::move(draft.application.text);
  waiver.record = std::move(draft.record.text);
  waiver.office = std::move(draft.office.text);
  waiver.case_manager = std::move(draft.case_manager.text);
  waiver.approved_by = std::move(draft.approved_by);
  waiver.reason = std::move(draft.reason);
  waiver.approved_on = draft.approved_on;
  waiver.until = draft.until;
  return waiver;
}

}  // namespace

std::vector<findings::Waiver> read_waivers(const config::Files& files, const std::string& path,
                                           const Settings& settings,
                                           util::Diagnostics& diagnostics) {
  std::vector<findings::Waiver> waivers;
  const auto text = files.read(path);
  if (!text) {
    diagnostics.error({.file = path},
                      fmt::format("the waiver file '{}' can't be read", util::visible(path)));
    return waivers;
  }
  const std::vector<std::string> ids = ids_of(settings.rules);
  for (config::WaiverDraft& draft : config::read_waiver_file(path, *text, diagnostics)) {
    if (!check_pattern_of_rules(draft.rule, ids, diagnostics)) continue;
    warn(draft, settings, diagnostics);
    waivers.push_back(waiver_of(std::move(draft), ids));
  }
  return waivers;
}

}  // namespace audit::rules

// SPDX-License-Identifier: MIT
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "config/files.hpp"
#include "rules/load.hpp"
#include "unit/config/support.hpp"

/// A small world of rules: two tables, two packs, two profiles, one calendar.
namespace audit::test {

inline const char* const k_small_schema = R"(
[roles]
participants = "cases"
applications = "cases"

[[table]]
name = "cases"
singular = "case"
key = "case_id"
column = [
  { name = "case_id", type = "identifier" },
  { name = "opened", type = "date" },
  { name = "closed", type = "date" },
  { name = "entered", type = "date", entry_date = true },
  { name = "program" },
  { name = "amount", type = "number" },
  { name = "secret", personal = true },
  { name = "born", type = "date", personal = true },
  { name = "code", internal = true },
]
extract = [{ from = "program", into = "code", pattern = "[0-9]+" }]

[[table]]
name = "notes"
singular = "note"
key = "note_id"
optional = true
column = [
  { name = "note_id", type = "identifier" },
  { name = "case_id", type = "identifier" },
  { name = "met", type = "date" },
]
[[table.relation]]
name = "case"
parent = "cases"
ways = [{ on = ["case_id=case_id"] }]
)";

inline const char* const k_small_core = R"(
[pack]
name = "core"

[[set]]
name = "programs"
values = ["A", "B"]

[[set]]
name = "quarters"
values = [1, 2.5]

[[derive]]
table = "cases"
name = "is_open"
value = "closed is missing or closed > as_of"
)";

inline const char* const k_small_pack = R"(
[pack]
name = "one"
title = "The first pack"

[[rule]]
id = "a.entered"
title = "Entered within {$limit}"
severity = "error"
for_each = "cases"
where = "program in @programs"
params = { limit = "5 business days", least = 10, code = "205" }
from = "opened"
within = "$limit"
met_on = "entered"
message = "opened {opened}, due {due}, entered {met_on}"
remedy = "Enter it."
cite = "Policy, 1"
rationale = "As read."
needs = ["notes or cases.closed", "cases"]
tags = ["timeliness"]

[[rule.example]]
name = "late"
as_of = 2026-02-02
expect = ["late"]
cases = [{ case_id = "1", opened = 2026-01-05, entered = 2026-01-13, program = "A", amount = 12.50 }]
notes = [{ note_id = 7, met = "" }]

[[rule]]
id = "a.notes"
title = "A note every 30 days"
severity = "warning"
for_each = "cases"
from = "opened"
every = "30 days"
events = "notes.met"
until = "closed"
message = "no note since {trigger}"
cite = "Policy, 2"
remind = "3 days"
effective = { from = 2020-07-27 }

[[rule]]
id = "b.off"
title = "Has an amount"
severity = "info"
for_each = "cases"
require = "amount is present"
date = "opened"
message = "no amount"
cite = "Policy, 3"
enabled = false
)";

inline const char* const k_small_profile = R"(
default = true
calendar = "state"
remind = "2 weeks"
packs = ["one"]
)";

inline const char* const k_small_calendar = R"(
name = "state"
[[holiday]]
name = "New Year"
date = "01-01"
)";

inline config::FileTexts small_world() {
  config::FileTexts files;
  files["rules/schema.toml"] = k_small_schema;
  files["rules/core.toml"] = k_small_core;
  files["rules/packs/one.toml"] = k_small_pack;
  files["rules/profiles/base.toml"] = k_small_profile;
  files["rules/profiles/bare.toml"] = "remind = \"1 day\"\n";
  files["rules/calendars/state.toml"] = k_small_calendar;
  return files;
}

inline rules::Options small_options() {
  rules::Options options;
  options.rules_folder = "rules";
  return options;
}

inline rules::Settings load_good(const config::FileTexts& files, const rules::Options& options) {
  util::Diagnostics diagnostics;
  rules::Settings settings = rules::load(options, config::MemoryFiles(files), diagnostics);
  CAPTURE(diagnostics.render());
  REQUIRE(diagnostics.list().empty());
  return settings;
}

/// The settings with a profile of the user's own, which extends the base profile.
inline rules::Settings load_with_profile(const std::string& own) {
  config::FileTexts files = small_world();
  files["own.toml"] = "extends = \"base\"\n" + own;
  rules::Options options = small_options();
  options.config_file = "own.toml";
  return load_good(files, options);
}

inline const rules::TypedRule& find_rule(const std::vector<rules::TypedRule>& rules,
                                         const std::string& id) {
  for (const rules::TypedRule& rule : rules) {
    if (rule.id == id) return rule;
  }
  FAIL("no rule " << id);
  return rules.front();
}

inline std::vector<std::string> ids_of(const std::vector<rules::TypedRule>& rules) {
  std::vector<std::string> ids;
  for (const rules::TypedRule& rule : rules) ids.push_back(rule.id);
  return ids;
}

}  // namespace audit::test

// SPDX-License-Identifier: MIT
// The rules that ship: every profile loads without a fault or a suspicion.
#include <doctest/doctest.h>

#include <algorithm>

#include "config/files.hpp"
#include "rules/load.hpp"

namespace {

using audit::rules::Options;
using audit::rules::Settings;
using audit::rules::TypedRule;
using audit::util::Diagnostics;

Settings load_profile(const std::string& name, Diagnostics& diagnostics) {
  Options options;
  options.rules_folder = AUDIT_RULES_DIR;
  options.profile = name;
  options.suspicions = true;
  return audit::rules::load(options, diagnostics);
}

bool violates(const std::string& status) {
  return status == "late" || status == "overdue" || status == "failed";
}

TEST_CASE("bundled rules: every profile loads without a fault or a suspicion") {
  const audit::config::DiskFiles files;
  const auto profiles = files.list(std::string(AUDIT_RULES_DIR) + "/profiles");
  CHECK(profiles.size() >= 5);
  for (const std::string& path : profiles) {
    CAPTURE(path);
    Diagnostics diagnostics;
    const Settings settings = load_profile(audit::config::stem_of(path), diagnostics);
    CHECK(diagnostics.render() == "");
    CHECK(settings.profile == audit::config::stem_of(path));
    CHECK_FALSE(settings.rules.rules.empty());
  }
}

TEST_CASE("bundled rules: one profile is the default, and has a calendar") {
  Diagnostics diagnostics;
  const Settings settings = load_profile("", diagnostics);
  CHECK(diagnostics.render() == "");
  CHECK(settings.calendar.name() != "none");
}

TEST_CASE("bundled rules: each has an example that violates it and one that does not") {
  Diagnostics diagnostics;
  const Settings settings = load_profile("all", diagnostics);
  for (const auto* list : {&settings.rules.rules, &settings.rules.disabled}) {
    for (const TypedRule& rule : *list) {
      CAPTURE(rule.id);
      bool violated = false;
      bool kept = false;
      for (const auto& example : rule.examples) {
        for (const std::string& status : example.expect) {
          (violates(status) ? violated : kept) = true;
        }
        kept = kept || example.expect.empty();
      }
      CHECK(violated);
      CHECK(kept);
      CHECK_FALSE(rule.cite.empty());
      CHECK_FALSE(rule.remedy.parts.empty());
    }
  }
}

}  // namespace

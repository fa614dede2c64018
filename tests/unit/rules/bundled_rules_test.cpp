// SPDX-License-Identifier: MIT
// The rules that ship: the catalogue is complete, and every rule is fit to be documentation.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "rules/load.hpp"

namespace {

using audit::findings::Severity;
using audit::rules::Options;
using audit::rules::Settings;
using audit::rules::TypedRule;

const std::set<std::string> k_five = {"entry.activity", "note.every-30-days", "activity.reciprocal",
                                      "exit.closure-before-soft-exit", "follow-up.three-attempts"};

Settings load_profile(const std::string& profile) {
  Options options;
  options.rules_folder = AUDIT_RULES_DIR;
  options.profile = profile;
  audit::util::Diagnostics diagnostics;
  Settings settings = audit::rules::load(options, diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
  return settings;
}

std::set<std::string> ids(const std::vector<TypedRule>& rules) {
  std::set<std::string> found;
  for (const TypedRule& rule : rules) found.insert(rule.id);
  return found;
}

struct Entry {
  const char* pack;
  const char* id;
  const char* table;
  Severity severity;
};

constexpr Severity k_error = Severity::error;
constexpr Severity k_warning = Severity::warning;
constexpr Severity k_info = Severity::info;

/// Ids are fixed: reports, waivers and profiles of boards refer to them.
const std::vector<Entry> k_catalogue = {
    {"slo-34-19",           "entry.application",             "applications",    k_error  },
    {"slo-34-19",           "entry.assessment",              "assessments",     k_error  },
    {"slo-34-19",           "entry.plan",                    "plans",           k_error  },
    {"slo-34-19",           "entry.activity",                "activities",      k_error  },
    {"slo-34-19",           "entry.case-note",               "case_notes",      k_error  },
    {"slo-34-19",           "entry.skill-gain",              "skill_gains",     k_error  },
    {"slo-34-19",           "entry.closure",                 "closures",        k_error  },
    {"slo-34-19",           "entry.follow-up",               "follow_ups",      k_error  },
    {"slo-34-19",           "entry.credential",              "credentials",     k_warning},
    {"slo-34-19",           "backdate.approval.activity",    "activities",      k_error  },
    {"slo-34-19",           "backdate.approval.case-note",   "case_notes",      k_error  },
    {"slo-34-19",           "backdate.limit.activity",       "activities",      k_error  },
    {"slo-34-19",           "backdate.limit.case-note",      "case_notes",      k_error  },
    {"slo-34-19",           "exit.follow-up-only",           "activities",      k_error  },
    {"slo-34-19",           "activity.reciprocal",           "activities",      k_error  },
    {"slo-34-19",           "note.for-activity",             "activities",      k_error  },
    {"slo-34-19",           "note.subject",                  "case_notes",      k_warning},
    {"slo-34-19",           "note.contact-date",             "case_notes",      k_error  },
    {"slo-34-19",           "note.every-30-days",            "applications",    k_error  },
    {"slo-34-19",           "note.every-30-days-entered",    "applications",    k_error  },
    {"slo-34-19",           "note.language",                 "case_notes",      k_info   },
    {"slo-34-19",           "note.detail",                   "case_notes",      k_warning},
    {"slo-34-19",           "note.acronyms",                 "case_notes",      k_info   },
    {"slo-34-19",           "exit.closure-before-soft-exit", "applications",    k_error  },
    {"slo-34-19",           "break.length",                  "activities",      k_error  },
    {"slo-34-19",           "break.future-service",          "activities",      k_error  },
    {"slo-34-19",           "break.note",                    "activities",      k_error  },
    {"slo-34-19",           "break.approval",                "activities",      k_error  },
    {"slo-34-19",           "closure.complete",              "closures",        k_error  },
    {"slo-34-19",           "follow-up.complete",            "follow_ups",      k_warning},
    {"slo-34-19",           "follow-up.quarterly",           "follow_ups",      k_error  },
    {"slo-34-19",           "follow-up.four-quarters",       "applications",    k_warning},
    {"slo-34-19",           "follow-up.service",             "applications",    k_warning},
    {"slo-34-19",           "ssn.pseudo",                    "participants",    k_warning},
    {"slo-34-19",           "ssn.shape",                     "participants",    k_error  },
    {"slo-34-19",           "staff.inactive.activity",       "activities",      k_error  },
    {"slo-34-19",           "staff.inactive.case-note",      "case_notes",      k_error  },
    {"slo-34-19",           "application.fields",            "applications",    k_warning},
    {"edd-case-management", "participation.eligible",        "applications",    k_error  },
    {"edd-case-management", "participation.future",          "applications",    k_error  },
    {"edd-case-management", "participation.first-service",   "applications",    k_error  },
    {"edd-case-management", "activity.actual-begin",         "activities",      k_warning},
    {"edd-case-management", "activity.close",                "activities",      k_warning},
    {"edd-case-management", "activity.close-pair",           "activities",      k_error  },
    {"edd-case-management", "activity.order",                "activities",      k_error  },
    {"edd-case-management", "activity.provider",             "activities",      k_warning},
    {"edd-case-management", "activity.training-code",        "activities",      k_warning},
    {"edd-case-management", "plan.one-open",                 "participants",    k_error  },
    {"edd-case-management", "plan.close-order.objective",    "plan_objectives", k_error  },
    {"edd-case-management", "plan.close-order.goal",         "plan_goals",      k_error  },
    {"edd-case-management", "plan.open-goal",                "plan_goals",      k_warning},
    {"edd-case-management", "plan.activity-205",             "applications",    k_error  },
    {"edd-case-management", "closure.activities-open",       "closures",        k_error  },
    {"edd-case-management", "exit.date",                     "applications",    k_error  },
    {"edd-case-management", "exit.reason",                   "applications",    k_warning},
    {"edd-case-management", "closure.employer",              "closures",        k_error  },
    {"edd-case-management", "case.manager",                  "applications",    k_warning},
    {"edd-case-management", "credential.activity",           "credentials",     k_error  },
    {"edd-case-management", "credential.received",           "credentials",     k_error  },
    {"edd-case-management", "follow-up.code-too-early",      "activities",      k_error  },
    {"la-county-follow-up", "follow-up.three-attempts",      "follow_ups",      k_error  },
    {"la-county-follow-up", "follow-up.employer",            "employments",     k_warning},
    {"la-county-follow-up", "follow-up.agency-code",         "follow_ups",      k_error  },
    {"la-county-follow-up", "follow-up.status-required",     "follow_ups",      k_error  },
    {"la-county-follow-up", "follow-up.worked",              "follow_ups",      k_warning},
    {"la-county-follow-up", "follow-up.completed",           "follow_ups",      k_error  },
    {"la-city-plan",        "plan.activity-205-dates",       "activities",      k_error  },
    {"la-city-plan",        "plan.activity-205-first",       "plans",           k_error  },
    {"la-city-plan",        "plan.assessment-complete",      "assessments",     k_error  },
    {"la-city-plan",        "plan.assessment-first",         "plans",           k_error  },
    {"la-city-plan",        "plan.parts",                    "plans",           k_error  },
    {"la-city-plan",        "plan.signed",                   "plans",           k_warning},
};

const TypedRule* find_rule(const Settings& settings, const std::string& id) {
  for (const auto* rules : {&settings.rules.rules, &settings.rules.disabled}) {
    const auto found = std::ranges::find(*rules, id, &TypedRule::id);
    if (found != rules->end()) return &*found;
  }
  return nullptr;
}

bool is_violation(const std::string& status) {
  return status == "late" || status == "overdue" || status == "failed";
}

/// Why the rule's examples are not enough; empty if they are.
std::string lacking_example(const TypedRule& rule) {
  bool violated = false;
  bool met = false;
  for (const audit::rules::Example& example : rule.examples) {
    violated = violated || std::ranges::any_of(example.expect, is_violation);
    met = met || std::ranges::find(example.expect, "met") != example.expect.end();
  }
  if (!violated) return "no example violates it";
  return met ? "" : "no example complies with it";
}

}  // namespace

TEST_CASE("the catalogue is complete, each rule in its pack, on its table, with its severity") {
  const Settings settings = load_profile("all");
  for (const Entry& entry : k_catalogue) {
    CAPTURE(entry.id);
    const TypedRule* rule = find_rule(settings, entry.id);
    REQUIRE(rule != nullptr);
    CHECK(rule->pack == entry.pack);
    CHECK(settings.schema.tables[rule->table].name == entry.table);
    CHECK(rule->severity == entry.severity);
  }
  CHECK(settings.rules.rules.size() + settings.rules.disabled.size() == k_catalogue.size());
}

TEST_CASE("every rule cites, explains, advises, and is shown by examples") {
  const Settings settings = load_profile("all");
  for (const Entry& entry : k_catalogue) {
    CAPTURE(entry.id);
    const TypedRule* rule = find_rule(settings, entry.id);
    REQUIRE(rule != nullptr);
    CHECK(rule->cite.find(',') != std::string::npos);  // document, section
    CHECK_FALSE(rule->message.parts.empty());
    CHECK_FALSE(rule->remedy.parts.empty());
    CHECK_FALSE(rule->tags.empty());
    CHECK(lacking_example(*rule) == "");
  }
}

TEST_CASE("all but the literal twin is enabled in profile all") {
  const Settings settings = load_profile("all");
  CHECK(ids(settings.rules.disabled) == std::set<std::string>{"note.every-30-days-entered"});
}

TEST_CASE("the five first rules are in every profile") {
  for (const char* profile : {"slo-34-19", "la-county", "la-city", "five", "all"}) {
    CAPTURE(profile);
    const std::set<std::string> enabled = ids(load_profile(profile).rules.rules);
    CHECK(std::ranges::includes(enabled, k_five));
  }
  CHECK(ids(load_profile("five").rules.rules) == k_five);
}

TEST_CASE("the default profile is San Luis Obispo's") {
  CHECK(load_profile("").profile == "slo-34-19");
}

TEST_CASE("the agency code is Los Angeles County's own") {
  for (const char* profile : {"slo-34-19", "la-city", "five"}) {
    CAPTURE(profile);
    CHECK(ids(load_profile(profile).rules.rules).count("follow-up.agency-code") == 0);
  }
  CHECK(ids(load_profile("la-county").rules.rules).count("follow-up.agency-code") == 1);
}

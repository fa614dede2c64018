// SPDX-License-Identifier: MIT
#include "rules/explain.hpp"

#include <doctest/doctest.h>

#include "differential/language_generator.hpp"
#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::LanguageWorld;
using audit::tests::text_at;

namespace {

rules::Expression typed(const LanguageWorld& world, const char* table, const std::string& text) {
  util::Diagnostics diagnostics;
  auto found =
      rules::check_expression(text_at(text), world.scope(table), std::nullopt, diagnostics);
  REQUIRE_MESSAGE(found.has_value(), diagnostics.render());
  return *found;
}

}  // namespace

TEST_CASE("expressions in plain words") {
  const LanguageWorld world;
  rules::RuleSet rules;
  rules.derived = world.derived;
  struct Row {
    const char* table;
    const char* text;
    const char* words;
  };
  const std::vector<Row> rows = {
      {"activities",   "code in @codes",                                         "code is one of the codes (\"205\", \"206\")"    },
      {"activities",   "code not in ('1')",                                      "code is not \"1\""                              },
      {"activities",   "begin <= as_of",                                         "begin is on or before the as-of date"           },
      {"follow_ups",   "quarter >= 2.5",                                         "quarter is at least 2.5"                        },
      {"activities",   "is_open and not is_open",                                "it counts as open and it does not count as open"},
      {"activities",   "application is missing",                                 "its application is not known"                   },
      {"activities",   "not (code contains any @phrases or title is missing)",
       "(none of these holds: code contains any of the phrases (\"left message\", \"no answer\"); "
       "title is missing)"                                                                                                        },
      {"activities",   "application.participant.last_service is present",
       "its application's participant's last_service is present"                                                                  },
      {"activities",   "begin + $limit < created_on",
       "5 business days after begin is before created_on"                                                                         },
      {"applications", "exists(activities where created_on == outer.exit_date)",
       "there is an activity with (created_on is the application's exit_date)"                                                    },
      {"applications", "not exists(participant.activities)",
       "there is no activity of its participant"                                                                                  },
      {"applications", "max(activities.begin where is_open) > as_of",
       "the latest begin of its activities with (it counts as open) is after the as-of date"                                      },
      {"applications", "distinct(case_notes.contact_date) >= 3",
       "the number of different values of contact_date of its case notes is at least 3"                                           },
      {"applications", "all(activities, code is present)",
       "for every activity this holds: (code is present)"                                                                         },
      {"case_notes",   "words(description) >= $words",
       "the number of words of description is at least 10"                                                                        },
      {"activities",   "filled(code, title)",                                    "none of code, title is missing"                 },
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.text));
    const auto table = *world.schema.find_table(row.table);
    CHECK(rules::explain(typed(world, row.table, row.text), table, world.schema, rules) ==
          row.words);
  }
}

TEST_CASE("a rule is told with the derived columns and columns behind it") {
  LanguageWorld world;
  rules::RuleSet rules;
  rules.derived = world.derived;
  for (auto& derived : rules.derived) {
    const bool flag = derived.type == model::Type::boolean;
    const char* value = flag ? "begin <= as_of" : "as_of";
    if (derived.name == "begin") value = "first_present(actual_begin, created_on)";
    derived.value = typed(world, world.schema.tables[derived.table].name.c_str(), value);
  }
  rules::TypedRule rule;
  rule.table = *world.schema.find_table("activities");
  rule.form = rules::Form::deadline;
  rule.where = typed(world, "activities", "is_open");
  rule.from = typed(world, "activities", "actual_begin");
  rule.within = typed(world, "activities", "$limit");
  rule.met_on = typed(world, "activities", "min(case_notes.contact_date)");
  const auto told = rules::explain(rule, world.schema, rules);
  REQUIRE(told.sentences.size() == 3);
  CHECK(told.sentences[0] == "For each activity for which this holds: it counts as open.");
  CHECK(told.sentences[1] == "It is due 5 business days after actual_begin; that day is on time.");
  CHECK(
      told.sentences[2] ==
      "It is met on the earliest contact_date of its case notes; while that is missing, it has not "
      "happened.");
  REQUIRE(told.terms.size() == 2);
  CHECK(told.terms[0] == std::pair<std::string, std::string>(
                             "activities.is_open", "begin is on or before the as-of date"));
  CHECK(told.terms[1].first == "activities.begin");
  CHECK(told.columns == std::vector<std::string>{"activities.actual_begin", "activities.created_on",
                                                 "case_notes.contact_date"});
}

TEST_CASE("every generated expression can be told") {
  const LanguageWorld world;
  rules::RuleSet rules;
  rules.derived = world.derived;
  tests::ExpressionGenerator generator(world.scope("applications"), 31);
  const auto table = *world.schema.find_table("applications");
  for (int round = 0; round < 200; ++round) {
    const std::string text = generator.expression(model::Type::boolean, 5);
    CAPTURE(text);
    const std::string words =
        rules::explain(typed(world, "applications", text), table, world.schema, rules);
    CHECK_FALSE(words.empty());
    CHECK(words.find('?') == std::string::npos);
  }
}

// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::LanguageWorld;
using audit::tests::text_at;

namespace {

std::string show(const rules::Template& made, const model::Schema& schema) {
  std::string out;
  for (const auto& part : made.parts) {
    if (const auto* text = std::get_if<std::string>(&part)) {
      out += "[" + *text + "]";
    } else {
      out += "<" + rules::dump(std::get<rules::Expression>(part), schema) + ">";
    }
  }
  return out;
}

struct Row {
  const char* text;
  const char* shown;
};

}  // namespace

TEST_CASE("a message is text and expressions") {
  const LanguageWorld world;
  auto scope = world.scope("activities");
  scope.own_words = true;
  const std::vector<Row> rows = {
      {"",                                                   ""                                           },
      {"plain",                                              "[plain]"                                    },
      {"{code} began {actual_begin}, due {due}",
       "<activities.code>[ began ]<activities.actual_begin>[, due ]<due>"                                 },
      {"{{{code}}}",                                         "[{]<activities.code>[}]"                    },
      {"a {{b}} c",                                          "[a {b} c]"                                  },
      {"{if(met_on is missing, 'not yet', \"it's }\")}",
       "<(if (missing met_on) \"not yet\" \"it's }\")>"                                                   },
      {"it's {code}'s",                                      "[it's ]<activities.code>['s]"               },
      {"{trigger} {met_on} {late_by} {status}",              "<trigger>[ ]<met_on>[ ]<late_by>[ ]<status>"},
      {"{application.exit_date + 1 day} {is_open} {$limit}",
       "<(+ ↑application applications.exit_date 1 day)>[ ]<activities.derived0>[ ]<5 business "
       "days>"                                                                                            },
      {"{count(case_notes where contact_date <= due)}",
       "<(count ↓case_notes where (<= case_notes.contact_date due))>"                                   },
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.text));
    util::Diagnostics diagnostics;
    const auto made = rules::check_template(text_at(row.text), scope, false, diagnostics);
    CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
    REQUIRE(made.has_value());
    CHECK(show(*made, world.schema) == row.shown);
  }
}

TEST_CASE("own words are columns where the record has such a column and they are not known") {
  const LanguageWorld world;
  util::Diagnostics diagnostics;
  auto scope = world.scope("activities");
  const auto column =
      rules::check_expression(text_at("status == 'x'"), scope, std::nullopt, diagnostics);
  REQUIRE(column.has_value());
  CHECK(column->args[0].op == rules::Op::column);
  scope.own_words = true;
  const auto own =
      rules::check_expression(text_at("status == 'late'"), scope, std::nullopt, diagnostics);
  REQUIRE(own.has_value());
  CHECK(own->args[0].op == rules::Op::own);
  auto applications = world.scope("applications");
  applications.own_words = true;
  const auto child = rules::check_expression(text_at("exists(activities where status == 'x')"),
                                             applications, std::nullopt, diagnostics);
  REQUIRE(child.has_value());
  CHECK(child->selection.where->args[0].op == rules::Op::column);
}

TEST_CASE("faults of a message stand at their place") {
  const LanguageWorld world;
  auto scope = world.scope("activities");
  struct Bad {
    const char* text;
    const char* fragment;
    uint32_t column;
    bool title;
  };
  const std::vector<Bad> rows = {
      {"late: {cod}",               "unknown column 'cod'",                    8,  false},
      {"{code} and {  nope }",      "unknown column 'nope'",                   15, false},
      {"a { b",                     "this '{' is not closed",                  3,  false},
      {"a } b",                     "this '}' closes nothing",                 3,  false},
      {"a {} b",                    "an expression is expected in the braces", 3,  false},
      {"{code == }",                "expected a value",                        10, false},
      {"{participant.ssn}",         "'ssn' is personal",                       2,  false},
      {"{digits(participant.ssn)}", "'ssn' is personal",                       9,  false},
      {"{participant.birth_copy}",  "'birth_copy' is personal",                2,  false},
      {"{due}",                     "the obligation's own",                    2,  false},
      {"Within {limit}",            "unknown column 'limit'",                  9,  true },
      {"Of {code}",                 "a title may use parameters only",         5,  true },
      {"Of {$limit == 5 days}",     "a title may use parameters only",         5,  true },
  };
  for (const Bad& row : rows) {
    CAPTURE(std::string(row.text));
    util::Diagnostics diagnostics;
    CHECK_FALSE(
        rules::check_template(text_at(row.text), scope, row.title, diagnostics).has_value());
    CAPTURE(diagnostics.render());
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(diagnostics.list()[0].text.find(row.fragment) != std::string::npos);
    CHECK(diagnostics.list()[0].spot.column == 10 + row.column);
  }
  util::Diagnostics diagnostics;
  CHECK(rules::check_template(text_at("Within {$limit}"), scope, true, diagnostics).has_value());
  CHECK_FALSE(rules::check_template(text_at("one\n two {nope} {also}"), scope, false, diagnostics));
  REQUIRE(diagnostics.list().size() == 2);
  CHECK(diagnostics.list()[0].spot == util::Spot{"rules.toml", 8, 7, 4});
  CHECK(diagnostics.list()[1].spot == util::Spot{"rules.toml", 8, 14, 4});
}

TEST_CASE("personal columns may be judged but not shown") {
  const LanguageWorld world;
  struct Shown {
    const char* table;
    const char* text;
    bool fine;
  };
  const std::vector<Shown> rows = {
      {"participants", "ssn",                                                       false},
      {"participants", "birth_date",                                                false},
      {"participants", "birth_date + 90 days",                                      false},
      {"participants", "birth_copy",                                                false},
      {"participants", "digits(ssn)",                                               false},
      {"participants", "extract(ssn, '(..)')",                                      false},
      {"participants", "year(birth_date)",                                          false},
      {"participants", "business_days(birth_date, as_of)",                          false},
      {"participants", "format_date(birth_date, '%Y')",                             false},
      {"participants", "if(ssn is present, ssn, 'none')",                           false},
      {"participants", "first_present(state_id, ssn)",                              false},
      {"participants", "max(birth_date, as_of)",                                    false},
      {"applications", "participant.ssn",                                           false},
      {"participants", "length(ssn)",                                               true },
      {"participants", "words(ssn)",                                                true },
      {"participants", "ssn is present",                                            true },
      {"participants", "ssn == '1' or digits(ssn) starts with '9'",                 true },
      {"participants", "if(ssn is present, 'yes', 'no')",                           true },
      {"participants", "missing_columns(ssn)",                                      true },
      {"participants", "state_id",                                                  true },
      {"participants", "last_service",                                              true },
      {"applications", "count(case_notes where description contains 'x')",          true },
      {"applications", "distinct(case_notes.description)",                          true },
      {"applications", "list(case_notes.description)",                              false},
      {"applications", "list(case_notes.subject)",                                  true },
      {"applications", "max(case_notes.contact_date where words(description) > 3)", true },
      {"case_notes",   "subject",                                                   true },
      {"case_notes",   "description",                                               false},
  };
  for (const Shown& row : rows) {
    CAPTURE(std::string(row.text));
    auto scope = world.scope(row.table);
    util::Diagnostics in_condition;
    CHECK(
        rules::check_expression(text_at(row.text), scope, std::nullopt, in_condition).has_value());
    scope.shown = true;
    util::Diagnostics shown;
    CHECK(rules::check_expression(text_at(row.text), scope, std::nullopt, shown).has_value() ==
          row.fine);
    CHECK(shown.list().size() == (row.fine ? 0 : 1));
  }
}

TEST_CASE("events are dates of one child set") {
  const LanguageWorld world;
  struct Events {
    const char* table;
    const char* text;
    const char* fault;  // "" = fine
  };
  const std::vector<Events> rows = {
      {"applications", "case_notes.contact_date",                                               ""                                      },
      {"applications", "participant.activities.begin where is_open",                            ""                                      },
      {"applications",
       "participant.case_notes.contact_date where app_id is missing or app_id == outer.app_id", ""                                      },
      {"applications", "case_notes",                                                            "expected a column of child set"        },
      {"applications", "exit_date",                                                             "is a column, not a child set"          },
      {"applications", "activities.code",                                                       "events are dates, but 'code' is a text"},
      {"applications", "case_notes.contact_date where app_id == app_id",                        "compared with itself"                  },
      {"applications", "max(case_notes.contact_date)",                                          "expected the path of a child set"      },
      {"applications", "case_notes.contact_date, 5",                                            "unexpected ','"                        },
      {"applications", "case_notes.contact_date where subject",                                 "expected a condition"                  },
      {"applications", "",                                                                      "an expression is expected"             },
  };
  for (const Events& row : rows) {
    CAPTURE(std::string(row.text));
    util::Diagnostics diagnostics;
    const auto found = rules::check_events(text_at(row.text), world.scope(row.table), diagnostics);
    CAPTURE(diagnostics.render());
    CHECK(found.has_value() == (row.fault[0] == '\0'));
    CHECK(found.has_value() == diagnostics.list().empty());
    if (!found) CHECK(diagnostics.list()[0].text.find(row.fault) != std::string::npos);
  }
}

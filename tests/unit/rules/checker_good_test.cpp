// SPDX-License-Identifier: MIT
// Expressions that are right, and the tree that they mean.
#include <doctest/doctest.h>

#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::LanguageWorld;
using audit::tests::text_at;

namespace {

struct Good {
  const char* table;
  const char* text;
  const char* dump;
};

void check_all(const std::vector<Good>& rows) {
  const LanguageWorld world;
  for (const Good& row : rows) {
    CAPTURE(std::string(row.text));
    util::Diagnostics diagnostics;
    const auto found = rules::check_expression(text_at(row.text), world.scope(row.table),
                                               std::nullopt, diagnostics);
    CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
    REQUIRE(found.has_value());
    CHECK(rules::dump(*found, world.schema) == row.dump);
  }
}

}  // namespace

TEST_CASE("literals are what they look like") {
  check_all({
      {"activities", "\"a\"",               "\"a\""              },
      {"activities", "'it is \"so\"'",      "\"it is \"so\"\""   },
      {"activities", "\"\\d\"",             "\"\\d\""            },
      {"activities", "42",                  "42"                 },
      {"activities", "12.50",               "12.5"               },
      {"activities", "0.0001",              "0.0001"             },
      {"activities", "99999999999999.9999", "99999999999999.9999"},
      {"activities", "2024-02-29",          "2024-02-29"         },
      {"activities", "0001-01-01",          "0001-01-01"         },
      {"activities", "true",                "true"               },
      {"activities", "5 days",              "5 days"             },
      {"activities", "1 day",               "1 day"              },
      {"activities", "5  business\n days",  "5 business days"    },
      {"activities", "2 weeks",             "2 weeks"            },
      {"activities", "1 month",             "1 month"            },
      {"activities", "1 quarter",           "1 quarter"          },
      {"activities", "1 year",              "1 year"             },
      {"activities", "as_of",               "as_of"              },
      {"activities", "$limit",              "5 business days"    },
      {"activities", "$words",              "10"                 },
  });
}

TEST_CASE("paths lead through parents to a column") {
  check_all({
      {"activities", "code",                                 "activities.code"                        },
      {"activities", "is_open",                              "activities.derived0"                    },
      {"activities", "begin",                                "activities.derived1"                    },
      {"activities", "status",                               "activities.status"                      },
      {"activities", "application.exit_date",                "↑application applications.exit_date"  },
      {"activities", "application.participant.last_service",
       "↑application ↑participant participants.derived0"                                          },
      {"activities", "participant.state_id",                 "↑participant participants.state_id"   },
      {"case_notes", "activity.activity_code.restarts",
       "↑activity ↑activity_code activity_codes.restarts"                                         },
      {"activities", "application is present",               "(present ↑application)"               },
      {"activities", "application is missing",               "(not (present ↑application))"         },
      {"activities", "application.participant is present",   "(present ↑application ↑participant)"},
      {"activities", "application.exit_date is missing",
       "(missing ↑application applications.exit_date)"                                              },
  });
}

TEST_CASE("or binds weaker than and, and than not, not than a comparison") {
  check_all({
      {"activities", "is_open or is_open and not is_open",
       "(or activities.derived0 (and activities.derived0 (not activities.derived0)))"                                 },
      {"activities", "not code == title",                                "(not (== activities.code activities.title))"},
      {"activities", "(is_open or is_open) and is_open",
       "(and (or activities.derived0 activities.derived0) activities.derived0)"                                       },
      {"activities", "not not is_open",                                  "(not (not activities.derived0))"            },
      {"activities", "code is present and title is missing and is_open",
       "(and (present activities.code) (missing activities.title) activities.derived0)"                               },
  });
}

TEST_CASE("comparisons take what they should") {
  check_all({
      {"activities", "code == \"205\"",                "(== activities.code \"205\")"              },
      {"activities", "app_id != application.app_id",
       "(!= activities.app_id ↑application applications.app_id)"                                 },
      {"activities", "actual_begin <= actual_end",
       "(<= activities.actual_begin activities.actual_end)"                                        },
      {"follow_ups", "quarter > 1",                    "(> follow_ups.quarter 1)"                  },
      {"activities", "is_open == true",                "(== activities.derived0 true)"             },
      {"activities", "code in @codes",                 "(in activities.code @codes)"               },
      {"activities", "app_id in @codes",               "(in activities.app_id @codes)"             },
      {"activities", "code not in (\"1\", \"2\")",     "(not-in activities.code {\"1\", \"2\"})"   },
      {"follow_ups", "quarter in (1, 2.5)",            "(in follow_ups.quarter {1, 2.5})"          },
      {"follow_ups", "quarter in @quarters",           "(in follow_ups.quarter @quarters)"         },
      {"activities", "actual_begin in (2026-01-01)",   "(in activities.actual_begin {2026-01-01})" },
      {"activities", "actual_begin not in @days_off",  "(not-in activities.actual_begin @days_off)"},
      {"activities", "code matches '^\\d{3}$'",        "(matches activities.code \"^\\d{3}$\")"    },
      {"activities", "code matches $pattern",          "(matches activities.code \"^[0-9]+$\")"    },
      {"case_notes", "subject starts with \"205\"",    "(starts-with case_notes.subject \"205\")"  },
      {"case_notes", "subject contains activity.code",
       "(contains case_notes.subject ↑activity activities.code)"                                 },
      {"case_notes", "subject contains any @phrases",  "(contains-any case_notes.subject @phrases)"},
      {"activities", "(code == title) == is_open",
       "(== (== activities.code activities.title) activities.derived0)"                            },
  });
}

TEST_CASE("dates take durations, from the left to the right") {
  check_all({
      {"activities", "actual_begin + 90 days - 1 day",
       "(- (+ activities.actual_begin 90 days) 1 day)"                                                           },
      {"activities", "actual_begin + $limit",                       "(+ activities.actual_begin 5 business days)"},
      {"activities", "as_of - 1 quarter < actual_end",
       "(< (- as_of 1 quarter) activities.actual_end)"                                                           },
      {"activities", "actual_begin + if(is_open, 5 days, 1 month)",
       "(+ activities.actual_begin (if activities.derived0 5 days 1 month))"                                     },
  });
}

TEST_CASE("functions take their arguments") {
  check_all({
      {"activities",   "if(is_open, actual_begin)",
       "(if activities.derived0 activities.actual_begin)"                                                                               },
      {"activities",   "first_present(actual_end, begin, as_of)",
       "(first_present activities.actual_end activities.derived1 as_of)"                                                                },
      {"activities",   "min(actual_end, begin)",                                       "(min activities.actual_end activities.derived1)"},
      {"activities",   "max(1, 2, 3)",                                                 "(max 1 2 3)"                                    },
      {"activities",   "business_days(actual_begin, created_on) > 5",
       "(> (business_days activities.actual_begin activities.created_on) 5)"                                                            },
      {"follow_ups",   "end_of_quarter(add_quarters(application.exit_date, quarter))",
       "(end_of_quarter (add_quarters ↑application applications.exit_date follow_ups.quarter))"                                       },
      {"participants", "digits(ssn) == format_date(birth_date, '975%d%m%y')",
       "(== (digits participants.ssn) (format_date participants.birth_date \"975%d%m%y\"))"                                             },
      {"case_notes",   "extract(subject, '([0-9]{3})')",
       "(extract case_notes.subject \"([0-9]{3})\")"                                                                                    },
      {"case_notes",   "all_words(description, '[A-Z]{2,6}', @codes)",
       "(all_words case_notes.description \"[A-Z]{2,6}\" @codes)"                                                                       },
      {"case_notes",   "has_words(subject, activity.code)",
       "(has_words case_notes.subject ↑activity activities.code)"                                                                     },
      {"case_notes",   "words(description) >= $words",                                 "(>= (words case_notes.description) 10)"         },
      {"activities",   "missing_columns(code, actual_begin)",                          "(missing-columns #2 #3)"                        },
      {"activities",   "missing_columns()",                                            "(missing-columns #0 #1 #2 #3 #4 #5 #6 #7)"      },
      {"activities",   "filled(except title, status)",                                 "(filled #0 #1 #2 #3 #4 #5)"                     },
 // A key with a default and a column that no file has are never looked at.
      {"case_notes",   "filled()",                                                     "(filled #1 #2 #3 #4 #5)"                        },
      {"case_notes",   "filled(note_id, subject)",                                     "(filled #4)"                                    },
  });
}

TEST_CASE("aggregates range over the child sets of the record or of a parent") {
  check_all({
      {"applications", "count(activities)",                                    "(count ↓activities)"       },
      {"applications", "count(participant.activities where is_open) == 2",
       "(== (count ↑participant↓activities where activities.derived0) 2)"                                },
      {"applications", "min(activities.actual_begin where code in @codes)",
       "(min ↓activities.actual_begin where (in activities.code @codes))"                                  },
      {"applications", "max(activities.begin)",                                "(max ↓activities.derived1)"},
      {"applications", "sum(follow_ups.quarter)",                              "(sum ↓follow_ups.quarter)" },
      {"applications", "list(activities.code where is_open)",
       "(list ↓activities.code where activities.derived0)"                                                 },
      {"applications", "distinct(case_notes.contact_date) >= 3",
       "(>= (distinct ↓case_notes.contact_date) 3)"                                                        },
      {"applications", "all(activities where is_open, created_on is present)",
       "(all ↓activities where activities.derived0 : (present activities.created_on))"                     },
      {"applications", "exists(activities where count(outer.case_notes) > 1)",
       "(exists ↓activities where (> (count outer:↓case_notes) 1))"                                      },
  });
}

TEST_CASE(
    "outer is the record of the directly enclosing aggregate and goes on through its parents") {
  constexpr const char* one =
      "exists(application.case_notes where app_id is missing or app_id == outer.app_id)";
  constexpr const char* one_dump =
      "(exists ↑application↓case_notes where (or (missing case_notes.app_id) "
      "(== case_notes.app_id outer:activities.app_id)))";
  constexpr const char* two =
      "exists(activities where exists(case_notes where contact_date == outer.application.exit_date "
      "and app_id == outer.app_id))";
  constexpr const char* two_dump =
      "(exists ↓activities where (exists ↓case_notes where (and (== case_notes.contact_date "
      "outer:↑application applications.exit_date) (== case_notes.app_id "
      "outer:activities.app_id))))";
  check_all({
      {"activities",   one, one_dump},
      {"applications", two, two_dump},
  });
}

TEST_CASE("identifiers keep their type where they are compared") {
  const LanguageWorld world;
  util::Diagnostics diagnostics;
  const auto found =
      rules::check_expression(text_at("app_id == \"1\" and if(is_open, app_id, app_id) == "
                                      "\"1\" and first_present(app_id, code) == \"1\""),
                              world.scope("activities"), model::Type::boolean, diagnostics);
  REQUIRE(found.has_value());
  CHECK(found->args[0].args[0].type == model::Type::identifier);
  CHECK(found->args[1].args[0].type == model::Type::identifier);
  CHECK(found->args[2].args[0].type == model::Type::text);
}

// SPDX-License-Identifier: MIT
// Expressions that are wrong: what is said, and where.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::LanguageWorld;
using audit::tests::text_at;

namespace {

/// `column` and `length`: of the caret, in the expression's own text, from 1. One row, one fault.
struct Bad {
  const char* text;
  const char* fragment;
  uint32_t column;
  uint32_t length;
  const char* advice = "";
};

util::Diagnostics faults_of(const std::string& text, const rules::Scope& scope,
                            std::optional<model::Type> expected = std::nullopt) {
  util::Diagnostics diagnostics;
  const auto found = rules::check_expression(text_at(text), scope, expected, diagnostics);
  CHECK_FALSE(found.has_value());
  return diagnostics;
}

void check_all(const char* table, const std::vector<Bad>& rows) {
  const LanguageWorld world;
  for (const Bad& row : rows) {
    CAPTURE(std::string(row.text));
    const auto diagnostics = faults_of(row.text, world.scope(table));
    CAPTURE(diagnostics.render());
    REQUIRE(diagnostics.list().size() == 1);
    const util::Diagnostic& fault = diagnostics.list().front();
    CHECK(fault.text.find(row.fragment) != std::string::npos);
    CHECK(fault.advice.find(row.advice) != std::string::npos);
    CHECK(fault.spot.line == 7);
    CHECK(fault.spot.column == 10 + row.column);
    CHECK(fault.spot.length == row.length);
  }
}

}  // namespace

TEST_CASE("an unknown name is told with the nearest one") {
  check_all(
      "activities",
      {
          {"actual_begn is present",       "unknown column 'actual_begn' in table 'activities'", 1,11,
           "did you mean 'actual_begin'?"},
          {"is_opn",                              "unknown column 'is_opn'",                                                                           1,6,"did you mean 'is_open'?"},
          {"aplication.exit_date is present",     "unknown relation 'aplication'",                                                         1,10,
           "did you mean 'application'?"},
          {"application.exit_dat is present",                            "unknown column 'exit_dat' in table 'applications'",
           13,8,"did you mean 'exit_date'?"},
          {"count(case_note) > 0",                             "unknown column 'case_note'",                                                                                7,9,
           "did you mean 'case_notes'?"},
          {"exit_date is present","unknown column",1,9,"did you mean 'application.exit_date'?"},
          {"last_service is present",         "unknown column",                                                                        1, 12,                                                                                                                                                                                     "'participant.last_service'"},
          {"Code == \"1\"",                              "unknown column 'Code'",                                                          1,4,"did you mean 'code'?"},
          {"code == abcdefgh",  "unknown column 'abcdefgh'",                                                      9,8,"a text is written"},
          {"year == 2020",                             "unknown column 'year'",                                                           1,                          4,                                                                                                                                                                             "is a function"},
          {"limit == 5 days",                             "unknown column 'limit'",                           1,5,                                                                                                                                                                                                                                                                                               "a parameter is written `$limit`"},
          {"phrases == 'a'","unknown column 'phrases'",1,7,"a set is written `@phrases`"},
          {"code == null",              "unknown column 'null'",              9,4,"is missing"},
          {"actual_begin < today",                              "unknown column 'today'",                                                                   16,5,"as_of"},
          {"code in @cods", "unknown set '@cods'",                                                     9,5,                                                                                                                                                                                                                                                      "did you mean '@codes'?"},
          {"actual_begin + $limt < as_of",                             "unknown parameter '$limt'",                                                                     16,                                                                                   5,
           "did you mean '$limit'?"},
          {"yaer(as_of) == 1",                            "unknown function 'yaer'",             1,4,"did you mean 'year'?"},
          {"code.title == 'a'",         "'code' is a column of table 'activities', not a record",        6,5},
  });
}

TEST_CASE("spellings of other languages get the right one") {
  check_all(
      "activities",
      {
          {"is_open AND is_open",               "keywords are lower case",         9,             3,  "write `and`"            },
          {"is_open OR is_open",                "keywords are lower case",         9,             2,  "write `or`"             },
          {"NOT is_open",                       "keywords are lower case",         1,             3,  "write `not`"            },
          {"code IS missing",                   "keywords are lower case",         6,             2,  "write `is`"             },
          {"is_open == TRUE",                   "keywords are lower case",         12,            4,  "write `true`"           },
          {"code = '205'",                      "'='",                             6,             1,  "write `==`"             },
          {"code <> '205'",                     "'<>'",                            6,             2,  "write `!=`"             },
          {"is_open && is_open",                "'&&'",                            9,             2,  "write `and`"            },
          {"!is_open",                          "'!'",                             1,             1,  "write `not`"            },
          {"code is not missing",               "there is no `is not`",            9,             11, "write `code is present`"},
          {"code is not present",               "there is no `is not`",            9,             11, "write `code is missing`"},
          {"code is null",                      "expected 'missing' or 'present'", 9,             4,  "write `code is missing`"},
          {"code is not null",                  "there is no `is not`",            9,             3,  "write `code is present`"},
          {"code is '5'",                       "expected 'missing' or 'present'", 9,             3,  "write `code == '5'`"    },
          {"code == missing",                   "no values",                       6,             10, "write `code is missing`"},
          {"code != missing",                   "no values",                       6,             10, "write `code is present`"},
          {"if(is_open, code, missing) == 'a'", "no value",                        19,            7,  "`if(c, a)`"             },
          {"code not matches 'x'",              "only `in` takes a 'not'",         6,             3,  "not code matches"       },
          {"code like 'x%'",                    "found 'like'",                    6,             4,  "matches"                },
          {"code between 1 and 2",              "found 'between'",                 6,             7,  "x >= a and x <= b"      },
          {"COALESCE(code, title) == 'a'",      "unknown function 'COALESCE'",     1,             8,  "first_present"          },
          {"LEN(code) > 3",                     "unknown function 'LEN'",          1,             3,  "length(t)"              },
          {"TODAY() > actual_begin",            "unknown function 'TODAY'",        1,             5,  "as_of"                  },
          {"ISNULL(code)",                      "unknown function 'ISNULL'",       1,             6,  "is missing"             },
          {"DATEADD(day, 3, as_of) > as_of",    "unknown function 'DATEADD'",      1,             7,  "date + 30 days"         },
          {"DATEDIFF(as_of, begin) > 3",        "unknown function",                1,             8,  "compare dates"          },
          {"LOWER(code) == 'a'",                "unknown function 'LOWER'",        1,             5,  "leave it out"           },
          {"IF(is_open, code, title) == 'a'",   "function names are lower case",   1,             2,  "write `if`"             },
          {"contains(code, 'x')",               "is no function",                  1,             8,  "t contains"             },
          {"as_of() > begin",                   "no parentheses",                  6,             1,  "write `as_of`"          },
          {"code == \"a\" # so",                "unexpected character '#'",        13,            1 },
          {"code == “a”",                 "not plain quotes",                                 9,             7  },
          {"code in codes",                                  "expected a set or a list",                                                                  9, 5,   "`in @codes`"                         },
          {"code in '205'",                                  "expected a set or a list",                                                                  9,  5,   "in ('205')"           },
  });
}

TEST_CASE("values of the wrong type are told with what to write") {
  check_all(
      "activities",
      {
          {"code == 205",                           "can't compare a text with a number",     9,3,"write \"205\""},
          {"205 == code",                                       "can't compare a text with a number",                                                                   1,3,"write \"205\""},
          {"app_id != 205",                        "can't compare a text with a number",                                                                11,3,                                                                  "write \"205\""},
          {"code in ('1', 2)",                                      "this is a number",                                                               15,              1,"write \"2\""},
          {"code in @quarters",                                     "set '@quarters' holds numbers",              9,9,"in quotes"},
          {"code contains 205","expected a text, found a number",15,          3,"write \"205\""},
          {"code starts with 205",                     "expected a text",                                                         18,3,"write \"205\""},
          {"begin matches 'x'",                                       "expected a text, found a date",                                                          1,5},
          {"begin contains any @phrases",                        "expected a text, found a date",                                                                1,5},
          {"code contains any @quarters",                                      "'contains any' takes texts",                                                                              19,                              9                                                                                                               },
          {"begin + 90 < as_of",                                      "a date takes a duration",                                                                              9,     2,"`begin + 90 days`"},
          {"begin - created_on > 5 days",                                      "can't subtract a date from a date",                                                                              1,18,
           "compare dates: `begin <= created_on + 30 days`"},
          {"5 days + begin < as_of",                                      "can't add a date to a duration",                                                           1,14,"`begin + 5 days`"},
          {"code + title == 'a'",                                      "text can't be added",1,12},
          {"begin <= 30 days","can't compare a date with a duration",10,7,"compare dates"},
          {"begin > '2026-01-05'",                   "can't compare a date with a text", 9,12,"without quotes"},
          {"begin > '1/5/2026'",                      "can't compare a date with a text",                                                       9,     10,                               "2026-01-31"},
          {"is_open == 'yes'",                                       "can't compare a condition",                                                          12,5,"`not is_open`"},
          {"code > 'a'",                       "'>' compares numbers and dates",                                                               6,1},
          {"is_open < true",                                     "'<' compares numbers and dates",                                                                 9,1},
          {"is_open in (true)",                                     "a list holds texts, numbers or dates",                   13,4                                                                                            },
          {"is_open in @codes","'in' takes texts, numbers and dates",1,7},
          {"code and is_open","expected a condition",1,4,"`code is present`"},
          {"not code","expected a condition",5,4,"`code is present`"},
          {"code == '1' or '2'",                  "expected a condition",                                                                                                16,                                                                                3,                                                                                         "code in ('1', '2')"},
          {"if(code, 1, 2) == 1",                                               "expected a condition",                                                                                                                                             4,                                                                                                                                                              4                                                                                          },
          {"if(is_open, 1, 'a') == 'a'",                              "one type: expected a text, found a number",                                                                                    13, 1                                 },
          {"first_present(begin, code) == as_of",                                       "one type: expected a date, found a text",                                                            22,4},
          {"min(code, begin) == as_of",                   "min takes numbers or dates",                                                           5,4},
          {"year(code) == 2020",                                      "expected a date, found a text",                                                                              6,4},
          {"words(begin) > 3",                                      "expected a text, found a date",                                                                              7,5},
          {"add_quarters(begin, 1.5) < as_of",                                      "whole number",                                                                              21,                                3                                                                                                                                                                },
          {"$limit + 1 day == 1 day",                                      "can't add a duration to a duration",                                                                              1,                     14                                                                                                                                                                        },
  });
}

TEST_CASE("shapes that the grammar does not know are told where they begin") {
  check_all(
      "activities",
      {
          {"",                                  "an expression is expected",                          1,1       },
          {"  ",                                "an expression is expected",                          1,2       },
          {"is_open and",                       "expected a value, found the end",                    12,1       },
          {"(is_open",                          "this '(' is not closed",                             1,1       },
          {"is_open)",                          "this ')' closes nothing",                            8,1       },
          {"year(begin == 3",                   "this '(' is not closed",                             5,1       },
          {"begin < created_on < as_of",        "comparisons do not chain",                           20,1,
           "`begin < created_on and created_on < as_of`"},
          {"code in ('a', 'b') == true",                                   "comparisons do not chain",                                                            20,2},
          {"-5 == 3",                                   "there is no unary '-'",                                                                               1,1    },
          {"5days == 5 days",                                   "a unit stands after digits and a space",                                                                       1,5,"write `5 days`"},
          {"5 Days == 5 days",                   "unknown unit 'Days'",                                                                       3,4,                                                                                              "write `5 days`"},
          {"begin + 3 hours < as_of",                                  "unknown unit 'hours'",                                                                      11,                 5,"no time of day"},
          {"begin + 3 business < as_of",                                 "expected 'days' after 'business'",               20,1},
          {"begin + 1.5 days < as_of","a whole number of units",     9,                      8                                                                                          },
          {"begin < 2026-02-30",                                          "'2026-02-30' is not a date",                                                                                         9,10},
          {"begin < 2026-1-5","'2026-1-5' is not a date",9,8,                             "2026-01-31"},
          {"begin < 1/5/2026",                                            "not written with slashes",                                                                                                                                                                       9,                                                                                                                                                                  8                                                                                                                                 },
          {"code == 101A",                  "neither a number nor a name", 9,4,"\"101A\""},
          {"1.23456 == 1",                      "four decimal places",                            1,7                                                                                                                                                                                                        },
          {"123456789012345 == 1",                                   "fourteen digits",                                                                          1,15},
          {"code == 'abc",                                   "no closing '",                                                                  9,1},
          {"code in ()",                                   "at least one value",                                                                          9,2},
          {"code in (title)",                                   "a list holds literals",                                                                            10,5                                                                                                                                                                                                               },
          {"code in ('a' 'b')",                                   "expected ',' or ')' in a list",                                                                       14,3},
          {"code starts 'a'",                                   "expected 'with' after 'starts'",                                                                     13,3},
          {"code contains any ('a')",                                   "expected a set after 'contains any'",                                                                       19,1},
          {"code contains @codes",                                   "a set stands after `contains any`",                                                               15,6                                                                                                                                                                                                   },
          {"@codes",                                   "a set is no value",                                                                  1,6},
          {"$",                                   "expected the name of a parameter",                                                                                1,1},
          {"application..code == 'a'",                                   "expected a name after '.'",                                                                                     13,1},
          {"application.missing == 'a'",                                   "reserved word",                                                              13,7                                                                                                                                                     },
          {"application",                                   "is a record, not a value",                                                            1,11,"is present"},
          {"application.participant == 'a'",                                   "is a record, not a value",                                                                           1,23},
          {"quarter * 2 == 4",                       "unexpected character '*'",                                                                           9,1},
          {"code matches title",                                 "expected a pattern in quotes",                                                                                     14,                                                      5                                                                                                                                                                                                                                                                                                                                                        },
          {"code matches '('",                                  "not a regular expression",                                                                                      14,                        3},
          {"code matches '(?=a)'",                                  "not a regular expression",                                                                                      14,7,"RE2"},
          {"code matches \"\bx\"",                                  "control character",                                                                                      14,4,"TOML '...'"},
          {"code matches '((a{1,100}){1,100}){1,100}'",                                  "not a regular expression",                                                                                 14,                                                                  28                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                },
          {"extract(code, 'a') == 'a'",                                 "no group",15,3                                                                                  },
          {"format_date(begin, '%q') == 'a'","not a date format",20,4},
          {"format_date(begin, code) == 'a'","expected a format",                                             20,4},
          {"year(begin, begin) == 2",                                         "exactly 1 argument, found 2",                                                                                                                                                  1,                                                                                                                                                                                                                                                                           18,                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     "year(d)"},
          {"first_present(code) == 'a'",                        "at least 2 arguments",                              1,19                                                          },
          {"if(is_open) == 1","at least 2 arguments",1,11},
          {"filled(except code, except title)",        "'except' stands once",               21,12},
          {"filled(is_open)",                  "is a derived column",                                                                                   8,                                                                   7                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     },
          {"filled(application.app_id)", "a column of the record itself",                        8,18                             },
          {"filled(cod)",                   "unknown column 'cod'",                                 8,3,"did you mean 'code'?"},
          {"all_words(title, '[A-Z]', codes)",        "expected a set",                             27,5   },
          {"due == as_of",                       "the obligation's own",                                   1,3                                                           },
  });
}

TEST_CASE("selections and their records") {
  check_all(
      "applications",
      {
          {"activities",                                              "is a child set, not a value", 1,                                     10,                                                                                                     "exists(activities)"},
          {"activities.code == 'a'",                                                         "a column of many records",                                                               1,                  15                                                        },
          {"count(activities.code) == 1",                                                         "expected a child set, found a column",                                                          7, 15},
          {"max(activities) < as_of",                                                         "expected a column of child set",                                                              5,           10                                                              },
          {"exists(participant)",                                                         "is one record, not a child set",                                                                  8,               11,"is present"},
          {"exists(program)",                                             "is a column, not a child set",                                                                          8,                                                                                               7                                                                                                                                      },
          {"sum(activities.begin) > 3",                                                        "sum takes numbers",                                                                                     5,  16},
          {"min(activities.code) == 'a'",                                                       "min takes numbers or dates",                                                                                    5,                                                                                            15                                                                                                                                                                                                                        },
          {"all(activities)",                                                       "exactly 2 arguments",                                                                                    1,              15},
          {"count() == 1",                                                       "exactly 1 argument",                                                                                    1,                                                                                               7                                                                                                                                                                                                                                                                                                          },
          {"count(activities, is_open) == 1",                                                        "exactly 1 argument",                                                                                     1,26},
          {"activities where is_open",                                                       "a where stands inside an aggregate only",                                                                                    12,                                                                                                     5                                                                                                                                                                                                                                                                                                                                                                                               },
          {"exists(activities where is_open",                                                        "this '(' is not closed",                                                                                     7,1},
          {"exists(activities where code)",                                                        "expected a condition",                                                                                     25,                                                                                                       4                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                  },
          {"exists(activities where program == 'a')",                                                        "unknown column 'program'",                                                                                     25,7,
           "`outer.program`"},
          {"all(activities, program == 'a')",                                                        "unknown column 'program'",                                                                        17,                                                                                                             7,                                                                                                                                                                                   "`outer.program`"},
          {"exists(activities where app_id == app_id)",                                                       "compared with itself",            25,16,
           "app_id == outer.app_id"},
          {"exists(activities where outer.program == outer.program)","compared with itself",25,
           30                                                                                                                                                                                                               },
          {"outer.program == 'a'", "`outer.` stands in the where",                            1,                                                                   13,                                                                                                                                                                                                                                      "write `program`"},
          {"exists(activities where outer == 'a')",                                    "`outer` is no value",                                   25,                                            5                                                                             },
          {"program == program",                                                         "compared with itself",                                                1,                             18                                                                                              },
          {"program contains program",                                                         "compared with itself",                                                                   1,                          24  },
          {"count(activities.case_notes) == 1",                                                         "a selection takes one column",                                                             18,                    10},
          {"count(5) == 1",                                                         "expected the path of a child set",                                                    7,   1                                        },
          {"count(year(as_of) where is_missing) == 1",                                                         "a where follows the path",                                                                        19,                   5                                                                                                            },
  });
}

TEST_CASE("several faults of one expression are told at once") {
  const LanguageWorld world;
  const auto diagnostics =
      faults_of("actual_begn == foo or bar_baz(1) and $x == 1 or code = 5 and (code in @nope)",
                world.scope("activities"));
  std::vector<uint32_t> columns;
  for (const auto& fault : diagnostics.list()) columns.push_back(fault.spot.column - 10);
  std::ranges::sort(columns);
  CHECK(columns == std::vector<uint32_t>{1, 16, 23, 38, 54, 56, 71});
}

TEST_CASE("the expected type is told") {
  const LanguageWorld world;
  const auto scope = world.scope("activities");
  struct Row {
    const char* text;
    model::Type expected;
    const char* fragment;
    const char* advice;
  };
  const std::vector<Row> rows = {
      {"5",            model::Type::duration, "expected a duration, found a number",       "`5 days`"      },
      {"'5 days'",     model::Type::duration, "expected a duration, found a text",         "without quotes"},
      {"5 days",       model::Type::date,     "expected a date, found a duration",         "date + 5 days" },
      {"'2026-01-05'", model::Type::date,     "expected a date, found a text",             "without quotes"},
      {"code",         model::Type::boolean,  "expected a condition (bool), found a text",
       "code is present"                                                                                   },
      {"begin",        model::Type::boolean,  "expected a condition (bool), found a date", "is present"    },
      {"is_open",      model::Type::date,     "expected a date, found a condition (bool)", ""              },
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.text));
    const auto diagnostics = faults_of(row.text, scope, row.expected);
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(diagnostics.list()[0].text == row.fragment);
    CHECK(diagnostics.list()[0].advice.find(row.advice) != std::string::npos);
  }
  util::Diagnostics none;
  CHECK(rules::check_expression(text_at("app_id"), scope, model::Type::text, none).has_value());
  CHECK(none.list().empty());
}

TEST_CASE("a derived column knows no parameters") {
  const LanguageWorld world;
  auto scope = world.scope("activities");
  scope.parameters = nullptr;
  const auto diagnostics = faults_of("begin + $limit < as_of", scope);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list()[0].text.find("unknown parameter '$limit'") != std::string::npos);
}

TEST_CASE("places in texts of several lines") {
  const LanguageWorld world;
  const auto diagnostics =
      faults_of("is_open and\n  cod == 'a'\nor title == 'b' and nope", world.scope("activities"));
  REQUIRE(diagnostics.list().size() == 2);
  CHECK(diagnostics.list()[0].spot == util::Spot{"rules.toml", 8, 3, 3});
  CHECK(diagnostics.list()[1].spot == util::Spot{"rules.toml", 9, 21, 4});
  const auto over_two = faults_of("begin -\nbegin < as_of", world.scope("activities"));
  REQUIRE(over_two.list().size() == 1);
  CHECK(over_two.list()[0].spot == util::Spot{"rules.toml", 7, 11, 7});
}

TEST_CASE("depth and length are bounded, flat chains are not depth") {
  const LanguageWorld world;
  const auto scope = world.scope("activities");
  const auto times = [](size_t count, const std::string& text) {
    std::string all;
    for (size_t i = 0; i < count; ++i) all += text;
    return all;
  };
  const auto is_good = [&](const std::string& text) {
    util::Diagnostics diagnostics;
    const bool good =
        rules::check_expression(text_at(text), scope, std::nullopt, diagnostics).has_value();
    CHECK(good != diagnostics.has_errors());
    CHECK(diagnostics.list().size() <= 1);
    return good;
  };
  CHECK(is_good(times(200, "(") + "is_open" + times(200, ")")));
  CHECK_FALSE(is_good(times(201, "(") + "is_open" + times(201, ")")));
  CHECK(is_good(times(200, "not ") + "is_open"));
  CHECK_FALSE(is_good(times(201, "not ") + "is_open"));
  CHECK(is_good(times(200, "if(is_open, ") + "1" + times(200, ")")));
  CHECK_FALSE(is_good(times(201, "if(is_open, ") + "1" + times(201, ")")));
  CHECK(is_good(times(5000, "is_open and ") + "is_open"));
  CHECK(is_good(times(5000, "is_open or ") + "is_open"));
  CHECK(is_good("first_present(" + times(5000, "code, ") + "code)"));
  CHECK(is_good("begin" + times(200, " + 1 day")));
  CHECK_FALSE(is_good("begin" + times(201, " + 1 day")));
  CHECK_FALSE(is_good(times(150, "(") + "begin" + times(150, " + 1 day + 1 day)")));
  CHECK(is_good(times(65529, " ") + "is_open"));
  CHECK_FALSE(is_good(times(65530, " ") + "is_open"));
}

TEST_CASE("no more than a dozen faults of one expression are told") {
  const LanguageWorld world;
  std::string text = "a1";
  for (int i = 0; i < 1000; ++i) text += " and x";
  const auto diagnostics = faults_of(text, world.scope("activities"));
  CHECK(diagnostics.list().size() == 12);
}

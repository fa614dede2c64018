// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::language_schema;
using audit::tests::language_sets;
using audit::tests::text_at;

namespace {

struct Draft {
  const char* table;
  const char* name;
  const char* value;
};

std::vector<rules::DerivedColumn> check(const std::vector<Draft>& rows,
                                        util::Diagnostics& diagnostics) {
  const model::Schema schema = language_schema();
  std::vector<rules::DerivedDraft> drafts;
  uint32_t line = 1;
  for (const Draft& row : rows) {
    rules::DerivedDraft draft;
    draft.table = *schema.find_table(row.table);
    draft.name = row.name;
    draft.value = text_at(row.value, line, 10);
    draft.name_spot = {"rules.toml", line++, 1, 1};
    drafts.push_back(std::move(draft));
  }
  return rules::check_derived(drafts, schema, language_sets(), diagnostics);
}

std::string order(const std::vector<rules::DerivedColumn>& columns) {
  std::string names;
  for (const auto& column : columns) {
    names += fmt::format("{}{}:{}#{}", names.empty() ? "" : " ", column.name,
                         model::show(column.type), column.column);
  }
  return names;
}

}  // namespace

TEST_CASE("derived columns come after those that they use, across tables") {
  util::Diagnostics diagnostics;
  const auto columns = check(
      {
          {"participants", "soft",    "if(not open, last + 90 days)"           },
          {"participants", "last",    "max(activities.actual_end where begun)" },
          {"participants", "open",    "exists(activities where begun)"         },
          {"activities",   "begun",   "begin <= as_of"                         },
          {"activities",   "begin",   "first_present(actual_begin, created_on)"},
          {"activities",   "soft_of", "participant.soft"                       }
  },
      diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
  CHECK(order(columns) ==
        "begin:date#8 begun:bool#9 open:bool#3 last:date#4 soft:date#5 soft_of:date#10");
  CHECK(columns[0].source == "first_present(actual_begin, created_on)");
}

TEST_CASE("a derived column that carries a personal one is personal") {
  util::Diagnostics diagnostics;
  const auto columns = check(
      {
          {"participants", "a", "b + 1 day"        },
          {"participants", "b", "birth_date"       },
          {"participants", "c", "ssn is present"   },
          {"participants", "d", "length(ssn)"      },
          {"activities",   "e", "participant.a"    },
          {"participants", "f", "max(activities.e)"}
  },
      diagnostics);
  REQUIRE(columns.size() == 6);
  for (const auto& column : columns) {
    CAPTURE(column.name);
    CHECK(column.personal == (column.name != "c" && column.name != "d"));
  }
}

TEST_CASE("a cycle is named once, and what hangs on it says nothing more") {
  util::Diagnostics diagnostics;
  const auto columns = check(
      {
          {"activities",   "before", "one"                       },
          {"activities",   "one",    "application.two"           },
          {"applications", "two",    "max(activities.three)"     },
          {"activities",   "three",  "one + 1 day"               },
          {"activities",   "self",   "first_present(self, as_of)"},
          {"activities",   "fine",   "as_of"                     }
  },
      diagnostics);
  CHECK(order(columns) == "fine:date#8");
  REQUIRE(diagnostics.list().size() == 2);
  CHECK(diagnostics.list()[0].text ==
        "derived columns use each other in a cycle: activities.one → applications.two → "
        "activities.three → activities.one");
  CHECK(diagnostics.list()[0].spot.line == 2);
  CHECK(diagnostics.list()[1].text == "derived column 'activities.self' uses itself");
}

TEST_CASE("names of derived columns are new and can be written") {
  const std::vector<std::pair<Draft, const char*>> rows = {
      {{"activities", "code", "as_of"},         "has a column 'code' already"},
      {{"activities", "application", "as_of"},  "is a relation of table"     },
      {{"applications", "activities", "as_of"}, "is the name of a table"     },
      {{"activities", "participants", "as_of"}, "is the name of a table"     },
      {{"activities", "due", "as_of"},          "reserved word"              },
      {{"activities", "missing", "as_of"},      "reserved word"              },
      {{"activities", "true", "as_of"},         "reserved word"              },
      {{"activities", "Is_open", "as_of"},      "lower case letters"         },
      {{"activities", "2nd", "as_of"},          "lower case letters"         },
      {{"activities", "", "as_of"},             "lower case letters"         },
  };
  for (const auto& [draft, fragment] : rows) {
    const auto& the_draft = draft;  // clang 14 captures no binding
    CAPTURE(std::string(the_draft.name));
    util::Diagnostics diagnostics;
    CHECK(check({draft}, diagnostics).empty());
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(diagnostics.list()[0].text.find(fragment) != std::string::npos);
  }
  util::Diagnostics twice;
  CHECK(check(
            {
                {"activities", "a", "as_of"},
                {"activities", "a", "code" }
  },
            twice)
            .size() == 1);
  REQUIRE(twice.list().size() == 1);
  CHECK(twice.list()[0].text.find("defined twice") != std::string::npos);
  CHECK(twice.list()[0].spot.line == 2);
}

TEST_CASE("faults in derived columns are told once each, whatever the order") {
  util::Diagnostics diagnostics;
  const auto columns = check(
      {
          {"activities", "uses_bad",       "bad is present and cod == 'a'"                        },
          {"activities", "bad",            "nope"                                                 },
          {"activities", "span",           "5 days"                                               },
          {"activities", "with_parameter", "actual_begin + $limit"                                },
          {"activities", "outer_name",     "exists(case_notes where contact_date == actual_begin)"}
  },
      diagnostics);
  CHECK(columns.empty());
  std::vector<std::string> texts;
  for (const auto& fault : diagnostics.list()) texts.push_back(fault.text);
  REQUIRE(texts.size() == 5);
  CHECK(texts[0].find("'nope'") != std::string::npos);
  CHECK(texts[1].find("'cod'") != std::string::npos);
  CHECK(texts[2].find("can't hold a duration") != std::string::npos);
  CHECK(texts[3].find("$limit") != std::string::npos);
  CHECK(texts[4].find("'actual_begin' in table 'case_notes'") != std::string::npos);
}

TEST_CASE("a long chain of derived columns needs no deep stack") {
  std::vector<std::string> names;
  std::vector<std::string> values;
  constexpr int k_chain = 2000;
  for (int i = 0; i < k_chain; ++i) {
    names.push_back(fmt::format("c{}", i));
    values.push_back(i + 1 < k_chain ? fmt::format("c{}", i + 1) : "as_of");
  }
  std::vector<Draft> drafts;
  for (int i = 0; i < k_chain; ++i) {
    drafts.push_back({"activities", names[static_cast<size_t>(i)].c_str(),
                      values[static_cast<size_t>(i)].c_str()});
  }
  util::Diagnostics diagnostics;
  const auto columns = check(drafts, diagnostics);
  CHECK(diagnostics.list().empty());
  REQUIRE(columns.size() == k_chain);
  CHECK(columns.front().name == "c1999");
}

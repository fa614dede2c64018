// SPDX-License-Identifier: MIT
#include "config/profile.hpp"

#include <doctest/doctest.h>

#include <string>

#include "unit/config/support.hpp"

namespace {

using audit::calendar::Duration;
using audit::calendar::make_date;
using audit::calendar::Unit;
using audit::config::FileTexts;
using audit::config::MemoryFiles;
using audit::config::Profile;
using audit::config::ProfileChoice;
using audit::config::read_profile;
using audit::test::check_fault;
using audit::test::take_mark;
using audit::util::Diagnostics;

const char* const k_base = R"(
calendar = "state"
remind = "14 days"
fail_on = "error"
packs = ["core", "one"]
expect = ["cases"]
default = true
)";

MemoryFiles files_with(const std::string& own) {
  return MemoryFiles({
      {"rules/profiles/base.toml",  k_base                                             },
      {"rules/profiles/other.toml", "name = \"The other\"\nremind = \"1 week\"\n"      },
      {"board/own.toml",            own                                                },
      {"board/deep/second.toml",    "extends = \"../own.toml\"\nwaivers = \"w.toml\"\n"}
  });
}

Profile read_good(const MemoryFiles& files, const ProfileChoice& choice) {
  Diagnostics diagnostics;
  Profile profile = read_profile(files, choice, diagnostics);
  CAPTURE(diagnostics.render());
  REQUIRE(diagnostics.list().empty());
  return profile;
}

TEST_CASE("profile: a file's own values win over those of the profile it extends") {
  const MemoryFiles files = files_with(R"(
extends = "base"
calendar = "mine.toml"
remind = "3 business days"
fail_on = "never"
packs = ["my-rules.toml"]
enable = ["a.b"]
disable = ["c.*"]
waivers = "waivers.toml"
as_of = 2026-01-31
max_age = "2 weeks"
[params]
"a.b" = { limit = "7 days" }
[severity]
"a.b" = "info"
[sets]
codes = ["1"]
[columns.cases]
opened = "Date Opened"
closed = ["Date Closed", "Closed"]
[[column]]
table = "cases"
name = "cost"
type = "number"
headers = ["Cost", "Amount"]
[[suspension]]
from = 2026-01-01
until = 2026-01-02
reason = "Outage"
rules = ["a.*"]
)");
  const Profile profile = read_good(files, {"rules", "", "board/own.toml"});
  CHECK(profile.name == "own");
  REQUIRE(profile.chain.size() == 2);
  CHECK(profile.chain[0].path == "rules/profiles/base.toml");
  CHECK(profile.chain[0].draft.packs.size() == 2);
  CHECK(profile.chain[1].folder == "board");
  CHECK(profile.chain[1].draft.enable.at(0).text == "a.b");
  CHECK(profile.chain[1].draft.disable.at(0).text == "c.*");
  CHECK(profile.chain[1].draft.params.entries.at(0).key == "a.b");
  CHECK(profile.calendar.text.text == "mine.toml");
  CHECK(profile.calendar.folder == "board");
  CHECK(profile.remind == Duration{3, Unit::business_days});
  CHECK(profile.fail_on == "never");
  CHECK(profile.waivers == "board/waivers.toml");
  CHECK(profile.as_of == make_date(2026, 1, 31));
  CHECK(profile.max_age == Duration{2, Unit::weeks});
  REQUIRE(profile.expect.size() == 1);
  CHECK(profile.expect[0].text == "cases");
  REQUIRE(profile.headers.size() == 2);
  CHECK(profile.headers[0].table.text == "cases");
  CHECK(profile.headers[0].column.text == "opened");
  CHECK(profile.headers[1].headers.size() == 2);
  REQUIRE(profile.columns.size() == 1);
  CHECK(profile.columns[0].table.text == "cases");
  CHECK(profile.columns[0].column.name.text == "cost");
  CHECK(profile.columns[0].column.type == "number");
  REQUIRE(profile.suspensions.size() == 1);
}

TEST_CASE("profile: what is chosen") {
  const MemoryFiles files = files_with("extends = \"base\"\nfail_on = \"info\"\n");
  SUBCASE("nothing: the bundled one that says it is the default") {
    const Profile profile = read_good(files, {"rules", "", ""});
    CHECK(profile.name == "base");
    CHECK(profile.remind == Duration{14, Unit::days});
  }
  SUBCASE("a bundled name") {
    const Profile profile = read_good(files, {"rules", "other", ""});
    CHECK(profile.name == "The other");
    CHECK(profile.chain.size() == 1);
  }
  SUBCASE("a name with a config file: it stands for what the file extends") {
    const Profile profile = read_good(files, {"rules", "other", "board/own.toml"});
    REQUIRE(profile.chain.size() == 2);
    CHECK(profile.chain[0].path == "rules/profiles/other.toml");
    CHECK(profile.remind == Duration{1, Unit::weeks});
    CHECK(profile.fail_on == "info");
  }
  SUBCASE("a file that extends a file: names are relative to the file that holds them") {
    const Profile profile = read_good(files, {"rules", "", "board/deep/second.toml"});
    CHECK(profile.chain.size() == 3);
    CHECK(profile.waivers == "board/deep/w.toml");
  }
}

TEST_CASE("profile: no default among the bundled ones is an error") {
  FileTexts texts;
  texts.emplace("rules/profiles/a.toml", "remind = \"1 day\"\n");
  const MemoryFiles files(texts);
  Diagnostics diagnostics;
  read_profile(files, {"rules", "", ""}, diagnostics);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list()[0].text == "no bundled profile is the default");
}

TEST_CASE("profile: an unknown profile is told with the nearest one") {
  Diagnostics diagnostics;
  read_profile(files_with(""), {"rules", "othr", ""}, diagnostics);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list()[0].text == "unknown profile 'othr'");
  CHECK(diagnostics.list()[0].advice == "did you mean 'other'?");
}

TEST_CASE("profile: a config file that is not there is an error") {
  Diagnostics diagnostics;
  read_profile(files_with(""), {"rules", "", "absent.toml"}, diagnostics);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list()[0].spot.file == "absent.toml");
}

TEST_CASE("profile: every fault is told at its place") {
  struct Row {
    const char* name;
    const char* text;
    const char* part;
  };
  const Row rows[] = {
      {"unknown key",              "<here>extend = 'base'",                                          "did you mean 'extends'?"          },
      {"unknown extended profile", "extends = '<here>bse'",
       "unknown profile 'bse'; did you mean 'base'?"                                                                                    },
      {"missing extended file",    "extends = '<here>no.toml'",                                      "'board/no.toml' can't be read"    },
      {"extends itself",           "extends = '<here>own.toml'",                                     "in a circle"                      },
      {"extends in a circle",      "extends = '<here>deep/second.toml'",                             ""                                 },
      {"no duration",              "remind = '<here>14days'",                                        "'14days' is no duration"          },
      {"negative duration",        "remind = '<here>-3 days'",                                       "is no duration"                   },
      {"duration as number",       "remind = <here>14",                                              "expected text, got a whole number"},
      {"unknown level",            "fail_on = '<here>errors'",                                       "unknown level 'errors'"           },
      {"date as text",             "as_of = '<here>2026-01-31'",                                     "write a date without quotes"      },
      {"params no table",          "params = <here>1",                                               "expected a table"                 },
      {"sets no table",            "sets = <here>[]",                                                "expected a table"                 },
      {"headers no text",          "[columns.cases]\nopened = <here>1",                              "expected text, got a whole number"},
      {"header list empty",        "[columns.cases]\nopened = <here>[]",                             "at least one header"              },
      {"columns without table",    "[columns]\nopened = '<here>x'",                                  "expected table, got text"         },
      {"new column without table", "<here>[[column]]\nname = 'x'",                                   "needs the key 'table'"            },
      {"new column without name",  "<here>[[column]]\ntable = 'cases'",                              "needs the key 'name'"             },
      {"new column, unknown key",  "[[column]]\ntable = 'cases'\nname = 'x'\n<here>header = ['x']",
       "did you mean 'headers'?"                                                                                                        },
      {"new column, internal",     "<here>[[column]]\ntable = 'cases'\nname = 'x'\ninternal = true",
       "can't be internal"                                                                                                              },
      {"packs no list",            "packs = '<here>x.toml'",                                         "write it in brackets"             },
      {"suspension turned round",
       "<here>[[suspension]]\nfrom = 2026-01-02\nuntil = 2026-01-01\nreason = 'r'\nrules = ['a']",   "ends before it starts"            },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto marked = take_mark(row.text);
    Diagnostics diagnostics;
    read_profile(files_with(marked.text), {"rules", "", "board/own.toml"}, diagnostics);
    CHECK(diagnostics.has_errors());
    if (*row.part != '\0') check_fault(diagnostics, marked, row.part);
  }
}

}  // namespace

// SPDX-License-Identifier: MIT
#include "rules/load.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "rules/values.hpp"
#include "unit/rules/load_support.hpp"

namespace {

using audit::calendar::Duration;
using audit::calendar::make_date;
using audit::calendar::Unit;
using audit::config::FileTexts;
using audit::config::MemoryFiles;
using audit::findings::Severity;
using audit::rules::Form;
using audit::rules::load;
using audit::rules::Options;
using audit::rules::Settings;
using audit::rules::TypedRule;
using namespace audit::test;
using Ids = std::vector<std::string>;

TEST_CASE("load: the default profile's rules, by id, with all that they say") {
  const Settings settings = load_good(small_world(), small_options());
  CHECK(settings.profile == "base");
  CHECK(settings.rules.profile == "base");
  CHECK(settings.calendar.name() == "state");
  CHECK_FALSE(settings.calendar.is_business_day(*make_date(2026, 1, 1)));
  CHECK(settings.remind == Duration{2, Unit::weeks});
  CHECK(settings.fail_on == "error");
  CHECK(ids_of(settings.rules.rules) == Ids{"a.entered", "a.notes"});
  CHECK(ids_of(settings.rules.disabled) == Ids{"b.off"});
  REQUIRE(settings.rules.derived.size() == 1);
  CHECK(settings.rules.derived[0].name == "is_open");
  CHECK(settings.rules.sets.size() == 2);

  const TypedRule& entered = find_rule(settings.rules.rules, "a.entered");
  CHECK(entered.title == "Entered within 5 business days");
  CHECK(entered.pack == "one");
  CHECK(entered.severity == Severity::error);
  CHECK(entered.form == Form::deadline);
  CHECK(entered.in_business_days);
  CHECK(entered.where.has_value());
  CHECK(entered.from.has_value());
  CHECK(entered.within.has_value());
  CHECK(entered.met_on.has_value());
  CHECK_FALSE(entered.due.has_value());
  CHECK(entered.remind == Duration{2, Unit::weeks});
  CHECK(entered.rationale == "As read.");
  CHECK(entered.cite == "Policy, 1");
  CHECK(entered.tags == Ids{"timeliness"});
  CHECK_FALSE(entered.message.parts.empty());
  CHECK_FALSE(entered.remedy.parts.empty());
  REQUIRE(entered.parameters.size() == 3);
  CHECK(entered.parameters[0].name == "limit");
  CHECK(entered.parameters[0].type == audit::model::Type::duration);
  CHECK(entered.parameters[1].type == audit::model::Type::number);
  CHECK(entered.parameters[2].type == audit::model::Type::text);
  REQUIRE(entered.needs.size() == 2);
  CHECK(entered.needs[0].text == "notes or cases.closed");
  REQUIRE(entered.needs[0].alternatives.size() == 2);
  CHECK(entered.needs[0].alternatives[0].table == 1);
  CHECK(entered.needs[0].alternatives[0].column == audit::model::k_none);
  CHECK(entered.needs[0].alternatives[1].column == 2);
  const std::vector<std::pair<std::string, std::string>> source = {
      {"where",   "program in @programs"                        },
      {"from",    "opened"                                      },
      {"within",  "$limit"                                      },
      {"met_on",  "entered"                                     },
      {"message", "opened {opened}, due {due}, entered {met_on}"},
      {"remedy",  "Enter it."                                   }
  };
  CHECK(entered.source == source);

  const TypedRule& notes = find_rule(settings.rules.rules, "a.notes");
  CHECK(notes.form == Form::recurring);
  CHECK_FALSE(notes.in_business_days);
  CHECK(notes.events.has_value());
  CHECK(notes.until.has_value());
  CHECK(notes.remind == Duration{3, Unit::days});
  REQUIRE(notes.effective.size() == 1);
  CHECK(notes.effective[0].from == make_date(2020, 7, 27));
  CHECK_FALSE(notes.effective[0].until.has_value());
  CHECK(find_rule(settings.rules.disabled, "b.off").form == Form::requirement);
}

TEST_CASE("load: an example's values become cells, its tables keep their order") {
  const Settings settings = load_good(small_world(), small_options());
  const TypedRule& rule = find_rule(settings.rules.rules, "a.entered");
  REQUIRE(rule.examples.size() == 1);
  const auto& example = rule.examples[0];
  CHECK(example.name == "late");
  CHECK(example.as_of == *make_date(2026, 2, 2));
  CHECK(example.expect == Ids{"late"});
  REQUIRE(example.tables.size() == 2);
  CHECK(example.tables[0].first == 0);
  const audit::rules::ExampleRow row = {
      {"case_id", "1"         },
      {"opened",  "2026-01-05"},
      {"entered", "2026-01-13"},
      {"program", "A"         },
      {"amount",  "12.50"     }
  };
  REQUIRE(example.tables[0].second.size() == 1);
  CHECK(example.tables[0].second[0] == row);
  const audit::rules::ExampleRow note = {
      {"note_id", "7"},
      {"met",     "" }
  };
  CHECK(example.tables[1].second[0] == note);
}

TEST_CASE("load: a profile's parameters, severities and sets") {
  const Settings settings = load_with_profile(R"(
fail_on = "warning"
as_of = 2026-01-31
expect = ["notes"]
waivers = "w.toml"
[params]
"a.entered" = { limit = "7 days", code = "5 days" }
[severity]
"a.notes" = "info"
[sets]
programs = { add = ["C", "a"], remove = ["b"] }
quarters = [4]
)");
  const TypedRule& entered = find_rule(settings.rules.rules, "a.entered");
  CHECK(entered.title == "Entered within 7 days");
  CHECK_FALSE(entered.in_business_days);
  CHECK(audit::rules::show_value(entered.parameters[0].declared) == "5 business days");
  CHECK(audit::rules::show_value(entered.parameters[0].value) == "7 days");
  CHECK(std::get<std::string>(entered.parameters[2].value) == "5 days");  // a text stays a text
  CHECK(find_rule(settings.rules.rules, "a.notes").severity == Severity::info);
  using Values = std::vector<audit::rules::Value>;
  CHECK(settings.rules.sets.at("programs")->values == Values{"A", "C"});
  CHECK(settings.rules.sets.at("quarters")->values == Values{audit::rules::Number{40000}});
  CHECK(settings.fail_on == "warning");
  CHECK(settings.as_of == make_date(2026, 1, 31));
  CHECK(settings.expect == Ids{"notes"});
  CHECK(settings.waivers == "w.toml");
}

TEST_CASE("load: a profile adds packs and enables or disables single rules") {
  struct Row {
    const char* name;
    const char* own;
    Ids expected;
  };
  const Row rows[] = {
      {"as it is",                   "",                                              {"a.entered", "a.notes"}         },
      {"one that ships disabled",    "enable = [\"b.off\"]\n",                        {"a.entered", "a.notes", "b.off"}},
      {"by prefix",                  "enable = [\"b.*\"]\n",                          {"a.entered", "a.notes", "b.off"}},
      {"disabled",                   "disable = [\"a.notes\"]\n",                     {"a.entered"}                    },
      {"disabled by prefix",         "disable = [\"a.*\"]\n",                         {}                               },
      {"disable wins",               "enable = [\"b.off\"]\ndisable = [\"b.off\"]\n", {"a.entered", "a.notes"}         },
      {"a pack file",                "packs = [\"mine.toml\"]\n",                     {"a.entered", "a.notes", "mine"} },
      {"a pack that the base lists", "packs = [\"one\"]\n",                           {"a.entered", "a.notes"}         },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    FileTexts files = small_world();
    files["board/own.toml"] = std::string("extends = \"base\"\n") + row.own;
    files["board/mine.toml"] =
        "[pack]\nname = 'mine'\n[[rule]]\nid = 'mine'\ntitle = 't'\nseverity = 'info'\nfor_each = "
        "'cases'\nrequire = 'is_open'\nmessage = 'm'\ncite = 'c'\n";
    Options options = small_options();
    options.config_file = "board/own.toml";
    CHECK(ids_of(load_good(files, options).rules.rules) == row.expected);
  }
}

TEST_CASE("load: an own enable turns on what the extended profile disabled") {
  FileTexts files = small_world();
  files["mid.toml"] = "extends = \"base\"\ndisable = [\"a.*\"]\n";
  files["own.toml"] = "extends = \"mid.toml\"\nenable = [\"a.notes\"]\npacks = [\"one\"]\n";
  Options options = small_options();
  options.config_file = "own.toml";
  CHECK(ids_of(load_good(files, options).rules.rules) == Ids{"a.notes"});
}

TEST_CASE("load: options go over the profile") {
  Options options = small_options();
  SUBCASE("--only") {
    options.only = {"a.notes"};
    CHECK(ids_of(load_good(small_world(), options).rules.rules) == Ids{"a.notes"});
  }
  SUBCASE("--skip") {
    options.skip = {"a.entered"};
    CHECK(ids_of(load_good(small_world(), options).rules.rules) == Ids{"a.notes"});
  }
  SUBCASE("--only and --skip by prefix") {
    options.only = {"a.*"};
    options.skip = {"a.notes"};
    CHECK(ids_of(load_good(small_world(), options).rules.rules) == Ids{"a.entered"});
  }
  SUBCASE("--param") {
    options.parameters = {
        {"a.entered.limit", "7 days"},
        {"a.entered.least", "12.5"  }
    };
    const Settings settings = load_good(small_world(), options);
    const TypedRule& rule = find_rule(settings.rules.rules, "a.entered");
    CHECK(rule.title == "Entered within 7 days");
    CHECK(audit::rules::show_value(rule.parameters[1].value) == "12.5");
  }
  SUBCASE("--remind, but for rules that say their own") {
    options.remind = "1 month";
    const Settings settings = load_good(small_world(), options);
    CHECK(settings.remind == Duration{1, Unit::months});
    CHECK(find_rule(settings.rules.rules, "a.entered").remind == Duration{1, Unit::months});
    CHECK(find_rule(settings.rules.rules, "a.notes").remind == Duration{3, Unit::days});
  }
  SUBCASE("--calendar, a file from where the program was started") {
    FileTexts files = small_world();
    files["mine.toml"] = "name = \"mine\"\nextends = \"state\"\n";
    options.calendar = "mine.toml";
    const Settings settings = load_good(files, options);
    CHECK(settings.calendar.name() == "mine");
    CHECK_FALSE(settings.calendar.is_business_day(*make_date(2026, 1, 1)));
  }
  SUBCASE("--column") {
    options.columns = {
        {"cases.opened", "Date Opened"}
    };
    const Settings settings = load_good(small_world(), options);
    CHECK(settings.schema.tables[0].columns[1].headers == Ids{"Date Opened"});
  }
  SUBCASE("--rules with a file and a folder") {
    const std::string rule =
        "'\ntitle = 't'\nseverity = 'info'\nfor_each = 'cases'\nrequire = 'is_open'\nmessage = "
        "'m'\ncite = 'c'\n";
    FileTexts files = small_world();
    files["x.toml"] = "[pack]\nname = 'x'\n[[rule]]\nid = 'x" + rule;
    files["more/y.toml"] = "[pack]\nname = 'y'\n[[rule]]\nid = 'y" + rule;
    files["more/z.toml"] = "[pack]\nname = 'z'\n[[rule]]\nid = 'z" + rule;
    options.extra_packs = {"x.toml", "more", "./x.toml"};
    CHECK(ids_of(load_good(files, options).rules.rules) ==
          Ids{"a.entered", "a.notes", "x", "y", "z"});
  }
}

TEST_CASE("load: a profile that stands alone takes calendar and reminder from the default one") {
  FileTexts files = small_world();
  files["own.toml"] = "packs = [\"one\"]\n";
  Options options = small_options();
  options.config_file = "own.toml";
  const Settings settings = load_good(files, options);
  CHECK(settings.calendar.name() == "state");
  CHECK(settings.remind == Duration{2, Unit::weeks});
  CHECK(settings.profile == "own");
}

TEST_CASE("load: a profile's new columns and header overrides reach the rules") {
  FileTexts files = small_world();
  files["mine.toml"] =
      "[pack]\nname = 'mine'\n[[rule]]\nid = 'mine'\ntitle = 't'\nseverity = 'info'\nfor_each = "
      "'cases'\nrequire = 'cost > 1'\nmessage = '{cost}'\ncite = 'c'\n";
  files["own.toml"] = R"(
extends = "base"
packs = ["mine.toml"]
[columns.cases]
opened = "Opened On"
[[column]]
table = "cases"
name = "cost"
type = "number"
headers = ["Cost"]
)";
  Options options = small_options();
  options.config_file = "own.toml";
  const Settings settings = load_good(files, options);
  CHECK(settings.schema.tables[0].columns.back().name == "cost");
  CHECK(settings.schema.tables[0].columns[1].headers == Ids{"Opened On"});
  CHECK(settings.rules.derived[0].column == settings.schema.tables[0].columns.size());
  CHECK(find_rule(settings.rules.rules, "mine").require.has_value());
}

TEST_CASE("load: suspensions of calendar and profile") {
  FileTexts files = small_world();
  files["rules/calendars/state.toml"] +=
      "[[suspension]]\nfrom = 2026-01-01\nuntil = 2026-01-02\nreason = \"r\"\nrules = [\"a.*\"]\n";
  files["own.toml"] =
      "extends = \"base\"\n[[suspension]]\nfrom = 2026-03-01\nuntil = 2026-03-01\nreason = "
      "\"s\"\nrules = [\"b.off\"]\n";
  Options options = small_options();
  options.config_file = "own.toml";
  const Settings settings = load_good(files, options);
  REQUIRE(settings.calendar.suspensions().size() == 2);
  CHECK(settings.calendar.suspensions()[0].rules == Ids{"a.*"});
  CHECK(settings.calendar.suspensions()[1].reason == "s");
}

std::string digest_of(const FileTexts& files, const Options& options = small_options()) {
  return load_good(files, options).rules.digest;
}

FileTexts changed(const char* file, const std::string& from, const std::string& to) {
  FileTexts files = small_world();
  std::string& text = files[file];
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  return files;
}

TEST_CASE("load: the digest changes with what decides findings, and with nothing else") {
  const std::string plain = digest_of(small_world());
  CHECK(plain.size() == 32);
  CHECK(plain == digest_of(small_world()));

  FileTexts split = small_world();
  std::string& pack = split["rules/packs/one.toml"];
  const size_t second = pack.find("[[rule]]\nid = \"a.notes\"");
  split["rules/packs/aaa.toml"] = "[pack]\nname = \"aaa\"\n" + pack.substr(second);
  pack.resize(second);
  split["rules/profiles/base.toml"] =
      "default = true\ncalendar = \"state\"\nremind = \"2 weeks\"\n"
      "packs = [\"one\", \"aaa\"]\n";
  CHECK(digest_of(split) == plain);

  struct Row {
    const char* name;
    FileTexts files;
    bool same;
  };
  const Row rows[] = {
      {"a comment",           changed("rules/packs/one.toml",       "[pack]",                 "# x\n[pack]"),                           true },
      {"an example",          changed("rules/packs/one.toml",       "expect = [\"late\"]",    "expect = []"),                           true },
      {"a disabled rule",     changed("rules/packs/one.toml",       "amount is present",      "amount > 1"),                            true },
      {"the order of a set",  changed("rules/core.toml",            "[\"A\", \"B\"]",         "[\"B\", \"A\"]"),                        true },
      {"a value of a set",    changed("rules/core.toml",            "[\"A\", \"B\"]",         "[\"A\"]"),                               false},
      {"a parameter",         changed("rules/packs/one.toml",       "\"5 business days\"",    "\"6 business days\""),
       false                                                                                                                                 },
      {"a condition",         changed("rules/packs/one.toml",       "program in @programs",   "program is present"),
       false                                                                                                                                 },
      {"a derived column",    changed("rules/core.toml",            "closed > as_of",         "closed >= as_of"),                       false},
      {"a holiday",           changed("rules/calendars/state.toml", "01-01",                  "01-02"),                                 false},
      {"the reminder window", changed("rules/profiles/base.toml",   "2 weeks",                "3 weeks"),                               false},
      {"a header",
       changed("rules/schema.toml",                                 "name = \"program\"",     "name = \"program\", headers = [\"P\"]"),
       false                                                                                                                                 },
      {"a severity",
       changed("rules/packs/one.toml",                              "severity = \"warning\"", "severity = \"info\""),                   false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK((digest_of(row.files) == plain) == row.same);
  }
}

TEST_CASE("load: no schema is one error and no more") {
  FileTexts files = small_world();
  files.erase("rules/schema.toml");
  audit::util::Diagnostics diagnostics;
  load(small_options(), MemoryFiles(files), diagnostics);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list()[0].text == "the schema can't be read");
}

TEST_CASE("load: removing a value that a set lacks is a warning") {
  FileTexts files = small_world();
  files["own.toml"] = "extends = \"base\"\n[sets]\nprograms = { remove = [\"Z\"] }\n";
  Options options = small_options();
  options.config_file = "own.toml";
  audit::util::Diagnostics diagnostics;
  load(options, MemoryFiles(files), diagnostics);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(diagnostics.list()[0].text == "set 'programs' has no value 'Z' to remove");
  CHECK(diagnostics.list()[0].spot.line == 3);
  CHECK(diagnostics.list()[0].spot.column == 25);
}

TEST_CASE("load: column names, derived ones included") {
  const Settings settings = load_good(small_world(), small_options());
  CHECK(audit::rules::column_name(settings.schema, settings.rules, 0, 1) == "opened");
  CHECK(audit::rules::column_name(settings.schema, settings.rules, 0, 9) == "is_open");
}

}  // namespace

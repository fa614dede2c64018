// SPDX-License-Identifier: MIT
#include "config/schema_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "unit/config/support.hpp"

namespace {

using audit::config::add_column;
using audit::config::HeaderOverride;
using audit::config::NewColumn;
using audit::config::override_headers;
using audit::config::read_schema;
using audit::config::Text;
using audit::model::k_none;
using audit::model::Schema;
using audit::model::Type;
using audit::test::check_fault;
using audit::test::take_mark;
using audit::util::Diagnostics;
using audit::util::Spot;

const char* const k_schema = R"(
footer_words = ["Total", "Report generated"]
run_date_words = ["Run date"]
missing_words = ["NULL"]
not_applicable_words = ["N/A"]

[roles]
participants = "people"
applications = "cases"
region = "region"
office = "office"
case_manager = "worker"
program = "program"
names = ["last_name", "first_name"]

[[table]]
name = "events"
singular = "event"
doc = "What happened."
key = "event_id"
default_key = ["case_id", "code", "began|planned"]
required = ["case_id"]
flag_missing = "counts"
known_headers = ["NAICS"]
ignore = [{ column = "result", pattern = '\*\s*void\s*\*' }]
trailing_text = [{ from = "ended", into = "result" }]
extract = [{ from = "service", into = "code", pattern = '^\s*([0-9A-Z]{3})\b' },
           { from = "service", into = "subject_code", pattern = '[0-9]{3}' }]
column = [
  { name = "event_id", type = "identifier", headers = ["Event ID"] },
  { name = "case_id", type = "identifier", headers = ["Case No."] },
  { name = "service" },
  { name = "code" },
  { name = "subject_code", internal = true },
  { name = "began", type = "date", headers = ["Begin Date", "began"] },
  { name = "planned", type = "date" },
  { name = "ended", type = "date" },
  { name = "counts", type = "bool" },
  { name = "result", optional = true },
  { name = "entered", type = "date", entry_date = true, doc = "When it was entered." },
]
[[table.relation]]
name = "case"
parent = "cases"
ways = [{ on = ["case_id=case_id"] }]
[[table.relation]]
name = "person"
parent = "people"
through = ["case"]

[[table]]
name = "cases"
singular = "case"
key = "case_id"
column = [
  { name = "case_id", type = "identifier" }, { name = "person_id", type = "identifier" },
  { name = "region" }, { name = "office" }, { name = "worker" }, { name = "program" },
]
[[table.relation]]
name = "person"
parent = "people"
ways = [{ on = ["person_id=person_id"] }]

[[table]]
name = "people"
singular = "person"
implied = true
key = "person_id"
[[table.column]]
name = "person_id"
type = "identifier"
[[table.column]]
name = "last_name"
personal = true
[[table.column]]
name = "first_name"
personal = true

[[table]]
name = "notes"
singular = "note"
optional = true
bundled = "notes.csv"
default_key = ["person_id"]
column = [
  { name = "person_id", type = "identifier" }, { name = "case_id", type = "identifier" },
  { name = "met", type = "date" }, { name = "subject_code" },
]
[[table.relation]]
name = "person"
parent = "people"
reference = true
ways = [{ on = ["person_id=person_id"] }]
[[table.relation]]
name = "event"
parent = "events"
ways = [
  { on = ["person==person", "subject_code=code", "met=began"], only_if_missing = ["case_id"], unique = true },
]
)";

Schema good_schema() {
  Diagnostics diagnostics;
  Schema schema = read_schema("schema.toml", k_schema, diagnostics);
  CAPTURE(diagnostics.render());
  REQUIRE(diagnostics.list().empty());
  return schema;
}

/// The good schema with one part replaced; the replacement may hold "<here>".
std::string replaced(const std::string& from, const std::string& to) {
  std::string text = k_schema;
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST_CASE("schema: tables, columns and words arrive as written") {
  const Schema schema = good_schema();
  REQUIRE(schema.tables.size() == 4);
  CHECK(schema.footer_words == std::vector<std::string>{"Total", "Report generated"});
  CHECK(schema.run_date_words == std::vector<std::string>{"Run date"});
  CHECK(schema.missing_words == std::vector<std::string>{"NULL"});
  CHECK(schema.not_applicable_words == std::vector<std::string>{"N/A"});
  const auto& events = schema.tables[0];
  CHECK(events.name == "events");
  CHECK(events.singular == "event");
  CHECK(events.doc == "What happened.");
  CHECK(events.key == std::optional<uint32_t>(0));
  using Parts = std::vector<std::vector<uint32_t>>;
  CHECK(events.default_key == Parts{
                                  {1},
                                  { 3},
                                  { 5, 6}
  });
  CHECK(events.required == std::vector<uint32_t>{1});
  CHECK(events.flag_missing == "counts");
  CHECK(events.known_headers == std::vector<std::string>{"NAICS"});
  REQUIRE(events.ignore.size() == 1);
  CHECK(events.ignore[0].column == 9);
  CHECK(events.ignore[0].pattern == R"(\*\s*void\s*\*)");
  REQUIRE(events.extractions.size() == 2);
  CHECK(events.extractions[0].from == 2);
  CHECK(events.extractions[0].into == 3);
  REQUIRE(events.trailing_text.size() == 1);
  CHECK(events.trailing_text[0].into == 9);
  CHECK(events.columns[5].type == Type::date);
  CHECK(events.columns[5].headers == std::vector<std::string>{"began", "Begin Date"});
  CHECK(events.columns[2].type == Type::text);
  CHECK(events.columns[4].internal);
  CHECK(events.columns[4].headers.empty());
  CHECK(events.columns[9].optional);
  CHECK(events.columns[10].entry_date);
  CHECK(events.columns[10].doc == "When it was entered.");
  CHECK(schema.tables[2].implied);
  CHECK(schema.tables[2].columns[1].personal);
  CHECK(schema.tables[3].optional);
  CHECK(schema.tables[3].bundled == "notes.csv");
}

TEST_CASE("schema: relations name later tables, go through others and compare parents") {
  const Schema schema = good_schema();
  REQUIRE(schema.relations.size() == 5);
  const auto& person = schema.relations[1];
  CHECK(person.name == "person");
  CHECK(person.parent == 2);
  CHECK(person.through == std::vector<uint32_t>{0});
  CHECK(person.ways.empty());
  CHECK(schema.tables[0].relations == std::vector<uint32_t>{0, 1});
  const auto& event = schema.relations[4];
  REQUIRE(event.ways.size() == 1);
  const auto& way = event.ways[0];
  CHECK(way.unique);
  CHECK(way.only_if_missing == std::vector<uint32_t>{1});
  REQUIRE(way.parts.size() == 3);
  CHECK(way.parts[0].child == k_none);
  CHECK(way.parts[0].child_relation == 3);
  CHECK(way.parts[0].parent_relation == 1);
  CHECK(way.parts[1].child == 3);
  CHECK(way.parts[1].parent == 3);
  CHECK(way.parts[1].child_relation == k_none);
  CHECK(schema.relations[3].reference);
  CHECK(schema.find_child_set(2, "notes") == std::optional<uint32_t>(3));
}

TEST_CASE("schema: roles are tables and columns") {
  const Schema schema = good_schema();
  CHECK(schema.participants == 2);
  CHECK(schema.applications == 1);
  CHECK(schema.region_column == "region");
  CHECK(schema.case_manager_column == "worker");
  CHECK(schema.name_columns == std::vector<std::string>{"last_name", "first_name"});
}

TEST_CASE("schema: every fault is told at its place") {
  struct Row {
    const char* name;
    const char* from;
    const char* to;
    const char* part;
  };
  const Row rows[] = {
      {"unknown key",                           "doc = \"What",                                                        "<here>docs = \"What",                                               "did you mean 'doc'?"                  },
      {"a usual misspelling",                   "doc = \"What",                                                        "<here>comment = \"What",                                            "did you mean 'doc'?"                  },
      {"missing key",                           "[[table]]\nname = \"events\"\nsingular = \"event\"",
       "<here>[[table]]\nname = \"events\"",                                                                                                                                                "a table needs the key 'singular'"     },
      {"wrong type",                            "optional = true\nbundled",                                            "optional = \"<here>yes\"\nbundled",
       "expected bool, got text"                                                                                                                                                                                                   },
      {"text for a list",                       "required = [\"case_id\"]",                                            "required = \"<here>case_id\"",
       "expected array of text, got text"                                                                                                                                                                                          },
      {"number for a text",                     "missing_words = [\"NULL\"]",                                          "missing_words = [<here>7]",
       "write it in quotes: \"7\""                                                                                                                                                                                                 },
      {"unknown type",                          "type = \"bool\"",                                                     "type = \"<here>boolen\"",
       "unknown type 'boolen'; did you mean 'bool'?"                                                                                                                                                                               },
      {"not a name",                            "name = \"planned\"",                                                  "name = \"<here>Planned Date\"",
       "'Planned Date' is no name"                                                                                                                                                                                                 },
      {"reserved name",                         "name = \"planned\"",                                                  "name = \"<here>where\"",
       "word of the rule language"                                                                                                                                                                                                 },
      {"column twice",                          "{ name = \"planned\",",                                               "{ name = \"<here>began\",",                                         "two columns 'began'"                  },
      {"table twice",                           "name = \"cases\"",                                                    "name = \"<here>events\"",
       "two tables are called 'events'"                                                                                                                                                                                            },
      {"header of two columns",                 "{ name = \"planned\",",
       "{ name = \"planned\", headers = [\"<here>BEGIN-date\"],",                                                                                                                           "belongs to both 'began' and 'planned'"},
      {"entry date of type text",               "{ name = \"entered\", type = \"date\"",
       "{ name = \"<here>entered\"",                                                                                                                                                        "must be of type date"                 },
      {"internal column with headers",          "internal = true",
       "internal = true, headers = [\"<here>X\"]",                                                                                                                                          "can't have headers"                   },
      {"internal column that nothing makes",    "{ name = \"subject_code\", internal",
       "{ name = \"subject_code\" }, { name = \"<here>other\", internal",                                                                                                                   "no extraction makes"                  },
      {"unknown key column",                    "key = \"event_id\"",                                                  "key = \"<here>event_di\"",
       "did you mean 'event_id'?"                                                                                                                                                                                                  },
      {"key of a wrong type",                   "key = \"event_id\"",                                                  "key = \"<here>began\"",
       "a key must be of type"                                                                                                                                                                                                     },
      {"unknown alternative",                   "\"began|planned\"",                                                   "\"began|<here>planed\"",
       "did you mean 'planned'?"                                                                                                                                                                                                   },
      {"no key at all",                         "[[table]]\nname = \"cases\"\nsingular = \"case\"\nkey = \"case_id\"",
       "<here>[[table]]\nname = \"cases\"\nsingular = \"case\"",                                                                                                                            "needs a key or a default_key"         },
      {"unknown required column",               "required = [\"case_id\"]",                                            "required = [\"<here>case\"]",
       "unknown column 'case' in table 'events'"                                                                                                                                                                                   },
      {"flag of a wrong type",                  "flag_missing = \"counts\"",                                           "flag_missing = \"<here>code\"",
       "no bool column"                                                                                                                                                                                                            },
      {"broken pattern",                        "pattern = '[0-9]{3}'",                                                "pattern = '<here>[0-9'",
       "the pattern can't be read"                                                                                                                                                                                                 },
      {"unknown extraction source",             "from = \"service\", into = \"code\"",
       "from = \"<here>servce\", into = \"code\"",                                                                                                                                          "did you mean 'service'?"              },
      {"trailing text of a text",               "from = \"ended\"",                                                    "from = \"<here>code\"",                                             "no date column"                       },
      {"unknown parent",                        "parent = \"cases\"",                                                  "parent = \"<here>case\"",
       "unknown table 'case'; did you mean 'cases'?"                                                                                                                                                                               },
      {"unknown through",                       "through = [\"case\"]",                                                "through = [\"<here>caze\"]",
       "did you mean 'case'?"                                                                                                                                                                                                      },
      {"through a parent without the relation",
       "name = \"person\"\nparent = \"people\"\nthrough = [\"case\"]",                                                 "name = \"human\"\nparent = \"people\"\nthrough = [\"<here>case\"]", "no relation 'human'"                  },
      {"relation with the name of a column",    "name = \"case\"\nparent",
       "name = \"<here>code\"\nparent",                                                                                                                                                     "column or relation 'code' already"    },
      {"relation without a way",
       "[[table.relation]]\nname = \"case\"\nparent = \"cases\"\nways = [{ on = "
       "[\"case_id=case_id\"] }]",                                                                                     "<here>[[table.relation]]\nname = \"case\"\nparent = \"cases\"",     "needs ways or through"                },
      {"no equality",                           "on = [\"case_id=case_id\"]",                                          "on = [\"<here>case_id\"]",
       "expected \"child_column=parent_column\""                                                                                                                                                                                   },
      {"unknown child column",                  "on = [\"case_id=case_id\"]",                                          "on = [\"<here>caseid=case_id\"]",
       "unknown column 'caseid' in table 'events'"                                                                                                                                                                                 },
      {"unknown parent column",                 "on = [\"case_id=case_id\"]",                                          "on = [\"case_id = <here>caseid\"]",
       "unknown column 'caseid' in table 'cases'"                                                                                                                                                                                  },
      {"types that can't be equal",             "\"met=began\"",                                                       "\"<here>met=code\"",                                                "they can't be equal"                  },
      {"unknown relation",                      "\"person==person\"",                                                  "\"person==<here>persn\"",
       "did you mean 'person'?"                                                                                                                                                                                                    },
      {"relations to different tables",         "\"person==person\"",                                                  "\"<here>person==case\"",
       "lead to different tables"                                                                                                                                                                                                  },
      {"unknown only_if_missing",               "only_if_missing = [\"case_id\"]",
       "only_if_missing = [\"<here>cid\"]",                                                                                                                                                 "unknown column 'cid'"                 },
      {"unknown role table",                    "participants = \"people\"",                                           "participants = \"<here>peeple\"",
       "did you mean 'people'?"                                                                                                                                                                                                    },
      {"unknown role column",                   "region = \"region\"",                                                 "region = \"<here>regoin\"",
       "did you mean 'region'?"                                                                                                                                                                                                    },
      {"unknown role",                          "region = \"region\"",                                                 "<here>regions = \"region\"",
       "did you mean 'region'?"                                                                                                                                                                                                    },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto marked = take_mark(replaced(row.from, row.to));
    Diagnostics diagnostics;
    read_schema("schema.toml", marked.text, diagnostics);
    CHECK(diagnostics.has_errors());
    check_fault(diagnostics, marked, row.part);
  }
}

TEST_CASE("schema: all faults are told in one go") {
  std::string text = replaced("parent = \"cases\"", "parent = \"case\"");
  text.replace(text.find("region = \"region\""), 17, "region = \"rgion\"");
  text.replace(text.find("optional = true\nbundled"), 15, "optional = 1");
  Diagnostics diagnostics;
  read_schema("schema.toml", text, diagnostics);
  CHECK(diagnostics.list().size() >= 3);
}

TEST_CASE("schema: relations that wait for each other are an error that names them") {
  const char* const text = R"(
[[table]]
name = "as"
singular = "a"
default_key = ["x"]
column = [{ name = "x" }]
[[table.relation]]
name = "top"
parent = "tops"
through = ["b"]
[[table.relation]]
name = "b"
parent = "bs"
ways = [{ on = ["x=x"] }]
[[table]]
name = "bs"
singular = "b"
default_key = ["x"]
column = [{ name = "x" }]
[[table.relation]]
name = "top"
parent = "tops"
through = ["a"]
[[table.relation]]
name = "a"
parent = "as"
ways = [{ on = ["x=x"] }]
[[table]]
name = "tops"
singular = "top"
key = "x"
column = [{ name = "x" }]
)";
  Diagnostics diagnostics;
  read_schema("schema.toml", text, diagnostics);
  REQUIRE(diagnostics.list().size() == 1);
  CHECK(diagnostics.list()[0].text == "relations wait for each other in a circle: as.top, bs.top");
  CHECK(diagnostics.list()[0].spot.line == 8);
}

Text at(const std::string& text) {
  return {
      text, Spot{"p.toml", 1, 1, 1}
  };
}

NewColumn new_column(const std::string& table, const std::string& name,
                     std::vector<std::string> headers) {
  NewColumn added;
  added.table = at(table);
  added.column.name = at(name);
  added.column.type = "number";
  for (const std::string& header : headers) added.column.headers.push_back(at(header));
  return added;
}

TEST_CASE("schema: a new column may take over a header, but no column's name") {
  Schema schema = good_schema();
  Diagnostics diagnostics;
  add_column(schema, new_column("events", "industry", {"NAICS", "begin date"}), diagnostics);
  REQUIRE(diagnostics.list().empty());
  const auto& events = schema.tables[0];
  CHECK(events.columns.back().name == "industry");
  CHECK(events.columns.back().type == Type::number);
  CHECK(events.columns.back().headers ==
        std::vector<std::string>{"industry", "NAICS", "begin date"});
  CHECK(events.known_headers.empty());
  CHECK(events.columns[5].headers == std::vector<std::string>{"began"});

  struct Row {
    const char* name;
    NewColumn column;
    const char* part;
  };
  const Row rows[] = {
      {"name of a column",               new_column("events", "began",   {}),        "already has a column 'began'" },
      {"name of a relation",             new_column("events", "case",    {}),        "already has a relation 'case'"},
      {"header that is a column's name", new_column("events", "x",       {"Began"}),
       "is the name of the column"                                                                                  },
      {"unknown table",                  new_column("event",  "x",       {}),        "unknown table 'event'"        },
      {"the obligation's own word",      new_column("events", "late_by", {}),        "obligation's own"             },
      {"empty header",                   new_column("events", "x",       {"--"}),    "needs a letter or digit"      },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Schema again = good_schema();
    Diagnostics faults;
    add_column(again, row.column, faults);
    REQUIRE(faults.list().size() == 1);
    CAPTURE(faults.list()[0].text);
    CHECK(faults.list()[0].text.find(row.part) != std::string::npos);
  }
}

TEST_CASE("schema: overridden headers replace a column's own and leave other columns") {
  Schema schema = good_schema();
  Diagnostics diagnostics;
  override_headers(schema,
                   {
                       at("events"), at("entered"), {at("Begin date"), at("Date Entered")}
  },
                   diagnostics);
  REQUIRE(diagnostics.list().empty());
  CHECK(schema.tables[0].columns[10].headers ==
        std::vector<std::string>{"Begin date", "Date Entered"});
  CHECK(schema.tables[0].columns[5].headers == std::vector<std::string>{"began"});

  struct Row {
    const char* name;
    HeaderOverride change;
    const char* part;
  };
  const Row rows[] = {
      {"unknown table",          {at("evnts"), at("entered"), {at("x")}},       "unknown table 'evnts'"  },
      {"unknown column",         {at("events"), at("entred"), {at("x")}},       "unknown column 'entred'"},
      {"internal column",        {at("events"), at("subject_code"), {at("x")}}, "internal column"        },
      {"name of another column",
       {at("events"), at("entered"), {at("BEGAN")}},
       "is the name of the column 'began'"                                                               },
      {"empty header",           {at("events"), at("entered"), {at(" ")}},      "needs a letter or digit"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Diagnostics faults;
    override_headers(schema, row.change, faults);
    REQUIRE(faults.list().size() == 1);
    CHECK(faults.list()[0].text.find(row.part) != std::string::npos);
  }
}

}  // namespace

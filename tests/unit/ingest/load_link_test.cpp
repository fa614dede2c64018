// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "ingest/link.hpp"
#include "show_lists.hpp"
#include "test_schema.hpp"

namespace {

using namespace audit;
using ingest::testing::cell;
using ingest::testing::Files;
using ingest::testing::keys;
using ingest::testing::Load;
using ingest::testing::parent_key;
using ingest::testing::problems;

using Texts = std::vector<std::string>;

TEST_CASE("link: identifiers are compared exactly, children are listed by parent") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,6,x\n01,6,x\n2,7,x\n"                 },
      {"s.csv",
       "App ID,code,Actual Begin "
       "Date\n2,101,1/5/2026\n1,102,1/5/2026\n01,103,1/5/2026\n2.0,104,1/5/2026\n"}
  });
  CHECK(parent_key(load.data, "services", 0, "case") == "2");
  CHECK(parent_key(load.data, "services", 1, "case") == "1");
  CHECK(parent_key(load.data, "services", 2, "case") == "01");
  CHECK(parent_key(load.data, "services", 3, "case") == "2");
  const auto relation =
      load.data.schema->find_relation(ingest::testing::at(*load.data.schema, "services"), "case");
  const model::Links& links = load.data.links[relation.value()];
  CHECK(links.offsets == std::vector<uint32_t>{0, 1, 2, 4});
  CHECK(links.children == std::vector<uint32_t>{1, 2, 0, 3});
}

TEST_CASE("link: children that stand in their parents' order need no list") {
  const auto links_of = [](const std::string& services) {
    const Load load(Files{
        {"c.csv", "App ID,State ID,Program\n1,6,x\n2,7,x\n"            },
        {"s.csv", "App ID,code,Actual Begin Date,State ID\n" + services}
    });
    const auto child = ingest::testing::at(*load.data.schema, "services");
    return load.data.links[load.data.schema->find_relation(child, "case").value()];
  };
  const model::Links ordered = links_of("1,1,,\n1,2,,\n2,3,,\n9,4,,\n");  // 9: no such case
  CHECK(ordered.offsets == std::vector<uint32_t>{0, 2, 3});
  CHECK(ordered.children.empty());
  std::vector<uint32_t> rows = {7};
  ordered.append_children(1, 3, rows);
  CHECK(rows == std::vector<uint32_t>{7, 1, 2});
  const model::Links gap = links_of("1,1,,\n9,2,,\n2,3,,\n2,4,,\n");
  CHECK(gap.offsets == std::vector<uint32_t>{0, 1, 3});
  CHECK(gap.children == std::vector<uint32_t>{0, 2, 3});
  const model::Links mixed = links_of("2,1,,\n1,2,,\n2,3,,\n");
  CHECK(mixed.offsets == std::vector<uint32_t>{0, 1, 3});
  CHECK(mixed.children == std::vector<uint32_t>{1, 0, 2});
  rows.clear();
  mixed.append_children(mixed.offsets[1], mixed.offsets[2], rows);
  CHECK(rows == std::vector<uint32_t>{0, 2});
}

TEST_CASE("link: children are listed of those relations alone that are asked for") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,6,x\n2,7,x\n"                        },
      {"s.csv", "App ID,code,Actual Begin Date\n2,101,1/5/2026\n1,102,1/5/2026\n"}
  });
  model::Dataset data = load.data;
  std::vector<bool> listed(data.links.size(), false);
  const auto services = ingest::testing::at(*data.schema, "services");
  const auto cases = data.schema->find_relation(services, "case").value();
  const auto people = data.schema->find_relation(services, "person").value();
  listed[cases] = true;
  ingest::link(data, 2, listed);
  CHECK(data.links[cases].offsets == load.data.links[cases].offsets);
  CHECK(data.links[cases].children == load.data.links[cases].children);
  REQUIRE(data.links[people].parent.size() == 2);
  CHECK(data.links[people].parent[0] == load.data.links[people].parent[0]);
  CHECK(data.links[people].parent[1] == load.data.links[people].parent[1]);
  CHECK(data.links[people].offsets.empty());
  CHECK(data.links[people].children.empty());
}

TEST_CASE("link: text is compared as the rule language does") {
  const Load load(Files{
      {"k.csv", "Activity Code,title,Exit Clock?\n06M,x,yes\n101,y,no\n"         },
      {"s.csv", "App ID,code,Actual Begin Date\n1,06m,1/5/2026\n1,101,1/5/2026\n"}
  });
  CHECK(parent_key(load.data, "services", 0, "code") == "06M");
  CHECK(parent_key(load.data, "services", 1, "code") == "101");
}

TEST_CASE("link: a participant exists for each id met, in the order of the ids' text") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,9,x\n2,10,x\n3,,x\n"},
      {"n.csv", "note_id,State ID,Contact Date\n1,8,1/5/2026\n" },
      {"p.csv", "State ID,SSN\n9,x\n"                           }
  });
  const auto& people = load.table("people");
  CHECK(keys(people) == Texts{"9", "10", "8"});
  CHECK(people.present);
  CHECK(people.file == model::RowFiles{2, model::k_none, model::k_none});
  CHECK(people.line == std::vector<uint32_t>{2, 0, 0});
  CHECK(cell(people, 1, "state_id") == "10");
  CHECK(cell(people, 1, "ssn").empty());
  CHECK(parent_key(load.data, "cases", 1, "person") == "10");
}

TEST_CASE("link: participants are implied without any file of theirs, by wanted tables only") {
  Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,9,x\n"             },
      {"n.csv", "note_id,State ID,Contact Date\n1,8,1/5/2026\n"}
  });
  CHECK(keys(load.table("people")) == Texts{"8", "9"});
  CHECK(load.table("people").present);
  load.requests[ingest::testing::at(*load.data.schema, "notes")].wanted = false;
  const auto data =
      ingest::load(load.recognised, ingest::testing::test_schema(), load.requests, {});
  CHECK(keys(data.tables[0]) == Texts{"9"});
}

TEST_CASE("link: the application's participant wins over an own state id that differs") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,9,x\n2,,x\n"},
      {"s.csv",
       "App ID,State ID,code,Actual Begin Date\n"
       "1,9,101,1/5/2026\n1,8,102,1/5/2026\n1,,103,1/5/2026\n"
       "55,7,104,1/5/2026\n2,6,105,1/5/2026\n"          }
  });
  CHECK(parent_key(load.data, "services", 0, "person") == "9");
  CHECK(parent_key(load.data, "services", 1, "person") == "9");
  CHECK(parent_key(load.data, "services", 2, "person") == "9");
  CHECK(parent_key(load.data, "services", 3, "person") == "7");
  CHECK(parent_key(load.data, "services", 4, "person") == "6");
  CHECK(std::ranges::count(problems(load.data),
                           "s.csv:3 [state_id] the person here is not that of the record's case, "
                           "which is used") == 1);
}

TEST_CASE("link: the ways to a parent are tried in order") {
  const std::string services =
      "service_id,App ID,State ID,code,Actual Begin Date\n"
      "b,1,9,101,1/5/2026\n"
      "a,1,9,101,1/5/2026\n"
      "c,2,9,102,1/6/2026\n"
      "d,3,9,103,1/6/2026\n"
      "e,4,9,103,1/6/2026\n";
  const std::string notes =
      "note_id,App ID,State ID,service_id,Contact Date,subject\n"
      "1,1,9,b,1/7/2026,nothing\n"      // by its own id
      "2,1,9,zz,1/5/2026,101 - x\n"     // the id is not there: by application, code and date
      "3,1,9,,1/5/2026,call 101\n"      // two fit: the lowest key
      "4,,9,,1/6/2026,about 102 now\n"  // no application: the participant's only one
      "5,,9,,1/6/2026,103\n"            // two of the participant's: none
      "6,1,9,,1/6/2026,102\n"           // its application has none
      "7,1,9,,1/5/2026,1010\n";         // no code in the subject
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,9,x\n2,9,x\n3,9,x\n4,9,x\n"},
      {"n.csv", notes                                                  },
      {"s.csv", services                                               }
  });
  const Texts expected = {"b", "a", "a", "c", "", "", ""};
  for (uint32_t row = 0; row < expected.size(); ++row) {
    CAPTURE(row);
    CHECK(parent_key(load.data, "notes", row, "service") == expected[row]);
  }
}

TEST_CASE("link: more rows than one thread takes at once, by any number of threads") {
  // Every case is named by id; each third service names the person too, some of them another.
  constexpr uint32_t k_cases = 9000;
  constexpr uint32_t k_services = 100000;  // some three times what a thread takes
  std::string cases = "App ID,State ID,Program\n";
  for (uint32_t i = 0; i < k_cases; ++i) cases += fmt::format("{},{},x\n", i, i + 50000);
  std::string services = "service_id,App ID,State ID,code,Actual Begin Date\n";
  std::vector<uint32_t> named(k_services);
  std::vector<std::string> people(k_services);
  Texts told;
  for (uint32_t row = 0; row < k_services; ++row) {
    const uint32_t named_case = named[row] = (row * 7919) % (k_cases + 500);  // some are not there
    const bool known = named_case < k_cases;
    const uint32_t person = (row % 5 == 0 ? 1 : named_case) + 50000;
    const bool has_person = row % 3 == 0;
    services += fmt::format("s{},{},{},101,1/5/2026\n", row, named_case,
                            has_person ? fmt::format("{}", person) : std::string());
    if (known || has_person) people[row] = fmt::format("{}", known ? named_case + 50000 : person);
  }
  const Files files = {
      {"c.csv", cases   },
      {"s.csv", services}
  };
  for (const unsigned threads : {1U, 2U, 5U}) {
    CAPTURE(threads);
    ingest::LoadOptions options;
    options.threads = threads;
    const Load load(files, options);
    size_t wrong = 0;
    for (uint32_t row = 0; row < k_services; ++row) {
      const std::string known = named[row] < k_cases ? fmt::format("{}", named[row]) : "";
      if (parent_key(load.data, "services", row, "case") != known) ++wrong;
      if (parent_key(load.data, "services", row, "person") != people[row]) ++wrong;
    }
    CHECK(wrong == 0);
    if (threads == 1) told = problems(load.data);
    CHECK(problems(load.data) == told);
    CHECK(told.size() > 1);
    CHECK(
        std::ranges::count(told,
                           "s.csv:17 [state_id] the person here is not that of the record's case, "
                           "which is used") == 1);
  }
}

TEST_CASE("link: orphans are told once a file, with a count and three examples") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,9,x\n"                                               },
      {"s.csv",
       "App ID,code,Actual Begin Date\n"
       "1,101,1/5/2026\n2,101,1/5/2026\n123456789,101,1/5/2026\n4,101,1/5/2026\n5,101,1/5/2026\n"},
      {"t.csv", "App ID,code,Actual Begin Date\n7,101,1/5/2026\n"                                }
  });
  CHECK(problems(load.data) ==
        Texts{"s.csv:0 [case_id] 4 records of services name a record of cases that is not in the "
              "input: line 3 ('2'), line 4, line 5 ('4'), …",
              "t.csv:0 [case_id] 1 record of services names a record of cases that is not in the "
              "input: line 2 ('7')"});
  CHECK(ingest::testing::warning_codes(load.data) == Texts{"one-programme", "orphans"});
}

TEST_CASE("link: a parent table that was not given is no data problem") {
  const Load load(Files{
      {"s.csv", "App ID,State ID,code,Actual Begin Date\n1,9,101,1/5/2026\n"}
  });
  CHECK(problems(load.data).empty());
  CHECK(load.data.links[load.data.schema->find_relation(2, "case").value()].parent.empty());
  CHECK(parent_key(load.data, "services", 0, "person") == "9");
}

TEST_CASE("link: a link by a key that the parent's file lacks is absent, not broken") {
  const Load load(Files{
      {"n.csv", "note_id,State ID,service_id,Contact Date,subject\n1,9,X1,1/5/2026,\n"},
      {"s.csv", "App ID,State ID,code,Actual Begin Date\n1,9,101,1/5/2026\n"          }
  });
  CHECK(problems(load.data).empty());
  const Load with(Files{
      {"n.csv", "note_id,State ID,service_id,Contact Date,subject\n1,9,X1,1/5/2026,\n"    },
      {"s.csv", "service_id,App ID,State ID,code,Actual Begin Date\nA1,1,9,101,1/5/2026\n"}
  });
  CHECK(problems(with.data).size() == 1);
}

TEST_CASE(
    "link: unknown codes and codes without their flag are told once a code, at the first row") {
  const Load load(Files{
      {"k.csv", "Activity Code,title,Exit Clock?\n101,x,yes\n102,y,\n103,z,unknown\n"},
      {"s.csv",
       "App ID,code,Actual Begin Date\n"
       "1,101,1/5/2026\n1,999,1/5/2026\n1,x99,1/6/2026\n1,102,1/5/2026\n"            },
      {"t.csv", "App ID,code,Actual Begin Date\n1,X99,1/5/2026\n1,999,2/5/2026\n"    }
  });
  CHECK(problems(load.data) == Texts{"s.csv:3 [code] '999' is not in codes (2 records)",
                                     "s.csv:4 [code] 'x99' is not in codes (2 records)",
                                     "s.csv:5 [code] '102' has no restarts in codes (1 record)"});
}

}  // namespace

// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "show_lists.hpp"
#include "test_schema.hpp"

namespace {

using namespace audit;
using ingest::testing::account;
using ingest::testing::cell;
using ingest::testing::Files;
using ingest::testing::keys;
using ingest::testing::Load;
using ingest::testing::problems;

using Texts = std::vector<std::string>;

TEST_CASE("load: rows alike in every column are one record, in one file and across files") {
  const Load one(Files{
      {"c.csv", "App ID,Program,Office\n1,x,a\n2,x,a\n 1 ,x,a,\n1,x,a\n"}
  });
  CHECK(keys(one.table("cases")) == Texts{"1", "2"});
  CHECK(account(one.data) == "4 2 0 2 0");
  const Load two(Files{
      {"a.csv", "App ID,Program,Office\n1,x,a\n"},
      {"b.csv", "Office,Case #,Program\na,1,x\n"}
  });
  CHECK(keys(two.table("cases")) == Texts{"1"});
  CHECK(account(two.data, 0) == "1 1 0 0 0");
  CHECK(account(two.data, 1) == "1 0 0 1 0");
  CHECK(two.table("cases").file[0] == 0);
}

TEST_CASE("load: exact duplicates without a given key are one record too, if the table has keys") {
  const Load load(Files{
      {"s.csv",
       "App ID,code,Actual Begin Date\n1,101,1/5/2026\n1,101,1/5/2026\n1,101,1/6/2026\n"}
  });
  CHECK(keys(load.table("services")) == Texts{"1-101-2026-01-05", "1-101-2026-01-06"});
  CHECK(account(load.data) == "3 2 0 1 0");
  const Load none(Files{
      {"a.csv", "App ID,quarter,Attempt Date\n1,2,1/5/2026\n1,2,1/5/2026\n"}
  });
  CHECK(keys(none.table("attempts")) == Texts{"1-2", "1-2#2"});
  CHECK(account(none.data) == "2 2 0 0 0");
}

TEST_CASE("load: the problems of an ignored duplicate are not told again") {
  const Load load(Files{
      {"c.csv", "App ID,Program,Begin Date\n1,x,bad\n1,x,bad\n"}
  });
  CHECK(problems(load.data) == Texts{"c.csv:2 [began] not a date: 'bad'"});
}

TEST_CASE("load: rows with one key are merged, a cell that only one has is taken") {
  const Load load(Files{
      {"a.csv", "App ID,Program,Office,Begin Date\n1,WIOA,,1/5/2026\n"          },
      {"b.csv", "App ID,Case Manager,Begin Date,Office\n1,Lee,2026-01-05,Main\n"}
  });
  const auto& table = load.table("cases");
  REQUIRE(table.rows == 1);
  CHECK(cell(table, 0, "program") == "WIOA");
  CHECK(cell(table, 0, "office") == "Main");
  CHECK(cell(table, 0, "manager") == "Lee");
  CHECK(cell(table, 0, "began") == "2026-01-05");
  CHECK(problems(load.data).empty());
  CHECK(table.file[0] == 0);
  CHECK(account(load.data, 1) == "1 1 0 0 0");
}

TEST_CASE("load: where rows differ, the one entered later wins, and it is told") {
  const Load load(Files{
      {"c.csv",
       "App ID,Program,Office,Create Date\n"
       "1,old,,1/5/2026\n"
       "1,new,,1/6/2026\n"
       "1,older,Main,\n"}
  });
  const auto& table = load.table("cases");
  REQUIRE(table.rows == 1);
  CHECK(cell(table, 0, "program") == "new");
  CHECK(cell(table, 0, "office") == "Main");
  CHECK(cell(table, 0, "entered") == "2026-01-06");
  CHECK(table.line[0] == 3);
  CHECK(
      problems(load.data) ==
      Texts{"c.csv:3 [entered] rows of one record differ: '1/6/2026' of line 3 is kept, "
            "'1/5/2026' of line 2 is not",
            "c.csv:3 [program] rows of one record differ: 'new' of line 3 is kept, 'old' of line 2 "
            "is not"});
  CHECK(account(load.data) == "3 3 0 0 0");
}

TEST_CASE("load: without a later entry date the greater full text wins") {
  // Full text in the schema's column order: the state_id comes before the program.
  const Load load(Files{
      {"a.csv", "Program,App ID,State ID\nzzz,1,6\n"},
      {"b.csv", "Program,App ID,State ID\naaa,1,7\n"}
  });
  const auto& table = load.table("cases");
  CHECK(cell(table, 0, "program") == "aaa");
  CHECK(cell(table, 0, "state_id") == "7");
  CHECK(table.file[0] == 1);
  CHECK(problems(load.data).size() == 2);
  CHECK(problems(load.data)[0].starts_with("b.csv:2 [program]"));
}

TEST_CASE("load: which row wins is decided before gaps are filled") {
  // The second row has no entry date of its own: the first row's does not make it later.
  const Load load(Files{
      {"c.csv", "App ID,Program,Create Date\n1,aaa,1/5/2026\n1,zzz,\n"}
  });
  CHECK(cell(load.table("cases"), 0, "program") == "aaa");
  CHECK(problems(load.data).size() == 1);
}

TEST_CASE("load: text that differs in case or spaces does not differ") {
  const Load load(Files{
      {"c.csv", "App ID,Program,Office\n1,WIOA Adult,\n1,wioa  ADULT,x\n"}
  });
  CHECK(problems(load.data).empty());
  CHECK(account(load.data) == "2 2 0 0 0");
}

TEST_CASE("load: a bad value yields to another row's good one") {
  const Load load(Files{
      {"c.csv", "App ID,Begin Date,Create Date\n1,bad,1/6/2026\n1,1/5/2026,1/5/2026\n"},
      {"d.csv", "Case #,Program,Hours\n9,x,1\n"                                       }
  });
  CHECK(cell(load.table("cases"), 0, "began") == "2026-01-05");
}

TEST_CASE("load: an entry date that one row has is the record's; none is told once") {
  const Load filled(Files{
      {"c.csv", "App ID,Program,Create Date\n1,x,\n1,,1/5/2026\n"}
  });
  CHECK(problems(filled.data).empty());
  const Load none(Files{
      {"c.csv", "App ID,Program,Create Date\n1,x,\n1,,bad\n2,x,\n2,,\n"}
  });
  CHECK(problems(none.data) ==
        Texts{"c.csv:3 [entered] not a date: 'bad'",
              "c.csv:4 [entered] no entry date: when the record was entered is not known"});
}

TEST_CASE("load: a row that repeats another file's row with fewer columns is merged") {
  const Load load(Files{
      {"a.csv", "App ID,Program,Office\n1,x,\n"},
      {"b.csv", "App ID,Program\n1,x\n"        }
  });
  CHECK(load.table("cases").rows == 1);
  CHECK(account(load.data, 1) == "1 1 0 0 0");
}

TEST_CASE("load: equal default keys are numbered by the rows' full text, never merged") {
  const std::string header = "App ID,code,Actual Begin Date,Completion Status\n";
  const std::string a = "1,101,1/5/2026,aaa\n";
  const std::string b = "1,101,1/5/2026,bbb\n";
  const std::string c = "1,101,1/5/2026,\n";
  for (const std::string& rows : {a + b + c, c + b + a, b + c + a}) {
    const Load load(Files{
        {"s.csv", header + rows}
    });
    const auto& table = load.table("services");
    REQUIRE(table.rows == 3);
    std::vector<std::string> found;
    for (uint32_t row = 0; row < 3; ++row) {
      found.push_back(std::string(table.key.text(row)) + " " + cell(table, row, "result"));
    }
    std::ranges::sort(found);
    CHECK(found == Texts{"1-101-2026-01-05 ", "1-101-2026-01-05#2 aaa", "1-101-2026-01-05#3 bbb"});
  }
}

TEST_CASE("load: a default key makes way for a given one") {
  const Load load(Files{
      {"s.csv",
       "service_id,App ID,code,Actual Begin Date\n"
       ",1,101,1/5/2026\n"
       "1-101-2026-01-05,1,102,1/5/2026\n"
       "x,1,102,1/6/2026\n"}
  });
  CHECK(keys(load.table("services")) == Texts{"1-101-2026-01-05#2", "1-101-2026-01-05", "x"});
}

TEST_CASE("load: probes look at the merged text") {
  Load load(Files{
      {"n.csv", "note_id,State ID,Create Date,Case Notes\n1,6,1/5/2026,\n1,6,1/5/2026,words\n"}
  });
  auto& request = load.requests[ingest::testing::at(ingest::testing::test_schema(), "notes")];
  model::TextProbe length{model::Type::number, "length",
                          [](std::string_view text) { return static_cast<int64_t>(text.size()); }};
  request.probes = {
      {7, length}
  };
  const auto data =
      ingest::load(load.recognised, ingest::testing::test_schema(), load.requests, {});
  const auto& table = data.tables[ingest::testing::at(*data.schema, "notes")];
  REQUIRE(table.rows == 1);
  CHECK(table.probes[0].numbers == std::vector<int64_t>{5});
}

TEST_CASE("load: personal cells that differ are told, but not shown") {
  const Load load(Files{
      {"p.csv", "State ID,SSN\n1,secret a\n1,secret b\n"}
  });
  REQUIRE(problems(load.data).size() == 1);
  CHECK(problems(load.data)[0].find("secret") == std::string::npos);
  CHECK(cell(load.table("people"), 0, "ssn") == "secret b");
}

}  // namespace

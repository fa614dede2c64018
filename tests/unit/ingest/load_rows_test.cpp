// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "ingest_testing.hpp"
#include "show_lists.hpp"
#include "test_schema.hpp"
#include "util/fatal.hpp"

namespace {

using namespace audit;
using ingest::testing::account;
using ingest::testing::cell;
using ingest::testing::Files;
using ingest::testing::keys;
using ingest::testing::Load;
using ingest::testing::problems;

using Texts = std::vector<std::string>;

TEST_CASE("load: cells become values of their column's type") {
  const Load load(Files{
      {"c.csv",
       "App ID,State ID,Program,Begin Date,Create Date,hours,active\n"
       " 0012 ,7.0, WIOA ,1/5/2026,2026-01-06,\"1,234.5\",Yes\n"
       "13,8,N/A,N/A,20260107,-,unknown\n"
       "14,8,NULL,,3/5/2024 12:00:00 AM,none selected,n\n"}
  });
  const auto& table = load.table("cases");
  CHECK(keys(table) == Texts{"0012", "13", "14"});
  CHECK(cell(table, 0, "state_id") == "7");
  CHECK(cell(table, 0, "program") == "WIOA");
  CHECK(cell(table, 0, "began") == "2026-01-05");
  CHECK(cell(table, 0, "hours") == "1234.5000");
  CHECK(cell(table, 0, "active") == "yes");
  CHECK(cell(table, 1, "program") == "N/A");
  CHECK(cell(table, 1, "began").empty());
  CHECK(cell(table, 1, "hours").empty());
  CHECK(cell(table, 1, "active").empty());
  CHECK(cell(table, 2, "program").empty());
  CHECK(cell(table, 2, "entered") == "2024-03-05");
  CHECK(cell(table, 2, "hours").empty());
  CHECK(problems(load.data).empty());
  CHECK(account(load.data) == "3 3 0 0 0");
  CHECK_FALSE(load.data.unaudited_input);
}

TEST_CASE("load: a bad value makes the cell missing, is told, and keeps the row") {
  const Load load(Files{
      {"c.csv",
       "App ID,Begin Date,Create Date,hours,active\n"
       "1,13/45/2026,1/5/2026,many,maybe\n"
       "2,1/5/2026 25:00,1/5/2026,99999999999999999,1\n"}
  });
  CHECK(keys(load.table("cases")) == Texts{"1", "2"});
  CHECK(problems(load.data) == Texts{"c.csv:2 [active] not yes or no: 'maybe'",
                                     "c.csv:2 [began] not a date: '13/45/2026'",
                                     "c.csv:2 [hours] not a number: 'many'",
                                     "c.csv:3 [began] not a time after the date: '1/5/2026 25:00'",
                                     "c.csv:3 [hours] a number too large to hold (17 characters)"});
}

TEST_CASE("load: personal cells are never quoted") {
  const Load load(Files{
      {"p.csv", "State ID,SSN,Date of Birth\n1,123-45-6789,31/12/1980\n"}
  });
  CHECK(problems(load.data) == Texts{"p.csv:2 [birth_date] not a date (10 characters)"});
}

TEST_CASE("load: blank lines, repeated headers, titles and footers are no rows") {
  const Load load(Files{
      {"c.csv",
       "Report of cases\n"
       "Run date: 1/30/2026\n"
       "\n"
       "App ID,Program,Office,Create Date\n"
       "1,a,b,1/5/2026\n"
       ",,,\n"
       "\n"
       "Report of cases\n"
       "APP  ID,program,OFFICE,Create Date\n"
       "2,a,b,1/5/2026\n"
       "Page 2 of 3\n"
       "App ID,Program,Office,Create Date\n"
       "3,a,b,1/5/2026\n"
       "\n"
       "Total records: 3\n"
       "Total,,,\n"
       "Prepared by,someone\n"}
  });
  CHECK(keys(load.table("cases")) == Texts{"1", "2", "3"});
  CHECK(load.table("cases").line == std::vector<uint32_t>{5, 10, 13});
  CHECK(account(load.data) == "3 3 0 0 13");
}

TEST_CASE("load: a short row amid the data is a record, after it a footer") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,6\n2,7\n3,8,x\nPrepared for,9\n"}
  });
  CHECK(keys(load.table("cases")) == Texts{"1", "2", "3"});
  CHECK(account(load.data) == "3 3 0 0 1");
}

TEST_CASE("load: where no row is complete, short rows are records") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program,Office\n1,6\n2,7\nTotal: 2\n"}
  });
  CHECK(keys(load.table("cases")) == Texts{"1", "2"});
  CHECK(account(load.data) == "2 2 0 0 1");
}

TEST_CASE("load: a record whose text begins with a footer word stays a record") {
  const Load load(Files{
      {"c.csv",
       "Program,App ID,State ID,Office\n"
       "Total Youth,1,6,x\n"
       "Total,12,,3\n"}
  });
  CHECK(keys(load.table("cases")) == Texts{"1"});
  CHECK(account(load.data) == "1 1 0 0 1");
}

TEST_CASE("load: a footer that a spreadsheet filled up with delimiters is a footer") {
  const Load load(Files{
      {"c.csv",
       "Remarks,App ID,State ID,Program\n"
       "x,1,6,y\n"
       "note,,,\n"  // amid the data: a row, and a rejected one
       "x,2,7,y\n"
       "Page 2 of 2,,,\n"}
  });
  CHECK(keys(load.table("cases")) == Texts{"1", "2"});
  CHECK(account(load.data) == "3 2 1 0 1");
}

TEST_CASE("load: a full row with two filled cells at the end is a row, and judged as one") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,6,x\n,,x\n"}
  });
  CHECK(account(load.data) == "2 1 1 0 0");
  CHECK(problems(load.data) == Texts{"c.csv:3 [case_id] row rejected: the key is missing"});
}

TEST_CASE("load: rows without key, without link, or with too many cells are rejected") {
  const Load load(Files{
      {"n.csv",
       "note_id,App ID,State ID,Contact Date,subject\n"
       "1,10,,1/5/2026,a\n"
       "2,,7,1/5/2026,a\n"
       "3,,,1/5/2026,a\n"
       "4,10,7,1/5/2026,a,,,\n"
       "5,10,7,1/5/2026,a,,x\n"
       ",10,7,1/5/2026,a\n"}
  });
  CHECK(account(load.data) == "6 4 2 0 0");
  const auto told = problems(load.data);
  CHECK(std::ranges::count(told,
                           "n.csv:4 [] row rejected: nothing links the row to another table") == 1);
  CHECK(std::ranges::count(told, "n.csv:6 [] row rejected: 7 cells where the header has 5") == 1);
}

TEST_CASE("load: quoting that cannot be resolved rejects that record alone") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,6,\"a\nb\"\n2,6,\"a\"b\n3,6,x\n4,6,\"open\n5,6,x\n"}
  });
  CHECK(keys(load.table("cases")) == Texts{"1", "3", "5"});
  CHECK(cell(load.table("cases"), 0, "program") == "a\nb");
  CHECK(account(load.data) == "5 3 2 0 0");
}

TEST_CASE("load: void rows are ignored, also where the mark stands after a date") {
  const Load own(Files{
      {"s.csv",
       "App ID,code,Actual Begin Date,Actual End Date,Completion Status\n"
       "1,101,1/5/2026,1/6/2026,* Void *\n"
       "1,102,1/5/2026,1/6/2026,Successful\n"
       "1,103,1/5/2026,1/6/2026 Successful,\n"}
  });
  CHECK(account(own.data) == "3 2 0 1 0");
  CHECK(cell(own.table("services"), 0, "result") == "Successful");
  CHECK(cell(own.table("services"), 1, "result").empty());
  CHECK(cell(own.table("services"), 1, "ended") == "2026-01-06");
  const Load after(Files{
      {"s.csv",
       "App ID,code,Actual Begin Date,Actual End Date\n"
       "1,101,1/5/2026,06/05/2019 * VOID *\n"
       "1,102,1/5/2026,06/05/2019 Successful Completion\n"}
  });
  CHECK(account(after.data) == "2 1 0 1 0");
  CHECK(cell(after.table("services"), 0, "result") == "Successful Completion");
  CHECK(cell(after.table("services"), 0, "ended") == "2019-06-05");
}

TEST_CASE("load: a cell gives its parts to columns that the file lacks") {
  const Load both(Files{
      {"s.csv", "App ID,service,Actual Begin Date\n1,205-Development of IEP,1/5/2026\n"}
  });
  CHECK(cell(both.table("services"), 0, "code") == "205");
  CHECK(cell(both.table("services"), 0, "title") == "Development of IEP");
  CHECK(keys(both.table("services")) == Texts{"1-205-2026-01-05"});
  const Load own(Files{
      {"s.csv", "App ID,service,code,Actual Begin Date\n1,205-Development,101,1/5/2026\n"}
  });
  CHECK(cell(own.table("services"), 0, "code") == "101");
  CHECK(cell(own.table("services"), 0, "title") == "Development");
}

TEST_CASE(
    "load: default keys join their parts, the first present of alternatives, missing ones empty") {
  const Load load(Files{
      {"s.csv",
       "App ID,State ID,code,Projected Begin Date,Actual Begin Date\n"
       "1,,101,1/5/2026,1/6/2026\n"
       "1,,101,1/5/2026,\n"
       ",7,101,,\n"
       "2,,,bad,1/6/2026\n"}
  });
  CHECK(keys(load.table("services")) ==
        Texts{"1-101-2026-01-06", "1-101-2026-01-05", "-101-", "2--2026-01-06"});
  CHECK(cell(load.table("services"), 0, "service_id") == "1-101-2026-01-06");
  const Load attempts(Files{
      {"a.csv", "App ID,quarter,Attempt Date\n1,2.0,1/5/2026\n1,,1/5/2026\n"}
  });
  CHECK(keys(attempts.table("attempts")) == Texts{"1-2", "1-"});
}

TEST_CASE("load: a record without entry date is told once, a bad one likewise") {
  const Load load(Files{
      {"c.csv", "App ID,Create Date,Program\n1,1/5/2026\n2,,x\n3,bad\n4,N/A,x\n"}
  });
  CHECK(problems(load.data) ==
        Texts{"c.csv:3 [entered] no entry date: when the record was entered is not known",
              "c.csv:4 [entered] not a date: 'bad'",
              "c.csv:5 [entered] no entry date: when the record was entered is not known"});
  const Load without(Files{
      {"c.csv", "App ID,Program\n1,x\n"}
  });
  CHECK(problems(without.data).empty());
}

TEST_CASE("load: too many bad rows, and the file is not audited, its table absent") {
  std::string bytes = "App ID,Program\n";
  for (int i = 0; i < 10; ++i) bytes += ",x\n";
  const Load ten(Files{
      {"c.csv", bytes + "1,x\n"}
  });
  CHECK(ten.data.inputs[0].audited);
  CHECK_FALSE(ten.data.unaudited_input);
  const Load eleven(Files{
      {"c.csv", bytes + ",x\n1,x\n"}
  });
  CHECK_FALSE(eleven.data.inputs[0].audited);
  CHECK(eleven.data.unaudited_input);
  CHECK_FALSE(eleven.table("cases").present);
  CHECK(eleven.table("cases").rows == 0);
  CHECK(account(eleven.data) == "12 1 11 0 0");
  ingest::LoadOptions options;
  options.max_bad_rows = 11;
  CHECK(Load(
            Files{
                {"c.csv", bytes + ",x\n1,x\n"}
  },
            options)
            .data.inputs[0]
            .audited);
}

TEST_CASE("load: a recognised table without rows is an input that cannot be audited") {
  const Load load(Files{
      {"c.csv", "App ID,Program\n"}
  });
  CHECK(load.data.unaudited_input);
  CHECK(load.table("cases").present);
  CHECK(problems(load.data) == Texts{"c.csv:0 [] it has the header of cases, but no rows"});
  ingest::LoadOptions options;
  options.check_input = false;
  CHECK_FALSE(Load(
                  Files{
                      {"c.csv", "App ID,Program\n"}
  },
                  options)
                  .data.unaudited_input);
}

TEST_CASE("load: an input that is no table leaves the others audited") {
  const Load load(Files{
      {"a.csv", "x,y\n1,2\n"           },
      {"c.csv", "App ID,Program\n1,x\n"}
  });
  CHECK(load.data.unaudited_input);
  CHECK_FALSE(load.data.inputs[0].audited);
  CHECK(load.data.inputs[0].table.empty());
  CHECK(load.table("cases").rows == 1);
}

TEST_CASE("load: NUL bytes and undecodable bytes are told") {
  using namespace std::string_literals;
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,6,a\0b\n"s}
  });
  CHECK(problems(load.data) == Texts{"c.csv:2 [] NUL bytes were left out of this row"});
  CHECK(cell(load.table("cases"), 0, "program") == "ab");
}

TEST_CASE("load: only what is asked for, and what is always read, is kept") {
  Load load(Files{
      {"c.csv", "App ID,State ID,Program,hours,active,Create Date\n1,6,x,2,y,1/5/2026\n"}
  });
  for (auto& request : load.requests) request.keep.assign(request.keep.size(), false);
  const auto data =
      ingest::load(load.recognised, ingest::testing::test_schema(), load.requests, {});
  const auto& table = data.tables[ingest::testing::at(*data.schema, "cases")];
  const auto column = [&](std::string_view name) {
    return table.columns[table.def->find(name).value()];
  };
  CHECK(column("hours").numbers.empty());
  CHECK(column("active").bools.empty());
  CHECK(column("program").codes.size() == 1);
  CHECK(column("entered").dates.size() == 1);
  CHECK(column("state_id").codes.size() == 1);
  CHECK(column("hours").exported);
  CHECK_FALSE(column("office").exported);
}

TEST_CASE("load: probes look at text that is not kept") {
  Load load(Files{
      {"n.csv",
       "note_id,State ID,Create Date,Case Notes\n1,6,1/5/2026,three small "
       "words\n2,6,1/5/2026,\n"}
  });
  auto& request = load.requests[ingest::testing::at(ingest::testing::test_schema(), "notes")];
  request.keep.assign(request.keep.size(), false);
  model::TextProbe length{model::Type::number, "length", [](std::string_view text) {
                            return static_cast<int64_t>(text.size()) * model::k_number_scale;
                          }};
  model::TextProbe has{model::Type::boolean, "has", [](std::string_view text) {
                         return int64_t{text.find("small") != std::string_view::npos};
                       }};
  request.probes = {
      {7, length},
      {7, has   }
  };
  const auto data =
      ingest::load(load.recognised, ingest::testing::test_schema(), load.requests, {});
  const auto& table = data.tables[ingest::testing::at(*data.schema, "notes")];
  REQUIRE(table.probes.size() == 2);
  CHECK(table.probes[0].numbers == std::vector<int64_t>{170000, model::k_no_number});
  CHECK(table.probes[1].bools == std::vector<uint8_t>{1, model::k_no_bool});
  CHECK(table.columns[7].codes.empty());
}

TEST_CASE("load: text after a date is a fault where the schema expects none") {
  const Load load(Files{
      {"c.csv", "App ID,Program,Begin Date\n1,x,1/5/2026 or so\n2,x,1/6/2026 9:00\n"}
  });
  CHECK(problems(load.data) == Texts{"c.csv:2 [began] text after the date: '1/5/2026 or so'"});
  CHECK(cell(load.table("cases"), 0, "began").empty());
  CHECK(cell(load.table("cases"), 1, "began") == "2026-01-06");
}

TEST_CASE("load: the encoding that was assumed is told where it is not plain") {
  const Load load(Files{
      {"c.csv", "App ID,Program,Office\n1,caf\xE9 \x93x\x94,y\n"}
  });
  CHECK(cell(load.table("cases"), 0, "program") == "caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D");
  CHECK(load.data.inputs[0].encoding == "Windows-1252");
  CHECK(problems(load.data) ==
        Texts{"c.csv:0 [] not all of it is UTF-8 (first at byte 27): read as Windows-1252"});
}

TEST_CASE("load: a bundled table is used where no input is that table, and is no input") {
  const ingest::testing::TemporaryFolder folder;
  folder.write("codes.csv", "Activity Code,title,Exit Clock?\n101,x,yes\n");
  model::Schema schema = ingest::testing::make_schema();
  schema.tables[ingest::testing::at(schema, "codes")].bundled = "codes.csv";
  ingest::LoadOptions options;
  options.bundled_folder = folder.path();
  const std::string services = "App ID,code,Actual Begin Date\n1,101,1/5/2026\n1,102,1/5/2026\n";
  const Load load(
      Files{
          {"s.csv", services}
  },
      options, schema);
  CHECK(load.data.inputs.size() == 1);
  CHECK(load.table("codes").bundled);
  CHECK(load.table("codes").rows == 1);
  CHECK(load.table("codes").file[0] == model::k_none);
  CHECK(ingest::testing::parent_key(load.data, "services", 0, "code") == "101");
  CHECK(problems(load.data) == Texts{"s.csv:3 [code] '102' is not in codes (1 record)"});
  const Load own(
      Files{
          {"k.csv", "Activity Code,title,Exit Clock?\n102,x,yes\n"},
          {"s.csv", services                                      }
  },
      options, schema);
  CHECK_FALSE(own.table("codes").bundled);
  CHECK(problems(own.data) == Texts{"s.csv:2 [code] '101' is not in codes (1 record)"});
  options.bundled_folder = folder.path("nowhere");
  CHECK_THROWS_AS(Load(
                      Files{
                          {"s.csv", services}
  },
                      options, schema),
                  util::Fatal);
}

}  // namespace

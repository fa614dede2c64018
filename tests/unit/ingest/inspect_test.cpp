// SPDX-License-Identifier: MIT
#include "ingest/inspect.hpp"

#include <doctest/doctest.h>

#include "show_lists.hpp"
#include "test_schema.hpp"

namespace {

using namespace audit;
using ingest::InspectedHeader;
using ingest::testing::Files;

struct Inspected {
  std::vector<std::unique_ptr<ingest::Input>> inputs;
  ingest::InspectionReport report;
  explicit Inspected(const ingest::testing::Files& files) {
    for (const auto& [name, bytes] : files) inputs.push_back(ingest::memory_input(name, bytes, ""));
    const auto& schema = ingest::testing::test_schema();
    const auto recognised = ingest::recognise(inputs, schema, {});
    ingest::LoadOptions options;
    options.as_of = calendar::parse_iso("2026-01-31").value();
    report = ingest::inspect(recognised, schema, options);
  }
};

TEST_CASE("inspect: each header is mapped, known, or near one that is") {
  const Inspected inspected(Files{
      {"c.csv",
       "App ID,Programm,\"Create\nDate\",Hispanic,Zzz,Begin Date\n"
       "1,x,1/5/2026,,,2026-01-02\n"
       "2,x,01/07/26,,,1/3/2026 10:00\n"
       "3,x,1/9/2026,,,bad\n"}
  });
  REQUIRE(inspected.report.inputs.size() == 1);
  const ingest::Inspection& one = inspected.report.inputs[0];
  CHECK(one.file.table == "cases");
  CHECK(one.file.rows == 3);
  CHECK(one.why == "3 of 6 headers are columns of cases; 1 more is known");
  REQUIRE(one.headers.size() == 6);
  CHECK(one.headers[0].column == "case_id");
  CHECK(one.headers[1].column.empty());
  CHECK(one.headers[1].nearest == "program");
  CHECK(one.headers[2].header == "Create Date");
  CHECK(one.headers[2].date_forms == std::vector<std::string>{"M/D/YYYY", "M/D/YY"});
  CHECK(one.headers[2].first == calendar::parse_iso("2026-01-05")->days);
  CHECK(one.headers[2].last == calendar::parse_iso("2026-01-09")->days);
  CHECK(one.headers[2].present == 3);
  CHECK(one.headers[3].known);
  CHECK(one.headers[4].nearest.empty());
  CHECK(one.headers[5].has_times);
  CHECK(one.headers[5].faulty == 1);
  CHECK(one.problems.size() == 1);
  CHECK(std::ranges::count(one.absent_columns, "office") == 1);
}

TEST_CASE("inspect: personal dates have no range") {
  const Inspected inspected(Files{
      {"p.csv", "State ID,Date of Birth\n1,1/5/1980\n"}
  });
  const InspectedHeader& birth = inspected.report.inputs[0].headers[1];
  CHECK(birth.personal);
  CHECK(birth.present == 1);
  CHECK(birth.first == calendar::k_no_date);
}

TEST_CASE("inspect: an input that is no table says why") {
  const Inspected inspected(Files{
      {"x.csv", "a,b\n1,2\n"}
  });
  CHECK(inspected.report.inputs[0].file.table.empty());
  CHECK_FALSE(inspected.report.inputs[0].problem.empty());
  CHECK(inspected.report.unaudited_input);
}

TEST_CASE("inspect: the columns block for a profile") {
  const Inspected inspected(Files{
      {"c.csv", "Case #,\"Create\nDate\",Programm,Hispanic,\"Say \"\"hi\"\"\"\n1,1/5/2026,,,\n"}
  });
  CHECK(ingest::columns_block(inspected.report) ==
        "[columns.cases]\n"
        "case_id = \"Case #\"\n"
        "entered = \"Create Date\"\n"
        "# COLUMN = \"Say \\\"hi\\\"\"\n"
        "# program = \"Programm\"\n");
}

}  // namespace

// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "ingest/load.hpp"
#include "test_schema.hpp"

namespace {

using namespace audit;
using ingest::Recognised;
using ingest::testing::test_schema;

struct One {
  std::vector<std::unique_ptr<ingest::Input>> inputs;
  Recognised result;
  explicit One(std::string bytes, std::string forced = "") {
    inputs.push_back(ingest::memory_input("a.csv", std::move(bytes), std::move(forced)));
    result = ingest::recognise(inputs, test_schema(), {}).at(0);
  }
  [[nodiscard]] std::string table() const {
    return result.table == model::k_none ? "" : test_schema().tables[result.table].name;
  }
  [[nodiscard]] bool says(std::string_view text) const {
    return result.problem.find(text) != std::string::npos;
  }
};

TEST_CASE("recognise: the header decides, in any spelling, delimiter and order") {
  for (const char* bytes :
       {"case_id,state_id,program\n1,2,x\n", "program;STATE-ID;Case #\nx;2;1\n",
        "App ID\tState  Id\tPROGRAM\n1\t2\tx\n", "app_id|state.id|Program:\n1|2|x\n",
        "sep=;\nApp ID;State ID;Program\n1;2;x\n", "\"sep=,\"\nApp ID,State ID,Program\n1,2,x\n",
        "\xEF\xBB\xBF"
        "App ID,State ID,Program\r\n1,2,x\r\n",
        "App ID,\"State\nID\",\"Pro\ngram\"\n1,2,x\n", ",App ID,State ID,Program,,\n,1,2,x,,\n",
        "App\xE2\x80\x8B ID,State ID,Program\n1,2,x\n"}) {
    CAPTURE(bytes);
    const One one(bytes);
    CHECK(one.result.problem.empty());
    CHECK(one.table() == "cases");
  }
}

TEST_CASE("recognise: titles, blank lines and a run date may stand above the header") {
  const One one(
      "Report of cases\n\nProgram: All,Region: All\nRun date: 1/30/2026 9:15 AM\n\nApp ID,Begin "
      "Date\n1,\n");
  CHECK(one.table() == "cases");
  CHECK(one.result.header_line == 6);
  CHECK(one.result.run_date == calendar::parse_iso("2026-01-30"));
  const One two(",Run date:,1/30/2026\n,App ID,Begin Date\n,1,\n");
  CHECK(two.result.run_date == calendar::parse_iso("2026-01-30"));
}

TEST_CASE("recognise: the header is found on line 20 and no further") {
  const std::string header = "App ID,Begin Date\n1,\n";
  CHECK(One(std::string(19, '\n') + header).table() == "cases");
  CHECK(One(std::string(20, '\n') + header).table().empty());
}

TEST_CASE("recognise: half of the header must be explained, known headers count") {
  CHECK(One("App ID,Begin Date,x,y\n1,,,\n").table() == "cases");
  const One less("App ID,Begin Date,x,y,z\n1,,,,\n");
  CHECK(less.table().empty());
  CHECK(less.says("nearest to cases"));
  CHECK(less.says("--table"));
  const One known("App ID,Begin Date,x,y,z,Hispanic\n1,,,,,\n");
  CHECK(known.table() == "cases");
  CHECK(known.result.why == "2 of 6 headers are columns of cases; 1 more is known");
}

TEST_CASE("recognise: the table that explains most but lacks its key is the error") {
  // notes need nothing and would fit the first column; cases explain more but lack their key.
  const One one("State ID,Program,Office,Case Manager,hours,active,Create Date\n1,,,,,,\n");
  CHECK(one.table().empty());
  CHECK(one.says("cases"));
  CHECK(one.says("case_id"));
  CHECK(one.says("App ID"));
}

TEST_CASE("recognise: two tables that fit equally well are an error that names both") {
  const One one("App ID,State ID\n1,2\n");
  CHECK(one.table().empty());
  CHECK(one.says("two tables fit equally well"));
  CHECK(one.says("cases"));
  const One forced("App ID,State ID\n1,2\n", "cases");
  CHECK(forced.table() == "cases");
  CHECK(forced.result.problem.empty());
}

TEST_CASE("recognise: a forced table needs its key column still") {
  const One one("Create Date,Program\n1,2\n", "cases");
  CHECK(one.table().empty());
  CHECK(one.says("case_id"));
  CHECK(One("x\n1\n", "nonsense").says("there is no table"));
}

TEST_CASE("recognise: a column that is there twice is an error that names both headers") {
  const One one("Case #,App ID,Program\n1,1,x\n");
  CHECK(one.table().empty());
  CHECK(one.says("'Case #' (column 1)"));
  CHECK(one.says("'App ID' (column 2)"));
  CHECK(one.says("--column cases.case_id"));
}

TEST_CASE("recognise: empty inputs and inputs without header are told, unquoted") {
  CHECK(One("").says("empty"));
  CHECK(One("\n\n , ,\n").says("empty"));
  const One secret("123-45-6789,Miller\n987-65-4321,Smith\n");
  CHECK(secret.says("no header found"));
  CHECK_FALSE(secret.says("123"));
  CHECK_FALSE(secret.says("Miller"));
}

}  // namespace

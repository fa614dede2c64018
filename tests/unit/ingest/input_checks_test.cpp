// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "show_lists.hpp"
#include "test_schema.hpp"

namespace {

using namespace audit;
using ingest::testing::Files;
using ingest::testing::Load;
using ingest::testing::warning_codes;

using Texts = std::vector<std::string>;

ingest::LoadOptions as_of(std::string_view date, int64_t max_age = 7) {
  ingest::LoadOptions options;
  options.as_of = calendar::parse_iso(date).value();
  options.max_age_days = max_age;
  return options;
}

TEST_CASE("input check: an export is stale by its newest entry date, else by its run date") {
  const Files entry = {
      {"s.csv", "App ID,code,Create Date\n1,101,1/5/2026\n1,102,1/10/2026\n1,103,1/1/2027\n"}
  };
  CHECK(warning_codes(Load(entry, as_of("2026-01-17")).data).empty());
  CHECK(warning_codes(Load(entry, as_of("2026-01-18")).data) == Texts{"stale"});
  CHECK(warning_codes(Load(entry, as_of("2026-01-18", 8)).data).empty());
  const Files run = {
      {"s.csv", "Run date: 1/16/2026\nApp ID,code,Create Date\n1,101,1/5/2026\n"}
  };
  CHECK(warning_codes(Load(run, as_of("2026-01-18")).data).empty());
  CHECK(warning_codes(Load(run, as_of("2026-01-24")).data) == Texts{"stale"});
  const Files footer = {
      {"s.csv", "App ID,code,Create Date\n1,101,1/5/2026\nReport generated 1/16/2026 10:15 AM\n"}
  };
  CHECK(warning_codes(Load(footer, as_of("2026-01-18")).data).empty());
  ingest::LoadOptions off = as_of("2027-01-18");
  off.check_input = false;
  CHECK(warning_codes(Load(entry, off).data).empty());
}

TEST_CASE("input check: a table that ends at a report tool's row limit") {
  for (const auto& [rows, told] : std::vector<std::pair<int, bool>>{
           {9999,  false},
           {10000, true },
           {10001, false}
  }) {
    std::string bytes = "App ID,code,title\n";
    for (int i = 0; i < rows; ++i) bytes += std::to_string(i) + ",101,x\n";
    const auto& the_rows = rows;  // clang 14 captures no binding
    CAPTURE(the_rows);
    CHECK(warning_codes(Load(Files{
                                 {"s.csv", bytes}
    })
                            .data) == (told ? Texts{"row-limit"} : Texts{}));
  }
}

TEST_CASE("input check: a file that ends in the middle of a row was cut off") {
  const std::string full = "App ID,code,title\n1,101,x\n2,102,y\n";
  for (const auto& [rest, line] : std::vector<std::pair<std::string, int>>{
           {"",                         0},
           {"3,103,z",                  0}, // no line break is no fault
           {"3,103,\"a long",           4},
           {"3,103,\"two\nlines\n",     4},
           {"3,103,\"closed\"",         0},
           {"3,103",                    4},
           {"3,103\n",                  0}, // with one it is whole: an empty cell left out
           {"3",                        4},
           {"3,103\n4,10",              0}, // so are those before it
           {"3,\"open\n4,104,z\n",      0}, // a quote that is not closed, and rows behind it
           {"3,\"open\n4,104,z\n5,\"x", 6},
           {"Total,2",                  0},
           {"Page 1 of 1",              0},
           {"3,103\n\n",                0},
  }) {
    const auto& the_rest = rest;  // clang 14 captures no binding
    CAPTURE(the_rest);
    const Load load(Files{
        {"s.csv", full + rest}
    });
    const auto& told = load.data.warnings;
    REQUIRE(told.size() == (line == 0 ? 0 : 1));
    if (line == 0) continue;
    CHECK(told[0].code == "cut-off");
    CHECK(told[0].file == "s.csv");
    CHECK(told[0].text.find("the row at line " + std::to_string(line) + ":") != std::string::npos);
  }
}

TEST_CASE("input check: entry dates that stop thirty days before the other tables'") {
  const auto files = [](const std::string& date) {
    return Files{
        {"n.csv", "note_id,State ID,Create Date\n1,9," + date + "\n"},
        {"s.csv", "App ID,code,Create Date\n1,101,1/31/2026\n"      }
    };
  };
  CHECK(warning_codes(Load(files("1/2/2026"), as_of("2026-01-31", 1000)).data).empty());
  CHECK(warning_codes(Load(files("1/1/2026"), as_of("2026-01-31", 1000)).data) ==
        Texts{"ends-early"});
}

TEST_CASE("input check: orphans of more than five in a hundred") {
  const auto files = [](int orphans) {
    std::string bytes = "App ID,quarter,Attempt Date\n";
    for (int i = 0; i < 100; ++i) bytes += std::string(i < orphans ? "77" : "1") + ",1,1/5/2026\n";
    return Files{
        {"a.csv", bytes                                    },
        {"c.csv", "App ID,State ID,Program\n1,9,x\n2,9,y\n"}
    };
  };
  CHECK(warning_codes(Load(files(5)).data).empty());
  CHECK(warning_codes(Load(files(6)).data) == Texts{"orphans"});
}

TEST_CASE("input check: applications of one programme only") {
  CHECK(warning_codes(Load(Files{
                               {"c.csv", "App ID,Program,Office\n1,WIOA,\n2,wioa,\n3,,\n"}
  })
                          .data) == Texts{"one-programme"});
  CHECK(warning_codes(Load(Files{
                               {"c.csv", "App ID,Program,Office\n1,WIOA,\n2,WP,\n"}
  })
                          .data)
            .empty());
  CHECK(warning_codes(Load(Files{
                               {"c.csv", "App ID,Region,Office\n1,x,\n2,x,\n"}
  })
                          .data)
            .empty());
}

TEST_CASE("input check: files without keys that share default keys overlap") {
  const std::string header = "App ID,code,Actual Begin Date,Completion Status\n";
  const Load differ(Files{
      {"a.csv", header + "1,101,1/5/2026,x\n1,102,1/5/2026,x\n"},
      {"b.csv", header + "1,101,1/5/2026,y\n"                  }
  });
  REQUIRE(warning_codes(differ.data) == Texts{"overlap"});
  CHECK(differ.data.warnings[0].file == "b.csv");
  CHECK(differ.data.warnings[0].text.find("1 default key with a.csv") != std::string::npos);
  const Load same(Files{
      {"a.csv", header + "1,101,1/5/2026,x\n"},
      {"b.csv", header + "1,101,1/5/2026,x\n"}
  });
  CHECK(warning_codes(same.data).empty());
  const Load one(Files{
      {"a.csv", header + "1,101,1/5/2026,x\n1,101,1/5/2026,y\n"}
  });
  CHECK(warning_codes(one.data).empty());
}

}  // namespace

// SPDX-License-Identifier: MIT
#include "ingest/shared_pools.hpp"

#include <doctest/doctest.h>

#include "test_schema.hpp"

using namespace audit;
using ingest::testing::at;
using ingest::testing::Files;
using ingest::testing::keys;
using ingest::testing::Load;
using ingest::testing::parent_key;

namespace {

const model::TextPool* pool_of(ingest::SharedPools& pools, const char* table, const char* column) {
  const model::Schema& schema = ingest::testing::test_schema();
  return pools.of(at(schema, table)).at(at(schema, table, column)).get();
}

/// As an audit loads inputs that are large.
Load lean_load(const Files& files) {
  ingest::LoadOptions options;
  options.lean = true;
  options.large_bytes = 0;
  options.max_bad_rows = 100;
  return Load(files, options);
}

}  // namespace

TEST_CASE("shared pools: what a link compares exactly, across all tables") {
  ingest::SharedPools pools(ingest::testing::test_schema());
  const model::TextPool* const cases = pool_of(pools, "cases", "case_id");
  REQUIRE(cases != nullptr);
  for (const char* table : {"services", "notes", "attempts"}) {
    CHECK(pool_of(pools, table, "case_id") == cases);
  }
  const model::TextPool* const people = pool_of(pools, "people", "state_id");
  REQUIRE(people != nullptr);
  CHECK(people != cases);
  CHECK(pool_of(pools, "notes", "state_id") == people);
  CHECK(pool_of(pools, "notes", "service_id") == pool_of(pools, "services", "service_id"));
  // Compared as texts are, without regard to case; or no part of a link.
  CHECK(pool_of(pools, "services", "code") == nullptr);
  CHECK(pool_of(pools, "codes", "code") == nullptr);
  CHECK(pool_of(pools, "notes", "note_id") == nullptr);
  CHECK(pool_of(pools, "notes", "contact") == nullptr);
}

TEST_CASE("shared pools: large inputs share theirs, whichever is read first") {
  const Load load = lean_load({
      {"a.csv", "App ID,code,Actual Begin Date\n2,101,1/5/2026\n1,102,1/5/2026\n7,103,1/5/2026\n"},
      {"c.csv", "App ID,State ID,Program\n1,6,x\n2,7,x\n"                                        }
  });
  const model::Table& cases = load.table("cases");
  const model::Table& services = load.table("services");
  CHECK(cases.key.pool == services.columns[at(*load.data.schema, "services", "case_id")].pool);
  CHECK(keys(cases) == std::vector<std::string>{"1", "2"});
  CHECK(parent_key(load.data, "services", 0, "case") == "2");
  CHECK(parent_key(load.data, "services", 1, "case") == "1");
  CHECK(parent_key(load.data, "services", 2, "case") == "");
}

TEST_CASE("shared pools: a person whom others name and no record is, is implied all the same") {
  const Load load = lean_load({
      {"c.csv", "App ID,State ID,Program\n1,6,x\n2,7,x\n"             },
      {"p.csv", "State ID,Social Security Number,Date of Birth\n7,,\n"}
  });
  CHECK(keys(load.table("people")) == std::vector<std::string>{"7", "6"});
  CHECK(parent_key(load.data, "cases", 0, "person") == "6");
  CHECK(parent_key(load.data, "cases", 1, "person") == "7");
}

TEST_CASE("shared pools: what a note names takes no number from a service without a key") {
  const Load load = lean_load({
      {"n.csv",
       "note_id,App ID,State ID,service_id,Contact Date\nn1,1,6,1-101-2026-01-05#2,1/5/2026\n"},
      {"s.csv", "App ID,code,Actual Begin Date,title\n1,101,1/5/2026,a\n1,101,1/5/2026,b\n"   }
  });
  CHECK(keys(load.table("services")) ==
        std::vector<std::string>{"1-101-2026-01-05", "1-101-2026-01-05#2"});
  CHECK(parent_key(load.data, "notes", 0, "service") == "1-101-2026-01-05#2");
}

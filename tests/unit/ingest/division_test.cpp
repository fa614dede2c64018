// SPDX-License-Identifier: MIT
#include "ingest/division.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <map>
#include <random>
#include <set>

#include "test_schema.hpp"

namespace {

using namespace audit;
using ingest::Division;
using ingest::testing::Files;
using ingest::testing::Load;

uint32_t part(const Load& load, const Division& division, std::string_view table, uint32_t row) {
  return division.part_of(ingest::testing::at(*load.data.schema, table), row);
}

/// Cases of `people` participants, services by id, by participant alone, or by neither.
Files exports(uint32_t people, uint32_t seed) {
  std::mt19937 random(seed);
  std::string cases = "App ID,State ID,Program\n";
  std::string services = "service_id,App ID,State ID,code,Actual Begin Date\n";
  std::string notes = "note_id,App ID,State ID,service_id,Contact Date,Create Date,subject\n";
  for (uint32_t n = 0; n < people; ++n) {
    cases += fmt::format("{},{},x\n", 5000 + n, 100 + random() % people);
    for (uint32_t i = random() % 4; i > 0; --i) {
      const bool has_case = random() % 3 != 0;
      services += fmt::format(
          "{},{},{},101,1/5/2026\n", random() % 2 == 0 ? fmt::format("S{}", random() % 500) : "",
          has_case ? fmt::format("{}", 5000 + random() % people) : "",
          has_case && random() % 2 == 0 ? "" : fmt::format("{}", 100 + random() % people));
      notes += fmt::format("N{},{},{},{},1/5/2026,1/6/2026,101 note\n", notes.size(),
                           random() % 2 == 0 ? fmt::format("{}", 5000 + random() % people) : "",
                           100 + random() % people, random() % 3 == 0 ? "S7" : "");
    }
  }
  return {
      {"c.csv", cases   },
      {"s.csv", services},
      {"n.csv", notes   }
  };
}

}  // namespace

TEST_CASE("division: no link leads from one part to another") {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    const Load load(exports(200, seed));
    const Division division(load.data, 5);
    const model::Schema& schema = *load.data.schema;
    for (size_t i = 0; i < schema.relations.size(); ++i) {
      const model::Relation& relation = schema.relations[i];
      if (division.is_shared(relation.parent)) continue;
      const auto& parents = load.data.links[i].parent;
      for (uint32_t row = 0; row < parents.size(); ++row) {
        if (parents[row] == model::k_none) continue;
        CHECK(division.part_of(relation.child, row) ==
              division.part_of(relation.parent, parents[row]));
      }
    }
  }
}

TEST_CASE("division: separate participants are spread evenly") {
  std::string cases = "App ID,State ID,Program\n";
  std::string services = "App ID,code,Actual Begin Date\n";
  for (int n = 0; n < 2000; ++n) {
    cases += fmt::format("{},{},x\n", 2200000 + n, 100000 + n);
    services += fmt::format("{},101,1/5/2026\n", 2200000 + n);
  }
  const Load load(Files{
      {"c.csv", cases   },
      {"s.csv", services}
  });
  const Division division(load.data, 4);
  std::map<uint32_t, int> sizes;
  for (uint32_t row = 0; row < 2000; ++row) ++sizes[part(load, division, "cases", row)];
  REQUIRE(sizes.size() == 4);
  for (const auto& [number, size] : sizes) {
    const auto& the_number = number;  // clang 14 captures no binding
    CAPTURE(the_number);
    CHECK(size > 400);
    CHECK(size < 600);
  }
}

TEST_CASE("division: the order of rows and files decides nothing") {
  const Load one(Files{
      {"a.csv", "App ID,State ID,Program\n1,9,x\n2,8,x\n3,9,x\n" },
      {"s.csv", "App ID,code,Actual Begin Date\n3,101,1/5/2026\n"}
  });
  const Load two(Files{
      {"z.csv", "App ID,State ID,Program\n3,9,x\n2,8,x\n1,9,x\n" },
      {"b.csv", "App ID,code,Actual Begin Date\n3,101,1/5/2026\n"}
  });
  const Division first(one.data, 97);
  const Division second(two.data, 97);
  CHECK(part(one, first, "cases", 0) == part(two, second, "cases", 2));
  CHECK(part(one, first, "cases", 1) == part(two, second, "cases", 1));
  CHECK(part(one, first, "cases", 0) == part(one, first, "cases", 2));
  CHECK(part(one, first, "services", 0) == part(one, first, "cases", 2));
}

TEST_CASE("division: codes belong to every part") {
  const Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,9,x\n"           },
      {"k.csv", "Activity Code,title,Exit Clock?\n101,y,no\n"}
  });
  const Division division(load.data, 3);
  CHECK(part(load, division, "codes", 0) == Division::k_every_part);
  CHECK(part(load, division, "cases", 0) < 3);
  CHECK(division.part_of_key(ingest::testing::at(*load.data.schema, "cases"), "1") ==
        part(load, division, "cases", 0));
}

TEST_CASE("division: records that share a default key stay together: it numbers them") {
  // Without any id, the key is made of what these rows have in common; the second of a key is
  // numbered 2 in the whole, so that it must not be the first of another part.
  std::string services = "State ID,code,Actual Begin Date\n";
  for (int n = 0; n < 200; ++n) services += fmt::format("{},101,1/5/2026\n", 100 + n);
  const Load load(Files{
      {"s.csv", services}
  });
  const Division division(load.data, 2);
  std::set<uint32_t> parts;
  for (uint32_t row = 0; row < 200; ++row) parts.insert(part(load, division, "services", row));
  CHECK(parts.size() == 1);
}

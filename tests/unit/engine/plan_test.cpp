// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "unit/engine/farm.hpp"

using namespace audit;
using tests::Farm;

namespace {

using Texts = std::vector<std::string>;

/// Takes a column's header out of the input.
void drop(Farm& farm, const std::string& table, const std::string& column) {
  const model::TableIndex index = farm.table(table);
  farm.world.exported[index][farm.schema().tables[index].find(column).value()] = false;
}

void drop(Farm& farm, const std::string& table) {
  const model::TableIndex index = farm.table(table);
  farm.world.present[index] = false;
  farm.world.exported[index].assign(farm.world.exported[index].size(), false);
}

engine::Plan plan_of(Farm& farm, const rules::TypedRule& rule) {
  farm.rules.rules = {rule};
  return engine::plan(farm.rules, farm.schema(), farm.world.available());
}

Texts kept(const Farm& farm, const engine::Plan& plan, const std::string& table) {
  const model::TableIndex index = farm.table(table);
  Texts names;
  for (size_t i = 0; i < plan.requests[index].keep.size(); ++i) {
    if (plan.requests[index].keep[i])
      names.push_back(farm.world.schema.tables[index].columns[i].name);
  }
  return names;
}

rules::Need need(const Farm& farm, const std::string& text,
                 const std::vector<std::pair<std::string, std::string>>& alternatives) {
  rules::Need need;
  need.text = text;
  for (const auto& [table, column] : alternatives) {
    rules::Need::Alternative alternative;
    alternative.table = farm.table(table);
    if (!column.empty()) {
      alternative.column = farm.world.schema.tables[alternative.table].find(column).value();
    }
    need.alternatives.push_back(alternative);
  }
  return need;
}

}  // namespace

TEST_CASE("plan: keeps what the rules read, through derived columns and parents") {
  Farm farm;
  farm.derive("farms", "last", "max(animals.ended where healthy)");
  farm.derive("owners", "latest", "max(farms.last)");
  farm.derive("owners", "unread", "max(farms.size)");
  const auto rule = farm.rule("r", "animals",
                              {
                                  {"require", "begun <= owner.latest"}
  });
  const engine::Plan plan = plan_of(farm, rule);
  CHECK(plan.skipped_because == Texts{""});
  CHECK(plan.derived_needed == std::vector<bool>{true, true, false});
  CHECK(kept(farm, plan, "animals") == Texts{"begun", "ended", "healthy"});
  CHECK(kept(farm, plan, "farms").empty());
  CHECK(plan.requests[farm.table("farms")].wanted);
  CHECK_FALSE(plan.requests[farm.table("visits")].wanted);
  CHECK(plan.relation_needed[farm.index_of("farms", "owner")]);
  CHECK_FALSE(plan.relation_needed[farm.index_of("visits", "animal")]);
  CHECK_FALSE(plan.children_needed[farm.index_of("visits", "animal")]);
  // From the farm down to its animals, and from the owner down to the farms.
  CHECK(plan.children_needed[farm.index_of("animals", "farm")]);
  CHECK(plan.children_needed[farm.index_of("farms", "owner")]);
  CHECK_FALSE(plan.children_needed[farm.index_of("animals", "owner")]);
}

TEST_CASE("plan: measures of a personal text are probed, and the text is not kept") {
  struct Row {
    const char* require;
    size_t probes;
    bool kept;
  };
  const std::vector<Row> rows{
      {"note is present",                           1, false},
      {"note is missing",                           1, false},
      {"note matches 'x+'",                         1, false},
      {"note contains \"x\"",                       1, false},
      {"note starts with \"x\"",                    1, false},
      {"note contains any @phrases",                1, false},
      {"note == \"x\" or note in (\"y\", \"z\")",   2, false},
      {"words(note) >= 10 and length(note) < 5",    2, false},
      {"words(note) >= 10 or words(note) == 3",     1, false},
      {"all_words(note, '[A-Z]{2,6}', @phrases)",   1, false},
      {"has_words(note, \"a b\")",                  1, false},
      {"filled(note)",                              1, false},
      {"missing_columns() is missing",              1, false},
      {"note contains topic",                       0, true },
      {"digits(note) == \"1\"",                     0, true },
      {"words(note) > 3 and digits(note) == \"1\"", 1, true },
      {"topic matches 'x+'",                        0, false},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.require));
    Farm farm;
    farm.set("phrases", {"left message", "no answer"});
    const engine::Plan plan = plan_of(farm, farm.rule("r", "visits",
                                                      {
                                                          {"require", row.require}
    }));
    const model::TableRequest& request = plan.requests[farm.table("visits")];
    CHECK(request.probes.size() == row.probes);
    CHECK(request.keep[4] == row.kept);
  }
}

TEST_CASE(
    "plan: a rule without its table or column is skipped, and says which headers were looked for") {
  Farm farm;
  farm.column("animals", "begun").headers = {"begun", "Begin Date", "Start"};
  drop(farm, "animals", "begun");
  auto rule = farm.rule("r", "animals",
                        {
                            {"require", "begun is present"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0] ==
        "not in the input: column animals.begun (headers looked for: begun, Begin Date, Start)");

  rule = farm.rule("r", "farms",
                   {
                       {"require", "exists(animals where begun is present)"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0].find("animals.begun") != std::string::npos);

  rule = farm.rule("r", "animals",
                   {
                       {"require", "true"   },
                       {"message", "{begun}"}
  });
  CHECK_FALSE(plan_of(farm, rule).skipped_because[0].empty());

  // missing_columns looks at what the file has.
  rule = farm.rule("r", "animals",
                   {
                       {"require", "filled(begun, ended)"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0].empty());

  drop(farm, "visits");
  rule = farm.rule("r", "visits",
                   {
                       {"require", "true"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0] ==
        "not in the input: table visits (headers looked for: visit_id, made_on, topic, note, …)");
  rule = farm.rule("r", "animals",
                   {
                       {"require", "exists(visits)"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0].find("table visits") != std::string::npos);
}

TEST_CASE("plan: optional tables and columns count as empty and limit the rule") {
  Farm farm;
  farm.schema().tables[farm.table("visits")].optional = true;
  farm.column("farms", "region").optional = true;
  drop(farm, "visits");
  drop(farm, "farms", "region");
  farm.add("farms", {"f", "", "", "2026-01-05"});
  auto rule =
      farm.rule("r", "farms",
                {
                    {"require", "region is missing and not exists(animals where exists(visits))"}
  });
  engine::Plan plan = plan_of(farm, rule);
  CHECK(plan.skipped_because[0].empty());
  CHECK(plan.limited_by[0] == Texts{"farms.region", "visits"});
  CHECK(farm.run(rule, "2026-01-31").obligations.at(0).status == findings::Status::met);

  // Never a for_each or an events table.
  rule = farm.rule("r", "visits",
                   {
                       {"require", "true"}
  });
  CHECK_FALSE(plan_of(farm, rule).skipped_because[0].empty());
  rule = farm.rule("r", "animals",
                   {
                       {"from",   "begun"         },
                       {"every",  "5 days"        },
                       {"events", "visits.made_on"}
  });
  CHECK_FALSE(plan_of(farm, rule).skipped_because[0].empty());
}

TEST_CASE("plan: needs insist, alternatives are optional") {
  Farm farm;
  farm.schema().tables[farm.table("visits")].optional = true;
  const Farm::Keys keys{
      {"require", "exists(visits) or ended is present"}
  };
  auto rule = farm.rule("r", "animals", keys);
  rule.needs = {
      need(farm, "visits", {{"visits", ""}}
        )
  };
  CHECK(plan_of(farm, rule).skipped_because[0].empty());
  drop(farm, "visits");
  CHECK_FALSE(plan_of(farm, rule).skipped_because[0].empty());

  rule.needs = {
      need(farm, "visits or animals.ended", {{"visits", ""}, {"animals", "ended"}}
        )
  };
  CHECK(plan_of(farm, rule).skipped_because[0].empty());
  CHECK(plan_of(farm, rule).limited_by[0] == Texts{"visits"});
  drop(farm, "animals", "ended");
  const std::string reason = plan_of(farm, rule).skipped_because[0];
  CHECK(reason.find("table visits") != std::string::npos);
  CHECK(reason.find(" or column animals.ended") != std::string::npos);
}

TEST_CASE("plan: a table may lack one link as long as it has another") {
  Farm farm;
  drop(farm, "animals", "owner_id");
  auto rule = farm.rule("r", "animals",
                        {
                            {"require", "owner_id is missing"}
  });
  CHECK(plan_of(farm, rule).limited_by[0] == Texts{"animals.owner_id"});
  // Its owner is found through the farm.
  rule = farm.rule("r", "animals",
                   {
                       {"require", "owner is present"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0].empty());
  CHECK(plan_of(farm, rule).limited_by[0].empty());

  drop(farm, "animals", "farm_id");
  CHECK_FALSE(plan_of(farm, rule).skipped_because[0].empty());

  Farm direct;
  drop(direct, "animals", "farm_id");
  rule = direct.rule("r", "animals",
                     {
                         {"require", "owner is present and farm is missing"}
  });
  CHECK(plan_of(direct, rule).skipped_because[0].empty());
  CHECK(plan_of(direct, rule).limited_by[0] == Texts{"animals.farm_id"});
}

TEST_CASE("plan: implied records are there without a file, bundled tables always") {
  Farm farm;
  model::TableDef& owners = farm.schema().tables[farm.table("owners")];
  owners.implied = true;
  owners.optional = true;
  farm.schema().tables[farm.table("kinds")].bundled = "kinds.csv";
  drop(farm, "owners");
  drop(farm, "kinds");
  auto rule = farm.rule("r", "owners",
                        {
                            {"require", "count(animals) <= 1"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0].empty());
  CHECK(plan_of(farm, rule).limited_by[0].empty());
  rule = farm.rule("r", "owners",
                   {
                       {"require", "secret is present"}
  });
  CHECK_FALSE(plan_of(farm, rule).skipped_because[0].empty());
  rule = farm.rule("r", "owners",
                   {
                       {"require", "owner_id is present"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0].empty());
  rule = farm.rule("r", "animals",
                   {
                       {"require", "owner.secret is missing and kind_row.large"}
  });
  CHECK(plan_of(farm, rule).skipped_because[0].empty());
  CHECK(plan_of(farm, rule).limited_by[0] == Texts{"owners"});
  drop(farm, "animals");
  drop(farm, "farms");
  rule = farm.rule("r", "owners",
                   {
                       {"require", "true"}
  });
  CHECK_FALSE(plan_of(farm, rule).skipped_because[0].empty());
}

// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "rules/language/functions/functions.hpp"
#include "unit/engine/farm.hpp"

using namespace audit;
using tests::Farm;

namespace {

/// One owner with two farms, animals on the first, visits to the first animal.
Farm small_farm() {
  Farm farm;
  farm.set("phrases", {"left message", "no answer", "vm"});
  farm.set("words", {"FAQ", "lvm"});
  farm.add("owners", {"o1", "123-45-6789", "1990-02-03"});
  farm.add("farms", {"f1", "o1", "North  Side", "2025-12-01", "", "12.5"});
  farm.add("farms", {"f2", "o1", "south", "2026-01-01", "2026-01-20"});
  farm.add("animals", {"a1", "f1", "", "cow", "2026-01-05", "", "2026-01-09", "40", "yes"});
  farm.add("animals", {"a2", "f1", "", "pig", "2026-01-07", "2026-01-10", "", "7.25", "no"});
  farm.add("animals", {"a3", "f9", "", "Cow", "", "2026-01-12"});
  farm.add("visits",
           {"v1", "a1", "2026-01-06", "205 - Orientation", "Left\n message, thanks", "5"});
  farm.add("visits", {"v2", "a1", "2026-01-08", "Caf\u00E9", "I\u00A0talked to FAQ and LVM", "5"});
  farm.add("visits", {"v3", "a1", "", "N/A", "", "2.5"});
  farm.add("kinds", {"cow", "yes"});
  return farm;
}

bool holds(Farm& farm, const std::string& table, const std::string& condition) {
  const auto rule = farm.rule("r", table,
                              {
                                  {"require", condition}
  });
  return farm.run(rule, "2026-01-31").obligations.at(0).status == findings::Status::met;
}

}  // namespace

TEST_CASE("expressions over the first record of a table") {
  struct Row {
    const char* table;
    const char* condition;
  };
  const std::vector<Row> rows{
      {"farms",   "region == \"north side\""                                                      },
      {"farms",   "region != \"NORTHSIDE\""                                                       },
      {"farms",   "region in (\"x\", \" North Side \")"                                           },
      {"farms",   "not (closed <= as_of) and not (closed > as_of) and closed != as_of"            },
      {"farms",   "closed is missing and first_present(closed, opened) == 2025-12-01"             },
      {"farms",   "size == 12.5 and size < 12.5001 and size in (12.5, 3)"                         },
      {"farms",   "opened + 1 month == 2026-01-01 and opened - 1 day == 2025-11-30"               },
      {"farms",   "owner is present and owner.born == 1990-02-03"                                 },
      {"farms",   "digits(owner.secret) == \"123456789\""                                         },
      {"farms",   "format_date(owner.born, '975%d%m%y') == \"975030290\""                         },
      {"farms",   "count(animals) == 2 and count(owner.farms) == 2"                               },
      {"farms",   "count(animals where kind == \"COW\") == 1"                                     },
      {"farms",   "max(animals.begun) == 2026-01-07 and min(animals.weight) == 7.25"              },
      {"farms",   "sum(animals.weight) == 47.25 and sum(animals.weight where false) is missing"   },
      {"farms",   "count(owner.animals where farm_id == outer.farm_id) == 2"                      },
      {"farms",   "all(animals, begun >= 2026-01-05) and all(animals where false, false)"         },
      {"farms",   "not all(animals, healthy)"                                                     },
      {"farms",   "exists(animals where exists(visits where made_on > outer.begun))"              },
      {"farms",   "count(owner.animals where exists(visits where cost == 5)) == 1"                },
      {"farms",   "max(owner.farms.closed) == 2026-01-20"                                         },
      {"animals", "farm.owner.born < begun and kind_row.large"                                    },
      {"animals", "count(visits where made_on is missing) == 1"                                   },
      {"farms",   "list(animals.kind) == 'cow, pig' and list(animals.kind where false) is missing"},
      {"owners",  "list(farms.farm_id) == 'f1, f2' and list(farms.region where false) is missing" },
      {"farms",   "list(animals.kind where healthy or kind == \"COW\") == 'cow'"                  },
      {"visits",  "list(animal.visits.topic where cost == 5) starts with '205 - Orientation, Caf'"},
      {"kinds",   "list(animals.kind) == 'cow'"                                                   },
      {"animals", "distinct(visits.cost) == 2 and sum(visits.cost) == 12.5"                       },
      {"animals", "exists(visits where note contains any @phrases)"                               },
      {"animals", "count(visits where note contains any @phrases) == 1"                           },
      {"animals", "exists(visits where words(note) == 6)"                                         },
      {"animals", "all(visits where note is present, all_words(note, '[A-Z]{2,6}', @words))"      },
      {"animals", "exists(visits where topic matches '^caf.$' and length(topic) == 4)"            },
      {"animals", "exists(visits where has_words(topic, \"orientation\"))"                        },
      {"animals", "exists(visits where extract(topic, '^([0-9]{3})') == \"205\")"                 },
      {"animals", "exists(visits where topic == \"n/a\")"                                         },
      {"animals", "if(healthy, begun, ended) == begun and if(not healthy, begun) is missing"      },
      {"animals", "business_days(begun, entered) == 4 and business_days(entered, begun) < 0"      },
      {"animals", "weekday(begun) == 1 and year(begun) == 2026 and day(end_of_month(begun)) == 31"},
      {"animals", "missing_columns() == \"owner_id, ended\" and not filled()"                     },
      {"animals", "missing_columns(except owner_id) == \"ended\" and filled(kind, begun)"         },
      {"animals", "animal_id == \"a1\" and animal_id != \"A1\""                                   },
      {"animals", "min(begun, ended, entered) == begun and max(begun, ended) == begun"            },
      {"owners",  "count(farms) == 2 and count(animals where farm.size > 12) == 2"                },
      {"owners",  "secret matches '^[0-9]{3}-' and secret starts with \"123\""                    },
      {"visits",  "animal.farm.owner is present and owner.born is present"                        },
      {"farms",   "opened in (2025-12-01, 2026-01-01) and opened not in (2025-12-02, 2024-02-29)" },
      {"animals", "kind starts with kind_row.kind and kind contains kind_row.kind"                },
      {"animals", "farm_id starts with farm.farm_id and farm_id contains farm.farm_id"            },
      {"animals", "not (kind starts with farm.region) and not (farm.region contains kind)"        },
      {"animals", "farm.region contains \"H  S\" and not (animal_id contains \"A\")"              },
      {"visits",  "not (note starts with animal.kind_row.kind) and topic contains \"ORIENT\""     },
      {"animals", "healthy == kind_row.large and not (healthy != kind_row.large)"                 },
      {"farms",   "distinct(animals.healthy) == 2 and distinct(animals.begun) == 2"               },
      {"farms",   "list(owner.farms.farm_id where opened > outer.opened) == 'f2'"                 },
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.condition));
    Farm farm = small_farm();
    CHECK(holds(farm, row.table, row.condition));
    CHECK_FALSE(holds(farm, row.table, std::string("not (") + row.condition + ")"));
  }
}

TEST_CASE("phrases are whole words, in any case, over any white space") {
  struct Row {
    const char* text;
    bool found;
  };
  const std::vector<Row> rows{
      {"left message",             true },
      {"LEFT MESSAGE.",            true },
      {"(left\t\n message)",       true },
      {"left\u00A0message",        true },
      {"leftmessage",              false},
      {"xleft message",            false},
      {"left messages",            false},
      {"left message_",            false},
      {"left message2",            false},
      {"left-message",             false},
      {"left message-2",           true },
      {"\u00E9left message",       false},
      {"left message\u00E9",       false},
      {"\u0416left message",       false},
      {"left messagee\u0301",      false},
      {"VM",                       true },
      {"vms and vm",               true },
      {"a.vm.b",                   true },
      {"left left message",        true },
      {"left message left",        true },
      {"\u2014left message\u2014", true },
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.text));
    for (const char* column : {"topic", "note"}) {
      Farm farm;
      farm.set("phrases", {"left message", "no answer", "vm"});
      const bool personal = std::string(column) == "note";
      farm.add("visits", {"v", "", "", personal ? "" : row.text, personal ? row.text : ""});
      CHECK(holds(farm, "visits", std::string(column) + " contains any @phrases") == row.found);
    }
  }
}

TEST_CASE("derived columns use each other, across tables") {
  Farm farm = small_farm();
  farm.derive("animals", "is_cow", "kind == \"cow\"");
  farm.derive("animals", "label", "first_present(if(is_cow, \"big\"), format_date(begun, '%d'))");
  farm.derive("farms", "labels", "distinct(animals.label)");
  farm.derive("farms", "cows", "count(animals where is_cow)");
  CHECK(holds(farm, "farms", "labels == 2 and cows == 1"));
  CHECK(holds(farm, "animals", "label == \"BIG\" and farm.cows == 1"));
}

TEST_CASE("dates outside years 1 to 9999 and sums past a number are missing") {
  Farm farm;
  farm.add("farms", {"f", "", "", "9999-12-01", "0001-01-31"});
  farm.add("animals", {"a", "f", "", "", "", "", "", "900000000000000"});
  farm.add("animals", {"b", "f", "", "", "", "", "", "900000000000000"});
  for (const char* condition :
       {"opened + 31 days is missing and opened + 30 days is present",
        "opened + 1 month is missing", "opened + 4000000 weeks is missing",
        "closed - 31 days is missing", "closed - 1 month is missing",
        "opened + 4000000 business days is missing", "add_quarters(opened, 1) is missing",
        "end_of_quarter(opened) == 9999-12-31", "sum(animals.weight) is missing",
        "add_quarters(closed, 1000000) is missing", "add_quarters(closed, size) is missing",
        "closed - 4000000 years is missing"}) {
    CAPTURE(std::string(condition));
    CHECK(holds(farm, "farms", condition));
  }
}

TEST_CASE("every example of the function catalogue holds") {
  Farm farm = small_farm();
  for (const rules::FunctionDoc& doc : rules::functions()) {
    // The others speak of tables of their own.
    if (doc.kind == rules::FunctionKind::aggregate || doc.kind == rules::FunctionKind::columns)
      continue;
    CAPTURE(doc.example);
    farm.set("known", {"FAQ"});
    CHECK(holds(farm, "animals", doc.example));
  }
}

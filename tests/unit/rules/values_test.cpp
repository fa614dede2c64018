// SPDX-License-Identifier: MIT
#include "rules/values.hpp"

#include <doctest/doctest.h>

#include <string>

#include "calendar/date.hpp"

namespace {

using audit::model::Type;
using audit::rules::Number;
using audit::rules::parse_signed_number;
using audit::rules::parse_value_of;
using audit::rules::read_value;
using audit::rules::show_value;
using audit::rules::Value;
using audit::util::Diagnostics;

TEST_CASE("values: numbers are exact to four decimal places") {
  struct Row {
    const char* text;
    std::optional<int64_t> scaled;
    const char* shown;
  };
  const Row rows[] = {
      {"0",               0,                  "0"             },
      {"5",               50000,              "5"             },
      {"12.50",           125000,             "12.5"          },
      {"-12.5",           -125000,            "-12.5"         },
      {"0.0001",          1,                  "0.0001"        },
      {"-0.0001",         -1,                 "-0.0001"       },
      {"0.00001",         std::nullopt,       ""              },
      {"99999999999999",  999999999999990000, "99999999999999"},
      {"100000000000000", std::nullopt,       ""              },
      {"1e3",             std::nullopt,       ""              },
      {"",                std::nullopt,       ""              },
      {"-",               std::nullopt,       ""              },
      {"--1",             std::nullopt,       ""              },
      {"1.",              std::nullopt,       ""              },
      {"x",               std::nullopt,       ""              },
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto number = parse_signed_number(row.text);
    REQUIRE(number.has_value() == row.scaled.has_value());
    if (!number) continue;
    CHECK(number->scaled == *row.scaled);
    CHECK(show_value(*number) == row.shown);
  }
}

TEST_CASE("values: an option's text is read as the parameter's type") {
  struct Row {
    const char* text;
    Type type;
    bool good;
  };
  const Row rows[] = {
      {"5 business days", Type::duration, true },
      {"5",               Type::duration, false},
      {"5",               Type::number,   true },
      {"five",            Type::number,   false},
      {"5",               Type::text,     true },
      {"5 days",          Type::text,     true },
      {"2026-01-31",      Type::date,     true },
      {"2026-02-30",      Type::date,     false},
      {"true",            Type::boolean,  true },
      {"yes",             Type::boolean,  false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto value = parse_value_of(row.text, row.type);
    REQUIRE(value.has_value() == row.good);
    if (!value) continue;
    CHECK(audit::rules::type_of(*value) == row.type);
    CHECK(show_value(*value) == row.text);
  }
}

TEST_CASE("values: a rule file's value has the type that it is written as") {
  Diagnostics diagnostics;
  audit::config::Node root;
  REQUIRE(audit::config::parse_toml("t.toml",
                                    "a = \"5 days\"\nb = \"205\"\nc = 205\nd = 2.5\ne = true\n"
                                    "f = 2026-01-31\ng = [1]\nh = 1.00001\n",
                                    root, diagnostics));
  const std::pair<const char*, std::optional<Type>> rows[] = {
      {"a", Type::duration},
      {"b", Type::text    },
      {"c", Type::number  },
      {"d", Type::number  },
      {"e", Type::boolean },
      {"f", Type::date    },
      {"g", std::nullopt  },
      {"h", std::nullopt  },
  };
  for (const auto& [key, type] : rows) {
    const auto& the_key = key;  // clang 14 captures no binding
    CAPTURE(the_key);
    const auto value = read_value(*root.find(key), diagnostics);
    REQUIRE(value.has_value() == type.has_value());
    if (value) CHECK(audit::rules::type_of(*value) == type);
  }
  CHECK(diagnostics.list().size() == 2);
}

TEST_CASE("values: texts are equal as the language compares them") {
  CHECK(audit::rules::equal_values(Value("Left  Message"), Value(" left message ")));
  CHECK_FALSE(audit::rules::equal_values(Value("205"), Value(Number{2050000})));
  CHECK(audit::rules::equal_values(Value(Number{1}), Value(Number{1})));
}

}  // namespace

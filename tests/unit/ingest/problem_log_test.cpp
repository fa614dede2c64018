// SPDX-License-Identifier: MIT
#include "ingest/problem_log.hpp"

#include <doctest/doctest.h>

namespace {

using namespace audit;
using ingest::ProblemLog;

model::DataProblem problem(uint32_t line, std::string kind) {
  model::DataProblem made;
  made.line = line;
  made.problem = "text";
  made.kind = std::move(kind);
  return made;
}

TEST_CASE("problem text: a value is quoted only if it may be") {
  struct Row {
    std::string_view value;
    bool personal;
    std::string_view text;
  };
  static const Row k_rows[] = {
      {"13/45/2026",                        false, "not a date: '13/45/2026'"                      },
      {"13/45/2026",                        true,  "not a date (10 characters)"                    },
      {"x",                                 true,  "not a date (1 character)"                      },
      {"12345678",                          false, "not a date: '12345678'"                        },
      {"123456789",                         false, "not a date (9 characters)"                     },
      {"id 1234567890 x",                   false, "not a date (15 characters)"                    },
      {"123-45-6789",                       false, "not a date (11 characters)"                    },
      {"SSN 123 45 6789.",                  false, "not a date (16 characters)"                    },
      {"2026-01-05 25:00",                  false, "not a date: '2026-01-05 25:00'"                },
      {"12345678901234567890123456789012",  false, "not a date (32 characters)"                    },
      {"abcdefghijklmnopqrstuvwxyzabcdef",  false, "not a date: 'abcdefghijklmnopqrstuvwxyzabcdef'"},
      {"abcdefghijklmnopqrstuvwxyzabcdefg", false, "not a date (33 characters)"                    },
      {"\xC3\xA4\xC3\xB6\xC3\xBC",          true,  "not a date (3 characters)"                     },
  };
  for (const Row& row : k_rows) {
    CAPTURE(row.value);
    CHECK(ingest::problem_with("not a date", row.value, row.personal) == row.text);
  }
  CHECK(ingest::problem_with("not a date", "a\x1B[31m", false).find('\x1B') == std::string::npos);
}

TEST_CASE("problem log: a thousand of a kind are kept, then one entry with the count of all") {
  ProblemLog log;
  for (uint32_t line = 1; line <= 1000; ++line) log.add(problem(line, "full"));
  for (uint32_t line = 1; line <= 1001; ++line) log.add(problem(line, "over"));
  const auto all = log.take("a.csv");
  REQUIRE(all.size() == 2001);
  CHECK(all.back().count == 1001);
  CHECK(all.back().line == 0);
  CHECK(all.back().file == "a.csv");
  CHECK(all.front().count == 1);
  CHECK(log.take("a.csv").empty());
}

TEST_CASE("problem log: problems of rows that are no records are forgotten") {
  ProblemLog log;
  for (uint32_t line = 1; line <= 5; ++line) log.add(problem(line, "kind"));
  log.forget({2, 4, 9});
  const auto all = log.take("a.csv");
  REQUIRE(all.size() == 3);
  CHECK(all[1].line == 3);
}

}  // namespace

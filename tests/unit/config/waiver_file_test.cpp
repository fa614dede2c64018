// SPDX-License-Identifier: MIT
#include "config/waiver_file.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support.hpp"

namespace {

using namespace audit;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

const std::string k_good =
    "[[waiver]]\n"
    "rule = \"break.length\"\n"
    "participant = \"123456\"\n"
    "approved_by = \"J. Doe, Program Manager\"\n"
    "approved_on = 2026-01-15\n"
    "until = 2026-06-30\n"
    "reason = \"Medical break, request 2026-014\"\n";

}  // namespace

TEST_CASE("waiver file: reads what the manual shows") {
  util::Diagnostics diagnostics;
  const auto waivers = config::read_waiver_file("w.toml", k_good, diagnostics);
  CHECK(diagnostics.list().empty());
  REQUIRE(waivers.size() == 1);
  CHECK(waivers[0].rule.text == "break.length");
  CHECK(waivers[0].participant.text == "123456");
  CHECK(waivers[0].approved_by == "J. Doe, Program Manager");
  CHECK(calendar::iso(waivers[0].approved_on) == "2026-01-15");
  CHECK(calendar::iso(waivers[0].until) == "2026-06-30");
  CHECK(config::read_waiver_file("w.toml", "", diagnostics).empty());
  CHECK(diagnostics.list().empty());
}

TEST_CASE("waiver file: a fault is told at its place, and the waiver is not honoured") {
  struct Row {
    const char* from;
    const char* to;
    uint32_t line;
    const char* text;
    const char* advice;
  };
  const std::vector<Row> rows = {
      {"rule = \"break.length\"\n",                      "",                          1, "a waiver needs the key 'rule'", ""               },
      {"approved_by = \"J. Doe, Program Manager\"\n",    "",                          1, "needs the key 'approved_by'",   ""               },
      {"approved_on = 2026-01-15\n",                     "",                          1, "needs the key 'approved_on'",   ""               },
      {"until = 2026-06-30\n",                           "",                          1, "needs the key 'until'",         ""               },
      {"reason = \"Medical break, request 2026-014\"\n", "",                          1, "needs the key 'reason'",        ""               },
      {"participant = \"123456\"\n",                     "",                          1, "needs one of 'participant'",    "every violation"},
      {"participant = \"123456\"",                       "participant = \"\"",        3, "not empty",                     ""               },
      {"participant = \"123456\"",                       "participant = \" 123456\"", 3, "space at its beginning",        ""               },
      {"participant = \"123456\"",                       "participant = 123456",      3, "expected text",                 "\"123456\""     },
      {"participant",                                    "particpant",                3, "unknown key 'particpant'",      "'participant'"  },
      {"reason = \"Medical break, request 2026-014\"",   "reason = \"  \"",           7, "not empty",                     ""               },
      {"until = 2026-06-30",                             "until = \"2026-06-30\"",    6, "expected date",                 "without quotes" },
      {"until = 2026-06-30",                             "until = 2026-01-14",        1, "before it was approved",        ""               },
      {"[[waiver]]",                                     "[[waivers]]",               1, "unknown key 'waivers'",         "'waiver'"       },
      {"[[waiver]]",                                     "[waiver]",                  1, "expected array",                ""               },
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CAPTURE(row.to);
    util::Diagnostics diagnostics;
    const auto waivers =
        config::read_waiver_file("w.toml", replaced(k_good, row.from, row.to), diagnostics);
    CHECK(waivers.empty());
    bool found = false;
    for (const util::Diagnostic& fault : diagnostics.list()) {
      if (fault.level == util::Level::error && fault.text.find(row.text) != std::string::npos) {
        found = true;
        CHECK(fault.spot.line == row.line);
        CHECK(fault.advice.find(row.advice) != std::string::npos);
      }
    }
    CHECK(found);
  }
}

TEST_CASE("waiver file: all faults of all waivers are told in one go") {
  util::Diagnostics diagnostics;
  const std::string text = replaced(k_good, "rule = \"break.length\"\n", "") +
                           replaced(k_good, "participant = \"123456\"\n", "") + k_good;
  const auto waivers = config::read_waiver_file("w.toml", text, diagnostics);
  CHECK(waivers.size() == 1);
  CHECK(diagnostics.list().size() == 2);
}

TEST_CASE("waiver file: a waiver that ends on the day of its approval holds that day") {
  util::Diagnostics diagnostics;
  const std::string text = replaced(k_good, "until = 2026-06-30", "until = 2026-01-15");
  CHECK(config::read_waiver_file("w.toml", text, diagnostics).size() == 1);
  CHECK(diagnostics.list().empty());
}

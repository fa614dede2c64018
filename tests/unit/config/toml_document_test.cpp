// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>

#include "config/node.hpp"
#include "config/toml_depth.hpp"

namespace {

using audit::config::Node;
using audit::config::parse_toml;
using audit::util::Diagnostics;
using Kind = Node::Kind;

Node parse_good(const std::string& text) {
  Diagnostics diagnostics;
  Node root;
  const bool good = parse_toml("t.toml", text, root, diagnostics);
  CAPTURE(text);
  CAPTURE(diagnostics.render());
  REQUIRE(good);
  REQUIRE(diagnostics.list().empty());
  return root;
}

struct Place {
  uint32_t line;
  uint32_t column;
  uint32_t length;
};

void check_place(const audit::util::Spot& spot, Place expected) {
  CHECK(spot.file == "t.toml");
  CHECK(spot.line == expected.line);
  CHECK(spot.column == expected.column);
  CHECK(spot.length == expected.length);
}

std::string repeat(const std::string& text, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST_CASE("toml: every kind of value arrives with its place") {
  const Node root = parse_good(
      "text = \"abc\"\n"
      "whole = -1_000\n"
      "  number = 12.50\n"
      "yes = true\n"
      "day = 2026-01-31\n"
      "list = [1, \"x\"]\n"
      "table = { a = 1 }\n");
  REQUIRE(root.entries.size() == 7);
  const Node& text = root.entries[0].value;
  CHECK(text.kind == Kind::text);
  CHECK(text.text == "abc");
  check_place(root.entries[0].spot, {1, 1, 4});
  check_place(text.spot, {1, 9, 3});
  CHECK(root.entries[1].value.kind == Kind::integer);
  CHECK(root.entries[1].value.integer == -1000);
  CHECK(root.entries[1].value.number_text == "-1000");
  check_place(root.entries[1].value.spot, {2, 9, 6});
  CHECK(root.entries[2].value.kind == Kind::number);
  CHECK(root.entries[2].value.number_text == "12.50");
  check_place(root.entries[2].spot, {3, 3, 6});
  CHECK(root.entries[3].value.boolean);
  CHECK(root.entries[4].value.date == *audit::calendar::make_date(2026, 1, 31));
  check_place(root.entries[4].value.spot, {5, 7, 10});
  REQUIRE(root.entries[5].value.items.size() == 2);
  check_place(root.entries[5].value.items[1].spot, {6, 13, 1});
  check_place(root.entries[6].value.entries[0].spot, {7, 11, 1});
}

TEST_CASE("toml: tables keep the order of the file") {
  const Node root = parse_good("zebra = 1\napple = 2\n[mango]\nz = 1\na = 2\n[berry]\n");
  REQUIRE(root.entries.size() == 4);
  CHECK(root.entries[0].key == "zebra");
  CHECK(root.entries[1].key == "apple");
  CHECK(root.entries[2].key == "mango");
  CHECK(root.entries[3].key == "berry");
  CHECK(root.entries[2].value.entries[0].key == "z");
  CHECK(root.find("berry") != nullptr);
  CHECK(root.find("cherry") == nullptr);
}

TEST_CASE("toml: inline tables and arrays of tables keep the order of the file") {
  const Node root = parse_good("[[rule]]\nid = 'b'\n[[rule]]\nid = 'a'\nx = { z = 1, b = 2 }\n");
  const Node* rules = root.find("rule");
  REQUIRE(rules != nullptr);
  REQUIRE(rules->items.size() == 2);
  CHECK(rules->items[0].entries[0].value.text == "b");
  CHECK(rules->items[1].spot.line == 3);
  CHECK(rules->items[1].find("x")->entries[0].key == "z");
}

TEST_CASE("toml: the place of a text is its first byte inside the quotes") {
  struct Row {
    const char* name;
    std::string text;
    Place place;
  };
  const Row rows[] = {
      {"basic",                      "a = \"x == 1\"\n",                {1, 6, 6} },
      {"literal",                    "a = 'x == 1'\n",                  {1, 6, 6} },
      {"empty",                      "a = ''\n",                        {1, 6, 1} },
      {"long",                       "a = '''x == 1'''\n",              {1, 8, 6} },
      {"long, on the next line",     "a = '''\n  x == 1\n'''\n",        {2, 1, 8} },
      {"long, next line after CRLF", "a = \"\"\"\r\nx\"\"\"\r\n",       {2, 1, 1} },
      {"after two-byte letters",     "\"\xC3\xA9\xC3\xA9\" = 'x'\n",    {1, 11, 1}},
      {"after CRLF lines",           "b = 1\r\nc = 2\r\na = 'xyz'\r\n", {3, 6, 3} },
      {"after a byte order mark",
       "\xEF\xBB\xBF"
       "a = 'xy'\n",                                                    {1, 6, 2} },
      {"two-byte letters inside",    "a = '\xC3\xA9\xC3\xA9'\n",        {1, 6, 4} },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Node root = parse_good(row.text);
    check_place(root.entries.back().value.spot, row.place);
  }
}

TEST_CASE("toml: numbers stay as written, without signs and separators of no meaning") {
  const Node root = parse_good("a = 1_000.25\nb = +2.5\nc = -0.0001\nd = 0x10\n");
  CHECK(root.find("a")->number_text == "1000.25");
  CHECK(root.find("b")->number_text == "2.5");
  CHECK(root.find("c")->number_text == "-0.0001");
  CHECK(root.find("d")->number_text == "16");
}

TEST_CASE("toml: what is wrong is told with its place") {
  struct Row {
    const char* name;
    std::string text;
    uint32_t line;
    uint32_t column;
    const char* part;
  };
  const Row rows[] = {
      {"no value",                 "a = 1\nb =\n",              2, 4, "not valid TOML"},
      {"a key twice",              "a = 1\nb = 2\na = 3\n",     3, 0, "not valid TOML"},
      {"no such day",              "a = 1\nb = 2023-02-29\n",   2, 0, "not valid TOML"},
      {"unclosed text",            "a = \"x\n",                 1, 0, "not valid TOML"},
      {"year zero",                "a = 0000-01-01\n",          1, 5, "no such date"  },
      {"a time",                   "a = 2026-01-01T10:00:00\n", 1, 5, "time of day"   },
      {"a time alone",             "a = 10:00:00\n",            1, 5, "time of day"   },
      {"infinite",                 "a = inf\n",                 1, 5, "'inf'"         },
      {"bytes that are not UTF-8", "a = '\xFF'\n",              1, 0, "not valid TOML"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Diagnostics diagnostics;
    Node root;
    CHECK_FALSE(parse_toml("t.toml", row.text, root, diagnostics));
    REQUIRE(diagnostics.list().size() == 1);
    const auto& fault = diagnostics.list()[0];
    CAPTURE(fault.text);
    CHECK(fault.text.find(row.part) != std::string::npos);
    CHECK(fault.spot.line == row.line);
    if (row.column != 0) CHECK(fault.spot.column == row.column);
  }
}

TEST_CASE("toml: a line of a million values is read in time") {
  const std::string text = "a = [" + repeat("1,", 1000000) + "2]\n";
  const Node root = parse_good(text);
  REQUIRE(root.entries[0].value.items.size() == 1000001);
  check_place(root.entries[0].value.items.back().spot, {1, 2000006, 1});
}

TEST_CASE("toml: nesting of 100 levels is read, of 101 refused, and no depth overflows the stack") {
  struct Row {
    const char* name;
    std::string text;
    bool good;
  };
  const Row rows[] = {
      {"arrays, 100",                "a = " + repeat("[",                      100) + repeat("]",                                           100),                                                                                                                                                                               true},
      {"arrays, 101",                            "a = " + repeat("[",                                                        101) + repeat("]",                                                                     101),                                                                                                                                                                               false},
      {"arrays, a million",                       "a = " + repeat("[",                                                               1000000),                                                                                                        false                                                                  },
      {"dotted key, 100",                       repeat("a.",                                                               99) + "a = 1",   true                                                                                 },
      {"dotted key, a million",                        repeat("a.",                                                                1000000) + "a = 1",                                                                                                   false                                                                                                                                                                 },
      {"header, a million",                       "[" + repeat("a.",                                                               1000000) + "a]",      false},
      {"header of an array, a million",                       "[[" + repeat("a.",                                                               1000000) + "a]]",                                                                                       false                                                                                                                                                                                                                                                 },
      {"inline tables",                       "a = " + repeat("{a=",                                                               101) + "1" + repeat("}",                      101),false},
      {"dotted keys in inline tables",
       "a = {" + repeat("a.",                                                           60) + "a = {" + repeat("a.",                                                                                                 60) + "a=1}}",                                                                                                                                                                                                                                                                                                                                           false},
      {"header and key together", "[" + repeat("a.",60) + "a]\n" + repeat("b.",60) + "b = 1",
       false},
      {"many short headers",           repeat("[[a.b.c]]\nx.y = [1.5, 2.5]\n",                                                        200),                                                                                                                                                                               true                                                                                                                                                                                                                                                                                                                  },
      {"dots in texts",         "a = '" + repeat(".", 500) + "'", true},
      {"dots in long texts",              "a = \"\"\"\n" + repeat(".\\\"[\"",                          500) + "\"\"\"",                                                                           true                                                                                                                                                                                                                                                        },
      {"brackets in comments",         "a = 1 # " + repeat("[",  500),                     true                                                                                                                        },
      {"decimals in a list",       "a = [" + repeat("1.5, ",                500) + "2.5]",                                                                      true                                                                                                                                                                                                                               },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Diagnostics diagnostics;
    Node root;
    CHECK(parse_toml("t.toml", row.text, root, diagnostics) == row.good);
    if (!row.good) {
      REQUIRE(diagnostics.list().size() == 1);
      CHECK(diagnostics.list()[0].text == "tables and arrays nest deeper than 100 levels");
    }
  }
}

}  // namespace

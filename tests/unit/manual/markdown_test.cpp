// SPDX-License-Identifier: MIT
#include "manual/markdown.hpp"

#include <doctest/doctest.h>

using audit::manual::anchor;
using audit::manual::code;
using audit::manual::plain;
using audit::manual::Table;

TEST_CASE("markdown: text shows unchanged, on one line") {
  CHECK(plain("a  b\n c ") == "a b c");
  CHECK(plain("a|b <i> *x* `y` [z]") == "a\\|b \\<i\\> \\*x\\* \\`y\\` \\[z\\]");
  CHECK(plain("actual_begin") == "actual_begin");
  CHECK(plain("") == "");
}

TEST_CASE("markdown: code may hold backquotes and bars") {
  CHECK(code("a < b") == "`a < b`");
  CHECK(code("a|b") == "`a\\|b`");
  CHECK(code("a`b") == "`` a`b ``");
}

TEST_CASE("markdown: anchors are those that GitHub gives") {
  CHECK(anchor("entry.activity") == "entryactivity");
  CHECK(anchor("note.every-30-days") == "noteevery-30-days");
  CHECK(anchor("Pack slo-34-19") == "pack-slo-34-19");
}

TEST_CASE("markdown: tables") {
  Table table({"A", "B"});
  CHECK(table.empty());
  table.add({"1", ""});
  CHECK(table.text() == "| A | B |\n| --- | --- |\n| 1 |  |\n\n");
}

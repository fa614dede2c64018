// SPDX-License-Identifier: MIT
#include "util/diagnostics.hpp"

#include <doctest/doctest.h>

using namespace audit::util;

TEST_CASE("diagnostics: an error shows its line with a caret under the word") {
  Diagnostics diagnostics;
  diagnostics.remember_source("rules.toml", "# a\r\nmet_on = \"actual_begn\"\r\n");
  diagnostics.error({"rules.toml", 2, 11, 11}, "unknown column 'actual_begn' in table 'activities'",
                    "did you mean 'actual_begin'?");
  CHECK(diagnostics.has_errors());
  CHECK(diagnostics.render() ==
        "rules.toml:2:11: error: unknown column 'actual_begn' in table 'activities'; did you mean "
        "'actual_begin'?\n"
        "    2 | met_on = \"actual_begn\"\n"
        "      |           ^^^^^^^^^^^\n");
}

TEST_CASE("diagnostics: sorted by file, line and column; equal ones once; warnings are no errors") {
  Diagnostics diagnostics;
  diagnostics.warning({"b.toml", 1, 1}, "second file");
  CHECK_FALSE(diagnostics.has_errors());
  diagnostics.error({"a.toml", 10, 1}, "line ten");
  diagnostics.error({"a.toml", 2, 5}, "later column");
  diagnostics.error({"a.toml", 2, 3}, "same place, one");
  diagnostics.error({"a.toml", 2, 3}, "same place, two");
  diagnostics.error({"a.toml", 2, 3}, "same place, one");
  diagnostics.error({"a.toml", 0, 0}, "of the file");
  diagnostics.error({"", 0, 0}, "of nothing");
  CHECK(diagnostics.render() ==
        "error: of nothing\n"
        "a.toml: error: of the file\n"
        "a.toml:2:3: error: same place, one\n"
        "a.toml:2:3: error: same place, two\n"
        "a.toml:2:5: error: later column\n"
        "a.toml:10:1: error: line ten\n"
        "b.toml:1:1: warning: second file\n");
  CHECK(diagnostics.list().size() == 8);
}

TEST_CASE("diagnostics: control and bidi characters are shown, and the caret still fits") {
  Diagnostics diagnostics;
  diagnostics.remember_source("r.toml", "\ta\xE2\x80\xAE = \xFF bad");
  diagnostics.error({"r.toml", 1, 11, 3}, "unknown '\x1B[2J'");
  CHECK(diagnostics.render() ==
        "r.toml:1:11: error: unknown '\\u001b[2J'\n"
        "    1 |  a\\u202e = \\xFF bad\n"
        "      |                 ^^^\n");
}

TEST_CASE("diagnostics: a caret under a character of several bytes is one column") {
  Diagnostics diagnostics;
  diagnostics.remember_source("r.toml", "é = é");
  diagnostics.error({"r.toml", 1, 6, 2}, "x");
  CHECK(diagnostics.render() == "r.toml:1:6: error: x\n    1 | é = é\n      |     ^\n");
}

TEST_CASE("diagnostics: long lines are cut to 120 columns round the caret") {
  struct Row {
    uint32_t column;
    bool cut_left;
    bool cut_right;
  };
  for (const Row& row : {
           Row{1,    false, true },
           {500,  true,  true },
           {1000, true,  false}
  }) {
    CAPTURE(row.column);
    Diagnostics diagnostics;
    std::string line(1000, 'a');
    line[row.column - 1] = 'X';
    diagnostics.remember_source("r", line);
    diagnostics.error({"r", 1, row.column, 1}, "long");
    const std::string shown = diagnostics.render();
    const size_t start = shown.find("| ") + 2;
    const size_t end = shown.find('\n', start);
    const std::string text = shown.substr(start, end - start);
    const std::string ellipsis = "…";
    CHECK(text.starts_with(ellipsis) == row.cut_left);
    CHECK(text.ends_with(ellipsis) == row.cut_right);
    size_t columns = 0;
    size_t x = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
      if (text[i] == 'X') x = columns;
      ++columns;
    }
    CHECK(columns <= 120);
    CHECK(columns >= 118);
    const std::string carets = shown.substr(end + 1);
    CHECK(carets == "      | " + std::string(x, ' ') + "^\n");
  }
}

TEST_CASE("diagnostics: a place past the end of the line or file still renders") {
  Diagnostics diagnostics;
  diagnostics.remember_source("r", "ab");
  diagnostics.error({"r", 1, 3, 5}, "something is missing at the end");
  diagnostics.error({"r", 1, 2, 50}, "too long");
  diagnostics.error({"r", 9, 9, 9}, "far away");
  CHECK(diagnostics.render() ==
        "r:1:2: error: too long\n    1 | ab\n      |  ^\n"
        "r:1:3: error: something is missing at the end\n    1 | ab\n      |   ^\n"
        "r:9:9: error: far away\n    9 |\n      | ^\n");
}

TEST_CASE("diagnostics: a file's name is kept once and compares as its text") {
  const audit::util::FileName none;
  CHECK(none.empty());
  CHECK(none == "");
  CHECK(none.text().empty());
  std::string name = "a.toml";
  const audit::util::FileName a = name;
  name = "b.toml";
  CHECK(a.text() == "a.toml");
  CHECK(a == std::string("a.toml"));
  CHECK(&a.text() == &audit::util::FileName("a.toml").text());
  CHECK_FALSE(a == name);
  CHECK(a < name);
  CHECK(none < a);
  CHECK_FALSE(audit::util::FileName(name) < a);
}

TEST_CASE("diagnostics: the lines of a source") {
  const audit::util::Source source("one\r\n\nlast");
  CHECK(source.line(0).empty());
  CHECK(source.line(1) == "one");
  CHECK(source.line(2).empty());
  CHECK(source.line(3) == "last");
  CHECK(source.line(4).empty());
  CHECK(source.start_of(1) == 0);
  CHECK(source.start_of(2) == 5);
  CHECK(source.start_of(3) == 6);
  CHECK(source.start_of(0) == std::string::npos);
  CHECK(source.start_of(4) == std::string::npos);
}

TEST_CASE("diagnostics: what tasks found is put together with its sources") {
  Diagnostics all;
  all.remember_source("a", "first");
  all.error({"a", 1, 1, 5}, "before");
  Diagnostics task = all.of_same_sources();
  CHECK(task.list().empty());
  REQUIRE(task.source("a") != nullptr);
  CHECK(task.source("a")->text() == "first");
  task.remember_source("b", "second");
  task.warning({"b", 1, 1, 6}, "found");
  all.add(task);
  CHECK(all.render() ==
        "a:1:1: error: before\n    1 | first\n      | ^^^^^\n"
        "b:1:1: warning: found\n    1 | second\n      | ^^^^^^\n");
}

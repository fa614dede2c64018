// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "ingest_testing.hpp"

namespace {

using namespace audit::ingest;
using audit::ingest::testing::cells_of;
using audit::ingest::testing::PlainRow;
using audit::ingest::testing::read_text;
using Cells = std::vector<std::vector<std::string>>;

RowOptions expecting(uint32_t cells) {
  RowOptions options;
  options.expected_cells = cells;
  return options;
}

struct Case {
  const char* name;
  std::string text;
  Cells expected;
  char delimiter = ',';
};

TEST_CASE("csv: well-formed text") {
  const Case cases[] = {
      {"LF",                                         "a,b\nc,d\n",              {{"a", "b"}, {"c", "d"}}},
      {"CRLF",                                       "a,b\r\nc,d\r\n",          {{"a", "b"}, {"c", "d"}}},
      {"CR",                                         "a,b\rc,d\r",              {{"a", "b"}, {"c", "d"}}},
      {"a last line without newline",                "a,b\nc,d",                {{"a", "b"}, {"c", "d"}}},
      {"a last line that ends with a delimiter",     "a,b\nc,",                 {{"a", "b"}, {"c", ""}} },
      {"no text at all",                             "",                        {}                      },
      {"one cell",                                   "a",                       {{"a"}}                 },
      {"trailing empty columns",                     "a,b,,\n",                 {{"a", "b", "", ""}}    },
      {"a leading empty column",                     ",a\n",                    {{"", "a"}}             },
      {"delimiters alone",                           ",,\n",                    {{"", "", ""}}          },
      {"a blank line is a row without cells",        "a\n\nb\n",                {{"a"}, {}, {"b"}}      },
      {"blank CRLF lines",                           "a\r\n\r\n\r\nb",          {{"a"}, {}, {}, {"b"}}  },
      {"blank CR lines",                             "a\r\rb",                  {{"a"}, {}, {"b"}}      },
      {"spaces are not trimmed here",                " a , b\n",                {{" a ", " b"}}         },
      {"an embedded delimiter",                      "\"a, b\",c\n",            {{"a, b", "c"}}         },
      {"an embedded LF",                             "\"a\nb\",c\n",            {{"a\nb", "c"}}         },
      {"an embedded CRLF",                           "\"a\r\nb\",c\r\n",        {{"a\r\nb", "c"}}       },
      {"an embedded CR",                             "\"a\rb\",c\r",            {{"a\rb", "c"}}         },
      {"doubled quotes",                             "\"say \"\"so\"\"\",c\n",  {{"say \"so\"", "c"}}   },
      {"doubled quotes alone",                       "\"\"\"\",\"\"\"\"\"\"\n", {{"\"", "\"\""}}        },
      {"an empty quoted cell",                       "\"\",a\n\"\"\n",          {{"", "a"}, {""}}       },
      {"a quoted cell at the text's end",            "a,\"b\"",                 {{"a", "b"}}            },
      {"a quote within a plain cell is text",        "5'6\" tall,b\n",          {{"5'6\" tall", "b"}}   },
      {"a quote that ends a plain cell is text",     "a\",b\"\n",               {{"a\"", "b\""}}        },
      {"spaces before an opening quote are trimmed", "a,  \"b\"\n",             {{"a", "b"}}            },
      {"spaces after a closing quote are trimmed",   "\"a\"  ,\"b\" \n",        {{"a", "b"}}            },
      {"tabs round a quoted cell are trimmed",       "\t\"a\"\t,b\n",           {{"a", "b"}}            },
      {"but not where they are delimiters",          "\t\"a\"\tb\n",            {{"", "a", "b"}},         '\t'},
      {"an Excel guard",                                            "=\"00123\",b\n",                                                      {{"00123", "b"}}                  },
      {"an empty guard",                                            "=\"\",b\n",                                                      {{"", "b"}}     },
      {"a guard behind spaces",                                            "a, =\"007\" \n",                                               {{"a", "007"}}      },
      {"a guard round a delimiter",                                            "=\"a,b\",c\n",                                           {{"a,b", "c"}}   },
      {"a guard within quotes",                                            "\"=\"\"00123\"\"\",b\n",                                               {{"00123", "b"}}},
      {"what only begins like a guard stays",
       "\"=\"\"a\"\" and \"\"b\"\"\",c\n",                                 {{"=\"a\" and \"b\"", "c"}}                                                               },
      {"an equals sign is text",                                            "=a,=\n",                                              {{"=a", "="}}},
      {"semicolons",                                            "a;\"b;c\";d,e\n",                                                          {{"a", "b;c", "d,e"}},                                                                   ';'},
      {"pipes",                                         "a|b,c\n",                                                                  {{"a", "b,c"}},                  '|'},
      {"tabs",                              "a\t\"b\tc\"\n",{{"a", "b\tc"}},'\t'},
      {"mixed line ends","a\nb\r\nc\rd",                        {{"a"}, {"b"}, {"c"}, {"d"}}                                                  },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const auto rows = read_text(c.text, {}, c.delimiter);
    CHECK(cells_of(rows) == c.expected);
    for (const PlainRow& row : rows) CHECK(row.fault == RowFault::none);
  }
}

TEST_CASE("csv: a row's line is the physical line on which it starts") {
  const auto rows = read_text("a\r\n\"two\r\nlines\"\r\n\nb\rc\n\"three\rmore\nlines\"\nd");
  std::vector<uint32_t> lines;
  for (const PlainRow& row : rows) lines.push_back(row.line);
  CHECK(lines == std::vector<uint32_t>{1, 2, 4, 5, 6, 7, 10});
}

struct BrokenCase {
  const char* name;
  std::string text;
  uint32_t expected_cells;
  RowFault fault;
  uint32_t fault_line;
  std::vector<std::pair<uint32_t, std::string>> good;  // line and first cell
};

TEST_CASE("csv: a record with broken quotes is rejected alone, at the line where it starts") {
  const BrokenCase cases[] = {
      {"unclosed, next line right",
       "h,i\n1,\"a\n2,b\n3,c\n",                                                                        2,
       RowFault::unclosed_quote,
       2,                                                                                                                               {{1, "h"}, {3, "2"}, {4, "3"}}     },
      {"closed by the next row's opening quote",
       "h,i\n1,\"a\n2,\"b\"\n3,c\n",                                                                    2,
       RowFault::text_after_quote,
       2,                                                                                                                               {{1, "h"}, {3, "2"}, {4, "3"}}     },
      {"lines in between have another count",
       "h,i\n1,\"a\nmore\neven, more, still\n2,b\n",                                                    2,
       RowFault::unclosed_quote,
       2,                                                                                                                               {{1, "h"}, {5, "2"}}               },
      {"text after a closing quote",
       "h,i\n1,\"a\" b\n2,c\n",                                                                         2,
       RowFault::text_after_quote,
       2,                                                                                                                               {{1, "h"}, {3, "2"}}               },
      {"a record of several lines",
       "h,i\n\"1\nx\",\"a\"b\n2,c\n",                                                                   2,
       RowFault::text_after_quote,
       2,                                                                                                                               {{1, "h"}, {4, "2"}}               },
      {"line breaks in sound cells before the fault are no places to go on",
       "h,i,j\n\"1\n2,3,4\",\"a\"b\n5,6,7\n",                                                           3,
       RowFault::text_after_quote,
       2,                                                                                                                               {{1, "h"}, {4, "5"}}               },
      {"none fits: the rest is one row",
       "h,i\n1,\"a\nb\nc\nTotal: 3\n",                                                                  2,
       RowFault::open_at_end,
       2,                                                                                                                               {{1, "h"}}                         },
      {"in the last row",                                                    "h,i\n1,2\n3,\"a",         2, RowFault::open_at_end,    3, {{1, "h"}, {2, "1"}}               },
      {"a quoted record may be the next",
       "h,i\n1,\"a\n2,\"two\nlines\"\n3,c\n",                                                           2,
       RowFault::text_after_quote,
       2,                                                                                                                               {{1, "h"}, {3, "2"}, {5, "3"}}     },
      {"an earlier start wins over an earlier end",
       "h,i\n1,\"a\n2,\"x\ny,z\nw\"\n3,c\n",                                                            2,
       RowFault::text_after_quote,
       2,                                                                                                                               {{1, "h"}, {3, "2"}, {6, "3"}}     },
      {"empty surplus is right",
       "h,i\n1,\"a\" b\n2,c,,\n",                                                                       2,
       RowFault::text_after_quote,
       2,                                                                                                                               {{1, "h"}, {3, "2"}}               },
      {"blank lines are not right",
       "h\n\"a\" b\n\n2\n",                                                                             1,
       RowFault::text_after_quote,
       2,                                                                                                                               {{1, "h"}, {4, "2"}}               },
      {"a guard that never ends",
       "h,i\n=\"1,2\n3,4\n",                                                                            2,
       RowFault::unclosed_quote,
       2,                                                                                                                               {{1, "h"}, {3, "3"}}               },
      {"the header is not known yet: any row of cells",
       "Report\n\"Run, date\nh,i\n1,2\n",                                                               0,
       RowFault::unclosed_quote,
       2,                                                                                                                               {{1, "Report"}, {3, "h"}, {4, "1"}}},
      {"CRLF",                                                               "h,i\r\n1,\"a\r\n2,b\r\n", 2, RowFault::unclosed_quote, 2, {{1, "h"}, {3, "2"}}               },
      {"CR",                                                                 "h,i\r1,\"a\r2,b\r",       2, RowFault::unclosed_quote, 2, {{1, "h"}, {3, "2"}}               },
  };
  for (const BrokenCase& c : cases) {
    CAPTURE(c.name);
    std::vector<std::pair<uint32_t, std::string>> good;
    size_t faults = 0;
    for (const PlainRow& row : read_text(c.text, expecting(c.expected_cells))) {
      if (row.fault == RowFault::none && !row.cells.empty()) {
        good.emplace_back(row.line, row.cells.front());
      }
      if (row.fault == RowFault::none) continue;
      ++faults;
      CHECK(row.fault == c.fault);
      CHECK(row.line == c.fault_line);
      CHECK(row.cells.empty());
    }
    CHECK(good == c.good);
    CHECK(faults == 1);
  }
}

TEST_CASE("csv: NUL bytes are dropped, and the row that had them says so") {
  using namespace std::string_literals;
  const auto rows = read_text("a\0b,c\nd,e\n\0\"f\0\"\0,g\n\"h\"\0\"i\",j\nk,l\n"s);
  REQUIRE(rows.size() == 5);
  CHECK(cells_of(rows) == Cells{
                              {"ab",   "c"},
                              {"d",    "e"},
                              {"f",    "g"},
                              {"h\"i", "j"},
                              {"k",    "l"}
  });
  std::vector<bool> flags;
  for (const PlainRow& row : rows) flags.push_back(row.had_nul);
  CHECK(flags == std::vector<bool>{true, false, true, true, false});
}

TEST_CASE("csv: NUL bytes behind the last record are told by a row without cells") {
  using namespace std::string_literals;
  const auto rows = read_text("a\n\0\0\0"s);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].cells.empty());
  CHECK(rows[1].had_nul);
  CHECK(rows[1].line == 2);
}

TEST_CASE("csv: a cell at the limit is read, one past it rejects its row") {
  RowOptions options = expecting(2);
  options.bounds.cell_bytes = 100;
  options.block_bytes = 64;
  const std::string at_limit(100, 'x');
  const std::string past_limit(101, 'x');
  for (const char* quote : {"", "\""}) {
    CAPTURE(quote);
    const auto fits = read_text("h,i\n1," + (quote + at_limit) + quote + "\n2,b\n", options);
    REQUIRE(fits.size() == 3);
    CHECK(fits[1].cells == std::vector<std::string>{"1", at_limit});
    const auto past = read_text("h,i\n1," + (quote + past_limit) + quote + "\n2,b\n", options);
    REQUIRE(past.size() == 3);
    CHECK(past[1].fault == RowFault::cell_too_large);
    CHECK(past[1].line == 2);
    CHECK(past[2].cells == std::vector<std::string>{"2", "b"});
  }
}

TEST_CASE("csv: a stray quote that would swallow more than a cell may hold is an unclosed one") {
  RowOptions options = expecting(2);
  options.bounds.cell_bytes = 200;
  std::string text = "h,i\n1,\"a\n";
  for (int i = 0; i < 200; ++i) text += "2,b\n";
  const auto rows = read_text(text, options);
  REQUIRE(rows.size() == 202);
  CHECK(rows[1].fault == RowFault::unclosed_quote);
  CHECK(rows[2].line == 3);
}

TEST_CASE("csv: past the column limit empty cells go and one filled cell stays") {
  RowOptions options;
  options.bounds.columns = 3;
  const auto rows = read_text("1,2,3\n1,2,3,,,\n1,2,3,,5,6\n", options);
  CHECK(cells_of(rows) == Cells{
                              {"1",  "2", "3"},
                              {   "1", "2", "3"   },
                              { "1", "2", "3",    "5"}
  });
}

TEST_CASE("csv: a record without end is given up, not kept") {
  RowOptions options = expecting(2);
  options.bounds.cell_bytes = 100;
  std::string text = "h,i\n";
  for (int i = 0; i < 3000; ++i) text += "abcdefg,";
  text += "\n1,2\n";
  const auto rows = read_text(text, options);
  REQUIRE(rows.size() == 3);
  CHECK(rows[1].fault == RowFault::cell_too_large);
  CHECK(rows[2].line == 3);
}

TEST_CASE("csv: hostile quotes take bounded work") {
  // Each line seen by itself begins a record that goes on to the end of the file.
  std::string text = "a,b,c,d,e,f,g,h\n";
  while (text.size() < size_t{4} << 20U) text += "x\",\"z\n";
  CHECK(read_text(text, expecting(8)).size() == 2);
  text = std::string(9999, ',') + "\n";
  while (text.size() < size_t{4} << 20U) text += "x\",\"z\n\"\"x\n";
  const auto rows = read_text(text, expecting(10000));
  CHECK(rows.back().fault != RowFault::none);
}

TEST_CASE("csv: bytes and digest are those of the input as stored") {
  // XXH3-128 of "a,b\n1,2\n", as `xxhsum -H2` prints it.
  const auto input = memory_input("test.csv", "a,b\n1,2\n", "");
  const auto reader = open_rows(*input, sniff_encoding(*input), {});
  audit::ingest::testing::read_all(*reader);
  CHECK(reader->bytes_read() == 8);
  CHECK(reader->digest() == "xxh3:16d51c327d7d2547a793f8d7bbc4457a");
}

TEST_CASE("csv: views of one batch stay valid while it is looked at") {
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += std::to_string(i) + ",\"q\"\"" + std::to_string(i) + "\"\n";
  RowOptions options;
  options.block_bytes = 1000;
  const auto rows = read_text(text, options);
  REQUIRE(rows.size() == 5000);
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(i);
    CHECK(rows[static_cast<size_t>(i)].cells == std::vector<std::string>{number, "q\"" + number});
  }
}

}  // namespace

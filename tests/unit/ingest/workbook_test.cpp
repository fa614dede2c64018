// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "ingest/workbook.hpp"
#include "ingest_testing.hpp"

namespace {

using namespace audit::ingest;
using audit::ingest::testing::cells_of;
using audit::ingest::testing::input_error;
using audit::ingest::testing::PlainRow;
using audit::ingest::testing::read_all;
using audit::ingest::testing::TemporaryFolder;
using audit::ingest::testing::write_zip;
using audit::ingest::testing::ZipPart;
using Cells = std::vector<std::vector<std::string>>;

const std::string k_head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A workbook whose parts a test may change before it is written.
struct Book {
  std::string workbook_attributes;
  std::string strings = "<sst><si><t>shared</t></si></sst>";
  std::string styles =
      "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"m/d/yyyy\"/>"
      "<numFmt numFmtId=\"171\" formatCode=\"00000\"/></numFmts>"
      "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/>"
      "<xf numFmtId=\"22\"/></cellXfs></styleSheet>";
  std::vector<std::pair<std::string, std::string>> sheets;  // name, what is in sheetData

  std::vector<ZipPart> parts() const {
    std::string list;
    std::string relations =
        "<Relationship Id=\"s\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
        "<Relationship Id=\"y\" Type=\"http://x/styles\" Target=\"/xl/styles.xml\"/>";
    std::vector<ZipPart> parts;
    for (size_t i = 0; i < sheets.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      list += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + number + "\" r:id=\"r" +
              number + "\"/>";
      relations += "<Relationship Id=\"r" + number +
                   "\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet" + number + ".xml\"/>";
      parts.push_back(
          {"xl/worksheets/sheet" + number + ".xml",
           k_head + "<worksheet><sheetData>" + sheets[i].second + "</sheetData></worksheet>"});
    }
    parts.push_back({"xl/workbook.xml", k_head + "<workbook xmlns:r=\"http://x\"><workbookPr " +
                                            workbook_attributes + "/><sheets>" + list +
                                            "</sheets></workbook>"});
    parts.push_back({"xl/_rels/workbook.xml.rels",
                     k_head + "<Relationships>" + relations + "</Relationships>"});
    parts.push_back({"xl/sharedStrings.xml", k_head + strings});
    parts.push_back({"xl/styles.xml", k_head + styles});
    parts.push_back(
        {"_rels/.rels", k_head + "<Relationships><Relationship Id=\"w\" "
                                 "Type=\"http://x/officeDocument\" Target=\"xl/workbook.xml\"/>"
                                 "</Relationships>"});
    parts.push_back({"[Content_Types].xml", k_head + "<Types/>"});
    return parts;
  }
};

Listing listed(const TemporaryFolder& folder, const Book& book, const Bounds& bounds = {}) {
  write_zip(folder.path("book.xlsx"), book.parts());
  return list_inputs({folder.path()}, {}, bounds);
}

std::vector<PlainRow> rows_of(const std::string& data, Book book = {}) {
  const TemporaryFolder folder;
  book.sheets = {
      {"S", data}
  };
  const Listing listing = listed(folder, book);
  return read_all(*listing.inputs.at(0));
}

TEST_CASE("workbook: each kind of cell as text") {
  const struct {
    const char* name;
    const char* cell;
    const char* text;
  } cases[] = {
      {"a number",                  "<c><v>2242702</v></c>",                                         "2242702"            },
      {"a number told to be one",   "<c t=\"n\"><v>5.0</v></c>",                                     "5"                  },
      {"a shared string",           "<c t=\"s\"><v>0</v></c>",                                       "shared"             },
      {"an inline string",          "<c t=\"inlineStr\"><is><t>in</t></is></c>",                     "in"                 },
      {"an inline string in runs",
       "<c t=\"inlineStr\"><is><r><t>a </t></r><r><rPr/><t>b</t></r><rPh><t>no</t></rPh></is></c>",  "a b"                },
      {"a formula's text",          "<c t=\"str\"><f>A1&amp;\"x\"</f><v>done</v></c>",               "done"               },
      {"a formula's number",        "<c><f>1+1</f><v>2</v></c>",                                     "2"                  },
      {"true",                      "<c t=\"b\"><v>1</v></c>",                                       "TRUE"               },
      {"false",                     "<c t=\"b\"><v>0</v></c>",                                       "FALSE"              },
      {"an ISO date",               "<c t=\"d\"><v>2026-01-05</v></c>",                              "2026-01-05"         },
      {"a date by its style",       "<c s=\"1\"><v>45000</v></c>",                                   "2023-03-15"         },
      {"a time by its style",       "<c s=\"3\"><v>45000.5</v></c>",                                 "2023-03-15 12:00:00"},
      {"zeros by its style",        "<c s=\"2\"><v>205</v></c>",                                     "00205"              },
      {"a style that there is not", "<c s=\"99\"><v>7</v></c>",                                      "7"                  },
      {"text in a date style",      "<c s=\"1\" t=\"str\"><v>45000</v></c>",                         "45000"              },
      {"an escape",                 "<c t=\"inlineStr\"><is><t>a_x000D_b_x005F_x000D_</t></is></c>", "a\rb_x000D_"        },
      {"entities",                  "<c t=\"inlineStr\"><is><t>a &amp; b &#x20AC;</t></is></c>",     "a & b \u20ac"       },
      {"a namespace prefix",        "<x:c xmlns:x=\"http://x\"><x:v>3</x:v></x:c>",                  "3"                  },
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const auto rows = rows_of(std::string("<row>") + c.cell + "</row>");
    CHECK(cells_of(rows) == Cells{{c.text}});
    CHECK(rows.at(0).error_cells.empty());
  }
}

TEST_CASE("workbook: cells stand in their columns, rows on their lines") {
  const auto rows = rows_of(
      "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\"><v>3</v></c><c r=\"E2\"/></row>"
      "<row r=\"5\"/>"
      "<row r=\"7\"><c r=\"AB7\"><v>28</v></c></row>"
      "<row><c><v>1</v></c><c><v>2</v></c></row>");
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].cells == std::vector<std::string>{"1", "", "3"});
  CHECK(rows[0].line == 2);
  CHECK(rows[1].cells.empty());
  CHECK(rows[1].line == 5);
  CHECK(rows[2].cells.size() == 28);
  CHECK(rows[2].cells.back() == "28");
  CHECK(rows[3].cells == std::vector<std::string>{"1", "2"});
  CHECK(rows[3].line == 8);
}

TEST_CASE("workbook: rows are filled up to the expected cells, blank ones are not") {
  const TemporaryFolder folder;
  Book book;
  book.sheets = {
      {"S", "<row><c><v>1</v></c></row><row/><row><c r=\"C3\"><v>3</v></c></row>"}
  };
  const Listing listing = listed(folder, book);
  RowOptions options;
  options.expected_cells = 2;
  const auto rows = read_all(*listing.inputs.at(0), options);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].cells == std::vector<std::string>{"1", ""});
  CHECK(rows[1].cells.empty());
  CHECK(rows[2].cells == std::vector<std::string>{"", "", "3"});
}

TEST_CASE("workbook: error cells and formulas without a result are marked") {
  const auto rows = rows_of(
      "<row><c><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c><f>A1</f></c></row>"
      "<row><c t=\"e\"><v>#REF!</v></c></row>");
  CHECK(cells_of(rows) == Cells{
                              {"1",          "#N/A", "#FORMULA!"},
                              {"#REF!"}
  });
  CHECK(rows[0].error_cells == std::vector<uint32_t>{1, 2});
  CHECK(rows[1].error_cells == std::vector<uint32_t>{0});
}

TEST_CASE("workbook: the 1904 date system") {
  Book book;
  book.workbook_attributes = "date1904=\"1\"";
  CHECK(cells_of(rows_of("<row><c s=\"1\"><v>43538</v></c></row>", book)) == Cells{{"2023-03-15"}});
}

TEST_CASE("workbook: sheets are inputs in workbook order; empty ones are told, hidden ones read") {
  const TemporaryFolder folder;
  Book book;
  book.sheets = {
      {"Zeta",                   "<row><c><v>1</v></c></row>"     },
      {"Empty",                  "<row r=\"1\"><c s=\"1\"/></row>"},
      {"Alpha\" state=\"hidden", "<row><c><v>2</v></c></row>"     }
  };
  const Listing listing = listed(folder, book);
  REQUIRE(listing.inputs.size() == 2);
  CHECK(listing.inputs[0]->name() == "book.xlsx!Zeta");
  CHECK(listing.inputs[1]->name() == "book.xlsx!Alpha");
  CHECK(listing.inputs[0]->is_sheet());
  REQUIRE(listing.problems.size() == 1);
  CHECK(listing.problems[0].file == "book.xlsx!Empty");
  CHECK_FALSE(listing.failed);
  CHECK(cells_of(read_all(*listing.inputs[1])) == Cells{{"2"}});
}

TEST_CASE("workbook: the digest is over the sheet's own part") {
  const TemporaryFolder folder;
  Book book;
  book.sheets = {
      {"S", "<row><c><v>1</v></c></row>"}
  };
  const Listing listing = listed(folder, book);
  const auto rows = open_rows(*listing.inputs.at(0), {}, {});
  read_all(*rows);
  const std::string part = book.parts().at(0).bytes;
  const auto plain = memory_input("x", part, "");
  const auto stored = open_rows(*plain, {}, {});
  read_all(*stored);
  CHECK(rows->digest() == stored->digest());
  CHECK(rows->bytes_read() == part.size());
}

TEST_CASE("workbook: many rows come in batches, whole and in order") {
  std::string data;
  Book book;
  book.strings = "<sst>";
  for (int i = 0; i < 40000; ++i) {
    const std::string number = std::to_string(i);
    book.strings += "<si><t>s" + number + "</t></si>";
    data += "<row><c><v>" + number + "</v></c><c t=\"s\"><v>" + number +
            "</v></c><c r=\"E1\" t=\"inlineStr\"><is><t>t" + number + "</t></is></c></row>";
  }
  book.strings += "</sst>";
  const auto rows = rows_of(data, book);
  REQUIRE(rows.size() == 40000);
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string number = std::to_string(i);
    REQUIRE(rows[i].cells == std::vector<std::string>{number, "s" + number, "", "", "t" + number});
    REQUIRE(rows[i].line == i + 1);
  }
}

TEST_CASE("workbook: limits of cells and columns") {
  const TemporaryFolder folder;
  Book book;
  book.sheets = {
      {"S",
       "<row><c t=\"inlineStr\"><is><t>123456</t></is></c></row>"
       "<row><c t=\"s\"><v>0</v></c><c><v>2</v></c></row>"
       "<row><c r=\"B3\"><v>2</v></c><c r=\"XFD3\"><v>9</v></c><c r=\"ZZZZZZZZZ3\"><v>8</v>"
       "</c></row>"}
  };
  book.strings = "<sst><si><t>123456</t></si></sst>";
  const Listing listing = listed(folder, book);
  RowOptions options;
  options.bounds.columns = 4;
  options.bounds.cell_bytes = 5;
  const auto rows = read_all(*listing.inputs.at(0), options);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].fault == RowFault::cell_too_large);
  CHECK(rows[1].fault == RowFault::cell_too_large);
  CHECK(rows[2].fault == RowFault::too_many_cells);
  CHECK(rows[2].cells == std::vector<std::string>{"", "2", "", "", "9"});
}

TEST_CASE("workbook: far cells of many rows are made batch by batch") {
  const TemporaryFolder folder;
  Book book;
  std::string data;
  for (int i = 1; i <= 300; ++i) {
    const std::string number = std::to_string(i);
    data += "<row r=\"" + number + "\"><c r=\"A" + number + "\"><v>" + number +
            "</v></c><c r=\"NTP" + number + "\"><v>9</v></c></row>";  // the 10,000th column
  }
  book.sheets = {
      {"S", data}
  };
  const Listing listing = listed(folder, book);
  const auto rows = open_rows(*listing.inputs.at(0), {}, {});
  RowBatch batch;
  uint32_t line = 0;
  while (rows->next(batch)) {
    CHECK(batch.cells.size() < 100000);
    for (const Row& row : batch.rows) {
      REQUIRE(row.line == ++line);
      REQUIRE(row.cell_count == 10000);
      REQUIRE(batch.cells[row.first_cell] == std::to_string(line));
      REQUIRE(batch.cells[row.first_cell + 1].empty());
      REQUIRE(batch.cells[row.first_cell + 9999] == "9");
    }
  }
  CHECK(line == 300);
}

TEST_CASE("workbook: what is far more than its file as text is refused") {
  const TemporaryFolder folder;
  Book book;
  std::string texts;
  for (int i = 0; i < 1000; ++i) texts += "<row><c t=\"s\"><v>0</v></c></row>";
  std::string far;
  for (int i = 0; i < 20; ++i) far += "<row><c r=\"NTP1\"><v>1</v></c></row>";
  book.sheets = {
      {"Texts", texts},
      {"Far",   far  }
  };
  book.strings = "<sst><si><t>" + std::string(50000, 'x') + "</t></si></sst>";
  Bounds bounds;
  const auto told = [&](size_t sheet) {
    const Listing listing = listed(folder, book, bounds);
    return input_error([&] { read_all(*listing.inputs.at(sheet), {.bounds = bounds}); });
  };
  CHECK(told(0).empty());
  bounds.member_bytes = 100000;
  bounds.expansion = 2;
  CHECK(told(0).find("unpacks to more") == 0);
  CHECK(told(1).find("unpacks to more") == 0);
}

TEST_CASE("workbook: damage is an input error, never a crash") {
  const struct {
    const char* name;
    const char* data;
  } cases[] = {
      {"cut XML",                           "<row><c><v>1</v></row>"            },
      {"a shared string that there is not", "<row><c t=\"s\"><v>7</v></c></row>"},
      {"a shared string that is no number", "<row><c t=\"s\"><v>x</v></c></row>"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const TemporaryFolder folder;
    Book book;
    book.sheets = {
        {"S", c.data}
    };
    const Listing listing = listed(folder, book);
    const bool told = listing.failed;
    const bool thrown =
        !listing.inputs.empty() && !input_error([&] { read_all(*listing.inputs[0]); }).empty();
    CHECK((told || thrown));
  }
}

TEST_CASE("workbook: document types, absurd depths and absurd tags are refused") {
  const std::string deep = [] {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += "<a>";
    return text;
  }();
  const std::string sheets[] = {
      "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet><sheetData><row><c><v>1</v></c></row></sheetData>"
      "</worksheet>",
      deep,
      "<worksheet><!--" + std::string(5000000, 'x'),
  };
  for (const std::string& sheet : sheets) {
    const TemporaryFolder folder;
    Book book;
    book.sheets = {
        {"S", ""}
    };
    auto parts = book.parts();
    parts.at(0).bytes = sheet;
    write_zip(folder.path("book.xlsx"), parts);
    const Listing listing = list_inputs({folder.path()}, {}, {});
    CHECK(listing.failed);
    CHECK(listing.inputs.empty());
  }
}

TEST_CASE("workbook: missing parts are told") {
  for (const char* missing : {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}) {
    CAPTURE(missing);
    const TemporaryFolder folder;
    Book book;
    book.sheets = {
        {"S", "<row><c><v>1</v></c></row>"}
    };
    std::vector<ZipPart> parts;
    for (const ZipPart& part : book.parts()) {
      if (part.name != missing) parts.push_back(part);
    }
    write_zip(folder.path("book.xlsx"), parts);
    CHECK(list_inputs({folder.path()}, {}, {}).failed);
  }
}

TEST_CASE("workbook: what a common library writes is read") {
  const Listing listing =
      list_inputs({std::string(AUDIT_TESTS_DIR) + "/unit/ingest/data/small.xlsx"}, {}, {});
  REQUIRE(listing.inputs.size() == 2);
  const auto rows = read_all(*listing.inputs[0]);
  CHECK(cells_of(rows) == Cells{
                              {"App ID",  "Code", "Begin",      "Created",             "Open",  "Rate", "Note"},
                              {"2248352", "002",  "2026-01-05", "2026-01-06 09:30:00", "TRUE",  "0.1",
                               "two\nlines, \u201cquoted\u201d"                                               },
                              {"2248353", "06M",  "",           "",                    "FALSE", "-3",   "#N/A"}
  });
  CHECK(rows.at(2).error_cells == std::vector<uint32_t>{6});
  CHECK(listing.inputs[1]->name().ends_with("small.xlsx!Second & last"));
  CHECK(listing.problems.size() == 1);
}

}  // namespace

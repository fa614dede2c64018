// SPDX-License-Identifier: MIT
// Workbooks, read back as an archive of XML; tests/reports reads them with other programs.
#include <doctest/doctest.h>
#include <zip.h>

#include <map>
#include <memory>
#include <string>

#include "reports/format.hpp"
#include "reports/xlsx_book.hpp"
#include "sample_audit.hpp"
#include "util/fatal.hpp"

using namespace audit;
using reports::XlsxBook;
using reports::XlsxType;

namespace {

std::string bytes_of(XlsxBook& book) {
  util::StringOutput out;
  book.write(out);
  return out.text();
}

std::string written(const findings::Audit& audit) {
  util::StringOutput out;
  reports::find_format("xlsx")->write(audit, {}, out);
  return out.text();
}

/// Every part of the archive by its name.
std::map<std::string, std::string> parts_of(const std::string& bytes) {
  std::map<std::string, std::string> parts;
  zip_error_t error;
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  REQUIRE(archive != nullptr);
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t about;
    REQUIRE(zip_stat_index(archive, index, 0, &about) == 0);
    std::string text(about.size, '\0');
    zip_file_t* file = zip_fopen_index(archive, index, 0);
    REQUIRE(zip_fread(file, text.data(), about.size) == static_cast<zip_int64_t>(about.size));
    zip_fclose(file);
    parts[about.name] = text;
  }
  zip_discard(archive);
  return parts;
}

bool holds(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

std::string first_sheet(const std::string& cell) {
  XlsxBook book({});
  reports::XlsxTable& table = book.add_table("Sheet", {{"Text"}});
  table.text(cell);
  table.end_row();
  return parts_of(bytes_of(book)).at("xl/worksheets/sheet1.xml");
}

}  // namespace

TEST_CASE("xlsx: equal content gives equal bytes, with the as-of date as the only time") {
  const std::string one = written(sample_audit());
  CHECK(one == written(sample_audit()));
  const auto parts = parts_of(one);
  CHECK(holds(parts.at("docProps/core.xml"), "2026-01-31T12:00:00Z"));
  CHECK(parts.contains("xl/charts/chart1.xml"));
}

TEST_CASE("xlsx: text is never a formula, and is held as text") {
  for (const char* text : {"=1+1", "+1", "-1", "@a", "\t=1", " =1", "＝1"}) {
    CAPTURE(text);
    const std::string sheet = first_sheet(text);
    CHECK(holds(sheet, "t=\"inlineStr\""));
    CHECK_FALSE(holds(sheet, "<f>"));
    CHECK(holds(sheet, "<c r=\"A2\" s=\"2\""));  // the format "@"
  }
  CHECK(holds(first_sheet("a=1"), "<c r=\"A2\" s=\"2\""));
  CHECK_FALSE(holds(first_sheet("http://example.test"), "hyperlink"));
}

TEST_CASE("xlsx: characters that a cell cannot hold are shown or replaced, long text is cut") {
  CHECK(holds(first_sheet("a\x01\xE2\x80\xAE"), "<t>a\\u0001\\u202e</t>"));
  CHECK(holds(first_sheet("a\xEF\xBF\xBF"), "<t>a\xEF\xBF\xBD</t>"));
  CHECK(holds(first_sheet("_x0041_"), "<t>_x005F_x0041_</t>"));
  CHECK(holds(first_sheet("_x41_ _xyz_"), "<t>_x41_ _xyz_</t>"));
  CHECK(holds(first_sheet("<a> & b"), "<t>&lt;a&gt; &amp; b</t>"));
  const std::string whole(32767, 'x');
  CHECK(holds(first_sheet(whole), "<t>" + whole + "</t>"));
  CHECK(holds(first_sheet(whole + "y"), "<t>" + whole.substr(8) + " … (cut)</t>"));
  std::string wide;  // two UTF-16 units each
  for (int i = 0; i < 16384; ++i) wide += "😀";
  const std::string cut = first_sheet(wide);
  CHECK(holds(cut, "😀 … (cut)</t>"));
  CHECK_FALSE(holds(cut, wide.substr(size_t{4} * 4)));
}

TEST_CASE("xlsx: typed cells, and dates that Excel does not know as text") {
  XlsxBook book({});
  reports::XlsxTable& table = book.add_table(
      "Typed",
      {
          {"Date",   XlsxType::date   },
          {"Number", XlsxType::number },
          {"Rate",   XlsxType::percent}
  });
  struct Row {
    const char* date;
    const char* cell;
  };
  const Row rows[] = {
      {"2026-01-31", "<v>46053</v>"         },
      {"1900-03-01", "<v>61</v>"            },
      {"1900-02-28", "<is><t>1900-02-28</t>"},
      {"0001-01-01", "<is><t>0001-01-01</t>"},
      {"9999-12-31", "<v>2958465</v>"       }
  };
  for (const Row& row : rows) {
    table.date(calendar::parse_iso(row.date).value().days);
    table.number(-1234567);
    table.percent(0.9876);
    table.end_row();
  }
  table.date(calendar::k_no_date);
  table.number_or_blank(0);
  table.percent(std::nullopt);
  table.end_row();
  const std::string sheet = parts_of(bytes_of(book)).at("xl/worksheets/sheet1.xml");
  for (const Row& row : rows) CHECK(holds(sheet, row.cell));
  CHECK(holds(sheet, "<v>-1234567</v>"));
  CHECK(holds(sheet, "<v>0.9876"));
  CHECK_FALSE(holds(sheet, "r=\"A7\""));
}

TEST_CASE("xlsx: a full sheet goes on in the next, with header, filter and colours") {
  for (const uint32_t rows : {3U, 4U, 9U}) {
    CAPTURE(rows);
    reports::XlsxOptions options;
    options.rows_of_sheet = 4;
    XlsxBook book(options);
    reports::XlsxTable& table =
        book.add_table("Findings", {
                                       {"Status"         },
                                       { "N", XlsxType::number}
    });
    table.colour(0, "late", reports::XlsxTone::warn);
    for (uint32_t i = 0; i < rows; ++i) {
      table.text("late");
      table.number(i);
      table.end_row();
    }
    CHECK(table.rows() == rows);
    book.add_table("Last", {{"A"}});
    const auto parts = parts_of(bytes_of(book));
    const uint32_t sheets = (rows + 2) / 3;
    CHECK(parts.contains("xl/worksheets/sheet" + std::to_string(sheets + 1) + ".xml"));
    CHECK_FALSE(parts.contains("xl/worksheets/sheet" + std::to_string(sheets + 2) + ".xml"));
    const std::string& last = parts.at("xl/worksheets/sheet" + std::to_string(sheets) + ".xml");
    CHECK(holds(last, "<t>Status</t>"));
    CHECK(holds(last, "state=\"frozen\""));
    CHECK(holds(last, "<autoFilter ref=\"A1:B" + std::to_string((rows - 1) % 3 + 2) + "\""));
    CHECK(holds(last, "<conditionalFormatting"));
    if (sheets > 1) CHECK(holds(parts.at("xl/workbook.xml"), "name=\"Findings 2\""));
  }
}

TEST_CASE("xlsx: names of sheets are made fit and unique") {
  XlsxBook book({});
  for (const char* name : {"A/B: [x]?*", "a b   x", "", "'quoted'",
                           "A name that is far longer than the thirty-one characters allowed",
                           "A name that is far longer than the thirty-one characters allowed"}) {
    book.add_page(name);
  }
  const std::string workbook = parts_of(bytes_of(book)).at("xl/workbook.xml");
  for (const char* name :
       {"\"A B   x\"", "\"a b   x 2\"", "\"Sheet\"", "\"quoted\"",
        "\"A name that is far longer than\"", "\"A name that is far longer tha 2\""}) {
    CAPTURE(workbook);
    CHECK(holds(workbook, std::string("name=") + name));
  }
}

TEST_CASE("xlsx: a book that is given up leaves nothing and throws nothing") {
  XlsxBook book({});
  book.add_table("T", {{"A"}}).text("x");
}

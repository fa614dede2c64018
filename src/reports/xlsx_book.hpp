// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/date.hpp"
#include "util/atomic_file.hpp"

struct lxw_worksheet;

// Workbooks (.xlsx) of any content: what reports and worklists build theirs from. Memory does not
// grow with the rows; text is text, whatever it begins with, never a formula or a link; control
// characters are shown; equal content gives equal bytes.
namespace audit::reports {

/// What a column holds. Dates and numbers are real ones, to sort, filter and reckon with.
enum class XlsxType : uint8_t { text, date, number, percent };

/// What a cell says by its looks.
enum class XlsxTone : uint8_t { plain, bold, muted, good, warn, bad, info, title, heading };

struct XlsxColumn {
  std::string heading;
  XlsxType type = XlsxType::text;
  double width = 12;  ///< in characters
  bool wrap = false;
};

struct XlsxOptions {
  std::string title;                   ///< a property of the document
  calendar::Date as_of;                ///< the document's times, since no clock is asked
  uint32_t rows_of_sheet = 1U << 20U;  ///< header included; Excel's limit, less in tests
};

/// One row of bars each: `values` against `categories`, both columns of the sheet charted.
struct XlsxSeries {
  std::string name;
  uint16_t column = 0;
  uint32_t colour = 0;  ///< 0xRRGGBB
};

/// Horizontal bars, the first row on top; more than one series is stacked.
struct XlsxChart {
  std::string title;
  uint16_t categories = 0;  ///< column of their names
  uint32_t first_row = 0;
  uint32_t last_row = 0;
  std::vector<XlsxSeries> series;
  bool percent = false;  ///< values are shares of 1: the axis goes from 0 to 100 %
};

class XlsxBookState;

/// A sheet with cells anywhere: rows from top to bottom, and none again.
class XlsxPage {
 public:
  XlsxPage(XlsxBookState& book, std::string_view name);

  void width(uint16_t column, double characters);
  void text(uint16_t column, std::string_view value, XlsxTone tone = XlsxTone::plain);
  void number_heading(uint16_t column, std::string_view value);  ///< over numbers
  void date(uint16_t column, int32_t days, XlsxTone tone = XlsxTone::plain);
  void number(uint16_t column, int64_t value, XlsxTone tone = XlsxTone::plain);
  void percent(uint16_t column, std::optional<double> share, XlsxTone tone = XlsxTone::plain);
  /// Text over the cells of this row from `first` to `last`, wrapped, `width` characters wide.
  void paragraph(uint16_t first, uint16_t last, std::string_view value, double width,
                 XlsxTone tone = XlsxTone::plain);
  void next_row() { ++row_; }
  [[nodiscard]] uint32_t row() const { return row_; }  ///< from 0
  /// Its upper left corner at `column` of `row`; `height` in rows.
  void chart(uint32_t row, uint16_t column, uint32_t height, const XlsxChart& chart);

 private:
  XlsxBookState* book_;  // owned by the XlsxBook, as is this
  lxw_worksheet* sheet_;
  std::string name_;
  uint32_t row_ = 0;
};

/// A sheet of typed columns under a header that stays in sight and filters. Where a sheet is full
/// it goes on in the next one: "Findings", "Findings 2", …; so fill one before the next is added.
class XlsxTable {
 public:
  XlsxTable(XlsxBookState& book, std::string_view name, std::vector<XlsxColumn> columns);

  // The cells of a row from left to right; then end_row().
  void text(std::string_view value, XlsxTone tone = XlsxTone::plain);
  void date(int32_t days);  ///< calendar::k_no_date: empty
  void number(int64_t value);
  void number_or_blank(int64_t value);  ///< 0: empty
  void percent(std::optional<double> share);
  void blank() { ++column_; }
  void end_row();

  /// Cells of the column that read `word` take on the tone, also after an edit.
  void colour(size_t column, std::string_view word, XlsxTone tone);
  /// The first `count` columns stay in sight too.
  void freeze_columns(uint16_t count) { frozen_columns_ = count; }
  /// Data rows over all its sheets.
  [[nodiscard]] uint64_t rows() const { return rows_; }

 private:
  friend class XlsxBook;
  struct Colouring {
    uint16_t column = 0;
    std::string word;
    XlsxTone tone = XlsxTone::plain;
  };

  XlsxBookState* book_;  // owned by the XlsxBook, as is this
  std::string name_;
  std::vector<XlsxColumn> columns_;
  std::vector<Colouring> colourings_;
  lxw_worksheet* sheet_ = nullptr;
  unsigned sheets_ = 0;
  uint32_t row_ = 0;  // of the sheet; 0 is the header
  uint16_t column_ = 0;
  unsigned lines_ = 1;  // of the row's tallest text
  uint16_t frozen_columns_ = 0;
  uint64_t rows_ = 0;

  lxw_worksheet* sheet();  // where the next cell goes
  void begin_sheet();
  void end_sheet();
};

/// A workbook in the making. Its rows go to unnamed temporary files (owner only, in TMPDIR or /tmp)
/// that vanish with the program, and to `out` once all is there and has been read back.
class XlsxBook {
 public:
  explicit XlsxBook(const XlsxOptions& options);  ///< Throws Fatal{output}.
  ~XlsxBook();
  XlsxBook(const XlsxBook&) = delete;
  XlsxBook& operator=(const XlsxBook&) = delete;

  /// Sheets stand in the order in which they are added. Names are made fit for a sheet: cut at 31
  /// characters, numbered where one is taken. The reference lives as long as the book.
  XlsxPage& add_page(std::string_view name);
  XlsxTable& add_table(std::string_view name, std::vector<XlsxColumn> columns);

  /// Throws Fatal{output}, as on a full disk; then `out` has got nothing.
  void write(util::Output& out);

 private:
  std::unique_ptr<XlsxBookState> state_;
  std::vector<std::unique_ptr<XlsxPage>> pages_;
  std::vector<std::unique_ptr<XlsxTable>> tables_;
};

}  // namespace audit::reports

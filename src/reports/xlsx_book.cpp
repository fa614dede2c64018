// SPDX-License-Identifier: MIT
#include "reports/xlsx_book.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/xlsx_state.hpp"
#include "util/fatal.hpp"

namespace audit::reports {

namespace {

constexpr double k_row_height = 15;       // points; a row as it is
constexpr uint32_t k_row_pixels = 20;     // the same on a screen
constexpr uint32_t k_chart_pixels = 720;  // width

constexpr double k_bold = 1.1;        // a bold letter's share of a digit's width
constexpr double k_filter_width = 3;  // of the button in the heading, in characters

uint16_t narrow(size_t value) {
  AUDIT_ASSERT(value <= LXW_COL_MAX);
  return static_cast<uint16_t>(value);
}

/// How many lines the text takes when wrapped at words, in letters of the usual width.
unsigned lines_in(std::string_view text, double width) {
  constexpr unsigned k_most_lines = 20;
  constexpr double k_letters = 1.06;  // letters in the width of a digit, on average
  const double line = std::max(width * k_letters, 1.0);
  unsigned lines = 1;
  double filled = 0;
  for (size_t at = 0; at < text.size() && lines < k_most_lines;) {
    const size_t end = std::min(text.find(' ', at), text.size() - 1) + 1;
    const auto word = static_cast<double>(end - at);
    if (filled > 0 && filled + word > line + 1) {
      ++lines;
      filled = 0;
    }
    filled += word;
    for (; filled > line + 1 && lines < k_most_lines; filled -= line) ++lines;
    at = end;
  }
  return lines;
}

void style_series(lxw_chart_series* series, uint32_t colour) {
  lxw_chart_fill fill{};
  fill.color = colour;
  chart_series_set_fill(series, &fill);
}

}  // namespace

XlsxPage::XlsxPage(XlsxBookState& book, std::string_view name)
    : book_(&book), sheet_(book.add_sheet(name)), name_(sheet_->name) {
  worksheet_gridlines(sheet_, LXW_HIDE_ALL_GRIDLINES);
}

void XlsxPage::width(uint16_t column, double characters) {
  expect_memory(worksheet_set_column(sheet_, column, column, characters, nullptr));
}

void XlsxPage::text(uint16_t column, std::string_view value, XlsxTone tone) {
  book_->write_text(sheet_, row_, column, value, {.tone = tone});
}

void XlsxPage::number_heading(uint16_t column, std::string_view value) {
  book_->write_text(sheet_, row_, column, value, {.tone = XlsxTone::heading, .right = true});
}

void XlsxPage::date(uint16_t column, int32_t days, XlsxTone tone) {
  book_->write_date(sheet_, row_, column, days, {.tone = tone});
}

void XlsxPage::number(uint16_t column, int64_t value, XlsxTone tone) {
  book_->write_number(sheet_, row_, column, static_cast<double>(value),
                      {.type = XlsxType::number, .tone = tone});
}

void XlsxPage::percent(uint16_t column, std::optional<double> share, XlsxTone tone) {
  if (!share) return;
  book_->write_number(sheet_, row_, column, *share, {.type = XlsxType::percent, .tone = tone});
}

void XlsxPage::paragraph(uint16_t first, uint16_t last, std::string_view value, double width,
                         XlsxTone tone) {
  const XlsxLook look{.tone = tone, .wrap = true};
  expect_memory(worksheet_set_row(sheet_, row_, k_row_height * lines_in(value, width), nullptr));
  // Merged empty first: the library would take the text of a merge as it comes.
  expect_memory(
      worksheet_merge_range(sheet_, row_, first, row_, last, nullptr, book_->format(look)));
  book_->write_text(sheet_, row_, first, value, look);
}

void XlsxPage::chart(uint32_t row, uint16_t column, uint32_t height, const XlsxChart& chart) {
  const bool stacked = chart.series.size() > 1;
  lxw_chart* drawn =
      made(workbook_add_chart(book_->workbook(), stacked ? LXW_CHART_BAR_STACKED : LXW_CHART_BAR));
  for (const XlsxSeries& each : chart.series) {
    lxw_chart_series* series = made(chart_add_series(drawn, nullptr, nullptr));
    chart_series_set_categories(series, name_.c_str(), chart.first_row, chart.categories,
                                chart.last_row, chart.categories);
    chart_series_set_values(series, name_.c_str(), chart.first_row, each.column, chart.last_row,
                            each.column);
    chart_series_set_name(series, each.name.c_str());
    style_series(series, each.colour);
    if (!stacked) chart_series_set_labels(series);
  }
  chart_title_set_name(drawn, chart.title.c_str());
  chart_axis_set_reverse(drawn->y_axis);
  chart_axis_set_crossing_max(drawn->y_axis);
  if (chart.percent) {
    chart_axis_set_min(drawn->x_axis, 0);
    chart_axis_set_max(drawn->x_axis, 1);
    chart_axis_set_num_format(drawn->x_axis, "0%");
  }
  if (stacked) {
    chart_legend_set_position(drawn, LXW_CHART_LEGEND_BOTTOM);
  } else {
    chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
  }
  lxw_chart_options place{};
  constexpr double k_usual_width = 480;
  constexpr double k_usual_height = 288;
  place.x_scale = k_chart_pixels / k_usual_width;
  place.y_scale = height * k_row_pixels / k_usual_height;
  expect_done(worksheet_insert_chart_opt(sheet_, row, column, drawn, &place));
}

XlsxTable::XlsxTable(XlsxBookState& book, std::string_view name, std::vector<XlsxColumn> columns)
    : book_(&book), name_(name), columns_(std::move(columns)) {
  AUDIT_ASSERT(!columns_.empty());
  begin_sheet();
}

void XlsxTable::begin_sheet() {
  ++sheets_;
  sheet_ = book_->add_sheet(sheets_ == 1 ? name_ : fmt::format("{} {}", name_, sheets_));
  row_ = 0;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const uint16_t at = narrow(i);
    const XlsxColumn& column = columns_[i];
    const bool right = column.type == XlsxType::number || column.type == XlsxType::percent;
    const double least = static_cast<double>(column.heading.size()) * k_bold + k_filter_width;
    expect_memory(worksheet_set_column(sheet_, at, at, std::max(column.width, least), nullptr));
    book_->write_text(sheet_, 0, at, column.heading, {.tone = XlsxTone::heading, .right = right});
  }
  row_ = 1;
}

// Before row_ is looked at: a new sheet begins anew.
lxw_worksheet* XlsxTable::sheet() {
  if (sheet_ == nullptr) begin_sheet();
  return sheet_;
}

void XlsxTable::text(std::string_view value, XlsxTone tone) {
  const uint16_t at = column_++;
  if (value.empty()) return;
  const XlsxColumn& column = columns_.at(at);
  lxw_worksheet* const in = sheet();
  book_->write_text(in, row_, at, value, {.tone = tone, .wrap = column.wrap});
  if (column.wrap) lines_ = std::max(lines_, lines_in(value, column.width));
}

void XlsxTable::date(int32_t days) {
  lxw_worksheet* const in = sheet();
  book_->write_date(in, row_, column_++, days, {});
}

void XlsxTable::number(int64_t value) {
  lxw_worksheet* const in = sheet();
  book_->write_number(in, row_, column_++, static_cast<double>(value), {.type = XlsxType::number});
}

void XlsxTable::number_or_blank(int64_t value) {
  if (value == 0) return blank();
  number(value);
}

void XlsxTable::percent(std::optional<double> share) {
  if (!share) return blank();
  lxw_worksheet* const in = sheet();
  book_->write_number(in, row_, column_++, *share, {.type = XlsxType::percent});
}

void XlsxTable::end_row() {
  AUDIT_ASSERT(column_ == columns_.size());
  sheet();  // even where all of it is empty
  column_ = 0;
  // Not every program finds the height of wrapped text on its own.
  if (lines_ > 1) expect_memory(worksheet_set_row(sheet_, row_, k_row_height * lines_, nullptr));
  lines_ = 1;
  ++rows_;
  if (++row_ < book_->rows_of_sheet()) return;
  end_sheet();
}

void XlsxTable::colour(size_t column, std::string_view word, XlsxTone tone) {
  colourings_.push_back({narrow(column), std::string(word), tone});
}

void XlsxTable::end_sheet() {
  if (sheet_ == nullptr) return;
  const uint32_t last_row = std::max(row_, 1U) - 1;
  const uint16_t last_column = narrow(columns_.size() - 1);
  worksheet_freeze_panes(sheet_, 1, frozen_columns_);
  expect_memory(worksheet_autofilter(sheet_, 0, 0, last_row, last_column));
  expect_memory(worksheet_repeat_rows(sheet_, 0, 0));
  for (const Colouring& each : colourings_) {
    if (last_row == 0) break;
    std::string value = "\"" + each.word + "\"";
    lxw_conditional_format condition{};
    condition.type = LXW_CONDITIONAL_TYPE_CELL;
    condition.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
    condition.value_string = value.data();
    condition.format = book_->condition_format(each.tone);
    expect_done(worksheet_conditional_format_range(sheet_, 1, each.column, last_row, each.column,
                                                   &condition));
  }
  sheet_ = nullptr;
}

XlsxBook::XlsxBook(const XlsxOptions& options) : state_(std::make_unique<XlsxBookState>(options)) {}

XlsxBook::~XlsxBook() = default;

XlsxPage& XlsxBook::add_page(std::string_view name) {
  pages_.push_back(std::make_unique<XlsxPage>(*state_, name));
  return *pages_.back();
}

XlsxTable& XlsxBook::add_table(std::string_view name, std::vector<XlsxColumn> columns) {
  tables_.push_back(std::make_unique<XlsxTable>(*state_, name, std::move(columns)));
  return *tables_.back();
}

void XlsxBook::write(util::Output& out) {
  for (const auto& table : tables_) table->end_sheet();
  state_->write(out);
}

}  // namespace audit::reports

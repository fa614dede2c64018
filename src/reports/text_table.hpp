// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace audit::reports {

enum class Style : uint8_t { plain, bold, dim, red, yellow, green, cyan };

/// `text` in that style, or as it is where no colour is wanted.
std::string styled(std::string_view text, Style style, bool colour);

/// Columns that a terminal shows the text in: none for combining marks, two for East Asian wide
/// characters and emoji. `text` must be visible (util::visible).
size_t display_width(std::string_view text);

/// At most `width` columns of `text`, with … where something was cut off.
std::string cut(std::string_view text, size_t width);
/// The same, cut in the middle: the end of a path says more than its beginning.
std::string cut_middle(std::string_view text, size_t width);

/// `text` in lines of at most `width` columns, broken at spaces where there are any.
std::vector<std::string> wrap(std::string_view text, size_t width);

/// A table for a terminal: columns as wide as their cells, made narrower or left out until the
/// whole fits. Cells are made visible by the table.
class TextTable {
 public:
  enum class Fit : uint8_t {
    fixed,   ///< always as wide as its widest cell
    cut,     ///< may shrink to min_width; cells lose their ends
    middle,  ///< the same; cells lose their middles
    wrap     ///< may shrink to min_width; cells go on in further lines
  };
  struct Column {
    std::string head;
    bool right = false;
    Fit fit = Fit::fixed;
    size_t min_width = 0;
    unsigned drop = 0;  ///< 0: never left out; else the highest goes first when room is short
  };
  struct Cell {
    std::string text;
    Style style = Style::plain;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<Cell> row);
  /// Columns without any text in their cells are left out.
  void drop_empty_columns();
  /// A rule above the next row: it is the sum of those before.
  void add_separator() { separators_.push_back(rows_.size()); }
  [[nodiscard]] std::string render(size_t indent, size_t width, bool colour) const;

 private:
  struct Layout {
    std::vector<size_t> shown;   // columns
    std::vector<size_t> widths;  // of those
  };
  [[nodiscard]] std::vector<size_t> natural_widths() const;
  [[nodiscard]] Layout lay_out(size_t width) const;
  void append_row(std::string& out, const std::vector<Cell>& row, const Layout& layout,
                  size_t indent, bool colour) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<size_t> separators_;
};

inline TextTable::Column text_column(std::string head, TextTable::Fit fit = TextTable::Fit::fixed,
                                     size_t min_width = 0, unsigned drop = 0) {
  return {std::move(head), false, fit, min_width, drop};
}
inline TextTable::Column number_column(std::string head, unsigned drop = 0) {
  return {std::move(head), true, TextTable::Fit::fixed, 0, drop};
}

inline TextTable::Cell cell(std::string text, Style style = Style::plain) {
  return {std::move(text), style};
}

}  // namespace audit::reports

// SPDX-License-Identifier: MIT
#include "reports/text_table.hpp"

#include <algorithm>
#include <array>

#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

constexpr const char* k_ellipsis = "…";
constexpr size_t k_gap = 2;  // spaces between columns

struct Range {
  char32_t first;
  char32_t last;
};
constexpr std::array<Range, 4> k_no_width{
    {{0x0300, 0x036F}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}
};
constexpr std::array<Range, 8> k_double_width{
    {{0x1100, 0x115F},
     {0x2E80, 0xA4CF},
     {0xAC00, 0xD7A3},
     {0xF900, 0xFAFF},
     {0xFE30, 0xFE6F},
     {0xFF00, 0xFF60},
     {0x1F300, 0x1FAFF},
     {0x20000, 0x3FFFD}}
};

template <size_t n>
bool within(const std::array<Range, n>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

size_t width_of(char32_t c) {
  if (c < 0x300) return 1;
  if (within(k_no_width, c)) return 0;
  return within(k_double_width, c) ? 2 : 1;
}

/// How many bytes at the front of `text` fill at most `width` columns.
size_t bytes_within(std::string_view text, size_t width) {
  size_t used = 0;
  for (size_t at = 0; at < text.size();) {
    size_t next = at;
    used += width_of(util::next_code_point(text, next));
    if (used > width) return at;
    at = next;
  }
  return text.size();
}

std::string_view without_spaces_at_end(std::string_view text) {
  const size_t last = text.find_last_not_of(' ');
  return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

}  // namespace

std::string styled(std::string_view text, Style style, bool colour) {
  if (!colour || style == Style::plain || text.empty()) return std::string(text);
  const char* code = "";
  switch (style) {
    case Style::plain:
      break;
    case Style::bold:
      code = "1";
      break;
    case Style::dim:
      code = "2";
      break;
    case Style::red:
      code = "31";
      break;
    case Style::green:
      code = "32";
      break;
    case Style::yellow:
      code = "33";
      break;
    case Style::cyan:
      code = "36";
      break;
  }
  return std::string("\x1B[") + code + "m" + std::string(text) + "\x1B[0m";
}

size_t display_width(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) width += width_of(util::next_code_point(text, at));
  return width;
}

std::string cut(std::string_view text, size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  const std::string_view front = text.substr(0, bytes_within(text, width - 1));
  return std::string(without_spaces_at_end(front)) + k_ellipsis;
}

std::string cut_middle(std::string_view text, size_t width) {
  const size_t whole = display_width(text);
  if (whole <= width || width < 5) return cut(text, width);
  const size_t front = (width - 1) / 4;
  const size_t back = width - 1 - front;
  size_t start = bytes_within(text, whole - back);
  if (display_width(text.substr(start)) > back) util::next_code_point(text, start);
  return std::string(text.substr(0, bytes_within(text, front))) + k_ellipsis +
         std::string(text.substr(start));
}

std::vector<std::string> wrap(std::string_view text, size_t width) {
  width = std::max<size_t>(width, 1);
  std::vector<std::string> lines;
  while (display_width(text) > width) {
    size_t end = bytes_within(text, width);
    if (end == 0) util::next_code_point(text, end);  // one character is wider than the line
    if (end < text.size() && text[end] != ' ') {
      const size_t space = text.substr(0, end).rfind(' ');
      if (space != std::string_view::npos && space > 0) end = space;
    }
    lines.emplace_back(without_spaces_at_end(text.substr(0, end)));
    text.remove_prefix(end);
    while (text.starts_with(' ')) text.remove_prefix(1);
  }
  if (!text.empty() || lines.empty()) lines.emplace_back(text);
  return lines;
}

void TextTable::add(std::vector<Cell> row) {
  AUDIT_ASSERT(row.size() == columns_.size());
  for (Cell& cell : row) cell.text = util::visible(cell.text);
  rows_.push_back(std::move(row));
}

void TextTable::drop_empty_columns() {
  for (size_t c = columns_.size(); c-- > 0;) {
    const auto is_empty = [c](const std::vector<Cell>& row) { return row[c].text.empty(); };
    if (!std::ranges::all_of(rows_, is_empty)) continue;
    const auto offset = static_cast<std::ptrdiff_t>(c);
    columns_.erase(columns_.begin() + offset);
    for (auto& row : rows_) row.erase(row.begin() + offset);
  }
}

std::vector<size_t> TextTable::natural_widths() const {
  std::vector<size_t> natural;
  for (size_t c = 0; c < columns_.size(); ++c) {
    size_t widest = display_width(columns_[c].head);
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[c].text));
    natural.push_back(widest);
  }
  return natural;
}

TextTable::Layout TextTable::lay_out(size_t width) const {
  Layout layout;
  const std::vector<size_t> natural = natural_widths();
  for (size_t c = 0; c < columns_.size(); ++c) layout.shown.push_back(c);
  const auto narrowest = [&](size_t c) {
    return columns_[c].fit == Fit::fixed ? natural[c] : std::min(natural[c], columns_[c].min_width);
  };
  const auto needed = [&](const auto& width_of_column) {
    size_t sum = layout.shown.empty() ? 0 : (layout.shown.size() - 1) * k_gap;
    for (const size_t c : layout.shown) sum += width_of_column(c);
    return sum;
  };
  while (needed(narrowest) > width) {
    const auto victim =
        std::ranges::max_element(layout.shown, {}, [&](size_t c) { return columns_[c].drop; });
    if (victim == layout.shown.end() || columns_[*victim].drop == 0) break;
    layout.shown.erase(victim);
  }
  std::vector<size_t> widths = natural;
  size_t total = needed([&](size_t c) { return widths[c]; });
  while (total > width) {  // the widest that can gives way first
    size_t widest = columns_.size();
    for (const size_t c : layout.shown) {
      if (widths[c] <= narrowest(c)) continue;
      if (widest == columns_.size() || widths[c] > widths[widest]) widest = c;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
    --total;
  }
  for (const size_t c : layout.shown) layout.widths.push_back(widths[c]);
  return layout;
}

void TextTable::append_row(std::string& out, const std::vector<Cell>& row, const Layout& layout,
                           size_t indent, bool colour) const {
  std::vector<std::vector<std::string>> cells;
  size_t lines = 1;
  for (size_t i = 0; i < layout.shown.size(); ++i) {
    const Column& column = columns_[layout.shown[i]];
    const std::string& text = row[layout.shown[i]].text;
    if (column.fit == Fit::wrap) {
      cells.push_back(wrap(text, layout.widths[i]));
    } else {
      cells.push_back({column.fit == Fit::middle ? cut_middle(text, layout.widths[i])
                                                 : cut(text, layout.widths[i])});
    }
    lines = std::max(lines, cells.back().size());
  }
  for (size_t line = 0; line < lines; ++line) {
    size_t spaces = indent;  // held back, so that no line ends in spaces
    for (size_t i = 0; i < cells.size(); ++i) {
      const Column& column = columns_[layout.shown[i]];
      const std::string text = line < cells[i].size() ? cells[i][line] : std::string{};
      const size_t used = std::min(display_width(text), layout.widths[i]);
      const size_t padding = layout.widths[i] - used;
      if (column.right) spaces += padding;
      if (!text.empty()) {
        out.append(spaces, ' ');
        out += styled(text, row[layout.shown[i]].style, colour);
        spaces = 0;
      }
      if (!column.right) spaces += padding;
      spaces += k_gap;
    }
    out += '\n';
  }
}

std::string TextTable::render(size_t indent, size_t width, bool colour) const {
  const Layout layout = lay_out(width > indent ? width - indent : 1);
  std::string out;
  std::vector<Cell> heads;
  for (const Column& column : columns_) heads.push_back({column.head, Style::bold});
  const auto has_text = [](const Cell& cell) { return !cell.text.empty(); };
  if (std::ranges::any_of(heads, has_text)) append_row(out, heads, layout, indent, colour);
  for (size_t r = 0; r < rows_.size(); ++r) {
    if (std::ranges::find(separators_, r) != separators_.end()) {
      std::vector<Cell> rule(columns_.size());
      for (size_t i = 0; i < layout.shown.size(); ++i) {
        for (size_t n = 0; n < layout.widths[i]; ++n) rule[layout.shown[i]].text += "─";
      }
      append_row(out, rule, layout, indent, colour);
    }
    append_row(out, rows_[r], layout, indent, colour);
  }
  return out;
}

}  // namespace audit::reports

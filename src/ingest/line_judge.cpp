// SPDX-License-Identifier: MIT
#include "ingest/line_judge.hpp"

#include <algorithm>

#include "ingest/cell.hpp"
#include "util/ascii.hpp"
#include "util/text.hpp"

namespace audit::ingest {

namespace {

constexpr size_t k_footer_cells = 2;  // a footer has at most so many filled cells

/// How many cells are filled, counting no further than one past the footer's two.
size_t count_filled(std::span<const std::string_view> cells) {
  size_t filled = 0;
  for (const std::string_view cell : cells) {
    if (!clean(cell).empty()) ++filled;
    if (filled > k_footer_cells) break;
  }
  return filled;
}

std::string title_text(std::span<const std::string_view> cells) {
  std::string text;
  for (const std::string_view cell : cells) {
    if (!clean(cell).empty()) text.append(util::fold(cell)).push_back('\x1F');
  }
  return text;
}

/// The first date that stands in a text between spaces.
std::optional<calendar::Date> date_in(std::string_view text) {
  while (!(text = clean(text)).empty()) {
    const size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
    const DateCell date = read_date(text.substr(0, end));
    if (date.days != calendar::k_no_date && date.form != DateForm::serial) {
      return calendar::Date{date.days};
    }
    text.remove_prefix(end);
  }
  return std::nullopt;
}

/// util::fold_header(cell) == header. Nearly every record differs within a few characters.
bool folds_to(std::string_view cell, std::string_view header) {
  size_t at = 0;
  for (const char c : cell) {
    if (!util::is_ascii(c)) return util::fold_header(cell) == header;
    if (!util::is_digit(c) && !util::is_letter(c)) continue;
    if (at == header.size() || util::ascii_lower(c) != header[at++]) return false;
  }
  return at == header.size();
}

}  // namespace

size_t first_filled(std::span<const std::string_view> cells) {
  size_t at = 0;
  while (at < cells.size() && clean(cells[at]).empty()) ++at;
  return at;
}

LineJudge::LineJudge(const Recognised& input, const model::Schema& schema) : schema_(schema) {
  for (const std::string& header : input.headers) header_.push_back(util::fold_header(header));
  for (size_t i = 0; i < header_.size(); ++i) {
    if (!header_[i].empty()) width_ = i + 1;
  }
  for (const model::ColumnIndex column : input.column_of)
    mapped_.push_back(column != model::k_none);
}

bool LineJudge::fills_a_column(std::span<const std::string_view> cells) const {
  for (size_t i = 0; i < std::min(cells.size(), mapped_.size()); ++i) {
    if (mapped_[i] && !clean(cells[i]).empty()) return true;
  }
  return false;
}

void LineJudge::see_title(std::span<const std::string_view> cells) {
  if (count_filled(cells) <= k_footer_cells) titles_.insert(title_text(cells));
}

bool LineJudge::is_header(std::span<const std::string_view> cells, size_t first) const {
  if (cells.size() < width_ || first >= header_.size() || header_[first].empty()) return false;
  // One character settles it for nearly every record.
  const char start = clean(cells[first]).front();
  const bool is_capital = start >= 'A' && start <= 'Z';
  const bool plain = is_capital || (start >= 'a' && start <= 'z');
  if (plain && header_[first][0] != (is_capital ? start + 32 : start)) return false;
  for (size_t i = 0; i < first; ++i) {
    if (!header_[i].empty()) return false;
  }
  for (size_t i = first; i < cells.size(); ++i) {
    const std::string_view wanted = i < header_.size() ? std::string_view(header_[i]) : "";
    if (!folds_to(cells[i], wanted)) return false;
  }
  return true;
}

LineKind LineJudge::judge(std::span<const std::string_view> cells) const {
  const size_t first = first_filled(cells);
  if (first == cells.size()) return LineKind::blank;
  const std::string_view text = clean(cells[first]);
  // Records mostly begin with an id: only what begins with a letter needs a closer look.
  const bool is_short = cells.size() < width_;
  const auto start = static_cast<unsigned char>(text.front());
  const bool numeric = start >= '0' && start <= '9';
  if (numeric && !is_short) return LineKind::record;
  if (!numeric && is_header(cells, first)) return LineKind::header;
  const bool has_footer_word = leading_word(text, schema_.footer_words) != 0;
  if (count_filled(cells.subspan(first)) > k_footer_cells) {
    return has_footer_word ? LineKind::footer_word : LineKind::record;
  }
  if (has_footer_word) return LineKind::footer;
  if (leading_word(text, schema_.run_date_words) != 0) return LineKind::title;
  if (!titles_.empty() && titles_.contains(title_text(cells))) return LineKind::title;
  // "Page 2 of 2", filled up with delimiters by a spreadsheet: it says nothing of any column.
  return is_short || !fills_a_column(cells) ? LineKind::maybe_footer : LineKind::record;
}

std::optional<calendar::Date> run_date_in(std::span<const std::string_view> cells,
                                          const model::Schema& schema) {
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string_view text = clean(cells[i]);
    if (text.empty()) continue;
    const size_t word = leading_word(text, schema.run_date_words);
    if (word == 0) continue;
    const size_t after = std::min(text.find_first_not_of(": \t\xC2\xA0", word), text.size());
    if (const auto date = date_in(text.substr(after))) return date;
    for (size_t next = i + 1; next < cells.size(); ++next) {
      if (const auto date = date_in(cells[next])) return date;
    }
  }
  return std::nullopt;
}

}  // namespace audit::ingest
